"""What somebody wrote, for themselves and with their organisation: drafts, submissions, and what can be done next.

Of what colleagues sent it shows no more than every reader may know, and of what waits its place, state and reason.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.appeals import check_appeal
from discussions.access.posts import check_correct, check_withdraw, refusal_of
from discussions.access.viewer import Viewer
from discussions.access.words import speaker_for, text_for
from discussions.enums import OwnShow, PostState, Standing, VersionReview
from discussions.mailers.receipt_words import next_steps
from discussions.models import Post, Space, Version, Window
from discussions.pages.addresses import act_url, compare_url, post_url, space_url
from discussions.pages.card_shapes import Link
from discussions.pages.joint import waiting_invitations
from discussions.pages.own_drafts import DraftLine, own_draft_line, shared_draft_line
from discussions.pages.own_signatures import answers_so_far, endorsements_waiting
from discussions.pages.sections import place_name, window_for
from discussions.pages.texts import direction_of
from discussions.pages.threads import Pager
from discussions.pages.windows import Status
from discussions.selectors.drafts import own_drafts, shared_drafts
from discussions.selectors.own_posts import (
    organisations_spoken_for,
    own_slice,
    posts_of,
    spaces_of,
)
from discussions.selectors.reasons import reason_texts
from discussions.validators.own_posts import OwnQuery
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt

_OPENING = 140
_KINDS = {
    PostState.PUBLISHED: "open",
    PostState.PENDING: "soon",
    PostState.RETURNED: "urgent",
}


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
class Choice:
    """One of what can be chosen in a list."""

    value: str
    text: str
    is_chosen: bool
    language: str = ""


@dataclass(frozen=True)
class OwnPostsPage:
    """All that `discussions/my_submissions.html` shows."""

    drafts: list[DraftLine]
    shared: list[DraftLine]
    invitations: list[Link]
    endorsements: list[Link]
    lines: list[OwnLine]
    shows: list[Choice]
    states: list[Choice]
    spaces: list[Choice]
    count: str
    is_narrowed: bool
    pager: Pager


def own_posts_page(viewer: Viewer, asked: OwnQuery, at: datetime, language: str) -> OwnPostsPage:
    """The page of somebody who is signed in and speaks for a person."""
    person_id = viewer.person_id
    assert person_id is not None
    _ids, names = organisations_spoken_for(person_id)
    everything = posts_of(person_id, names)
    found = own_slice(posts_of(person_id, names, asked.show), asked, settings.POSTS_PER_PAGE)
    reasons, url = reason_texts(language), reverse("my-submissions")
    after = found.after.reference if found.after is not None else ""
    return OwnPostsPage(
        drafts=[own_draft_line(draft, viewer, language) for draft in own_drafts(person_id)],
        shared=[shared_draft_line(draft, language) for draft in shared_drafts(person_id)],
        invitations=[
            _invitation(row.post, language) for row in waiting_invitations(person_id, at)
        ],
        endorsements=endorsements_waiting(person_id, at, language),
        lines=[_line(post, viewer, reasons, at, language) for post in found.posts],
        shows=_shows(asked, has_organisation=bool(names)),
        states=[Choice(s, str(s.label), s == asked.state) for s in PostState],
        spaces=_spaces(spaces_of(everything), asked, language),
        count=_count(found.total),
        is_narrowed=asked.is_narrowed,
        pager=Pager(
            first_url=url + asked.query() if asked.after else "",
            next_url=url + asked.query(after) if after else "",
            shown=len(found.posts),
            total=found.total,
        ),
    )


# ---------------------------------------------------------------- posts
def _line(
    post: Post, viewer: Viewer, reasons: dict[str, str], at: datetime, language: str
) -> OwnLine:
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
        steps=next_steps(post, version, window, at) if is_mine else [],
        links=_links(post, viewer, window, at) if is_mine else _reading(post),
        is_mine=is_mine,
    )


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


def _links(post: Post, viewer: Viewer, window: Window | None, at: datetime) -> list[Link]:
    """What its author can do now, the most useful first."""
    links = []
    if refusal_of(check_correct, viewer, post, window, at) is None:
        mends = PostState.RETURNED in {post.state, post.latest_version.review}
        words = _("Mend it and send it again") if mends else _("Correct")
        links.append(Link(words, act_url("correct", post), is_main=mends))
    links += _reading(post)
    links.append(Link(_("Receipt"), act_url("receipt", post)))
    number = post.latest_version.number
    if number > 1:
        links.append(Link(_("What changed"), compare_url(post, number - 1, number)))
    if refusal_of(check_appeal, viewer, post) is None:
        links.append(Link(_("Ask for another look"), reverse("appeal", args=[post.reference])))
    if refusal_of(check_withdraw, viewer, post) is None:
        links.append(Link(_("Withdraw"), act_url("withdraw", post)))
    return links


def _reading(post: Post) -> list[Link]:
    links = [Link(_("Read"), post_url(post))]
    if post.state == PostState.MERGED and post.merged_into is not None:
        other = post.merged_into
        words = _("Merged into %(reference)s") % {"reference": other.reference}
        links.append(Link(words, post_url(other)))
    return links


# ---------------------------------------------------------------- what can be chosen
def _invitation(post: Post, language: str) -> Link:
    words = _("%(reference)s in %(space)s: agree or decline") % {
        "reference": post.reference,
        "space": text_in(post.space, "title", language).value,
    }
    return Link(words, reverse("post-joint", args=[post.reference]))


def _shows(asked: OwnQuery, *, has_organisation: bool) -> list[Choice]:
    if not has_organisation:
        return []
    return [Choice(show, str(show.label), show == asked.show) for show in OwnShow]


def _spaces(spaces: list[Space], asked: OwnQuery, language: str) -> list[Choice]:
    titles = [(space.slug, text_in(space, "title", language)) for space in spaces]
    return [
        Choice(slug, title.value, slug == asked.space, title.language) for slug, title in titles
    ]


def _count(total: int) -> str:
    return ngettext("%(count)d text", "%(count)d texts", total) % {"count": total}
