"""The lines of what somebody wrote, and of what colleagues sent for their organisation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access.appeals import check_appeal
from discussions.access.posts import check_correct, check_withdraw, refusal_of
from discussions.access.viewer import Viewer
from discussions.access.words import speaker_for, text_for
from discussions.enums import PostState, Standing, VersionReview
from discussions.mailers.receipt_words import next_steps
from discussions.models import Post, Report, Space, Version, Window
from discussions.pages.addresses import act_url, compare_url, post_url, space_url
from discussions.pages.card_shapes import Link
from discussions.pages.moderated import DECIDED
from discussions.pages.own_actions import appeal_words
from discussions.pages.own_signatures import answers_so_far
from discussions.pages.sections import place_name, window_for
from discussions.pages.texts import direction_of
from discussions.pages.windows import Status
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt

_OPENING = 140
_KINDS = {
    PostState.PUBLISHED: "open",
    PostState.PENDING: "soon",
    PostState.RETURNED: "urgent",
}
_SAID_WHY = frozenset({PostState.REJECTED, PostState.HIDDEN, PostState.MERGED})


@dataclass(frozen=True)
class OwnLine:
    """A post of the list. `answers` (of those that are named to sign), `steps`, and `links` beyond reading it, are its author's alone."""

    reference: str
    url: str
    kind: str
    space: Text
    space_url: str
    place: str
    who: str
    state: Status
    state_code: str
    received_at: datetime
    facts: list[str]
    answers: list[str]
    reason: str
    opening: str
    language: str
    direction: str
    steps: list[str]
    links: list[Link]
    is_mine: bool


@dataclass(frozen=True)
class About:
    """What all lines are made with. `appeals`: what the viewer asked for against what stands, by the post."""

    viewer: Viewer
    at: datetime
    reasons: dict[str, str]
    appeals: dict[UUID, Report]


def line_of(post: Post, about: About, language: str) -> OwnLine:
    """The line of a post, for who wrote it and for colleagues."""
    viewer, reasons = about.viewer, about.reasons
    is_mine = viewer.is_author(post.author_id)
    version = post.latest_version if is_mine else post.public_version or post.latest_version
    window = window_for(post.prompt, _main_window(post.space))
    text = text_for(version, post, viewer)
    shown = text if text is not None and text.mask_reason is None else None
    return OwnLine(
        reference=post.reference,
        url=post_url(post),
        kind=_("Reply") if post.is_reply else _("Submission"),
        space=text_in(post.space, "title", language),
        space_url=space_url(post.space),
        place=place_name(post.prompt),
        who="" if is_mine else _sender(version, post, viewer),
        state=Status(_KINDS.get(PostState(post.state), ""), post.get_state_display()),
        state_code=post.state,
        received_at=post.received_at,
        facts=_facts(post, version, is_mine=is_mine),
        answers=answers_so_far(post, viewer) if is_mine else [],
        reason=reasons.get(post.reason or "", "") if post.reason else "",
        opening=excerpt(shown.html, _OPENING) if shown is not None else "",
        language=shown.language if shown is not None else "",
        direction=direction_of(shown.language) if shown is not None else "",
        steps=_steps(post, version, window, about) if is_mine else [],
        links=_links(post, window, about) if is_mine else _reading(post),
        is_mine=is_mine,
    )


def _steps(post: Post, version: Version, window: Window | None, about: About) -> list[str]:
    """What can be done next, and what became of a wish for another look."""
    asked = appeal_words(about.appeals.get(post.pk))
    return [*next_steps(post, version, window, about.at), *([asked] if asked else [])]


def _main_window(space: Space) -> Window | None:
    return next((window for window in space.windows.all() if window.position == 0), None)


def _sender(version: Version, post: Post, viewer: Viewer) -> str:
    """Who sent it for the organisation, where readers may know."""
    speaker = speaker_for(version, post, viewer)
    return speaker.name if speaker is not None else _("Sent for your organisation")


def _facts(post: Post, version: Version, *, is_mine: bool) -> list[str]:
    facts = [
        _("Received on %(moment)s UTC") % {"moment": moment_in(post.received_at)},
        str(Standing(post.standing).label),
    ]
    if version.number > 1 and (is_mine or post.state == PostState.PUBLISHED):
        facts.append(_("Version %(number)d") % {"number": version.number})
    if is_mine and post.state == PostState.PUBLISHED:
        facts += _correction(version)
    return facts


def _correction(version: Version) -> list[str]:
    """What became of a correction that readers do not see."""
    if version.review == VersionReview.WAITING:
        return [_("The correction waits for review")]
    if version.review == VersionReview.RETURNED:
        return [_("The correction was returned")]
    if version.review == VersionReview.REJECTED:
        return [_("The correction was not published")]
    return []


def _links(post: Post, window: Window | None, about: About) -> list[Link]:
    """What its author can do now, the most useful first."""
    links, viewer, at = [], about.viewer, about.at
    mends = PostState.RETURNED in {post.state, post.latest_version.review}
    if refusal_of(check_correct, viewer, post, window, at) is None:
        words = _("Mend it and send it again") if mends else _("Correct")
        links.append(Link(words, act_url("correct", post), is_main=mends))
    links += _reading(post, is_decided=mends or post.state in _SAID_WHY)
    links.append(Link(_("Receipt"), act_url("receipt", post)))
    number = post.latest_version.number
    if number > 1:
        links.append(Link(_("What changed"), compare_url(post, number - 1, number)))
    if post.pk not in about.appeals and refusal_of(check_appeal, viewer, post) is None:
        links.append(Link(_("Ask for another look"), reverse("appeal", args=[post.reference])))
    if refusal_of(check_withdraw, viewer, post) is None:
        links.append(Link(_("Withdraw"), act_url("withdraw", post)))
    return links


def _reading(post: Post, *, is_decided: bool = False) -> list[Link]:
    """`is_decided`: the page also says to its author what was decided, and why."""
    links = [Link(_("Read"), post_url(post))]
    if is_decided:
        links = [Link(_("Read what was decided"), f"{post_url(post)}#{DECIDED}")]
    other = post.survivor
    if other is not None:
        words = _("Merged into %(reference)s") % {"reference": other.reference}
        links.append(Link(words, post_url(other)))
    return links
