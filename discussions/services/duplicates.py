"""Whether a text was sent before: by the same author, or for the same organisation, in the same space.

A duplicate is asked about and never refused for good: its sender replaces the earlier one, or says that this is
different (PRODUCT, section 3.2). Under a prompt of another revision it is no duplicate but carried over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from discussions.access.viewer import Viewer
from discussions.access.words import compared_by, sent_for
from discussions.enums import PostState
from discussions.errors import LooksLikeDuplicate
from discussions.models import Post, Prompt, TextSketch, Version, Window
from discussions.models.post import PUBLIC_STATES
from discussions.services.speakers import Snapshot
from discussions.validators.sent import SubmittedText
from hub.kit.sanitise import own_text, visible_text
from hub.kit.similarity import FEWEST_WORDS, Likeness, Sketch, likeness, sketch_of

#: What stands: what was withdrawn, rejected or merged is nothing that could be there twice.
_STANDING = (PostState.PENDING, PostState.PUBLISHED, PostState.RETURNED, PostState.HIDDEN)
# The newest so many are looked at, and together no more than so many words (about 10 MB, a fifth of a second).
_MOST_POSTS = 1000
_MOST_WORDS = 2_500_000
# Texts of other lengths than these parts and multiples cannot be alike.
_SIZES = (0.5, 2)


@dataclass(frozen=True)
class _Earlier:
    """A post that may be the same text."""

    id: UUID
    number: int
    prompt_id: int | None
    is_reply: bool
    path: str
    sketch: Sketch


@dataclass(frozen=True)
class _Match:
    """One that is."""

    post: _Earlier
    likeness: Likeness


def sketch_ahead(by: Viewer, post: Post, sent: SubmittedText, speaker: Snapshot) -> Sketch:
    """The sketch of a new text, for `find_earlier`; keeps those that earlier texts lack.

    To be called before any lock is taken: sketches of long texts take seconds.
    """
    sketch = sketch_of(visible_text(sent.body), own_text(sent.body))
    if _is_compared(by, post, sketch):
        rows = _rows(by, post, speaker, sketch)
        made = _made([row["latest_version_id"] for row in rows if _lacks_sketch(row)])
        TextSketch.objects.bulk_create(
            [  # in one order for everybody, so that two who come at once wait for each other and no more
                TextSketch(version_id=pk, exact=one.exact, size=one.size, words=one.packed)
                for pk, one in sorted(made.items())
            ],
            ignore_conflicts=True,
        )
    return sketch


def find_earlier(
    by: Viewer, post: Post, sent: SubmittedText, speaker: Snapshot, sketch: Sketch
) -> Post | None:
    """The post from which a new one (`post`, not saved yet) carries its text over; None: from none.

    Replies of a few words are said many times, and moderators answer many with the same words: neither is compared.
    Raises LooksLikeDuplicate where the text stands in the space already and `sent.differs_from` does not say that
    it is another. Needs the locks of the author and of the organisation, so that two alike that come at once meet,
    and what `sketch_ahead` gave.
    """
    if not _is_compared(by, post, sketch):
        return None
    matches = _matches(post, sketch, _candidates(_rows(by, post, speaker, sketch)))
    if not matches:
        return None
    carried = _of_other_revisions(post, {match.post.prompt_id for match in matches})
    again = [match for match in matches if match.post.prompt_id not in carried]
    again = [match for match in again if not _speaks_by_its_files(match, post, sent, sketch)]
    _refuse(post, again, sent.differs_from)
    sources = [m.post for m in matches if m.post.prompt_id in carried and not m.post.is_reply]
    if post.is_reply or not sources:
        return None
    return Post.objects.get(pk=max(sources, key=lambda source: source.number).id)


def _is_compared(by: Viewer, post: Post, sketch: Sketch) -> bool:
    is_short = sketch.size < FEWEST_WORDS
    return not post.is_reply or not (is_short or by.is_staff_of(post.space_id))


def _refuse(post: Post, again: Sequence[_Match], differs_from: Sequence[str]) -> None:
    said = {reference.upper() for reference in differs_from}
    left = [m for m in again if post.space.reference_of(m.post.number) not in said]
    if left:
        left.sort(
            key=lambda m: (m.likeness.is_exact, m.likeness.share, m.post.number), reverse=True
        )
        found = left[0].likeness
        references = [post.space.reference_of(match.post.number) for match in left]
        raise LooksLikeDuplicate(references, is_exact=found.is_exact, share=found.share)


def _speaks_by_its_files(match: _Match, post: Post, sent: SubmittedText, sketch: Sketch) -> bool:
    """A few words with files under another prompt ("see the attachment") say what the files say."""
    is_elsewhere = match.post.prompt_id != post.prompt_id
    return is_elsewhere and bool(sent.files) and sketch.size < FEWEST_WORDS


def _matches(post: Post, sketch: Sketch, candidates: Iterator[_Earlier]) -> list[_Match]:
    answered = post.parent.path if post.parent else ""
    matches, words = [], 0
    for earlier in candidates:
        words += len(earlier.sketch.words)
        if words > _MOST_WORDS:
            break
        is_answer = bool(answered) and answered.startswith(earlier.path)
        found = likeness(sketch, earlier.sketch, is_answer=is_answer)
        if found is not None:
            matches.append(_Match(earlier, found))
    return matches


def _rows(by: Viewer, post: Post, speaker: Snapshot, sketch: Sketch) -> list[Mapping[str, Any]]:
    """The posts to compare with, the newest first."""
    alike = Q(latest_version__sketch__exact=sketch.exact)
    posts = Post.objects.filter(_theirs(by, speaker), space=post.space, state__in=_STANDING)
    if sketch.size >= FEWEST_WORDS:
        alike |= Q(
            latest_version__sketch__size__range=[int(sketch.size * part) for part in _SIZES]
        )
    else:  # a reply of a few words is no submission that says the same
        posts = posts.filter(parent__isnull=True)
    rows = (
        posts.filter(alike | Q(latest_version__sketch__isnull=True))
        .order_by("-number")
        .values(
            "id",
            "number",
            "prompt_id",
            "parent_id",
            "path",
            "latest_version_id",
            "latest_version__sketch__exact",
            "latest_version__sketch__size",
            "latest_version__sketch__words",
        )[:_MOST_POSTS]
    )
    return list(rows)


def _candidates(found: Sequence[Mapping[str, Any]]) -> Iterator[_Earlier]:
    """The same with their sketches; what came since `sketch_ahead` gets its sketch now, and keeps it another time."""
    made = _made([row["latest_version_id"] for row in found if _lacks_sketch(row)])
    for row in found:
        yield _Earlier(
            id=row["id"],
            number=row["number"],
            prompt_id=row["prompt_id"],
            is_reply=row["parent_id"] is not None,
            path=row["path"],
            sketch=made[row["latest_version_id"]] if _lacks_sketch(row) else _kept(row),
        )


def _theirs(by: Viewer, speaker: Snapshot) -> Q:
    """Own posts; and of the own organisation those that readers see, or all of them where the membership is checked.

    Anyone may name an organisation when signing up: who did just that learns nothing of what waits for review.
    """
    own = Q(author_id=by.person_id)
    if not speaker.organisation:
        return own
    colleagues = sent_for(speaker.organisation)
    return own | (colleagues if speaker.verified else colleagues & Q(state__in=PUBLIC_STATES))


def _lacks_sketch(row: Mapping[str, Any]) -> bool:
    return row["latest_version__sketch__exact"] is None


def _kept(row: Mapping[str, Any]) -> Sketch:
    return Sketch.unpacked(
        row["latest_version__sketch__exact"],
        row["latest_version__sketch__size"],
        bytes(row["latest_version__sketch__words"]),
    )


def _made(version_ids: Sequence[UUID]) -> dict[UUID, Sketch]:
    """Sketches of versions that have none: a text that is never compared needs none."""
    if not version_ids:
        return {}
    return {
        version.pk: compared_by(version) for version in Version.objects.filter(pk__in=version_ids)
    }


def _of_other_revisions(post: Post, prompt_ids: set[int | None]) -> set[int | None]:
    """Those of the prompts that ask about another revision than the prompt of the post does.

    So they do when another window is theirs, or when both ask about a document and not of one label.
    """
    others = prompt_ids - {post.prompt_id, None}
    if post.prompt is None or not others:
        return set()
    main = Window.objects.filter(space=post.space, position=0).values_list("pk", flat=True).first()
    prompts = Prompt.objects.select_related("document").in_bulk(
        [post.prompt.pk, *filter(None, others)]
    )
    here = prompts[post.prompt.pk]
    return {pk for pk in others if pk and _is_another_revision(here, prompts[pk], main)}


def _is_another_revision(one: Prompt, other: Prompt, main: int | None) -> bool:
    if (one.window_id or main) != (other.window_id or main):
        return True
    first, second = one.document, other.document
    if first is None or second is None or first == second:
        return False
    return not first.label or first.label != second.label
