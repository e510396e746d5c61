"""The page of one version of a post."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.words import can_see_version, is_let_through
from discussions.errors import NotFound
from discussions.models import Post, Version
from discussions.pages.addresses import compare_url, place_url, post_url
from discussions.pages.card_shapes import Link, PostCard
from discussions.pages.cards import card_of
from discussions.pages.sections import Crumb, crumbs_to, place_name
from discussions.pages.space_facts import setting_of
from discussions.selectors.spaces import FoundPost
from discussions.selectors.threads import above, steps_of, with_everything
from hub.kit.dates import moment_in


@dataclass(frozen=True)
class VersionPage:
    """All that `discussions/version.html` shows."""

    crumbs: list[Crumb]
    title: str
    card: PostCard
    note: str
    current: Link
    compare: Link | None
    true_until: datetime | None = None


def version_page(given: FoundPost, number: int, viewer: Viewer, language: str) -> VersionPage:
    """One version for a viewer. Raises NotFound where it is not theirs to see."""
    space = given.found.space
    post = with_everything(given.post)
    version = next((row for row in post.versions.all() if row.number == number), None)
    if version is None or not can_see_version(version, post, viewer):
        raise NotFound
    setting = setting_of(given.found, viewer, language)
    higher = above([post], space)
    parent = higher.get(steps_of(post)[-2]) if post.is_reply else None
    title = _("Version %(number)d of %(reference)s") % {
        "number": number,
        "reference": post.reference,
    }
    return VersionPage(
        crumbs=crumbs_to(
            space,
            language,
            Crumb(place_name(post.prompt), place_url(space, post.prompt)),
            Crumb(post.reference, post_url(post)),
            Crumb(_("Version %(number)d") % {"number": number}),
        ),
        title=title,
        card=card_of(post, version, setting, parent=parent, level=2),
        note=_version_note(version, post),
        current=Link(_("Go to the current version"), post_url(post)),
        compare=_compare_link(version, post),
    )


def _compare_link(version: Version, post: Post) -> Link | None:
    """From an earlier version to what changed since; None on the page of the current one."""
    versions = post.versions.all()
    current = next((row for row in versions if row.pk == post.public_version_id), None)
    if current is None or current.number <= version.number or not is_let_through(version):
        return None
    words = _("See what changed up to version %(number)d")
    return Link(
        words % {"number": current.number}, compare_url(post, version.number, current.number)
    )


def _version_note(version: Version, post: Post) -> str:
    sent = moment_in(version.received_at)
    if version.pk == post.public_version_id:
        return _("This is the current version, received on %(moment)s UTC.") % {"moment": sent}
    if not is_let_through(version):
        return _("This version, received on %(moment)s UTC, is not public.") % {"moment": sent}
    return _("This is an earlier version, received on %(moment)s UTC.") % {"moment": sent}
