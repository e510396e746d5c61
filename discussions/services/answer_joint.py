"""An organisation that is named in a joint submission agrees or declines."""

from dataclasses import dataclass
from datetime import UTC

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Person
from accounts.selectors.members import accounts_that_speak_for, membership_in
from accounts.services.notices import queue_notice
from discussions.access.signatures import check_answer_joint, check_answers_for, version_to_sign
from discussions.access.viewer import Viewer
from discussions.enums import CoSignatoryState
from discussions.errors import AlreadyDecided, NotFound, NotYourOrganisation, VersionChanged
from discussions.models import CoSignatory, Post, Version
from discussions.selectors.signatures import find_co_signatory
from discussions.services.locks import lock_post_and_window
from discussions.services.reference import raise_revision
from discussions.validators.joint_links import JointLink
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


@dataclass(frozen=True)
class SeenInvitation:
    """What was before the eyes of who answers: the row, the number of the version, the answer that stood there."""

    co_signatory: int
    version: int
    state: str


@dataclass(frozen=True)
class Signatory:
    """Who answers: someone signed in, or who holds a signed link (`link`)."""

    viewer: Viewer
    link: JointLink | None = None


@dataclass(frozen=True)
class _Standing:
    """For the organisation: the person where it is known who, and whether it is known that they may."""

    person_id: int | None
    is_verified: bool


def answer_joint(*, by: Signatory, seen: SeenInvitation, agrees: bool) -> CoSignatory:
    """Take down the answer of an organisation; it may be changed until the end.

    The lead is told of each, of the same answer to the same version once an hour.

    The same answer to the same version again changes nothing. Raises NotFound, NotYourOrganisation,
    NotPossibleNow, AnswersClosed, VersionChanged where the text is another than the one seen,
    AlreadyDecided where somebody else answered since.
    """
    found = find_co_signatory(seen.co_signatory)
    if found is None:
        raise NotFound
    with transaction.atomic():
        at = transaction_now()
        post, window = lock_post_and_window(found.post)
        row = CoSignatory.objects.select_for_update().get(pk=found.pk)
        standing = _standing(by, row)
        check_answer_joint(row, post, window, at)
        wanted = CoSignatoryState.CONFIRMED if agrees else CoSignatoryState.DECLINED
        version = version_to_sign(post)
        if _is_done(row, version, wanted, standing):
            return row
        if version.number != seen.version:
            raise VersionChanged(
                _("The text has changed meanwhile. Read it again before you answer.")
            )
        if row.state != seen.state:
            raise _answered_meanwhile(row, standing)
        row.state, row.answered_at, row.version_id = wanted, at, version.pk
        row.by_person_id, row.is_verified = standing.person_id, standing.is_verified
        row.save(update_fields=["state", "answered_at", "version", "by_person", "is_verified"])
        _settle(by, row, post, version)
        return row


def check_link(link: JointLink, row: CoSignatory) -> Membership | None:
    """Is a signed link of this row still good? The membership of the person to whose account it went, if it went to one.

    That person must be a confirmed member still. A link that went to an address of the lead's choice is
    no longer good once the organisation has confirmed members of its own. Raises NotYourOrganisation.
    """
    if link.co_signatory != row.pk:
        raise NotYourOrganisation
    organisation = row.organisation_id
    if link.person is not None and organisation is not None:
        membership = membership_in(link.person, organisation)
        check_answers_for(membership)
        return membership
    if organisation is not None and accounts_that_speak_for([organisation]):
        raise NotYourOrganisation(
            _("This organisation has members of its own here: one of them signs in and answers.")
        )
    return None


def _standing(by: Signatory, row: CoSignatory) -> _Standing:
    """Raises NotYourOrganisation for whom, as far as is known, the organisation has not asked to speak."""
    person, organisation = by.viewer.person_id, row.organisation_id
    if organisation is not None and person is not None:
        membership = membership_in(person, organisation)
        if membership is not None and membership.confirmed_at is not None:
            return _Standing(person, membership.speaks_verified)
    if by.link is None:
        raise NotYourOrganisation
    membership = check_link(by.link, row)
    return _Standing(None, membership is not None and membership.speaks_verified)


def _is_done(
    row: CoSignatory, version: Version, wanted: CoSignatoryState, standing: _Standing
) -> bool:
    same = row.state == wanted and row.version_id == version.pk
    return same and (row.is_verified or not standing.is_verified)


def _answered_meanwhile(row: CoSignatory, standing: _Standing) -> AlreadyDecided:
    """Who it was, for a confirmed member who is signed in; whoever holds a link learns no names by it."""
    person = Person.objects.filter(pk=row.by_person_id or 0).first()
    name = person.name if person is not None else row.organisation_name
    is_hidden = person is not None and standing.person_id is None
    return AlreadyDecided(
        by=_("A colleague") if is_hidden else name,
        act=str(CoSignatoryState(row.state).label),
        at=row.answered_at or transaction_now(),
    )


def _settle(by: Signatory, row: CoSignatory, post: Post, version: Version) -> None:
    raise_revision(post.space_id)
    write_record(
        "joint-answer",
        ("post", post.pk),
        by=by.viewer.user_id if row.by_person_id is not None else None,
        space_id=post.space_id,
        detail={
            "co_signatory": row.pk,
            "answer": str(row.state),
            "version": str(row.version_id),
            "link_of_person": by.link.person if by.link is not None else None,
            "is_verified": row.is_verified,
        },
    )
    author = Person.objects.filter(pk=post.author_id or 0).first()
    if author is not None and author.user_id is not None:
        # Whoever holds the link may press without end: the same answer is told once an hour.
        at = transaction_now().astimezone(UTC)
        told = f"{row.state}:{version.number}:{at:%Y%m%d%H}"
        queue_notice(
            kind="joint-answer",
            act=f"joint-answer:{row.pk}:{told}",
            receivers=[author.user_id],
            facts={"co_signatory": row.pk, "answer": str(row.state)},
        )
