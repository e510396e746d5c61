"""Rights in one space: by whom, once each, on record, and gone with the next request."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from discussions.access.viewer import VISITOR, Viewer
from discussions.enums import SpaceRoleName
from discussions.errors import NoAccount, NotFound, NotNamer
from discussions.models import Space, SpaceRole
from discussions.services.roles import give_role, take_role
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor

pytestmark = pytest.mark.django_db

MODERATOR, OBSERVER = SpaceRoleName.MODERATOR, SpaceRoleName.OBSERVER
NAMERS: dict[str, Callable[[Space], Viewer]] = {
    "secretariat": lambda _space: people.secretariat().viewer,
    "administrator": lambda _space: people.administrator().viewer,
}
OTHERS: dict[str, Callable[[Space], Viewer]] = {
    "visitor": lambda _space: VISITOR,
    "stakeholder": lambda _space: people.stranger().viewer,
    "observer": lambda space: people.observer(space).viewer,
    "moderator": lambda space: people.moderator(space).viewer,
}


@pytest.fixture
def space() -> Space:
    """Where the right is given."""
    return factories.space()


@pytest.fixture
def amina() -> Actor:
    """Who is named."""
    return people.stakeholder()


@pytest.mark.parametrize("role", SpaceRoleName)
@pytest.mark.parametrize("namer", sorted(NAMERS))
def test_a_right_is_given_and_taken_once_each_with_its_record(
    space: Space, amina: Actor, namer: str, role: SpaceRoleName
) -> None:
    by = NAMERS[namer](space)
    named = {"by": by, "space_id": space.pk, "user_id": amina.user.pk, "role": role}
    before = space.revision
    assert give_role(**named).is_new  # type: ignore[arg-type]  # the words of one act, twice
    again = give_role(**named)  # type: ignore[arg-type]  # the same
    assert not again.is_new
    assert again.row.given_by_id == by.user_id
    rights = amina.viewer.moderates if role == MODERATOR else amina.viewer.observes
    assert rights == {space.pk}
    assert take_role(**named)  # type: ignore[arg-type]  # the same
    assert not take_role(**named)  # type: ignore[arg-type]  # the same
    assert amina.viewer.moderates == amina.viewer.observes == frozenset()
    space.refresh_from_db()
    assert space.revision == before + 2
    found = Record.objects.order_by("pk").values_list("act", "subject_id", "actor_id", "space_id")
    assert list(found) == [
        ("role-given", str(amina.user.pk), by.user_id, space.pk),
        ("role-taken", str(amina.user.pk), by.user_id, space.pk),
    ]
    assert [record.detail for record in Record.objects.all()] == [{"role": role.value}] * 2


@pytest.mark.parametrize("other", sorted(OTHERS))
def test_nobody_else_names_moderators_and_observers(
    space: Space, amina: Actor, other: str
) -> None:
    by = OTHERS[other](space)
    standing = SpaceRole.objects.count()
    for role in SpaceRoleName:
        with pytest.raises(NotNamer):
            give_role(by=by, space_id=space.pk, user_id=amina.user.pk, role=role)
        with pytest.raises(NotNamer):
            take_role(by=by, space_id=space.pk, user_id=amina.user.pk, role=role)
    assert SpaceRole.objects.count() == standing
    assert not Record.objects.exists()


def test_who_lost_the_right_since_the_request_began_names_nobody(
    space: Space, amina: Actor
) -> None:
    paulo = people.secretariat()
    seen_before = paulo.viewer
    User.objects.filter(pk=paulo.user.pk).update(is_secretariat=False)
    with pytest.raises(NotNamer):
        give_role(by=seen_before, space_id=space.pk, user_id=amina.user.pk, role=MODERATOR)
    User.objects.filter(pk=paulo.user.pk).update(is_secretariat=True, is_active=False)
    with pytest.raises(NotNamer):
        take_role(by=seen_before, space_id=space.pk, user_id=amina.user.pk, role=MODERATOR)


def test_a_closed_account_and_a_space_that_is_not_there_are_refused(
    space: Space, amina: Actor
) -> None:
    by = people.secretariat().viewer
    with pytest.raises(NotFound):
        give_role(by=by, space_id=space.pk + 1, user_id=amina.user.pk, role=MODERATOR)
    User.objects.filter(pk=amina.user.pk).update(is_active=False)
    with pytest.raises(NoAccount):
        give_role(by=by, space_id=space.pk, user_id=amina.user.pk, role=MODERATOR)
    assert not Record.objects.exists()


def test_a_moderator_whose_right_is_taken_meets_a_refusal_with_the_next_request(
    space: Space,
) -> None:
    marta = people.moderator(space)
    client = Client()
    client.force_login(marta.user)
    addresses = ["/en/moderation/", "/en/moderation/spaces/roundtable/"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    by = people.secretariat().viewer
    take_role(by=by, space_id=space.pk, user_id=marta.user.pk, role=MODERATOR)
    assert [client.get(address).status_code for address in addresses] == [403, 403]


def test_an_observer_of_one_space_is_none_of_another(space: Space, amina: Actor) -> None:
    by = people.secretariat().viewer
    give_role(by=by, space_id=space.pk, user_id=amina.user.pk, role=OBSERVER)
    elsewhere = factories.space("elsewhere", "EL")
    assert amina.viewer.observes == {space.pk}
    assert not amina.viewer.is_staff_of(space.pk)
    assert not amina.viewer.is_staff_of(elsewhere.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_right_at_once_one_gives_it() -> None:
    space, amina = factories.space(), people.stakeholder()
    namers = [people.secretariat().viewer, people.administrator().viewer]
    begin, outcomes = threading.Barrier(2), []

    def give(by: Viewer) -> None:
        try:
            begin.wait(10)
            given = give_role(by=by, space_id=space.pk, user_id=amina.user.pk, role=MODERATOR)
            outcomes.append((given.is_new, given.row.given_by_id))
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[namer]) for namer in namers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(is_new for is_new, _by in outcomes) == [False, True]
    assert len({by for _is_new, by in outcomes}) == 1
    assert Record.objects.filter(act="role-given").count() == 1
