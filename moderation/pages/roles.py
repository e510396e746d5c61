"""Who holds which right, in the portal and in one space, and what a change of it means before it is done."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import PortalRole
from accounts.models import User
from discussions.access.roles import can_name_secretariat
from discussions.access.viewer import Viewer
from discussions.enums import SpaceRoleName
from discussions.models import Space, SpaceRole
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from moderation.enums import RoleAct
from moderation.mailers.role_words import MEANING, role_name
from moderation.pages.desk import Desk, desk_of
from moderation.selectors.roles import portal_holders, roles_of, spaces_with_roles

_TAKEN: Final = gettext_lazy(
    "The right is gone with their next request. What they did with it stays."
)
_UNMADE: Final = gettext_lazy(
    "Exports that they asked for and that are not made yet will not be made."
)


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a right. `take_url` is "" where it is not the viewer's to take; then `note` may say why."""

    name: str
    email: str
    role: str
    since: str
    take_url: str
    note: str = ""


@dataclass(frozen=True)
class SpaceLine:
    """A space with the names of those who hold rights in it."""

    title: str
    language: str
    url: str
    moderators: list[str]
    observers: list[str]


@dataclass(frozen=True)
class Confirmation:
    """What is about to be done, told before it is done; `account` is the address of whose right it is."""

    heading: str
    account: str
    sentences: list[str]
    button: str
    is_taking: bool
    cancel_url: str


@dataclass(frozen=True)
class RolesPage:
    """All that moderation/roles.html shows; `may_change`: whether the rights in the portal are the viewer's to give."""

    holders: list[Holder]
    may_change: bool
    spaces: list[SpaceLine]
    confirmation: Confirmation | None
    record_url: str


@dataclass(frozen=True)
class SpaceRolesPage:
    """All that moderation/space_roles.html shows."""

    desk: Desk
    holders: list[Holder]
    confirmation: Confirmation | None
    record_url: str
    roles_url: str


def roles_page(viewer: Viewer, confirmation: Confirmation | None) -> RolesPage:
    """Rights in the portal, and who holds rights in which space; three statements."""
    return RolesPage(
        holders=[line for user in portal_holders() for line in _portal_lines(user, viewer)],
        may_change=can_name_secretariat(viewer),
        spaces=[_space_line(space) for space in spaces_with_roles()],
        confirmation=confirmation,
        record_url=f"{reverse('record')}?act=rights-changed",
    )


def space_roles_page(
    space: Space, viewer: Viewer, confirmation: Confirmation | None
) -> SpaceRolesPage:
    """Rights in one space; one statement."""
    here = reverse("space-roles", args=[space.slug])
    return SpaceRolesPage(
        desk=desk_of(space, viewer, "space-roles"),
        holders=[_space_holder(row, here) for row in roles_of(space)],
        confirmation=confirmation,
        record_url=f"{reverse('record')}?space={space.slug}",
        roles_url=reverse("roles"),
    )


def confirmation_of(act: RoleAct, account: User, role: str, here: str) -> Confirmation:
    """What giving or taking a right means, with the name of whose it is."""
    named = {"name": name_of(account), "role": role_name(role)}
    is_taking = act == RoleAct.TAKE
    if is_taking:
        heading = _("Take the right “%(role)s” from %(name)s?") % named
        sentences = [str(_TAKEN)]
        if role == PortalRole.SECRETARIAT:
            sentences.append(str(_UNMADE))
    else:
        heading = _("Give the right “%(role)s” to %(name)s?") % named
        sentences = [str(MEANING[role])]
    return Confirmation(
        heading=heading,
        account=account.email,
        sentences=[*sentences, _("It stands on record.")],
        button=_("Take the right away") if is_taking else _("Give the right"),
        is_taking=is_taking,
        cancel_url=here,
    )


def done_words(act: RoleAct, account: User, role: str, *, is_new: bool) -> str:
    """What happened, in one sentence."""
    named = {"name": name_of(account), "role": role_name(role)}
    words = {
        (RoleAct.GIVE, True): _("%(name)s has the right “%(role)s” now."),
        (RoleAct.GIVE, False): _(
            "%(name)s had the right “%(role)s” already. Nothing was changed."
        ),
        (RoleAct.TAKE, True): _("%(name)s has the right “%(role)s” no longer."),
        (RoleAct.TAKE, False): _("%(name)s had not the right “%(role)s”. Nothing was changed."),
    }
    return words[act, is_new] % named


def name_of(account: User) -> str:
    """The name of an account, for those who may know its address."""
    person = getattr(account, "person", None)
    return person.name if person is not None else account.email


def _portal_lines(user: User, viewer: Viewer) -> list[Holder]:
    """One line for each right that the account holds."""
    held = {
        PortalRole.SECRETARIAT: user.is_secretariat,
        PortalRole.ADMINISTRATOR: user.is_administrator,
    }
    return [_portal_holder(user, role, viewer) for role, holds in held.items() if holds]


def _portal_holder(user: User, role: PortalRole, viewer: Viewer) -> Holder:
    is_own = role == PortalRole.ADMINISTRATOR and user.pk == viewer.user_id
    may_take = can_name_secretariat(viewer) and not is_own
    return Holder(
        name=name_of(user),
        email=user.email,
        role=role_name(role),
        since="",
        take_url=_take_url(reverse("roles"), user.pk, role) if may_take else "",
        note=_("yours: another administrator can take it") if is_own else "",
    )


def _space_holder(row: SpaceRole, here: str) -> Holder:
    given = {
        "moment": moment_in(row.given_at),
        "by": name_of(row.given_by) if row.given_by else "",
    }
    words = (
        _("since %(moment)s UTC, given by %(by)s") if row.given_by else _("since %(moment)s UTC")
    )
    return Holder(
        name=name_of(row.user),
        email=row.user.email,
        role=role_name(row.role),
        since=words % given,
        take_url=_take_url(here, row.user_id, row.role),
        note="" if row.user.is_active else _("account closed"),
    )


def _take_url(here: str, account: int, role: str) -> str:
    asked = {"act": RoleAct.TAKE.value, "account": account, "role": str(role)}
    return f"{here}?{urlencode(asked)}#confirm"


def _space_line(space: Space) -> SpaceLine:
    title = text_in(space, "title", get_language() or "en")
    names: dict[str, list[str]] = {role: [] for role in SpaceRoleName.values}
    for row in space.roles.all():
        names[row.role].append(name_of(row.user))
    return SpaceLine(
        title=title.value or space.slug,
        language=title.language,
        url=reverse("space-roles", args=[space.slug]),
        moderators=names[SpaceRoleName.MODERATOR],
        observers=names[SpaceRoleName.OBSERVER],
    )
