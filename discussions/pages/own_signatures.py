"""What is told to those who sign: to a lead who has answered, to an endorser of which text the words changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.posts import refusal_of
from discussions.access.signatures import (
    check_takes_endorsements,
    co_signatories_for,
    version_to_sign,
)
from discussions.access.viewer import Viewer
from discussions.enums import CoSignatoryState, PostState
from discussions.models import Endorsement, Post, Window
from discussions.pages.card_shapes import Link
from discussions.pages.sections import window_for
from discussions.pages.texts import listed
from discussions.selectors.signatures import endorsements_to_confirm
from hub.kit.bilingual import text_in


@dataclass(frozen=True)
class Reconfirm:
    """That endorsements of an earlier version wait for a word: whose, for which version, and where it is said."""

    names: str
    version: int
    url: str


def answers_so_far(post: Post, viewer: Viewer) -> list[str]:
    """How many organisations of a joint text agreed, declined or have not answered; nothing where none is named.

    Needs `co_signatories` prefetched where many posts are shown.
    """
    rows = co_signatories_for(post, viewer)
    agreed = [row for row in rows if row.state == CoSignatoryState.CONFIRMED]
    asked = version_to_sign(post).pk if agreed else None
    earlier = sum(row.version_id not in {None, asked} for row in agreed)
    declined = sum(row.state == CoSignatoryState.DECLINED for row in rows)
    counted = [
        (len(agreed) - earlier, _agreed),
        (earlier, _agreed_earlier),
        (declined, _declined),
        (len(rows) - len(agreed) - declined, _waiting),
    ]
    return [words(number) % {"number": number} for number, words in counted if number]


def endorsements_waiting(person_id: int, at: datetime, language: str) -> list[Link]:
    """For each text that changed since a person, or their organisation, endorsed it: where they say whether that holds."""
    posts = {row.post_id: row.post for row in endorsements_to_confirm(person_id)}
    return [
        _link(post, language) for post in posts.values() if _takes_word(post, _window(post), at)
    ]


def reconfirm_of(
    post: Post, window: Window | None, viewer: Viewer, at: datetime
) -> Reconfirm | None:
    """What the page of a post asks an endorser who is signed in; None where nothing waits. At most two statements."""
    if viewer.person_id is None or not _takes_word(post, window, at):
        return None
    rows: Sequence[Endorsement] = endorsements_to_confirm(viewer.person_id, post)
    if not rows:
        return None
    public = post.public_version
    assert public is not None  # of a published post
    names = listed(row.endorser_name for row in rows)
    return Reconfirm(names, public.number, reverse("endorse", args=[post.reference]))


def _takes_word(post: Post, window: Window | None, at: datetime) -> bool:
    return (
        post.state == PostState.PUBLISHED
        and refusal_of(check_takes_endorsements, window, at) is None
    )


def _window(post: Post) -> Window | None:
    """The window that decides, of those at hand."""
    main = next((row for row in post.space.windows.all() if row.position == 0), None)
    return window_for(post.prompt, main)


def _link(post: Post, language: str) -> Link:
    words = _("%(reference)s in %(space)s: say whether your endorsement holds") % {
        "reference": post.reference,
        "space": text_in(post.space, "title", language).value,
    }
    return Link(words, reverse("endorse", args=[post.reference]))


def _agreed(number: int) -> str:
    return ngettext("%(number)d organisation agreed", "%(number)d organisations agreed", number)


def _agreed_earlier(number: int) -> str:
    return ngettext(
        "%(number)d organisation agreed to an earlier version",
        "%(number)d organisations agreed to an earlier version",
        number,
    )


def _declined(number: int) -> str:
    return ngettext(
        "%(number)d organisation declined", "%(number)d organisations declined", number
    )


def _waiting(number: int) -> str:
    return ngettext(
        "%(number)d organisation has not answered",
        "%(number)d organisations have not answered",
        number,
    )
