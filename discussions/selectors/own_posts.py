"""The posts of a person, and those that others sent for the organisations that this person speaks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.selectors.members import memberships_of
from discussions.access.words import sent_for
from discussions.enums import OwnShow
from discussions.models import Post, Space, Version
from discussions.models.post import PostQuerySet
from discussions.selectors.references import parse_reference
from discussions.validators.own_posts import OwnQuery
from hub.kit.bilingual import texts_of


@dataclass(frozen=True)
class OwnSlice:
    """A page of the list, the latest first; `after` is the last post of the page where more follow."""

    posts: list[Post]
    total: int
    after: Post | None


def organisations_spoken_for(person_id: int) -> tuple[list[int], list[str]]:
    """Ids, and names in every language, of the organisations that staff have confirmed; one statement."""
    rows = [row for row in memberships_of(person_id) if row.confirmed_at is not None]
    names = {name for row in rows for name in texts_of(row.organisation, "name").values() if name}
    return [row.organisation_id for row in rows], sorted(names)


def posts_of(person_id: int, names: Sequence[str], show: OwnShow = OwnShow.ALL) -> PostQuerySet:
    """One's own posts, and those that others sent for organisations of these names unless that is withheld."""
    mine = Q(author_id=person_id)
    theirs = Q(pk__in=[])
    for name in names:
        theirs |= sent_for(name)
    theirs &= ~mine & Q(space__published_at__isnull=False)
    wanted = {OwnShow.ALL: mine | theirs, OwnShow.MINE: mine, OwnShow.ORGANISATION: theirs}
    return Post.objects.filter(wanted[show])


def own_slice(posts: PostQuerySet, asked: OwnQuery, size: int) -> OwnSlice:
    """A page of the posts with all that the list shows of them; the same statements for any number."""
    if asked.state:
        posts = posts.filter(state=asked.state)
    if asked.space:
        posts = posts.filter(space__slug=asked.space)
    total = posts.count()
    found = list(_whole(_from(posts, asked.after))[: size + 1])
    page = found[:size]
    return OwnSlice(page, total, page[-1] if len(found) > size else None)


def spaces_of(posts: PostQuerySet) -> list[Space]:
    """The spaces in which the posts stand; one statement."""
    return list(Space.objects.filter(pk__in=posts.values("space")).order_by("pk"))


def _from(posts: PostQuerySet, after: str) -> PostQuerySet:
    """Those that follow the post of a reference; all where it names none."""
    parsed = parse_reference(after)
    last = None
    if parsed is not None:
        prefix, number = parsed
        last = posts.filter(space__reference_prefix=prefix, number=number).first()
    if last is None:
        return posts
    return posts.filter(
        Q(received_at__lt=last.received_at) | Q(received_at=last.received_at, pk__lt=last.pk)
    )


def _whole(posts: PostQuerySet) -> PostQuerySet:
    shown = Version.objects.prefetch_related("redactions")
    return (
        posts.select_related("prompt__window", "merged_into__space", "parent__space", "space")
        .prefetch_related(
            "space__windows",
            "co_signatories",
            Prefetch("latest_version", queryset=shown),
            Prefetch("public_version", queryset=shown),
        )
        .order_by("-received_at", "-pk")
    )
