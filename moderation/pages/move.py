"""The page on which a moderator moves a post, with a preview of what will stand where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.places import Place
from discussions.access.posts import admit, refusal_of
from discussions.access.viewer import VISITOR, Viewer
from discussions.enums import PostState
from discussions.errors import PromptClosed, WindowNotOpenYet
from discussions.models import Post, Window
from discussions.pages.addresses import place_url
from discussions.pages.card_shapes import AncestorLine, Setting
from discussions.pages.cards import ancestor_of
from discussions.pages.texts import Prose, prose_in
from discussions.pages.windows import Status, status_of
from discussions.selectors.reasons import reason_texts
from discussions.selectors.threads import all_below
from discussions.selectors.writing import window_for
from hub.kit.bilingual import Text, text_in
from hub.kit.clock import database_now
from moderation.access.places import check_destination, check_not_tied
from moderation.pages.subject import Subject, subject_of
from moderation.selectors.places import beside_place, has_account, replies_below, tied_by_merges

_CORRECTED_IN_THE_WINDOW: Final = frozenset({PostState.PENDING, PostState.PUBLISHED})


@dataclass(frozen=True)
class MovePreview:
    """What would stand where. `above`: what it would hang from, from the top down; `before`, `after`: its neighbours.

    `question` is None for the space as a whole. `refusal`: why it cannot stand there, "" where it can.
    """

    space: Text
    place: str
    place_url: str
    question: Prose | None
    status: Status
    above: list[AncestorLine]
    before: AncestorLine | None
    after: AncestorLine | None
    notes: list[str]
    refusal: str


@dataclass(frozen=True)
class MovePage:
    """All that moderation/move.html shows; `preview` is None until a place is chosen."""

    subject: Subject
    replies: int
    preview: MovePreview | None

    @property
    def replies_words(self) -> str:
        """How many replies go along."""
        return _along(self.replies)


def move_page(post: Post, viewer: Viewer, place: Place | None) -> MovePage:
    """For staff of the space of a post from `post_for_review`, in the active language."""
    replies = replies_below(post)
    return MovePage(
        subject=subject_of(post, viewer, folds=True),
        replies=replies,
        preview=_preview(post, viewer, place, replies) if place is not None else None,
    )


def _preview(post: Post, viewer: Viewer, place: Place, replies: int) -> MovePreview:
    language, at = get_language() or "en", database_now()
    setting = Setting(place.space, VISITOR, language, at, frozenset(), reason_texts(language))
    above, before, after = beside_place(post, place)
    window = window_for(place.space, place.prompt)
    return MovePreview(
        space=text_in(place.space, "title", language),
        place=_("To the space as a whole")
        if place.prompt is None
        else _("Question %(number)d") % {"number": place.prompt.number},
        place_url=place_url(place.space, place.prompt),
        question=prose_in(place.prompt, "text", language) if place.prompt is not None else None,
        status=Status("closed", str(PromptClosed.message))
        if _is_closed(place)
        else status_of(window, at),
        above=[ancestor_of(one, setting) for one in above],
        before=ancestor_of(before, setting) if before is not None else None,
        after=ancestor_of(after, setting) if after is not None else None,
        notes=[*_notes(post, place, replies), *_correcting(post, window, at)],
        refusal=_refusal(post, viewer, place),
    )


def _refusal(post: Post, viewer: Viewer, place: Place) -> str:
    """Why the act would refuse, by the same checks."""
    refusal = refusal_of(check_destination, viewer, post, place, database_now())
    if refusal is None and place.space.pk != post.space_id:
        refusal = refusal_of(check_not_tied, tied_by_merges([post, *all_below(post)]))
    return str(refusal or "")


def _is_closed(place: Place) -> bool:
    return place.prompt is not None and place.prompt.closed_at is not None


def _notes(post: Post, place: Place, replies: int) -> list[str]:
    notes = []
    if _is_closed(place):
        notes.append(
            _(
                "The question is closed: the text can stand under it, though nobody can answer it now."
            )
        )
    if place.space.pk == post.space_id:
        notes.append(_("Its reference stays %(reference)s.") % {"reference": post.reference})
    else:
        words = ngettext(
            "It gets a new reference there, beginning with %(prefix)s; %(reference)s leads to it and stays in the"
            " register.",
            "All %(number)d texts get new references there, beginning with %(prefix)s; %(reference)s and those of the"
            " replies lead to them and stay in the register. Everybody whose reference changes is told.",
            replies + 1,
        )
        notes.append(
            words
            % {
                "number": replies + 1,
                "prefix": place.space.reference_prefix,
                "reference": post.reference,
            }
        )
    notes.append(
        _(
            "Its words, when it was received, whether it was on time, and its endorsements stay as they are."
        )
    )
    return notes


def _correcting(post: Post, there: Window | None, at: datetime) -> list[str]:
    """What the author loses who can correct the text where it stands now; one note, or none."""
    refusal = refusal_of(admit, there, at)
    if refusal is None or post.state not in _CORRECTED_IN_THE_WINDOW or not has_account(post):
        return []
    if refusal_of(admit, window_for(post.space, post.prompt), at) is not None:
        return []
    if isinstance(refusal, WindowNotOpenYet):
        words = _(
            "No texts are taken there yet: its author, who can correct it now, cannot do so until they are. The letter says"
            " from when."
        )
    else:
        words = _(
            "No texts are taken there any more: its author, who can correct it now, no longer can. The letter says so."
        )
    return [words]


def _along(replies: int) -> str:
    words = ngettext("%(number)d reply goes with it.", "%(number)d replies go with it.", replies)
    return words % {"number": replies}
