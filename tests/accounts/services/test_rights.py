"""Rights in the whole portal."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.enums import PortalRole
from accounts.errors import (
    LastAdministrator,
    LastSecretariat,
    NotAdministrator,
    OwnAdministrator,
)
from accounts.models import User
from accounts.services.rights import (
    give_portal_role,
    set_account_open,
    take_portal_role,
)
from hub.kit.models import Record
from hub.kit.refusals import Refusal
from tests import factories
from tests.people import (
    Actor,
    actor,
    administrator,
    moderator,
    observer,
    secretariat,
    stakeholder,
)

pytestmark = pytest.mark.django_db


def close(account: User, by: User) -> bool:
    """Close an account."""
    return set_account_open(account_id=account.pk, is_open=False, by=by.pk)


def take_right(account: User, by: User) -> bool:
    """Take its right as administrator."""
    return take_portal_role(account_id=account.pk, role=PortalRole.ADMINISTRATOR, by=by.pk)


Act = Callable[[User, User], bool]


def second_administrator() -> Actor:
    """Another one."""
    return actor("second@test.example", "Sione Vea", is_administrator=True)


def test_an_account_is_closed_and_opened_once_each_with_its_record() -> None:
    user, elif_kaya = stakeholder().user, administrator().user
    assert not set_account_open(account_id=user.pk, is_open=True, by=elif_kaya.pk)
    assert not Record.objects.exists()
    assert close(user, elif_kaya)
    assert not close(user, elif_kaya)
    assert set_account_open(account_id=user.pk, is_open=True, by=elif_kaya.pk)
    records = Record.objects.order_by("pk").values_list("act", "detail")
    assert list(records) == [
        ("rights-changed", {"is_active": False}),
        ("rights-changed", {"is_active": True}),
    ]


@pytest.mark.parametrize("act", [take_right, close])
def test_the_last_administrator_stays(act: Act) -> None:
    last = administrator().user
    with pytest.raises(LastAdministrator):
        act(last, last)
    other = stakeholder().user
    assert give_portal_role(account_id=other.pk, role=PortalRole.ADMINISTRATOR, by=last.pk)
    assert act(last, other)


@pytest.mark.parametrize("act", [take_right, close])
def test_nobody_takes_their_own_right_as_administrator(act: Act) -> None:
    one, _other = administrator().user, second_administrator()
    with pytest.raises(OwnAdministrator):
        act(one, one)
    assert User.objects.get(pk=one.pk).is_administrator


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_last_of_the_secretariat_stays(is_closed: bool) -> None:
    elif_kaya, paulo = administrator().user, secretariat().user

    def take() -> bool:
        if not is_closed:
            role = PortalRole.SECRETARIAT
            return take_portal_role(account_id=paulo.pk, role=role, by=elif_kaya.pk)
        return close(paulo, elif_kaya)

    with pytest.raises(LastSecretariat):
        take()
    closed = actor("closed@test.example", "Noor Bergström", is_secretariat=True).user
    User.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(LastSecretariat):
        take()
    User.objects.filter(pk=closed.pk).update(is_active=True)
    assert take()


def test_a_right_is_given_and_taken_once_each_with_its_record() -> None:
    elif_kaya, amina = administrator().user, stakeholder().user
    role, by = PortalRole.SECRETARIAT, elif_kaya.pk
    secretariat()
    assert give_portal_role(account_id=amina.pk, role=role, by=by)
    assert not give_portal_role(account_id=amina.pk, role=role, by=by)
    assert User.objects.get(pk=amina.pk).is_secretariat
    assert take_portal_role(account_id=amina.pk, role=role, by=by)
    assert not take_portal_role(account_id=amina.pk, role=role, by=by)
    assert not User.objects.get(pk=amina.pk).is_secretariat
    records = Record.objects.order_by("pk").values_list("act", "subject_id", "actor_id", "detail")
    assert list(records) == [
        ("rights-changed", str(amina.pk), elif_kaya.pk, {"is_secretariat": True}),
        ("rights-changed", str(amina.pk), elif_kaya.pk, {"is_secretariat": False}),
    ]


@pytest.mark.parametrize(
    "maker",
    [
        stakeholder,
        secretariat,
        lambda: moderator(factories.space()),
        lambda: observer(factories.space()),
    ],
    ids=["stakeholder", "secretariat", "moderator", "observer"],
)
def test_nobody_but_administrators_gives_or_takes_one(maker: Callable[[], Actor]) -> None:
    by, elif_kaya = maker().user, administrator().user
    for role in PortalRole:
        with pytest.raises(NotAdministrator):
            give_portal_role(account_id=by.pk, role=role, by=by.pk)
        with pytest.raises(NotAdministrator):
            take_portal_role(account_id=elif_kaya.pk, role=role, by=by.pk)
    assert not Record.objects.exists()


def test_who_was_an_administrator_a_moment_ago_gives_nothing() -> None:
    one, other = administrator().user, second_administrator().user
    assert take_portal_role(account_id=other.pk, role=PortalRole.ADMINISTRATOR, by=one.pk)
    with pytest.raises(NotAdministrator):
        give_portal_role(account_id=other.pk, role=PortalRole.ADMINISTRATOR, by=other.pk)
    User.objects.filter(pk=other.pk).update(is_administrator=True, is_active=False)
    with pytest.raises(NotAdministrator):
        give_portal_role(account_id=other.pk, role=PortalRole.SECRETARIAT, by=other.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_take_each_other_s_right_at_once_one_stays() -> None:
    pair = [administrator().user.pk, second_administrator().user.pk]
    begin, outcomes = threading.Barrier(2), []

    def take(by: int, account_id: int) -> None:
        try:
            begin.wait(10)
            role = PortalRole.ADMINISTRATOR
            outcomes.append(str(take_portal_role(account_id=account_id, role=role, by=by)))
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take, args=pair),
        threading.Thread(target=take, args=pair[::-1]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["True", "not-administrator"]
    assert User.objects.filter(is_administrator=True).count() == 1
    assert Record.objects.count() == 1
