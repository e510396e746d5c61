"""Where every reference of a space came from and what became of it, question by question (PRODUCT, section 7).

A reference was issued to a new input, or to a post that came from another space. It came under a question, may have been
moved to another, and stands there in a state, or has left for another space. Where a post stood is worked out from its
moves, the newest first; what answers it went along, if it was there by then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from discussions.enums import PostState, Standing
from discussions.models import Post, PostMove, Prompt, Space, Window
from discussions.selectors.windows import numbers_by_window

#: In the place of the number of a question: the space as a whole.
WHOLE_SPACE: Final = 0
#: What came: to new inputs, from other spaces, from other questions.
ISSUED, MOVED_IN, FROM_QUESTIONS = "issued", "moved-in", "from-questions"
#: What left: for other questions, for other spaces.
TO_QUESTIONS, MOVED_OUT = "to-questions", "moved-out"
STATES: Final = tuple(f"state.{state}" for state in PostState.values)
STANDINGS: Final = tuple(f"standing.{standing}" for standing in Standing.values)
CAME: Final = (ISSUED, MOVED_IN, FROM_QUESTIONS)
BECAME: Final = (*STATES, TO_QUESTIONS, MOVED_OUT)
#: In their order. Under each question, what came is what became of it; standings are those of what stands there.
ENTRIES: Final = (*CAME, *BECAME, *STANDINGS)


@dataclass(frozen=True)
class Ledger:
    """The numbers of references by question (its number, or `WHOLE_SPACE`) and entry."""

    references: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def places(self) -> list[int]:
        """The questions under which anything ever stood, in the order of their numbers."""
        return sorted({place for place, _entry in self.references})

    def numbers(self, places: Iterable[int], entry: str) -> list[int]:
        """The references of an entry under some questions, in order."""
        return sorted(n for place in places for n in self.references.get((place, entry), ()))

    def count(self, places: Iterable[int], *entries: str) -> int:
        """How many references some entries under some questions hold together."""
        known = self.references
        return sum(len(known.get((place, e), ())) for place in places for e in entries)

    def agrees(self, places: Iterable[int]) -> bool:
        """Whether under each of these questions all that came is accounted for."""
        return all(self.count([p], *CAME) == self.count([p], *BECAME) for p in places)


@dataclass
class _Stretch:
    """A reference from its issue to what became of it; `end` is the id of the question where it is or was last."""

    number: int
    end: int | None
    outcome: str
    standing: str = ""


@dataclass
class _Stand:
    """Where a post stands, or stood; `stretch` while it is of this space and that reference counts."""

    received_at: datetime
    prompt: int | None
    parent: UUID | None
    stretch: _Stretch | None


class _Undoing:
    """Takes moves back, the newest first, and enters each reference once its beginning is known."""

    def __init__(self, space: Space, stands: dict[UUID, _Stand], prompts: dict[int, int]) -> None:
        self.ledger = Ledger()
        self._space, self._stands, self._prompts = space, stands, prompts
        self._start = f"{space.reference_prefix}-"
        self._known = {s.stretch.number for s in stands.values() if s.stretch is not None}
        self._answers: dict[UUID | None, set[UUID]] = defaultdict(set)
        for pk, stand in stands.items():
            self._answers[stand.parent].add(pk)

    def stayed(self, posts: Iterable[tuple[int, int | None, str, str]]) -> None:
        """Enter what never was elsewhere: number, question, state and standing of each."""
        for number, prompt, state, standing in posts:
            stretch = _Stretch(number, prompt, f"state.{state}", standing)
            self._known.add(number)
            self._enter_stretch(stretch, prompt, ISSUED)

    def undo(self, move: PostMove) -> None:
        """The post is where it was before the move, and what answered it by then as well."""
        stand = self._stands[move.post_id]
        if move.had_in_reply_to:
            self._answers[stand.parent].discard(move.post_id)
            stand.parent = move.in_reply_to_id
            self._answers[stand.parent].add(move.post_id)
        if move.reference is not None:
            self._leave(stand, move)
        elif move.had_prompt:
            for pk in self._below(move.post_id):
                if self._stands[pk].received_at <= move.at or pk == move.post_id:
                    self._stands[pk].prompt = move.prompt_id

    def finish(self) -> Ledger:
        """What is of this space still was issued here."""
        for stand in self._stands.values():
            self._enter(stand, ISSUED)
        return self.ledger

    def _leave(self, stand: _Stand, move: PostMove) -> None:
        """Before the move it had another reference; every post that changes space has such a move of its own."""
        assert move.reference is not None
        was_here = move.reference.startswith(self._start)
        self._enter(stand, ISSUED if was_here else MOVED_IN)
        stand.prompt = move.prompt_id
        number = int(move.reference.rpartition("-")[2]) if was_here else 0
        # What an archive tells of its time before this space is, and a number that is held again, count once.
        if was_here and move.at >= self._space.created_at and number not in self._known:
            self._known.add(number)
            stand.stretch = _Stretch(number, move.prompt_id, MOVED_OUT)

    def _enter(self, stand: _Stand, how: str) -> None:
        stretch, stand.stretch = stand.stretch, None
        if stretch is not None:
            self._enter_stretch(stretch, stand.prompt, how)

    def _enter_stretch(self, stretch: _Stretch, prompt: int | None, how: str) -> None:
        begin, end = self._place(prompt), self._place(stretch.end)
        entered = [(begin, how), (end, stretch.outcome)]
        if begin != end:
            entered += [(begin, TO_QUESTIONS), (end, FROM_QUESTIONS)]
        if stretch.standing:
            entered.append((end, f"standing.{stretch.standing}"))
        for key in entered:
            self.ledger.references[key].append(stretch.number)

    def _place(self, prompt: int | None) -> int:
        return self._prompts.get(prompt, WHOLE_SPACE) if prompt is not None else WHOLE_SPACE

    def _below(self, pk: UUID) -> Iterator[UUID]:
        waiting = [pk]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += self._answers.get(one, ())


def ledger_of(space: Space) -> Ledger:
    """All references of a space that stand for an input; four statements, for any number of posts.

    Few posts are ever moved: what stands in a thread without such a one is counted by its numbers alone.
    """
    start = f"{space.reference_prefix}-"
    left = PostMove.objects.filter(reference__startswith=start).values("post")
    moves = PostMove.objects.filter(Q(post__space=space) | Q(post__in=left))
    moved = Q(
        root_sequence__in=Post.objects.filter(space=space, moves__isnull=False).values(
            "root_sequence"
        )
    )
    prompts = dict(Prompt.objects.filter(space=space).values_list("pk", "number"))
    stands = _stands(space, Post.objects.filter(Q(moved, space=space) | Q(pk__in=left)))
    undoing = _Undoing(space, stands, prompts)
    stayed = Post.objects.filter(space=space).exclude(moved)
    undoing.stayed(stayed.values_list("number", "prompt", "state", "standing"))
    for move in moves.order_by("-at", "-position", "-pk"):
        undoing.undo(move)
    return undoing.finish()


def _stands(space: Space, posts: QuerySet[Post]) -> dict[UUID, _Stand]:
    columns = ("pk", "space", "number", "prompt", "parent", "received_at", "state", "standing")
    found = {}
    for pk, of, number, prompt, parent, received_at, state, standing in posts.values_list(
        *columns
    ):
        is_here = of == space.pk
        stretch = _Stretch(number, prompt, f"state.{state}", standing) if is_here else None
        found[pk] = _Stand(received_at, prompt, parent, stretch)
    return found


def questions_by_window(
    space: Space, windows: Sequence[Window]
) -> list[tuple[Window | None, list[int]]]:
    """Which questions follow which window, in order; what is said to the space as a whole follows the main one.

    Where there is no window, all of them under none. One statement; `windows` are those of the space, the main one first.
    """
    if not windows:
        numbers = Prompt.objects.filter(space=space).order_by("number")
        return [(None, [WHOLE_SPACE, *numbers.values_list("number", flat=True)])]
    followed = numbers_by_window(windows)
    followed[windows[0].pk].insert(0, WHOLE_SPACE)
    return [(window, followed[window.pk]) for window in windows]
