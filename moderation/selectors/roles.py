"""Who holds which right, in the portal and in spaces."""

from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from discussions.enums import SpaceRoleName
from discussions.models import Space, SpaceRole


def portal_holders() -> list[User]:
    """The open accounts of the secretariat and of administrators, by name; one statement."""
    holders = User.objects.filter(Q(is_secretariat=True) | Q(is_administrator=True))
    return list(
        holders.filter(is_active=True).select_related("person").order_by("person__name", "email")
    )


def roles_of(space: Space) -> list[SpaceRole]:
    """The rights in a space, with whose they are and who gave them, by role and name; one statement."""
    return list(_roles().filter(space=space))


def spaces_with_roles() -> Sequence[Space]:
    """All spaces with the rights in each; two statements."""
    spaces = Space.objects.order_by("slug")
    return list(spaces.prefetch_related(Prefetch("roles", queryset=_roles())))


def roles_held_by(user_id: int) -> list[SpaceRole]:
    """The rights of an account in spaces, with these, the newest space first; one statement."""
    rows = SpaceRole.objects.filter(user=user_id).select_related("space")
    return list(rows.order_by("-space", "role"))


def observers_of(space_id: int) -> list[int]:
    """The open accounts, by id, that observe a space; one statement."""
    rows = SpaceRole.objects.filter(
        space=space_id, role=SpaceRoleName.OBSERVER, user__is_active=True
    )
    return list(rows.order_by("user").values_list("user", flat=True))


def account_at(address: str) -> User | None:
    """The open account of an e-mail address, whatever its case, with its person."""
    accounts = User.objects.select_related("person")
    return accounts.filter(email__iexact=address, is_active=True).first()


def account_of(user_id: int) -> User | None:
    """An account with its person, open or not."""
    return User.objects.select_related("person").filter(pk=user_id).first()


def _roles() -> QuerySet[SpaceRole]:
    return SpaceRole.objects.select_related("user__person", "given_by__person").order_by(
        "role", "user__person__name", "user__email"
    )
