"""Rights in the whole portal: the secretariat, administrators, and accounts that are closed."""

from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.errors import LastAdministrator
from accounts.models import User
from hub.kit.record import write_record


@dataclass(frozen=True)
class Rights:
    """What an account may do in the whole portal."""

    is_active: bool
    is_secretariat: bool
    is_administrator: bool


def change_rights(*, account_id: int, rights: Rights, by: int) -> bool:
    """Give an account these rights, with a record of what changed; True if anything did.

    Raises LastAdministrator rather than leave the portal without one.
    """
    with transaction.atomic():
        administrators = User.objects.select_for_update().filter(
            is_active=True, is_administrator=True
        )
        others = [one.pk for one in administrators.order_by("pk") if one.pk != account_id]
        account = User.objects.select_for_update().get(pk=account_id)
        before = {name: getattr(account, name) for name in asdict(rights)}
        changed = {name: new for name, new in asdict(rights).items() if new != before[name]}
        if not changed:
            return False
        was_one = account.is_active and account.is_administrator
        if was_one and not others and not (rights.is_active and rights.is_administrator):
            raise LastAdministrator
        for name, new in changed.items():
            setattr(account, name, new)
        account.save(update_fields=list(changed))
        write_record("rights-changed", ("user", account_id), by=by, detail=changed)
    return True
