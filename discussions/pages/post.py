"""The page of one post with its replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access.viewer import Viewer
from discussions.access.words import Exposure, public_exposure_of
from discussions.enums import PostState, VersionReview
from discussions.models import Post, Report
from discussions.pages.addresses import page_after, place_url, post_url
from discussions.pages.card_shapes import AncestorLine, Entry, Link, PostCard, Setting
from discussions.pages.cards import ancestor_of, card_of, is_open_to, stub_of, with_actions
from discussions.pages.moderated import DecidedOn, decided_for, ways_to_moderate
from discussions.pages.own_actions import appeal_words, own_actions
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
from discussions.selectors.appeals import latest_appeal
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
    """All that `discussions/post.html` shows. `line` is the post's line in the register, where its text is not public.

    `decided` and `appeal` are its author's alone.
    """

    crumbs: list[Crumb]
    title: str
    ancestors: list[AncestorLine]
    entry: Entry
    line: RegisterLine | None
    insider_note: str
    decided: DecidedOn | None
    appeal: str
    reconfirm: Reconfirm | None
    place: Link
    refused: list[Link]
    replies: list[Thread]
    pager: Pager
    true_until: datetime | None


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
    appeal = latest_appeal(post) if viewer.is_author(post.author_id) else None
    decided = decided_for(post, viewer)
    entry, refused = _entry(
        _Subject(post, parents[-1] if parents else None, place, appeal), setting
    )
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
        decided=decided,
        appeal=appeal_words(appeal),
        reconfirm=reconfirm_of(post, place.window, viewer, at),
        place=_place_link(post),
        refused=refused,
        replies=threads_of(replies, setting, place, level=3, root_depth=post.depth + 1),
        pager=pager_of(replies, url, total=how_many(below(post)), is_first=after is None),
        true_until=moments_of_change(windows, [post.prompt] if post.prompt else [], at),
    )


@dataclass(frozen=True)
class _Subject:
    """The post of the page, what it answers, where it stands, and what its author asked for."""

    post: Post
    parent: Post | None
    place: Place
    appeal: Report | None


def _entry(subject: _Subject, setting: Setting) -> tuple[Entry, list[Link]]:
    """The card with what the viewer may do, and what is refused; or the stub."""
    post, place, viewer = subject.post, subject.place, setting.viewer
    if not is_open_to(post, viewer):
        return stub_of(post, setting, subject.parent), []
    is_public = post.state == PostState.PUBLISHED and post.public_version_id is not None
    shown = post.public_version_id if is_public else post.latest_version_id
    version = next(row for row in post.versions.all() if row.pk == shown)
    card = card_of(post, version, setting, parent=subject.parent, level=2)
    links = [reply_link(post, setting, place)] if is_public else []
    if is_public and not viewer.is_author(post.author_id):
        links.append(endorse_link(post, setting, place))
    actions = [link for link in links if link.url] + report_links(post, setting)
    actions += own_actions(post, setting, place.window, subject.appeal)
    actions += _record_action(post, viewer)
    moderate = ways_to_moderate(post, version, viewer)
    return with_actions(card, actions, moderate), [link for link in links if not link.url]


def _record_action(post: Post, viewer: Viewer) -> list[Link]:
    """For administrators, the way to all that was ever done on the post; staff have it among their own ways."""
    if not viewer.is_administrator or viewer.is_staff_of(post.space_id):
        return []
    return [Link(_("Record"), f"{reverse('record')}?post={post.reference}")]


def _place_link(post: Post) -> Link:
    """To the post in its thread, on a page that holds it; to the question where no thread shows it."""
    url = place_url(post.space, post.prompt)
    if public_exposure_of(post) == Exposure.LINE:
        return Link(place_name(post.prompt), url)
    before = last_before_page_of(post, settings.POSTS_PER_PAGE)
    head = page_after(url, before) if before is not None else url
    return Link(_("See it in its thread"), f"{head}#post-{post.reference}")


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
