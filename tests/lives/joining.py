"""Others endorse, sign and report. Of the three numbers of an act each takes what it needs."""

from discussions.enums import (
    ReasonCode,
)
from discussions.services.answer_joint import SeenInvitation, Signatory, answer_joint
from discussions.services.endorse import GivenEndorsement, endorse, withdraw_endorsement
from discussions.services.report import GivenReport, report
from tests.lives.life import Life


def support(life: Life, post: int, who: int, how: int) -> None:
    """For an organisation, or for oneself."""
    by, found = life.writer(who), life.post(post)
    number = found.public_version.number if found.public_version else 0
    organisation = by.organisation.pk if by.organisation and how % 3 else None
    words = (
        f"But not {life.word('reservation')}; {life.word('masked')}@example.org" if how % 2 else ""
    )
    endorse(by=by.viewer, post_id=found.pk, given=GivenEndorsement(number, organisation, words))


def stop_supporting(life: Life, post: int, _what: int, _how: int) -> None:
    """By who gave it."""
    row = life.post(post).endorsements.filter(withdrawn_at=None).first()
    if row is not None:
        by = next(one for one in life.writers if one.person.pk == row.by_person_id)
        withdraw_endorsement(by=by.viewer, post_id=row.post_id, endorsement_id=row.pk)


def sign(life: Life, post: int, what: int, how: int) -> None:
    """A joint submission, or not."""
    found = life.post(post)
    named = found.co_signatories.filter(removed_at=None, organisation__isnull=False)
    for number, row in enumerate(named):
        by = next(one for one in life.writers if one.organisation == row.organisation)
        given = SeenInvitation(row.pk, found.latest_version.number, row.state)
        answer_joint(by=Signatory(by.viewer), seen=given, agrees=(what + how + number) % 2 == 0)


def complain(life: Life, post: int, who: int, _how: int) -> None:
    """To the moderators."""
    given = GivenReport(ReasonCode.SPAM, life.word("report"))
    report(by=life.writer(who).viewer, post_id=life.post(post).pk, given=given)
