"""The page of one post with its replies, and the page of one of its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access.appeals import check_appeal
from discussions.access.posts import acts_for_author, check_correct, check_withdraw, refusal_of
from discussions.access.viewer import Viewer
from discussions.access.words import (
    Exposure,
    can_see_version,
    is_kept_from,
    public_exposure_of,
)
from discussions.enums import PostState, VersionReview
from discussions.errors import NotFound
from discussions.models import Post, Version, Window
from discussions.pages.addresses import (
    act_url,
    compare_url,
    page_after,
    place_url,
    post_url,
)
from discussions.pages.card_shapes import AncestorLine, Entry, Link, PostCard, Setting
from discussions.pages.cards import ancestor_of, card_of, is_open_to, stub_of, with_actions
from discussions.pages.own_signatures import Reconfirm, reconfirm_of
from discussions.pages.register import RegisterLine, line_of
from discussions.pages.sections import Crumb, crumbs_to, place_name, window_for
from discussions.pages.space_facts import moments_of_change, setting_of
from discussions.pages.threads import (
    Pager,
    Place,
    Thread,
    endorse_link,
    pager_of,
    reply_link,
    report_links,
    threads_of,
)
from discussions.selectors.register import RegisterRow
from discussions.selectors.spaces import FoundPost, windows_of
from discussions.selectors.threads import (
    above,
    below,
    how_many,
    last_before_page_of,
    page_of,
    steps_of,
    with_everything,
)
from hub.kit.dates import moment_in

#: What becomes of a correction that readers do not see, said above the version that they do see.
_CORRECTIONS: Final[Mapping[VersionReview, Promise]] = {
    VersionReview.WAITING: gettext_lazy(
        "A newer version of this text waits for review. Readers see the version below."
    ),
    VersionReview.RETURNED: gettext_lazy(
        "A newer version of this text was returned to its author. Readers see the version below."
    ),
    VersionReview.REJECTED: gettext_lazy(
        "A newer version of this text was not published. Readers see the version below."
    ),
}


@dataclass(frozen=True)
class PostPage:
    """All that `discussions/post.html` shows. `line` is the post's line in the register, where its text is not public."""

    crumbs: list[Crumb]
    title: str
    ancestors: list[AncestorLine]
    entry: Entry
    line: RegisterLine | None
    insider_note: str
    reconfirm: Reconfirm | None
    place: Link
    refused: list[Link]
    replies: list[Thread]
    pager: Pager
    true_until: datetime | None


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


def post_page(given: FoundPost, after: Post | None, viewer: Viewer, language: str) -> PostPage:
    """The page for a viewer: the text where it is theirs to read, else its line in the register; then its replies."""
    space, at = given.found.space, given.found.at
    post = with_everything(given.post)
    windows = windows_of(space)
    setting = setting_of(given.found, viewer, language)
    place = Place(post.prompt, window_for(post.prompt, windows[0] if windows else None))
    higher = above([post], space)
    parents = [higher[step] for step in steps_of(post)[:-1] if step in higher]
    is_public = post.state == PostState.PUBLISHED
    entry, refused = _entry(post, setting, place, parents[-1] if parents else None)
    replies = page_of(below(post), space, settings.POSTS_PER_PAGE, after)
    url = post_url(post)
    return PostPage(
        crumbs=crumbs_to(
            space,
            language,
            Crumb(place_name(post.prompt), place_url(space, post.prompt)),
            Crumb(post.reference),
        ),
        title=_title(post),
        ancestors=[ancestor_of(parent, setting) for parent in parents],
        entry=entry,
        line=None if is_public else line_of(RegisterRow(post.number, post.number, post), setting),
        insider_note=_insider_note(post, setting) if isinstance(entry, PostCard) else "",
        reconfirm=reconfirm_of(post, place.window, viewer, at),
        place=_place_link(post),
        refused=refused,
        replies=threads_of(replies, setting, place, level=3, root_depth=post.depth + 1),
        pager=pager_of(replies, url, total=how_many(below(post)), is_first=after is None),
        true_until=moments_of_change(windows, [post.prompt] if post.prompt else [], at),
    )


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


def _entry(
    post: Post, setting: Setting, place: Place, parent: Post | None
) -> tuple[Entry, list[Link]]:
    """The card with what the viewer may do, and what is refused; or the stub."""
    if not is_open_to(post, setting.viewer):
        return stub_of(post, setting, parent), []
    is_public = post.state == PostState.PUBLISHED and post.public_version_id is not None
    shown = post.public_version_id if is_public else post.latest_version_id
    version = next(row for row in post.versions.all() if row.pk == shown)
    card = card_of(post, version, setting, parent=parent, level=2)
    links = [reply_link(post, setting, place)] if is_public else []
    if is_public and not setting.viewer.is_author(post.author_id):
        links.append(endorse_link(post, setting, place))
    actions = [link for link in links if link.url] + report_links(post, setting)
    actions += _own_actions(post, setting, place.window)
    actions += _look_action(version, post, setting) + _record_action(post, setting)
    return with_actions(card, actions), [link for link in links if not link.url]


def _place_link(post: Post) -> Link:
    """To the post in its thread, on a page that holds it; to the question where no thread shows it."""
    url = place_url(post.space, post.prompt)
    if public_exposure_of(post) == Exposure.LINE:
        return Link(place_name(post.prompt), url)
    before = last_before_page_of(post, settings.POSTS_PER_PAGE)
    head = page_after(url, before) if before is not None else url
    return Link(_("See it in its thread"), f"{head}#post-{post.reference}")


def _own_actions(post: Post, setting: Setting, window: Window | None) -> list[Link]:
    """What the author, or staff who entered it for somebody, may do with the post now."""
    viewer = setting.viewer
    if not acts_for_author(viewer, post):
        return []
    links = []
    if refusal_of(check_correct, viewer, post, window, setting.at) is None:
        links.append(Link(_("Correct"), act_url("correct", post)))
    if refusal_of(check_withdraw, viewer, post) is None:
        links.append(Link(_("Withdraw"), act_url("withdraw", post)))
    if refusal_of(check_appeal, viewer, post) is None:
        links.append(Link(_("Ask for another look"), reverse("appeal", args=[post.reference])))
    name = _("Your name") if viewer.is_author(post.author_id) else _("Name")
    links.append(Link(name, reverse("withhold-name", args=[post.reference])))
    return [*links, Link(_("Receipt"), act_url("receipt", post))]


def _look_action(version: Version, post: Post, setting: Setting) -> list[Link]:
    """For staff, the way to what is kept from readers, and from them until they look."""
    viewer = setting.viewer
    if not viewer.is_staff_of(post.space_id) or not is_kept_from(version, post, viewer):
        return []
    return [Link(_("Look behind the masks"), reverse("look-behind", args=[post.reference]))]


def _record_action(post: Post, setting: Setting) -> list[Link]:
    """For staff, the way to all that was ever done on the post."""
    viewer = setting.viewer
    if not viewer.is_staff_of(post.space_id) and not viewer.is_administrator:
        return []
    return [Link(_("Record"), f"{reverse('record')}?post={post.reference}")]


def _insider_note(post: Post, setting: Setting) -> str:
    """Said above a text that only its author and staff see, and of a correction that waits."""
    if post.state != PostState.PUBLISHED:
        if setting.viewer.is_author(post.author_id):
            return _(
                "Only you and the moderators see this text. Readers see its line in the register."
            )
        return _("Only its author and staff see this text. Readers see its line in the register.")
    is_insider = setting.viewer.is_author(post.author_id) or setting.viewer.is_staff_of(
        post.space_id
    )
    if not is_insider or post.latest_version_id == post.public_version_id:
        return ""
    latest = next(row for row in post.versions.all() if row.pk == post.latest_version_id)
    return str(_CORRECTIONS.get(VersionReview(latest.review), ""))


def _title(post: Post) -> str:
    words = _("Reply %(reference)s") if post.is_reply else _("Submission %(reference)s")
    return words % {"reference": post.reference}


def _compare_link(version: Version, post: Post) -> Link | None:
    """From an earlier version to what changed since; None on the page of the current one."""
    versions = post.versions.all()
    current = next((row for row in versions if row.pk == post.public_version_id), None)
    if current is None or current.number <= version.number or version.published_at is None:
        return None
    words = _("See what changed up to version %(number)d")
    return Link(
        words % {"number": current.number}, compare_url(post, version.number, current.number)
    )


def _version_note(version: Version, post: Post) -> str:
    sent = moment_in(version.received_at)
    if version.pk == post.public_version_id:
        return _("This is the current version, received on %(moment)s UTC.") % {"moment": sent}
    if version.published_at is None:
        return _("This version, received on %(moment)s UTC, is not public.") % {"moment": sent}
    return _("This is an earlier version, received on %(moment)s UTC.") % {"moment": sent}
