"""Rights in the whole portal."""

import pytest

from accounts.errors import LastAdministrator
from accounts.services.rights import Rights, change_rights
from hub.kit.models import Record
from tests.people import administrator, stakeholder

pytestmark = pytest.mark.django_db

NONE = Rights(is_active=True, is_secretariat=False, is_administrator=False)
ADMINISTRATOR = Rights(is_active=True, is_secretariat=False, is_administrator=True)
CLOSED = Rights(is_active=False, is_secretariat=False, is_administrator=True)


def test_the_same_rights_again_change_nothing() -> None:
    user = stakeholder().user
    assert not change_rights(account_id=user.pk, rights=NONE, by=user.pk)
    assert not Record.objects.exists()


@pytest.mark.parametrize("rights", [NONE, CLOSED])
def test_the_last_administrator_stays(rights: Rights) -> None:
    last = administrator().user
    with pytest.raises(LastAdministrator):
        change_rights(account_id=last.pk, rights=rights, by=last.pk)
    other = stakeholder().user
    assert change_rights(account_id=other.pk, rights=ADMINISTRATOR, by=last.pk)
    assert change_rights(account_id=last.pk, rights=rights, by=other.pk)
