"""Rights in one space, given and taken (PRODUCT, section 1)."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.services.notices import queue_notice
from discussions.access.roles import check_name_moderators
from discussions.access.viewer import Viewer, viewer_of
from discussions.enums import SpaceRoleName
from discussions.errors import NoAccount, NotFound
from discussions.models import Space, SpaceRole
from discussions.services.set_up import settle_change


@dataclass(frozen=True)
class GivenRole:
    """A right that stands. `is_new` is False where it was given before, by whom and when its row says."""

    row: SpaceRole
    is_new: bool


def give_role(*, by: Viewer, space_id: int, user_id: int, role: SpaceRoleName) -> GivenRole:
    """Give an account a right in a space and tell whose it is; given again, it stays as it was first given.

    Raises NotNamer, NotFound for a space that is not there, NoAccount for an account that is closed.
    """
    with transaction.atomic():
        _hold(by, space_id)
        if not User.objects.filter(pk=user_id, is_active=True).exists():
            raise NoAccount
        row, is_new = SpaceRole.objects.get_or_create(
            space_id=space_id, user_id=user_id, role=role, defaults={"given_by_id": by.user_id}
        )
        if is_new:
            settle_change(by, space_id, "role-given", ("user", user_id), {"role": str(role)})
            _tell(row, by, is_given=True)
    return GivenRole(row, is_new)


def take_role(*, by: Viewer, space_id: int, user_id: int, role: SpaceRoleName) -> bool:
    """Take a right from an account and tell whose it was; it is gone with their next request. False where it had none.

    Raises NotNamer, NotFound for a space that is not there.
    """
    with transaction.atomic():
        _hold(by, space_id)
        row = SpaceRole.objects.filter(space_id=space_id, user_id=user_id, role=role).first()
        if row is None:
            return False
        _tell(row, by, is_given=False)
        row.delete()
        settle_change(by, space_id, "role-taken", ("user", user_id), {"role": str(role)})
    return True


def _hold(by: Viewer, space_id: int) -> None:
    """Lock who acts and the space: their right is asked for as it stands now, and rights in a space change one by one."""
    check_name_moderators(by)
    actor = User.objects.select_for_update(no_key=True).filter(pk=by.user_id or 0).first()
    check_name_moderators(viewer_of(actor))
    if Space.objects.select_for_update(no_key=True).filter(pk=space_id).first() is None:
        raise NotFound


def _tell(row: SpaceRole, by: Viewer, *, is_given: bool) -> None:
    """Whoever gives or takes a right of their own knows it."""
    if row.user_id == by.user_id:
        return
    queue_notice(
        kind="role",
        act=f"role:{row.pk}:{'given' if is_given else 'taken'}",
        receivers=[row.user_id],
        facts={"space": row.space_id, "role": row.role, "given": is_given},
    )
