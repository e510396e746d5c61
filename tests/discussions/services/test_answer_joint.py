"""An organisation answers: by which way, as whom it counts, once, and who is told."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from accounts.models import Membership, Notice
from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import (
    AlreadyDecided,
    AnswersClosed,
    NotFound,
    NotPossibleNow,
    NotYourOrganisation,
    VersionChanged,
)
from discussions.models import CoSignatory, Post, Space, Window
from discussions.services.answer_joint import SeenInvitation, Signatory, answer_joint
from discussions.services.correct import correct
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from discussions.validators.joint_links import JointLink
from discussions.validators.sent import NamedCoSignatory
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.signing import by_mail, confirmed, known, member
from tests.discussions.writing import text
from tests.people import Actor

pytestmark = pytest.mark.django_db


def joint(lead: Actor, *named: NamedCoSignatory) -> tuple[Space, CoSignatory]:
    """A joint submission in a new space, and the first of its rows."""
    space = factories.space()
    sent = text(co_signatories=tuple(named))
    submit(by=lead.viewer, to=SubmissionPlace(space), sent=sent)
    return space, CoSignatory.objects.order_by("position")[0]


def seen(row: CoSignatory, version: int = 1, state: str = "invited") -> SeenInvitation:
    return SeenInvitation(row.pk, version, state)


def by_link(row: CoSignatory, person: int | None = None, viewer: Viewer = VISITOR) -> Signatory:
    return Signatory(viewer, JointLink(row.pk, person))


def test_an_organisation_without_account_agrees_by_its_link_and_is_shown_as_not_verified() -> None:
    lead = people.stakeholder()
    space, row = joint(lead, by_mail())
    space.refresh_from_db()
    before = space.revision
    answer_joint(by=by_link(row), seen=seen(row), agrees=True)
    row.refresh_from_db()
    space.refresh_from_db()
    assert (row.state, row.by_person, row.is_verified) == ("confirmed", None, False)
    assert row.version == Post.objects.get().latest_version
    assert row.answered_at is not None
    assert space.revision == before + 1


def test_a_confirmed_member_answers_signed_in_and_by_the_link_of_their_own_mail() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    _space, row = joint(lead, known(actor))
    answer_joint(by=by_link(row, actor.person.pk), seen=seen(row), agrees=True)
    row.refresh_from_db()
    assert (row.state, row.by_person, row.is_verified) == ("confirmed", None, True)
    answer_joint(by=Signatory(actor.viewer), seen=seen(row, state="confirmed"), agrees=False)
    row.refresh_from_db()
    assert (row.state, row.by_person, row.is_verified) == ("declined", actor.person, True)


@pytest.mark.parametrize("role", ["visitor", "stranger", "lead", "unconfirmed", "former"])
def test_nobody_else_answers_for_an_organisation(role: str) -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    _space, row = joint(lead, known(actor))
    viewer = {
        "visitor": lambda: VISITOR,
        "stranger": lambda: people.stranger().viewer,
        "lead": lambda: lead.viewer,
        "unconfirmed": lambda: people.colleague(actor).viewer,
        "former": lambda: confirmed(people.colleague(actor)).viewer,
    }[role]()
    if role == "former":
        Membership.objects.filter(person__name="Jonas Weiler").update(
            ended_at=database_now(), since=F("since")
        )
    with pytest.raises(NotYourOrganisation):
        answer_joint(by=Signatory(viewer), seen=seen(row), agrees=True)
    assert CoSignatory.objects.get().state == "invited"


def test_a_link_of_a_person_whose_membership_has_ended_is_no_longer_good() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    _space, row = joint(lead, known(actor))
    Membership.objects.filter(person=actor.person).update(ended_at=database_now())
    with pytest.raises(NotYourOrganisation):
        answer_joint(by=by_link(row, actor.person.pk), seen=seen(row), agrees=True)


def test_a_link_to_an_address_that_the_lead_gave_ends_when_the_organisation_has_members() -> None:
    lead, organisation = people.stakeholder(), people.organisation("Upland Forum")
    named = NamedCoSignatory(organisation.pk, "Upland Forum", "lead-owns@test.example")
    _space, row = joint(lead, named)
    actor = member("Upland Forum", "a@test.example")
    answer_joint(by=Signatory(actor.viewer), seen=seen(row), agrees=False)
    with pytest.raises(NotYourOrganisation):
        answer_joint(by=by_link(row), seen=seen(row, state="declined"), agrees=True)
    assert CoSignatory.objects.get().state == "declined"


def test_a_link_is_good_for_its_own_row_alone() -> None:
    lead = people.stakeholder()
    _space, row = joint(lead, by_mail(), by_mail("Other Club", "other@far.example"))
    other = CoSignatory.objects.get(organisation_name="Other Club")
    with pytest.raises(NotYourOrganisation):
        answer_joint(by=by_link(row), seen=seen(other), agrees=True)


def test_an_answer_may_be_changed_and_the_same_again_changes_nothing() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    _space, row = joint(lead, known(actor))
    by = Signatory(actor.viewer)
    for _ in range(2):
        answer_joint(by=by, seen=seen(row), agrees=True)
    assert Record.objects.filter(act="joint-answer").count() == 1
    answer_joint(by=by, seen=seen(row, state="confirmed"), agrees=False)
    row.refresh_from_db()
    assert row.state == "declined"
    assert Record.objects.filter(act="joint-answer").count() == 2


def test_a_verified_answer_takes_the_place_of_the_same_one_that_was_not() -> None:
    lead = people.stakeholder()
    organisation = people.organisation("Upland Forum")
    _space, row = joint(lead, NamedCoSignatory(organisation.pk, "Upland Forum", "x@far.example"))
    answer_joint(by=by_link(row), seen=seen(row), agrees=True)
    actor = member("Upland Forum", "a@test.example")
    answer_joint(by=Signatory(actor.viewer), seen=seen(row, state="confirmed"), agrees=True)
    row.refresh_from_db()
    assert (row.is_verified, row.by_person) == (True, actor.person)


def test_one_who_saw_another_answer_or_another_text_is_told() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example", "Nadia Brook")
    colleague = member("Upland Forum", "b@test.example", "Omar Vale")
    _space, row = joint(lead, known(actor))
    answer_joint(by=Signatory(actor.viewer), seen=seen(row), agrees=True)
    with pytest.raises(AlreadyDecided) as refusal:
        answer_joint(by=Signatory(colleague.viewer), seen=seen(row), agrees=False)
    assert (refusal.value.by, refusal.value.act) == ("Nadia Brook", "Agreed")
    post = Post.objects.get()
    correct(
        by=lead.viewer, post_id=post.pk, sent=text("<p>New.</p>", co_signatories=(known(actor),))
    )
    with pytest.raises(VersionChanged):
        answer_joint(by=Signatory(actor.viewer), seen=seen(row, state="confirmed"), agrees=True)


def test_what_was_withdrawn_or_taken_out_takes_no_answer() -> None:
    lead = people.stakeholder()
    _space, row = joint(lead, by_mail())
    post = Post.objects.get()
    correct(by=lead.viewer, post_id=post.pk, sent=text("<p>Alone.</p>"))
    with pytest.raises(NotPossibleNow):
        answer_joint(by=by_link(row), seen=seen(row, 2), agrees=True)
    withdraw(by=lead.viewer, post_id=post.pk)
    with pytest.raises(NotPossibleNow):
        answer_joint(by=by_link(row), seen=seen(row, 2), agrees=True)
    with pytest.raises(NotFound):
        answer_joint(by=by_link(row), seen=SeenInvitation(0, 1, "invited"), agrees=True)


@pytest.mark.parametrize(("days", "expected"), [(6, None), (8, AnswersClosed)])
def test_the_days_after_closing_are_the_databases(
    days: int, expected: type[Exception] | None
) -> None:
    from datetime import timedelta

    lead = people.stakeholder()
    space, row = joint(lead, by_mail())
    closed = database_now() - timedelta(days=days)
    window = factories.window(space)
    Window.objects.filter(pk=window.pk).update(
        opens_at=closed - timedelta(days=9), closes_at=closed
    )
    if expected is None:
        answer_joint(by=by_link(row), seen=seen(row), agrees=True)
        return
    with pytest.raises(expected):
        answer_joint(by=by_link(row), seen=seen(row), agrees=True)


def test_the_lead_is_told_of_each_answer_and_the_record_holds_ids_alone() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    _space, row = joint(lead, known(actor))
    by = Signatory(actor.viewer)
    answer_joint(by=by, seen=seen(row), agrees=True)
    answer_joint(by=by, seen=seen(row, state="confirmed"), agrees=False)
    told = Notice.objects.filter(kind="joint-answer", channel="mail").order_by("pk")
    assert {notice.receiver for notice in told} == {lead.user}
    assert [notice.facts["answer"] for notice in told] == ["confirmed", "declined"]
    record = Record.objects.filter(act="joint-answer").order_by("pk")[0]
    assert record.actor_id == actor.user.pk
    assert record.detail["co_signatory"] == row.pk
    assert "Upland" not in str(record.detail)


def test_a_link_names_no_account_on_record_though_somebody_is_signed_in() -> None:
    lead = people.stakeholder()
    _space, row = joint(lead, by_mail())
    answer_joint(by=by_link(row, viewer=people.stranger().viewer), seen=seen(row), agrees=True)
    record = Record.objects.get(act="joint-answer")
    assert record.actor_id is None
    assert CoSignatory.objects.get().by_person is None


def together(*acts: Callable[[], Any]) -> list[object]:
    """What became of acts that begin at the same time."""
    barrier, outcomes = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            outcomes.append(act())
        except AlreadyDecided as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_two_members_who_answer_at_once_one_does_and_the_other_is_told() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    colleague = member("Upland Forum", "b@test.example", "Omar Vale")
    _space, row = joint(lead, known(actor))
    first, second, before = actor.viewer, colleague.viewer, seen(row)
    outcomes = together(
        lambda: answer_joint(by=Signatory(first), seen=before, agrees=True),
        lambda: answer_joint(by=Signatory(second), seen=before, agrees=False),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyDecided", "CoSignatory"]
    assert Record.objects.filter(act="joint-answer").count() == 1


def test_the_lead_is_told_once_an_hour_however_often_a_link_is_pressed() -> None:
    lead = people.stakeholder()
    _space, row = joint(lead, by_mail())
    state = "invited"
    for press in range(10):
        answer_joint(by=by_link(row), seen=seen(row, state=state), agrees=press % 2 == 0)
        state = "confirmed" if press % 2 == 0 else "declined"
    told = Notice.objects.filter(kind="joint-answer", channel="mail", receiver=lead.user)
    assert told.count() <= 4  # each answer once, and once more where the hour turns meanwhile


def test_who_holds_a_link_learns_no_name_of_who_answered_first() -> None:
    lead, organisation = people.stakeholder(), people.organisation("Upland Forum")
    named = NamedCoSignatory(organisation.pk, "Upland Forum", "desk@upland.example")
    _space, row = joint(lead, named)
    actor = member("Upland Forum", "a@test.example")
    answer_joint(by=Signatory(actor.viewer), seen=seen(row), agrees=True)
    with pytest.raises(AlreadyDecided) as refusal:
        answer_joint(by=by_link(row, actor.person.pk), seen=seen(row), agrees=False)
    assert refusal.value.by == "A colleague"
