"""Other posts of a space that say the same as one: for moderators, who see all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from discussions.access.viewer import Viewer
from discussions.access.words import compared_by, sent_for, speaker_for
from discussions.enums import NameWithheld, PostState
from discussions.models import Post, TextSketch, Version
from hub.kit.similarity import FEWEST_WORDS, Sketch, likeness, shared_words

#: What was withdrawn, rejected or merged is nothing that could be there twice (`discussions.services.duplicates`).
_STANDING: Final = (
    PostState.PENDING,
    PostState.PUBLISHED,
    PostState.RETURNED,
    PostState.HIDDEN,
)
_SHOWN: Final = 3
# The newest so many of one author or organisation are looked at, and of those that were never compared so many.
_MOST_POSTS: Final = 200
_MOST_WORDS: Final = 1_000_000
_MOST_SKETCHED: Final = 10
# Texts of other lengths than these parts and multiples cannot be alike.
_SIZES: Final = (0.5, 2)


@dataclass(frozen=True)
class Alike:
    """A post with the same text; `share` of the words of both stands in common runs, 0 to 1."""

    post: Post
    is_exact: bool
    share: float


def posts_alike(post: Post, viewer: Viewer) -> list[Alike]:
    """The posts of the same space whose latest text is exactly or nearly that of the post's, the likest first; few.

    Exactly the same counts whoever sent it, nearly the same where author or organisation are the same and all who
    may read both know it: a likeness must not tell who stands behind a withheld name. A text that is carried over from
    an earlier revision is none. Needs `latest_version`; four statements at most.
    """
    version = post.latest_version
    own = _sketch(version)
    found = [
        Alike(other, is_exact=True, share=1.0)
        for other in _others(post).filter(_exactly(post, own))[:_SHOWN]
    ]
    seen = {alike.post.pk for alike in found}
    words = 0
    for other, sketch in _candidates(post, viewer, own):
        words += len(sketch.words)
        if words > _MOST_WORDS:
            break
        like = None if other.pk in seen else likeness(own, sketch)
        if like is not None:
            found.append(Alike(other, like.is_exact, like.share))
    found.sort(key=lambda alike: (not alike.is_exact, -alike.share, alike.post.number))
    return found[:_SHOWN]


def is_too_short(post: Post) -> bool:
    """Whether the latest text is only looked for word by word, and among those of its author; one statement at most."""
    return _sketch(post.latest_version).size < FEWEST_WORDS


def share_of_words(post: Post, other: Post) -> float:
    """Which part of the words of both latest texts stands in common runs, 0 to 1; two statements at most."""
    return shared_words(_sketch(post.latest_version), _sketch(other.latest_version))


def _others(post: Post) -> QuerySet[Post]:
    posts = Post.objects.filter(space=post.space_id, state__in=_STANDING).exclude(pk=post.pk)
    if post.carried_from_id is not None:
        posts = posts.exclude(pk=post.carried_from_id)
    return posts.exclude(carried_from=post.pk).select_related("space", "latest_version")


def _exactly(post: Post, own: Sketch) -> Q:
    version, author_id = post.latest_version, post.author_id
    if own.size < FEWEST_WORDS:  # few words are said by many
        return Q(latest_version__sha256=version.sha256, author__isnull=False, author=author_id)
    return Q(latest_version__sha256=version.sha256) | Q(latest_version__sketch__exact=own.exact)


def _candidates(post: Post, viewer: Viewer, own: Sketch) -> Iterator[tuple[Post, Sketch]]:
    """The newest posts of the same author or organisation that may be alike, each with its sketch."""
    theirs = _theirs(post, viewer)
    if theirs is None or own.size < FEWEST_WORDS:
        return
    sizes = [int(own.size * part) for part in _SIZES]
    posts = _others(post).filter(theirs).select_related("latest_version__sketch")
    sketched = Q(latest_version__sketch__size__range=sizes)
    yield from (
        (other, _sketch(other.latest_version))
        for other in posts.filter(sketched).order_by("-number")[:_MOST_POSTS]
    )
    unsketched = posts.filter(latest_version__sketch__isnull=True).order_by("-number")
    yield from ((other, _sketch(other.latest_version)) for other in unsketched[:_MOST_SKETCHED])


def _theirs(post: Post, viewer: Viewer) -> Q | None:
    """Whose texts are compared, by what the viewer knows of both; None where nobody is known."""
    speaker = speaker_for(post.latest_version, post, viewer)
    theirs = Q()
    if speaker is not None and speaker.organisation:
        theirs |= sent_for(speaker.organisation)
    if post.author_id is not None and post.name_withheld == NameWithheld.NO:
        theirs |= Q(author=post.author_id, name_withheld=NameWithheld.NO)
    return theirs or None


def _sketch(version: Version) -> Sketch:
    """What was kept of the text, else made anew."""
    kept: TextSketch | None = getattr(version, "sketch", None)
    if kept is None:
        return compared_by(version)
    return Sketch.unpacked(kept.exact, kept.size, bytes(kept.words))
