"""Window × role × state: who may endorse, take back, confirm, and answer for an organisation (PRODUCT, section 4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from discussions.access.posts import refusal_of
from discussions.access.signatures import (
    asked_reader,
    check_answer_joint,
    check_answers_for,
    check_change_endorsement,
    check_endorse,
    check_endorse_for,
    check_takes_endorsements,
    co_signatories_for,
    version_to_sign,
)
from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import Exposure, exposure_of, files_for, speaker_for, text_for
from discussions.errors import (
    AnswersClosed,
    EndorsingClosed,
    NotFound,
    NotPossibleNow,
    NotYourOrganisation,
    SignInFirst,
    WindowNotOpenYet,
)
from discussions.models import Endorsement, Post, Version
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.services.test_submit import ROLES, viewer_in
from tests.discussions.signing import confirmed, row
from tests.moderation.exports.varied import corrected

pytestmark = pytest.mark.django_db

#: What the window makes of an endorsement, whatever it makes of late texts.
WINDOWS: list[tuple[str, str, type[Exception] | None]] = [
    ("none", "refuse", None),
    ("scheduled", "mark", WindowNotOpenYet),
    ("open", "refuse", None),
    ("grace", "refuse", None),
    ("closed", "refuse", EndorsingClosed),
    ("closed", "mark", EndorsingClosed),
    ("closed", "ask", EndorsingClosed),
]
SIGNED_IN = [role for role in ROLES if role != "visitor"]


def raised(check: Any, *given: object) -> type[Exception] | None:
    refusal = refusal_of(check, *given)
    return type(refusal) if refusal is not None else None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("state", "policy", "expected"), WINDOWS)
def test_everybody_with_an_account_endorses_while_the_window_says_so(
    role: str, state: str, policy: str, expected: type[Exception] | None
) -> None:
    space, now = factories.space(), database_now()
    window = None if state == "none" else factories.window(space, state, late_policy=policy)
    post, viewer = factories.post(space), viewer_in(role, space)
    if role == "visitor":
        expected = SignInFirst
    assert raised(check_endorse, viewer, post, window, now) is expected
    if role == "visitor":
        return
    assert raised(check_takes_endorsements, window, now) is expected


@pytest.mark.parametrize(
    ("state", "reader", "staff"),
    [
        ("published", None, None),
        ("pending", NotFound, NotPossibleNow),
        ("returned", NotFound, NotPossibleNow),
        ("rejected", NotFound, NotPossibleNow),
        ("hidden", NotPossibleNow, NotPossibleNow),
        ("withdrawn", NotPossibleNow, NotPossibleNow),
    ],
)
def test_only_what_is_public_is_endorsed_and_what_never_was_is_not_told_of(
    state: str, reader: type[Exception] | None, staff: type[Exception] | None
) -> None:
    space, now = factories.space(), database_now()
    post = factories.post(space, people.stakeholder().person, state=state)
    assert raised(check_endorse, people.stranger().viewer, post, None, now) is reader
    assert raised(check_endorse, people.moderator(space).viewer, post, None, now) is staff


def test_nobody_endorses_their_own_text_nor_does_its_organisation() -> None:
    author, space, now = people.stakeholder(), factories.space(), database_now()
    speaker = {"speaker_organisation": "Coastal Crossings"}
    post = factories.post(space, author.person, speaker=speaker)
    assert author.organisation is not None
    assert raised(check_endorse, author.viewer, post, None, now) is NotPossibleNow
    assert raised(check_endorse_for, post, author.organisation) is NotPossibleNow
    other = people.organisation("Another")
    assert raised(check_endorse_for, post, other) is None


def test_a_refusal_does_not_tell_which_organisation_stands_behind_a_withheld_one() -> None:
    author, space = people.stakeholder(), factories.space()
    speaker = {"speaker_organisation": "Coastal Crossings"}
    post = factories.post(
        space, author.person, speaker=speaker, name_withheld="name-and-organisation"
    )
    assert author.organisation is not None
    assert raised(check_endorse_for, post, author.organisation) is None


def test_who_signs_a_text_does_not_endorse_it_as_well() -> None:
    post, organisation = factories.post(factories.space()), people.organisation("Signing")
    named = row(post, "Signing", organisation=organisation)
    assert raised(check_endorse_for, post, organisation) is None
    named.state = "confirmed"
    named.save()
    assert raised(check_endorse_for, post, organisation) is NotPossibleNow


# ---------------------------------------------------------------- taking back, confirming


def endorsement(post: Post, **more: Any) -> Endorsement:
    return Endorsement.objects.create(post=post, endorser_name="Someone", **more)


def membership(actor: people.Actor) -> Membership:
    return Membership.objects.get(person=actor.person)


def test_a_person_changes_their_own_endorsement_alone() -> None:
    post, person, now = factories.post(factories.space()), people.stakeholder(), database_now()
    made = endorsement(post, kind="person", person=person.person, by_person=person.person)
    check = check_change_endorsement
    assert raised(check, person.viewer, made, None, None, now) is None
    assert raised(check, people.stranger().viewer, made, None, None, now) is NotPossibleNow
    assert raised(check, VISITOR, made, None, None, now) is SignInFirst


def test_for_an_organisation_who_endorsed_and_confirmed_members_change_it() -> None:
    post, first, now = factories.post(factories.space()), people.stakeholder(), database_now()
    colleague = people.colleague(first)
    made = endorsement(
        post, kind="organisation", organisation=first.organisation, by_person=first.person
    )
    check = check_change_endorsement
    assert raised(check, first.viewer, made, membership(first), None, now) is None
    unconfirmed = membership(colleague)
    assert raised(check, colleague.viewer, made, unconfirmed, None, now) is NotYourOrganisation
    confirmed(colleague)
    assert raised(check, colleague.viewer, made, membership(colleague), None, now) is None
    assert raised(check, first.viewer, made, None, None, now) is NotYourOrganisation
    assert raised(check, people.stranger().viewer, made, None, None, now) is NotYourOrganisation


@pytest.mark.parametrize(("state", "policy", "expected"), WINDOWS)
def test_an_endorsement_is_changed_until_the_end_of_the_grace(
    state: str, policy: str, expected: type[Exception] | None
) -> None:
    space, person, now = factories.space(), people.stakeholder(), database_now()
    window = None if state == "none" else factories.window(space, state, late_policy=policy)
    made = endorsement(factories.post(space), kind="person", person=person.person)
    assert raised(check_change_endorsement, person.viewer, made, None, window, now) is expected


# ---------------------------------------------------------------- joint submissions


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("pending", None),
        ("published", None),
        ("returned", NotPossibleNow),
        ("rejected", NotPossibleNow),
        ("hidden", NotPossibleNow),
        ("withdrawn", NotPossibleNow),
    ],
)
def test_a_joint_submission_takes_answers_while_it_stands(
    state: str, expected: type[Exception] | None
) -> None:
    post = factories.post(factories.space(), state=state)
    assert raised(check_answer_joint, row(post), post, None, database_now()) is expected


def test_answers_come_until_seven_days_after_the_end_of_the_grace() -> None:
    space = factories.space()
    window, post = factories.window(space), factories.post(space)
    named, instant = row(post), timedelta(microseconds=1)
    assert window.closes_at is not None
    end = window.closes_at + timedelta(minutes=15, days=7)
    assert raised(check_answer_joint, named, post, window, end - instant) is None
    assert raised(check_answer_joint, named, post, window, end) is AnswersClosed


def test_a_name_that_was_taken_out_has_nothing_to_answer() -> None:
    post = factories.post(factories.space())
    gone = row(post, removed_at=database_now())
    assert raised(check_answer_joint, gone, post, None, database_now()) is NotPossibleNow


def test_only_members_whom_staff_have_confirmed_answer_for_their_organisation() -> None:
    actor = people.stakeholder()
    assert raised(check_answers_for, None) is NotYourOrganisation
    assert raised(check_answers_for, membership(actor)) is NotYourOrganisation
    confirmed(actor)
    now = membership(actor)
    assert raised(check_answers_for, now) is None
    now.ended_at = database_now()
    assert raised(check_answers_for, now) is NotYourOrganisation


def test_who_is_asked_to_sign_reads_the_waiting_text_and_nobody_else_does() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, body="<p>Waiting.</p>", state="pending")
    other = factories.post(space, author.person, body="<p>Other.</p>", state="pending")
    factories.attachment(post.latest_version)
    eyes = asked_reader(VISITOR, row(post))
    shown = text_for(post.latest_version, post, eyes)
    assert shown is not None
    assert shown.html == "<p>Waiting.</p>"
    assert len(files_for(post.latest_version, post, eyes)) == 1
    assert exposure_of(post, eyes) == Exposure.TEXT
    for viewer in (VISITOR, people.stranger().viewer, people.observer(space).viewer):
        assert text_for(post.latest_version, post, viewer) is None
        assert exposure_of(post, viewer) == Exposure.LINE
    assert text_for(other.latest_version, other, eyes) is None


@pytest.mark.parametrize("state", ["returned", "rejected", "hidden", "withdrawn"])
def test_the_asked_read_it_only_while_it_stands(state: str) -> None:
    post = factories.post(factories.space(), people.stakeholder().person, state=state)
    eyes = asked_reader(VISITOR, row(post))
    assert text_for(post.latest_version, post, eyes) is None


@pytest.mark.parametrize("review", ["rejected", "returned"])
def test_a_correction_that_moderators_did_not_let_through_is_not_theirs_to_read(
    review: str,
) -> None:
    post = factories.post(factories.space(), people.stakeholder().person)
    first, second = post.latest_version, corrected(post, review="waiting", published_at=None)
    eyes = asked_reader(VISITOR, row(post))
    assert text_for(second, post, eyes) is not None
    assert version_to_sign(post) == second
    Version.objects.filter(pk=second.pk).update(review=review)
    post = Post.objects.get()
    assert text_for(post.latest_version, post, eyes) is None
    assert version_to_sign(post) == first
    Post.objects.update(state="pending", public_version=None)
    assert version_to_sign(Post.objects.get()) == second


def test_a_name_that_was_taken_out_gives_no_right_to_read() -> None:
    post = factories.post(factories.space(), state="pending")
    eyes = asked_reader(VISITOR, row(post, removed_at=database_now()))
    assert text_for(post.latest_version, post, eyes) is None


@pytest.mark.parametrize("withheld", ["name", "name-and-organisation"])
def test_the_asked_meet_a_withheld_name_as_readers_do(withheld: str) -> None:
    author = people.stakeholder()
    post = factories.post(
        factories.space(), author.person, state="pending", name_withheld=withheld
    )
    speaker = speaker_for(post.latest_version, post, asked_reader(VISITOR, row(post)))
    assert speaker is not None
    assert "Amina" not in speaker.name


def test_with_whom_somebody_speaks_is_withheld_with_the_organisation() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name-and-organisation")
    row(post)
    moderator: Viewer = people.moderator(space).viewer
    assert co_signatories_for(post, VISITOR) == []
    assert co_signatories_for(post, moderator) == []
    assert len(co_signatories_for(post, author.viewer)) == 1
    assert len(co_signatories_for(post, replace(moderator, looks_behind=True))) == 1


def test_names_that_were_taken_out_are_shown_to_nobody() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    row(post, removed_at=database_now())
    kept = row(post, "Kept")
    for viewer in (VISITOR, author.viewer, people.secretariat().viewer):
        assert co_signatories_for(post, viewer) == [kept]
