"""Who may endorse a post, and who may sign a joint submission: window × role × state (PRODUCT, sections 2 and 4).

Every instant is `kit.clock.transaction_now()` of the transaction that writes.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from discussions.access.viewer import Viewer, check_signed_in
from discussions.access.words import sees_organisations, speaker_for
from discussions.enums import TURNED_DOWN, CoSignatoryState, PostState, WindowState
from discussions.errors import (
    AnswersClosed,
    EndorsingClosed,
    NotFound,
    NotPossibleNow,
    NotYourOrganisation,
    WindowNotOpenYet,
)
from discussions.models import CoSignatory, Endorsement, Post, Version, Window
from hub.kit.bilingual import texts_of

#: The states in which a joint submission waits for answers.
_CAN_BE_SIGNED = frozenset({PostState.PENDING, PostState.PUBLISHED})


def check_takes_endorsements(window: Window | None, at: datetime) -> None:
    """Is the time to endorse, and to take it back, now? From the opening to the end of the grace, whatever becomes of late texts.

    Raises WindowNotOpenYet, EndorsingClosed.
    """
    if window is None:
        return
    state = window.state_at(at)
    if state == WindowState.SCHEDULED:
        raise WindowNotOpenYet(window.opens_at)
    if state == WindowState.CLOSED:
        raise EndorsingClosed


def check_endorse(viewer: Viewer, post: Post, window: Window | None, at: datetime) -> None:
    """May the viewer endorse the post now, for an organisation or themselves?

    Raises SignInFirst, NotFound for a post that never was public, NotPossibleNow for one that is not
    public now and for one's own, WindowNotOpenYet, EndorsingClosed.
    """
    check_signed_in(viewer)
    if post.state != PostState.PUBLISHED:
        if post.has_been_public or viewer.is_staff_of(post.space_id):
            raise NotPossibleNow(_("This text cannot be endorsed, because it is not public now."))
        raise NotFound
    if viewer.is_author(post.author_id):
        raise NotPossibleNow(_("This is your own text: others endorse it."))
    check_takes_endorsements(window, at)


def check_endorse_for(post: Post, organisation: Organisation) -> None:
    """May this organisation endorse the post, whoever acts for it? Not its own text, and not one that it signs.

    Only by what every reader knows: a refusal must not tell who stands behind a withheld name.
    Raises NotPossibleNow.
    """
    public, visitor = post.public_version, Viewer()
    speaker = speaker_for(public, post, visitor) if public is not None else None
    if speaker is not None and speaker.organisation in texts_of(organisation, "name").values():
        raise NotPossibleNow(
            _("This is a text of your organisation: other organisations endorse it.")
        )
    for row in co_signatories_for(post, visitor):
        if row.organisation_id == organisation.pk and row.state == CoSignatoryState.CONFIRMED:
            raise NotPossibleNow(_("Your organisation signs this text already."))


def check_change_endorsement(
    viewer: Viewer,
    endorsement: Endorsement,
    membership: Membership | None,
    window: Window | None,
    at: datetime,
) -> None:
    """May the viewer take the endorsement back, or confirm it for a new version, now?

    A person for themselves. For an organisation who endorsed for it, while they are a member, and
    every member whom staff have confirmed; `membership` is the viewer's in that organisation, None
    where it does not last. Raises SignInFirst, NotYourOrganisation, NotPossibleNow, WindowNotOpenYet,
    EndorsingClosed.
    """
    check_signed_in(viewer)
    if endorsement.organisation_id is None:
        if endorsement.person_id != viewer.person_id:
            raise NotPossibleNow(_("Only the person who endorsed can change it."))
    elif membership is None or (
        membership.confirmed_at is None and endorsement.by_person_id != viewer.person_id
    ):
        raise NotYourOrganisation
    check_takes_endorsements(window, at)


def joint_answers_end_at(window: Window | None) -> datetime | None:
    """The first instant at which answers to a joint submission come too late, UTC; None while there is no end."""
    if window is None or window.grace_ends_at is None:
        return None
    return window.grace_ends_at + timedelta(days=settings.JOINT_DAYS_AFTER_CLOSING)


def check_answer_joint(row: CoSignatory, post: Post, window: Window | None, at: datetime) -> None:
    """Does the joint submission take an answer of this organisation now?

    Raises NotPossibleNow where the name was taken out or the post does not stand, AnswersClosed.
    """
    if row.removed_at is not None:
        raise NotPossibleNow(_("This organisation is no longer named in the joint submission."))
    if post.state not in _CAN_BE_SIGNED:
        raise NotPossibleNow(_("In its present state this text is not being signed."))
    end = joint_answers_end_at(window)
    if end is not None and at >= end:
        raise AnswersClosed


def check_answers_for(membership: Membership | None) -> None:
    """May a member answer for the organisation? Those alone whom staff have confirmed. Raises NotYourOrganisation."""
    if membership is None or membership.confirmed_at is None or membership.ended_at is not None:
        raise NotYourOrganisation


def version_to_sign(post: Post) -> Version:
    """Which version a joint submission asks to sign: the latest, but the public one where moderators turned that down."""
    latest, public = post.latest_version, post.public_version
    return public if public is not None and latest.review in TURNED_DOWN else latest


def asked_reader(viewer: Viewer, row: CoSignatory) -> Viewer:
    """The same viewer with the right to read the text that this row asks them to sign (`version_to_sign`).

    Only for who has shown a signed link of the row, or is a confirmed member of its organisation.
    """
    if row.removed_at is not None:
        return viewer
    return replace(viewer, asked_to_sign=frozenset({row.post_id}))


def co_signatories_for(post: Post, viewer: Viewer) -> list[CoSignatory]:
    """Those that a joint submission names now, for a viewer who may read its text.

    With whom somebody speaks tells who they are: a withheld organisation leaves none. Names that the
    lead took out are kept and shown to nobody. Needs `co_signatories` prefetched where many are shown.
    """
    if not sees_organisations(post, viewer):
        return []
    return [row for row in post.co_signatories.all() if row.removed_at is None]
