"""A lead names organisations: who is asked how, what a correction changes, what stands on record."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from discussions.errors import TooManyInvitations
from discussions.models import CoSignatory, Post
from discussions.services.answer_joint import SeenInvitation, Signatory, answer_joint
from discussions.services.correct import correct
from discussions.services.submit import SubmissionPlace, submit
from discussions.validators.sent import NamedCoSignatory
from hub.kit.clock import database_now
from hub.kit.models import Record
from moderation.services.publish import publish
from moderation.validators.decisions import SeenPost
from tests import factories, people
from tests.discussions.signing import by_mail, confirmed, known, member
from tests.discussions.writing import speaking_for, text
from tests.people import Actor

pytestmark = pytest.mark.django_db


def sent_with(lead: Actor, *named: NamedCoSignatory, **more: Any) -> Post:
    """A joint submission to a new space."""
    submit(
        by=lead.viewer,
        to=SubmissionPlace(factories.space(**more)),
        sent=text(co_signatories=tuple(named)),
    )
    return Post.objects.get()


def corrected(
    lead: Actor, post: Post, *named: NamedCoSignatory, body: str = "<p>Better.</p>"
) -> None:
    correct(by=lead.viewer, post_id=post.pk, sent=text(body, co_signatories=tuple(named)))


def standing() -> list[tuple[str, str, int | None]]:
    """Of each name that stands: its answer, and the version that it speaks of."""
    rows = CoSignatory.objects.filter(removed_at__isnull=True).order_by("position")
    return [
        (row.organisation_name, row.state, row.version.number if row.version else None)
        for row in rows.select_related("version")
    ]


def asked() -> list[tuple[str, int | None]]:
    """To whom invitations go, by mail: addresses and accounts."""
    mails = Notice.objects.filter(kind="joint-invitation", channel="mail").order_by("pk")
    return list(mails.values_list("address", "receiver_id"))


def agrees(actor: Actor, post: Post, *, agrees: bool = True) -> None:
    row = CoSignatory.objects.get(organisation=actor.organisation, removed_at__isnull=True)
    number = Post.objects.select_related("latest_version").get(pk=post.pk).latest_version.number
    seen = SeenInvitation(row.pk, number, row.state)
    answer_joint(by=Signatory(actor.viewer), seen=seen, agrees=agrees)


def test_confirmed_members_are_asked_by_mail_and_on_the_site_all_others_at_the_given_address() -> (
    None
):
    lead = people.stakeholder()
    first = member("Upland Forum", "first@test.example")
    second = member("Upland Forum", "second@test.example", "Omar Vale")
    unconfirmed = people.actor("no@test.example", "No One", first.organisation)
    loose = people.organisation("Lone Organisation")
    post = sent_with(
        lead,
        known(first),
        NamedCoSignatory(loose.pk, "Lone Organisation", "desk@lone.example"),
        by_mail(),
    )
    assert asked() == [
        ("", first.user.pk),
        ("", second.user.pk),
        ("desk@lone.example", None),
        ("club@far.example", None),
    ]
    assert unconfirmed.user.pk not in [receiver for _address, receiver in asked()]
    assert Notice.objects.filter(kind="joint-invitation", channel="site").count() == 2
    rows = list(post.co_signatories.values("position", "state", "email", "organisation_id"))
    assert [row["position"] for row in rows] == [0, 1, 2]
    assert {row["state"] for row in rows} == {"invited"}
    assert [row["email"] for row in rows] == ["", "desk@lone.example", "club@far.example"]


def test_a_letter_is_in_the_language_of_the_text_where_the_portal_speaks_it() -> None:
    lead, space = people.stakeholder(), factories.space()
    for number, (language, letter) in enumerate([("fr", "fr"), ("sw", "en")]):
        named = (by_mail(f"Club {number}", f"{number}@far.example"),)
        submit(
            by=lead.viewer,
            to=SubmissionPlace(space),
            sent=text(f"<p>{number}</p>", language=language, co_signatories=named),
        )
        assert Notice.objects.get(address=f"{number}@far.example").language == letter


def test_the_same_form_twice_asks_once() -> None:
    lead, space = people.stakeholder(), factories.space()
    sent = text(key=uuid4(), co_signatories=(by_mail(),))
    for _ in range(2):
        submit(by=lead.viewer, to=SubmissionPlace(space), sent=sent)
    assert CoSignatory.objects.count() == 1
    assert len(asked()) == 1


def test_it_is_on_record_by_ids_alone() -> None:
    lead = people.stakeholder()
    post = sent_with(lead, by_mail())
    record = Record.objects.get(act="joint-name")
    assert (record.subject_id, record.actor_id) == (str(post.pk), lead.user.pk)
    assert record.detail["named"] == [post.co_signatories.get().pk]
    assert "far" not in str(record.detail)


def test_a_reply_names_nobody() -> None:
    lead, space = people.stakeholder(), factories.space()
    parent = factories.post(space)
    submit(
        by=lead.viewer,
        to=SubmissionPlace(space, parent=parent),
        sent=text(co_signatories=(by_mail(),)),
    )
    assert not CoSignatory.objects.exists()
    assert asked() == []


# ---------------------------------------------------------------- corrections


def test_a_changed_text_moves_no_consent_and_asks_those_who_agreed_again() -> None:
    lead = people.stakeholder()
    agreed, silent = (
        member("Upland Forum", "a@test.example"),
        member("Lowland Net", "b@test.example"),
    )
    post = sent_with(lead, known(agreed), known(silent))
    agrees(agreed, post)
    Notice.objects.all().delete()
    corrected(lead, post, known(agreed), known(silent))
    assert standing() == [("Upland Forum", "confirmed", 1), ("Lowland Net", "invited", None)]
    assert asked() == [("", agreed.user.pk)]
    agrees(agreed, post)
    assert standing()[0] == ("Upland Forum", "confirmed", 2)


def test_the_same_text_again_leaves_answers_as_they_are() -> None:
    lead, agreed = people.stakeholder(), member("Upland Forum", "a@test.example")
    post = sent_with(lead, known(agreed))
    agrees(agreed, post)
    Notice.objects.all().delete()
    corrected(lead, post, known(agreed), by_mail(), body="<p>We agree.</p>")
    assert standing() == [("Upland Forum", "confirmed", 2), ("Far Shore Club", "invited", None)]
    assert asked() == [("club@far.example", None)]


def test_other_files_are_another_text() -> None:
    lead, agreed = people.stakeholder(), member("Upland Forum", "a@test.example")
    post = sent_with(lead, known(agreed))
    agrees(agreed, post)
    file = factories.attachment(post.latest_version)
    sent = text("<p>We agree.</p>", files=(), co_signatories=(known(agreed),))
    assert file.version == post.latest_version
    correct(by=lead.viewer, post_id=post.pk, sent=sent)
    assert standing() == [("Upland Forum", "confirmed", 1)]


def test_a_lead_takes_names_out_and_puts_them_in_again_as_new_invitations() -> None:
    lead, agreed = people.stakeholder(), member("Upland Forum", "a@test.example")
    post = sent_with(lead, known(agreed), by_mail())
    agrees(agreed, post)
    corrected(lead, post, by_mail())
    assert standing() == [("Far Shore Club", "invited", None)]
    assert CoSignatory.objects.count() == 2
    corrected(lead, post, known(agreed), by_mail())
    assert ("Upland Forum", "invited", None) in standing()
    assert CoSignatory.objects.count() == 3
    records = Record.objects.filter(act="joint-name").order_by("pk")
    assert [len(record.detail.get("taken_out", [])) for record in records] == [0, 1, 0]


def test_another_address_is_another_invitation() -> None:
    lead = people.stakeholder()
    post = sent_with(lead, by_mail(email="wrong@far.example"))
    first = post.co_signatories.get()
    corrected(lead, post, by_mail(email="right@far.example"))
    first.refresh_from_db()
    assert first.removed_at is not None
    assert [address for address, _user in asked()] == ["wrong@far.example", "right@far.example"]


def test_one_who_declined_is_not_asked_again() -> None:
    lead, declined = people.stakeholder(), member("Upland Forum", "a@test.example")
    post = sent_with(lead, known(declined))
    agrees(declined, post, agrees=False)
    Notice.objects.all().delete()
    corrected(lead, post, known(declined))
    assert standing() == [("Upland Forum", "declined", 1)]
    assert asked() == []


@pytest.mark.parametrize("named", [1, 3])
def test_naming_costs_the_same_whatever_the_number_of_names_but_for_the_letters(
    named: int, django_assert_num_queries: Any
) -> None:
    lead, space = people.stakeholder(), factories.space()
    factories.window(space)
    rows = tuple(
        NamedCoSignatory(
            people.organisation(f"Organisation {number}").pk, f"Organisation {number}"
        )
        for number in range(named)
    )
    viewer, sent = lead.viewer, text(co_signatories=rows)
    submit(by=viewer, to=SubmissionPlace(space), sent=text("<p>First.</p>"))
    with CaptureQueriesContext(connection) as without:
        submit(by=viewer, to=SubmissionPlace(space), sent=text("<p>Another text.</p>"))
    with django_assert_num_queries(len(without) + 5):
        submit(by=viewer, to=SubmissionPlace(space), sent=sent)


def clubs(count: int, domain: str = "far.example") -> tuple[NamedCoSignatory, ...]:
    return tuple(by_mail(f"Club {n}", f"club{n}@{domain}") for n in range(count))


def test_a_lead_has_so_many_letters_a_day_sent_and_no_number_is_given_beyond(
    settings: Any,
) -> None:
    settings.INVITATIONS_PER_DAY = 3
    lead = people.stakeholder()
    post = sent_with(lead, *clubs(2))
    more = text("<p>Quite another text.</p>", co_signatories=clubs(2, "sea.example"))
    with pytest.raises(TooManyInvitations) as refusal:
        submit(by=lead.viewer, to=SubmissionPlace(post.space), sent=more)
    assert 0 < (refusal.value.retry_after or 0) <= 86_400
    with pytest.raises(TooManyInvitations):
        corrected(lead, post, *clubs(2), *clubs(2, "sea.example"))
    post.space.refresh_from_db()
    assert (Post.objects.count(), post.space.last_number) == (1, 1)
    Notice.objects.update(created_at=database_now() - timedelta(days=2))
    submit(by=lead.viewer, to=SubmissionPlace(post.space), sent=more)
    assert len(asked()) == 4


def test_one_address_is_asked_so_often_a_day_whoever_asks(settings: Any) -> None:
    settings.INVITATIONS_PER_ADDRESS_PER_DAY = 1
    post = sent_with(people.stakeholder(), by_mail())
    other = people.stranger()
    again = text("<p>Else.</p>", co_signatories=(by_mail("Near Club", "CLUB@far.example"),))
    with pytest.raises(TooManyInvitations) as refusal:
        submit(by=other.viewer, to=SubmissionPlace(post.space), sent=again)
    assert refusal.value.address == "club@far.example"


def test_who_agreed_is_asked_again_within_the_limit_and_the_correction_is_taken_beyond(
    settings: Any,
) -> None:
    settings.INVITATIONS_PER_ADDRESS_PER_DAY = 2
    lead = people.stakeholder()
    post = sent_with(lead, by_mail())
    CoSignatory.objects.update(state="confirmed", version=post.latest_version)
    for number in range(3):
        corrected(lead, post, by_mail(), body=f"<p>Better {number}.</p>")
    assert len(asked()) == 2
    post.refresh_from_db()
    assert post.latest_version.number == 4


def test_letters_of_a_lead_that_nobody_has_verified_wait_for_the_publication() -> None:
    lead, signer = people.stakeholder(), member("Upland Forum", "a@test.example")
    post = sent_with(lead, by_mail(), known(signer), review="before-publishing")
    assert asked() == [("", signer.user.pk)]
    corrected(lead, post, by_mail(), known(signer), by_mail("Near Club", "near@club.example"))
    assert asked() == [("", signer.user.pk)]
    seen = SeenPost(post.pk, Post.objects.get().latest_version_id)
    publish(by=people.moderator(post.space).viewer, seen=seen)
    assert asked()[1:] == [("club@far.example", None), ("near@club.example", None)]
    assert not CoSignatory.objects.filter(invited_at=None).exists()


def test_letters_that_wait_count_too(settings: Any) -> None:
    settings.INVITATIONS_PER_DAY = 3
    lead = people.stakeholder()
    post = sent_with(lead, *clubs(2), review="before-publishing")
    more = text("<p>Quite another text.</p>", co_signatories=clubs(2, "sea.example"))
    with pytest.raises(TooManyInvitations):
        submit(by=lead.viewer, to=SubmissionPlace(post.space), sent=more)


def test_letters_of_a_verified_lead_go_out_at_once() -> None:
    lead = confirmed(people.stakeholder())
    submit(
        by=lead.viewer,
        to=SubmissionPlace(factories.space(review="before-publishing")),
        sent=text(speaker=speaking_for(lead), co_signatories=(by_mail(),)),
    )
    assert asked() == [("club@far.example", None)]
