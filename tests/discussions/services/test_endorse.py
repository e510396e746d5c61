"""Endorsing: once for each, on record, taken back until closing, and no consent moves on by itself."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import Notice
from discussions.access.viewer import VISITOR
from discussions.errors import (
    AlreadyDecided,
    EndorsingClosed,
    NotFound,
    NotPossibleNow,
    NotYourOrganisation,
    SignInFirst,
    VersionChanged,
    WindowNotOpenYet,
)
from discussions.models import Endorsement, Post, Space
from discussions.services.correct import correct
from discussions.services.endorse import (
    GivenEndorsement,
    confirm_endorsement,
    endorse,
    withdraw_endorsement,
)
from hub.kit.models import Record
from moderation.services.publish import publish
from moderation.validators.decisions import SeenPost
from tests import factories, people
from tests.discussions.drafting import confirm
from tests.discussions.services.test_submit import ROLES, space_with, viewer_in
from tests.discussions.signing import confirmed
from tests.discussions.writing import text
from tests.people import Actor

pytestmark = pytest.mark.django_db

#: Window and late policy, and what becomes of an endorsement.
WINDOWS: dict[tuple[str, str], type[Exception] | None] = {
    ("none", "refuse"): None,
    ("scheduled", "refuse"): WindowNotOpenYet,
    ("open", "refuse"): None,
    ("grace", "refuse"): None,
    ("closed", "refuse"): EndorsingClosed,
    ("closed", "mark"): EndorsingClosed,
}


def given(by: Actor | None = None, reservation: str = "", version: int = 1) -> GivenEndorsement:
    """For the organisation of an actor, or for oneself."""
    organisation = by.organisation.pk if by is not None and by.organisation is not None else None
    return GivenEndorsement(version, organisation, reservation)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_endorses_as_the_window_says(role: str) -> None:
    spaces = {case: space_with(*case, number) for number, case in enumerate(WINDOWS)}
    viewer = viewer_in(role, next(iter(spaces.values())))
    for case, space in spaces.items():
        post, expected = factories.post(space), WINDOWS[case]
        if role == "visitor":
            expected = SignInFirst
        if expected is None:
            endorse(by=viewer, post_id=post.pk, given=given())
            continue
        with pytest.raises(expected):
            endorse(by=viewer, post_id=post.pk, given=given())


def test_an_organisation_endorses_another_text_and_no_text_is_added() -> None:
    space, union = factories.space(), people.stranger()
    post = factories.post(space)
    space.refresh_from_db()
    before = (space.revision, space.last_number)
    made = endorse(by=union.viewer, post_id=post.pk, given=given(union, "not paragraph 3"))
    space.refresh_from_db()
    assert (made.kind, made.endorser_name, made.stakeholder_group) == (
        "organisation",
        "Harbour Workers' Union",
        "trade-union",
    )
    assert (made.reservation, made.version) == ("not paragraph 3", post.public_version)
    assert (made.by_person, made.person, made.is_verified) == (union.person, None, False)
    assert Post.objects.count() == 1
    assert (space.revision, space.last_number) == (before[0] + 1, before[1])
    record = Record.objects.get(act="endorse")
    assert (record.actor_id, record.subject_id) == (union.user.pk, str(post.pk))
    assert "Harbour" not in str(record.detail)
    assert "paragraph" not in str(record.detail)


def test_staff_have_checked_who_endorses_or_it_is_marked() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    confirmed(union)
    assert endorse(by=union.viewer, post_id=post.pk, given=given(union)).is_verified


def test_a_person_endorses_for_themselves_beside_their_organisation() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    endorse(by=union.viewer, post_id=post.pk, given=given(union))
    made = endorse(by=union.viewer, post_id=post.pk, given=given())
    assert (made.kind, made.endorser_name, made.stakeholder_group) == (
        "person",
        "Inês Carvalho",
        "individual",
    )
    assert made.is_verified
    assert Endorsement.objects.count() == 2


def test_the_same_by_the_same_person_is_the_same_a_colleague_is_told() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    first = endorse(by=union.viewer, post_id=post.pk, given=given(union))
    assert endorse(by=union.viewer, post_id=post.pk, given=given(union)) == first
    with pytest.raises(NotPossibleNow):
        endorse(by=union.viewer, post_id=post.pk, given=given(union, "but not this"))
    colleague = people.colleague(union)
    with pytest.raises(AlreadyDecided) as refusal:
        endorse(by=colleague.viewer, post_id=post.pk, given=given(colleague))
    assert refusal.value.by == "A colleague"
    assert Endorsement.objects.count() == 1
    assert Record.objects.filter(act="endorse").count() == 1


def test_only_members_endorse_for_an_organisation() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    with pytest.raises(NotYourOrganisation):
        endorse(by=people.stakeholder().viewer, post_id=post.pk, given=given(union))


def test_a_text_that_changed_meanwhile_is_not_endorsed_unseen() -> None:
    author, union = people.stakeholder(), people.stranger()
    post = factories.post(factories.space(), author.person)
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Other.</p>"))
    with pytest.raises(VersionChanged):
        endorse(by=union.viewer, post_id=post.pk, given=given(union))


# ---------------------------------------------------------------- taking back


def test_an_endorsement_is_taken_back_stays_in_the_data_and_may_come_again() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    made = endorse(by=union.viewer, post_id=post.pk, given=given(union))
    space = Space.objects.get()
    for _ in range(2):
        withdraw_endorsement(by=union.viewer, post_id=post.pk, endorsement_id=made.pk)
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert Space.objects.get().revision == space.revision + 1
    assert Record.objects.filter(act="endorsement-withdraw").count() == 1
    endorse(by=union.viewer, post_id=post.pk, given=given(union))
    assert Endorsement.objects.count() == 2


def test_a_confirmed_colleague_takes_back_what_stands_for_the_organisation() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    made = endorse(by=union.viewer, post_id=post.pk, given=given(union))
    colleague = people.colleague(union)
    with pytest.raises(NotYourOrganisation):
        withdraw_endorsement(by=colleague.viewer, post_id=post.pk, endorsement_id=made.pk)
    confirmed(colleague)
    withdraw_endorsement(by=colleague.viewer, post_id=post.pk, endorsement_id=made.pk)
    made.refresh_from_db()
    assert made.withdrawn_at is not None


@pytest.mark.parametrize(("state", "expected"), [("grace", None), ("closed", EndorsingClosed)])
def test_it_is_taken_back_until_the_end_of_the_grace(
    state: str, expected: type[Exception] | None
) -> None:
    union, space = people.stranger(), factories.space()
    post = factories.post(space)
    made = endorse(by=union.viewer, post_id=post.pk, given=given(union))
    factories.window(space, state)
    act: Any = {"by": union.viewer, "post_id": post.pk, "endorsement_id": made.pk}
    if expected is None:
        withdraw_endorsement(**act)
        return
    with pytest.raises(expected):
        withdraw_endorsement(**act)


def test_only_endorsements_of_the_post_itself_are_changed() -> None:
    union, space = people.stranger(), factories.space()
    post, other = factories.post(space), factories.post(space)
    made = endorse(by=union.viewer, post_id=post.pk, given=given(union))
    with pytest.raises(NotFound):
        withdraw_endorsement(by=union.viewer, post_id=other.pk, endorsement_id=made.pk)
    with pytest.raises(SignInFirst):
        withdraw_endorsement(by=VISITOR, post_id=post.pk, endorsement_id=made.pk)


# ---------------------------------------------------------------- a new version


def asked_again() -> list[int | None]:
    """Whose accounts are asked by mail whether their endorsement still holds."""
    notices = Notice.objects.filter(kind="reconfirm-endorsement", channel="mail").order_by("pk")
    return list(notices.values_list("receiver_id", flat=True))


def test_a_new_version_asks_endorsers_and_moves_nothing_by_itself() -> None:
    author, union, person = people.stakeholder(), people.stranger(), people.secretariat()
    post = factories.post(factories.space(), author.person)
    made = endorse(by=union.viewer, post_id=post.pk, given=given(union, "not 3"))
    gone = endorse(by=person.viewer, post_id=post.pk, given=given())
    withdraw_endorsement(by=person.viewer, post_id=post.pk, endorsement_id=gone.pk)
    first = post.public_version
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Other.</p>"))
    made.refresh_from_db()
    assert made.version == first
    assert asked_again() == [union.user.pk]
    with pytest.raises(VersionChanged):
        confirm_endorsement(by=union.viewer, post_id=post.pk, endorsement_id=made.pk, version=1)
    for _ in range(2):
        confirm_endorsement(by=union.viewer, post_id=post.pk, endorsement_id=made.pk, version=2)
    made.refresh_from_db()
    assert made.version == Post.objects.get().public_version
    assert made.reservation == "not 3"
    assert Record.objects.filter(act="endorsement-confirm").count() == 1
    with pytest.raises(NotPossibleNow):
        confirm_endorsement(by=person.viewer, post_id=post.pk, endorsement_id=gone.pk, version=2)


def test_where_review_comes_first_endorsers_are_asked_when_the_version_is_public() -> None:
    space, author, union = (
        factories.space(review="before-publishing"),
        people.stakeholder(),
        people.stranger(),
    )
    post, moderator = factories.post(space, author.person), people.moderator(space)
    endorse(by=union.viewer, post_id=post.pk, given=given(union))
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Other.</p>"))
    assert asked_again() == []
    post.refresh_from_db()
    publish(by=moderator.viewer, seen=SeenPost(post.pk, post.latest_version_id, 0))
    assert asked_again() == [union.user.pk]


# ---------------------------------------------------------------- at once


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
def test_of_two_colleagues_who_endorse_at_once_one_does_and_the_other_is_told() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    first, second = union.viewer, people.colleague(union).viewer
    outcomes = together(
        lambda: endorse(by=first, post_id=post.pk, given=given(union)),
        lambda: endorse(by=second, post_id=post.pk, given=given(union)),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyDecided", "Endorsement"]
    assert Endorsement.objects.count() == 1
    assert Record.objects.filter(act="endorse").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_three_times_endorses_once() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    viewer = union.viewer
    acts = [lambda: endorse(by=viewer, post_id=post.pk, given=given(union))] * 3
    outcomes = together(*acts)
    assert len({one.pk for one in outcomes if isinstance(one, Endorsement)}) == 1
    assert len(outcomes) == 3
    assert Endorsement.objects.count() == 1


def test_a_confirmed_member_takes_the_place_of_who_only_says_that_they_are_one() -> None:
    union, post = people.stranger(), factories.post(factories.space())
    squatter = people.colleague(union)
    first = endorse(by=squatter.viewer, post_id=post.pk, given=given(squatter))
    staff = confirm(union)
    second = endorse(by=staff.viewer, post_id=post.pk, given=given(union, "mine"))
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert (second.withdrawn_at, second.by_person, second.reservation) == (
        None,
        union.person,
        "mine",
    )
    acts = Record.objects.filter(act__startswith="endorse").order_by("pk")
    assert [row.act for row in acts] == ["endorse", "endorsement-withdraw", "endorse"]
    with pytest.raises(AlreadyDecided) as refusal:
        endorse(by=squatter.viewer, post_id=post.pk, given=given(squatter))
    assert refusal.value.by == "A colleague"


def test_confirmed_members_do_not_take_each_others_place() -> None:
    union, post = confirm(people.stranger()), factories.post(factories.space())
    endorse(by=union.viewer, post_id=post.pk, given=given(union))
    colleague = confirm(people.colleague(union))
    with pytest.raises(AlreadyDecided) as refusal:
        endorse(by=colleague.viewer, post_id=post.pk, given=given(colleague))
    assert refusal.value.by == "Inês Carvalho"
