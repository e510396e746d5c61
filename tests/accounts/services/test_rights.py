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
    Rights,
    change_rights,
    give_portal_role,
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

NONE = Rights(is_active=True, is_secretariat=False, is_administrator=False)
ADMINISTRATOR = Rights(is_active=True, is_secretariat=False, is_administrator=True)
CLOSED = Rights(is_active=False, is_secretariat=False, is_administrator=True)


def second_administrator() -> Actor:
    """Another one."""
    return actor("second@test.example", "Sione Vea", is_administrator=True)


def test_the_same_rights_again_change_nothing() -> None:
    user, elif_kaya = stakeholder().user, administrator().user
    assert not change_rights(account_id=user.pk, rights=NONE, by=elif_kaya.pk)
    assert not Record.objects.exists()


@pytest.mark.parametrize("rights", [NONE, CLOSED])
def test_the_last_administrator_stays(rights: Rights) -> None:
    last = administrator().user
    with pytest.raises(LastAdministrator):
        change_rights(account_id=last.pk, rights=rights, by=last.pk)
    other = stakeholder().user
    assert change_rights(account_id=other.pk, rights=ADMINISTRATOR, by=last.pk)
    assert change_rights(account_id=last.pk, rights=rights, by=other.pk)


@pytest.mark.parametrize("rights", [NONE, CLOSED])
def test_nobody_takes_their_own_right_as_administrator(rights: Rights) -> None:
    one, _other = administrator().user, second_administrator()
    with pytest.raises(OwnAdministrator):
        change_rights(account_id=one.pk, rights=rights, by=one.pk)
    with pytest.raises(OwnAdministrator):
        take_portal_role(account_id=one.pk, role=PortalRole.ADMINISTRATOR, by=one.pk)
    assert User.objects.get(pk=one.pk).is_administrator


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_last_of_the_secretariat_stays(is_closed: bool) -> None:
    elif_kaya, paulo = administrator().user, secretariat().user

    def take() -> bool:
        if not is_closed:
            role = PortalRole.SECRETARIAT
            return take_portal_role(account_id=paulo.pk, role=role, by=elif_kaya.pk)
        rights = Rights(is_active=False, is_secretariat=True, is_administrator=False)
        return change_rights(account_id=paulo.pk, rights=rights, by=elif_kaya.pk)

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
