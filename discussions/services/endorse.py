"""Endorsing a post, taking it back, and confirming it for a new version (PRODUCT, sections 2 and 4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from accounts.models import Membership, Person
from accounts.selectors.members import membership_in
from discussions.access.signatures import (
    check_change_endorsement,
    check_endorse,
    check_endorse_for,
)
from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import EndorserKind
from discussions.errors import (
    AlreadyDecided,
    NotFound,
    NotPossibleNow,
    NotYourOrganisation,
    VersionChanged,
)
from discussions.models import Endorsement, Post, Window
from discussions.selectors.signatures import given_unconfirmed
from discussions.services.locks import lock_author, lock_post_and_window
from discussions.services.reference import raise_revision
from hub.kit.bilingual import text_in
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


@dataclass(frozen=True)
class GivenEndorsement:
    """What somebody endorses: the version that was before their eyes, for whom, and what it does not cover.

    `organisation` None: for themselves.
    """

    version: int
    organisation: int | None = None
    reservation: str = ""


def endorse(*, by: Viewer, post_id: UUID, given: GivenEndorsement) -> Endorsement:
    """Endorse a published post: once for each organisation and each person, from the opening to the end of the grace.

    The same by the same person again: the same result. That of a confirmed member takes the place of one
    by somebody who only says that they are a member; that one is taken back, on record. Raises SignInFirst, NotFound, NotPossibleNow,
    NotYourOrganisation, VersionChanged, AlreadyDecided where a colleague has endorsed for the
    organisation, WindowNotOpenYet, EndorsingClosed.
    """
    check_signed_in(by)
    with transaction.atomic():
        post, window, at = _held(by, post_id)
        check_endorse(by, post, window, at)
        membership = _membership(by, given.organisation)
        if membership is not None:
            check_endorse_for(post, membership.organisation)
        earlier = _standing(by, post, membership)
        if earlier is not None and not _yields(earlier, by, membership):
            return _once_more(by, earlier, given, membership)
        public = post.public_version
        assert public is not None  # a published post has one
        if public.number != given.version:
            raise VersionChanged
        if earlier is not None:
            _take_back(by, post, earlier, at)
        made = _made(by, post, membership, given.reservation, at)
        made.save(force_insert=True)
        _settle("endorse", by, post, made)
        return made


def withdraw_endorsement(*, by: Viewer, post_id: UUID, endorsement_id: int) -> Endorsement:
    """Take an endorsement back until the end of the grace; it stays on record. Twice: the same result.

    Raises SignInFirst, NotFound, NotYourOrganisation, NotPossibleNow, WindowNotOpenYet, EndorsingClosed.
    """
    check_signed_in(by)
    with transaction.atomic():
        post, window, at = _held(by, post_id)
        row, _membership = _changeable(by, post, endorsement_id, window, at)
        if row.withdrawn_at is None:
            _take_back(by, post, row, at)
        return row


def confirm_endorsement(
    *, by: Viewer, post_id: UUID, endorsement_id: int, version: int
) -> Endorsement:
    """Say that an endorsement holds for the version that is public now. Twice: the same result.

    Raises SignInFirst, NotFound, NotYourOrganisation, NotPossibleNow, VersionChanged, WindowNotOpenYet,
    EndorsingClosed.
    """
    check_signed_in(by)
    with transaction.atomic():
        post, window, at = _held(by, post_id)
        row, membership = _changeable(by, post, endorsement_id, window, at)
        check_endorse(by, post, window, at)
        public = post.public_version
        assert public is not None  # a published post has one
        if row.withdrawn_at is not None:
            raise NotPossibleNow(_("This endorsement was taken back."))
        if row.version_id == public.pk:
            return row
        if public.number != version:
            raise VersionChanged
        row.version = public
        row.by_person_id = by.person_id
        row.is_verified = membership is None or membership.speaks_verified
        row.save(update_fields=["version", "by_person", "is_verified"])
        _settle("endorsement-confirm", by, post, row)
        return row


def _held(by: Viewer, post_id: UUID) -> tuple[Post, Window | None, datetime]:
    """The post and its window under their locks, and the instant. Raises NotFound."""
    at = transaction_now()
    assert by.person_id is not None
    lock_author(by.person_id)
    seen = Post.objects.select_related("prompt").filter(pk=post_id).first()
    if seen is None:
        raise NotFound
    return *lock_post_and_window(seen), at


def _membership(by: Viewer, organisation: int | None) -> Membership | None:
    """Raises NotYourOrganisation where it does not last."""
    if organisation is None:
        return None
    membership = membership_in(by.person_id or 0, organisation)
    if membership is None:
        raise NotYourOrganisation
    return membership


def _standing(by: Viewer, post: Post, membership: Membership | None) -> Endorsement | None:
    rows = post.endorsements.filter(withdrawn_at__isnull=True).select_related("by_person")
    if membership is None:
        return rows.filter(person_id=by.person_id or 0).first()
    return rows.filter(organisation_id=membership.organisation_id).first()


def _yields(earlier: Endorsement, by: Viewer, membership: Membership | None) -> bool:
    """Whether it is for the viewer, confirmed, to speak in place of somebody whom nobody has confirmed."""
    if membership is None or membership.confirmed_at is None:
        return False
    return earlier.by_person_id != by.person_id and earlier.pk in given_unconfirmed([earlier])


def _take_back(by: Viewer, post: Post, row: Endorsement, at: datetime) -> None:
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _settle("endorsement-withdraw", by, post, row)


def _once_more(
    by: Viewer, earlier: Endorsement, given: GivenEndorsement, membership: Membership | None
) -> Endorsement:
    same_words = (earlier.reservation or "") == given.reservation
    if earlier.by_person_id == by.person_id and same_words:
        return earlier
    if earlier.by_person_id == by.person_id:
        raise NotPossibleNow(
            _("You have endorsed this text. Take that back first to change the reservation.")
        )
    who = earlier.by_person
    name = who.name if who is not None else earlier.endorser_name
    # Anyone may say that they are a member: names of colleagues are for those whom staff have confirmed.
    is_confirmed = membership is not None and membership.confirmed_at is not None
    raise AlreadyDecided(
        by=name if is_confirmed or who is None else _("A colleague"),
        act=_("Endorsed for %(name)s") % {"name": earlier.endorser_name},
        at=earlier.at or transaction_now(),
    )


def _made(
    by: Viewer, post: Post, membership: Membership | None, reservation: str, at: datetime
) -> Endorsement:
    """An endorsement, not saved yet; its names are a snapshot, as those of versions are."""
    row = Endorsement(
        post=post,
        position=post.endorsements.count(),
        reservation=reservation or None,
        at=at,
        by_person_id=by.person_id,
        version=post.public_version,
    )
    if membership is None:
        person = Person.objects.get(pk=by.person_id or 0)
        row.kind, row.person = EndorserKind.PERSON, person
        row.endorser_name, row.stakeholder_group = person.name, StakeholderGroup.INDIVIDUAL
        return row
    organisation = membership.organisation
    row.kind, row.organisation = EndorserKind.ORGANISATION, organisation
    row.endorser_name = text_in(organisation, "name", settings.LANGUAGE_CODE).value
    row.stakeholder_group = organisation.stakeholder_group
    row.is_verified = membership.speaks_verified
    return row


def _changeable(
    by: Viewer, post: Post, endorsement_id: int, window: Window | None, at: datetime
) -> tuple[Endorsement, Membership | None]:
    """An endorsement of the post that the viewer may change, with their membership where it is an organisation's."""
    row = Endorsement.objects.filter(pk=endorsement_id, post=post).first()
    if row is None:
        raise NotFound
    membership = None
    if row.organisation_id is not None:
        membership = membership_in(by.person_id or 0, row.organisation_id)
    check_change_endorsement(by, row, membership, window, at)
    return row, membership


def _settle(act: str, by: Viewer, post: Post, row: Endorsement) -> None:
    raise_revision(post.space_id)
    write_record(
        act,
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={
            "endorsement": row.pk,
            "organisation": row.organisation_id,
            "version": str(row.version_id),
        },
    )
