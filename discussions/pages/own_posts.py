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
from discussions.access.posts import refusal_of
from discussions.access.viewer import Viewer
from discussions.enums import OwnShow, PostState
from discussions.models import Post, Space
from discussions.pages.card_shapes import Link
from discussions.pages.joint import waiting_invitations
from discussions.pages.own_drafts import DraftLine, own_draft_line, shared_draft_line
from discussions.pages.own_lines import About, OwnLine, line_of
from discussions.pages.own_signatures import endorsements_waiting
from discussions.pages.threads import Pager
from discussions.selectors.appeals import latest_appeals
from discussions.selectors.drafts import own_drafts, shared_drafts
from discussions.selectors.own_posts import (
    organisations_spoken_for,
    own_slice,
    posts_of,
    spaces_of,
)
from discussions.selectors.reasons import reason_texts
from discussions.validators.own_posts import OwnQuery
from hub.kit.bilingual import text_in


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
    url = reverse("my-submissions")
    decided = [post for post in found.posts if refusal_of(check_appeal, viewer, post) is None]
    about = About(viewer, at, reason_texts(language), latest_appeals(decided))
    after = found.after.reference if found.after is not None else ""
    return OwnPostsPage(
        drafts=[own_draft_line(draft, viewer, language) for draft in own_drafts(person_id)],
        shared=[shared_draft_line(draft, language) for draft in shared_drafts(person_id)],
        invitations=[
            _invitation(row.post, language) for row in waiting_invitations(person_id, at)
        ],
        endorsements=endorsements_waiting(person_id, at, language),
        lines=[line_of(post, about, language) for post in found.posts],
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
