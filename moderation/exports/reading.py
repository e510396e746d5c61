"""What of an export is public at this moment, to be read in a browser: never more than its filter let through."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from discussions.access.viewer import VISITOR
from discussions.access.words import speaker_for
from discussions.enums import PostState, Standing
from discussions.models import Post, Prompt, Space, Version
from hub.kit.text import sort_key
from moderation.exports.candidates import (
    Places,
    candidate_of,
    seen_versions,
    version_that_counts,
)
from moderation.exports.wanted import GENERAL, Candidate, ExportFilter
from moderation.selectors.exports import prompts_of, windows_of

#: Posts that are in memory at one time while the public ones are looked at.
_PIECE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Public:
    """A public input: what a filter looks at, the version by which it counts, and its place in the order."""

    id: UUID
    parent_id: UUID | None
    version_id: UUID
    candidate: Candidate
    place: tuple[str, int]

    @property
    def is_late(self) -> bool:
        """Late inputs stand apart, as in the annex of the compilation."""
        return self.candidate.standing == Standing.LATE


@dataclass(frozen=True)
class Chapter:
    """The inputs under one question (`GENERAL`: to the space as a whole), in the order of the compilation."""

    prompt: int
    is_late: bool
    inputs: Sequence[Public]


def public_inputs(
    space: Space, bound: ExportFilter, language: str, only: Collection[UUID] | None = None
) -> list[Public]:
    """What the filter of an export lets through of what everybody may read now; no text is read.

    2 statements for each 2,000 posts, and 2 more. `language` rules the alphabet, `only` are the posts of a difference.
    """
    places = Places(prompts_of(space), windows_of(space))
    versions = Version.objects.order_by("number").defer("body")
    posts = Post.objects.filter(space=space, state=PostState.PUBLISHED)
    if only is not None:
        posts = posts.filter(pk__in=only)
    posts = posts.in_thread_order().prefetch_related(Prefetch("versions", versions))
    found = []
    for post in posts.iterator(chunk_size=_PIECE):
        candidate = candidate_of(post, VISITOR, places)
        version = version_that_counts(post, seen_versions(post, VISITOR))
        if version is None or not bound.takes(candidate):
            continue
        speaker = speaker_for(version, post, VISITOR)
        assert speaker is not None, "of a public version"
        key = sort_key(speaker.organisation or speaker.name, language)[0]
        place = (key, post.number)
        found.append(Public(post.pk, post.parent_id, version.pk, candidate, place))
    return found


def narrowed(inputs: Iterable[Public], chosen: ExportFilter) -> list[Public]:
    """Those of them that a reader's own filter takes as well."""
    return [one for one in inputs if chosen.takes(one.candidate)]


def chapters_of(prompts: Sequence[Prompt], inputs: Sequence[Public]) -> list[Chapter]:
    """By question in the order of the page, late ones after the others; replies under what they answer."""
    numbers = [GENERAL, *(prompt.number for prompt in prompts)]
    chapters = [
        Chapter(
            number,
            is_late,
            _in_order(
                [one for one in inputs if (one.candidate.prompt, one.is_late) == (number, is_late)]
            ),
        )
        for is_late in (False, True)
        for number in numbers
    ]
    return [chapter for chapter in chapters if chapter.inputs]


def piece_of(chapters: Sequence[Chapter], first: int, size: int) -> list[Chapter]:
    """The inputs from the place `first` on (from 0), at most `size`, each in its chapter."""
    found, at = [], 0
    for chapter in chapters:
        begin, end = max(first - at, 0), first + size - at
        if end > 0 and (inputs := chapter.inputs[begin:end]):
            found.append(replace(chapter, inputs=inputs))
        at += len(chapter.inputs)
    return found


def place_after(chapters: Sequence[Chapter], number: int) -> int | None:
    """The place (from 0) after the input of a number; None where it is not there."""
    numbers = [one.place[1] for chapter in chapters for one in chapter.inputs]
    return numbers.index(number) + 1 if number in numbers else None


def _in_order(inputs: Sequence[Public]) -> list[Public]:
    """Alphabetical by entity, then by number; what answers one of them comes after it, in the order of its arrival.

    A stack and no recursion: threads may be as deep as people go on answering.
    """
    here = {one.id for one in inputs}
    replies: dict[UUID, list[Public]] = {}
    alone = []
    for one in inputs:
        if one.parent_id is not None and one.parent_id in here:
            replies.setdefault(one.parent_id, []).append(one)
        else:
            alone.append(one)
    waiting = sorted(alone, key=lambda one: one.place, reverse=True)
    ordered = []
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting += reversed(replies.get(one.id, []))
    return ordered
