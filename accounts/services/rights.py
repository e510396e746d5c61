"""Rights in the whole portal: the secretariat, administrators, and accounts that are closed (PRODUCT, section 1)."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.db.models import Q

from accounts.enums import PortalRole
from accounts.errors import (
    LastAdministrator,
    LastSecretariat,
    NotAdministrator,
    OwnAdministrator,
)
from accounts.models import User
from accounts.services.notices import queue_notice
from hub.kit.record import write_record
from hub.kit.refusals import Refusal

_COLUMNS: Final[Mapping[str, str]] = {
    PortalRole.SECRETARIAT: "is_secretariat",
    PortalRole.ADMINISTRATOR: "is_administrator",
}
#: Of these at least one active account holds the right, once one does.
_KEPT: Final[Mapping[str, type[Refusal]]] = {
    "is_administrator": LastAdministrator,
    "is_secretariat": LastSecretariat,
}


def set_account_open(*, account_id: int, is_open: bool, by: int) -> bool:
    """Close an account, or open it again, with a record; True if anything changed.

    Raises NotAdministrator where `by` is none at this very moment, OwnAdministrator, and LastAdministrator or
    LastSecretariat rather than leave the portal without one.
    """
    return _change(account_id, {"is_active": is_open}, by)


def give_portal_role(*, account_id: int, role: PortalRole, by: int) -> bool:
    """Give an account one right; False where it had it. Raises NotAdministrator."""
    return _change(account_id, {_COLUMNS[role]: True}, by)


def take_portal_role(*, account_id: int, role: PortalRole, by: int) -> bool:
    """Take one right from an account; False where it had none. Raises what `set_account_open` raises."""
    return _change(account_id, {_COLUMNS[role]: False}, by)


def locked_account(account_id: int) -> User:
    """The account as it is now, held until the end, after everybody whose rights an act on it asks about."""
    return _held(account_id)[account_id]


def _change(account_id: int, wanted: Mapping[str, bool], by: int) -> bool:
    with transaction.atomic():
        holders = _held(account_id, by)
        if not holders[by].is_active or not holders[by].is_administrator:
            raise NotAdministrator
        account = holders[account_id]
        changed = {
            name: value for name, value in wanted.items() if value != getattr(account, name)
        }
        if not changed:
            return False
        others = [one for one in holders.values() if one.pk != account_id and one.is_active]
        had = [name for name in _KEPT if account.is_active and getattr(account, name)]
        for name, value in changed.items():
            setattr(account, name, value)
        for name in had:
            _check_kept(name, account, others, by)
        account.save(update_fields=list(changed))
        record = write_record("rights-changed", ("user", account_id), by=by, detail=changed)
        if account_id != by:
            _tell(account_id, changed, record.pk)
    return True


def _tell(account_id: int, changed: Mapping[str, bool], record_id: int) -> None:
    """Whose roles were changed; one notice a role."""
    for role, column in _COLUMNS.items():
        if column in changed:
            queue_notice(
                kind="role",
                act=f"portal-role:{record_id}:{role}",
                receivers=[account_id],
                facts={"role": str(role), "given": changed[column]},
            )


def _held(*accounts: int) -> dict[int, User]:
    """Everybody who holds a right in the portal, and these accounts, by id, locked in this order.

    Two who take a right from each other at once come one after the other.
    """
    portal_wide = Q(is_active=True) & (Q(is_administrator=True) | Q(is_secretariat=True))
    rows = User.objects.select_for_update(no_key=True).filter(portal_wide | Q(pk__in=accounts))
    return {user.pk: user for user in rows.order_by("pk")}


def _check_kept(right: str, account: User, others: list[User], by: int) -> None:
    """The account held the right: does it keep it, or somebody else? Raises LastAdministrator and its like."""
    if account.is_active and getattr(account, right):
        return
    if not any(getattr(other, right) for other in others):
        raise _KEPT[right]
    if right == "is_administrator" and account.pk == by:
        raise OwnAdministrator
