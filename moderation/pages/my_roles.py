"""The roles of an account for whoever it belongs to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import PortalRole
from discussions.access.spaces import can_see_space
from discussions.access.viewer import Viewer
from discussions.enums import SpaceRoleName
from discussions.models import SpaceRole
from discussions.pages.addresses import space_url
from hub.kit.bilingual import Text, text_in
from hub.kit.clock import now
from hub.kit.dates import day_in
from moderation.mailers.role_words import MEANING, role_name
from moderation.pages.desk import DeskLink, desk_of
from moderation.selectors.roles import roles_held_by


@dataclass(frozen=True)
class OwnRole:
    """A right of the account and what comes with it. `space` is None for a right in the whole portal."""

    role: str
    meaning: str
    since: str = ""
    space: Text | None = None
    links: tuple[DeskLink, ...] = ()


@dataclass(frozen=True)
class MyRolesPage:
    """All that moderation/my_roles.html shows."""

    roles: list[OwnRole]
    rights_url: str


def my_roles_page(viewer: Viewer) -> MyRolesPage:
    """The page, in the active language; one statement."""
    in_portal = {
        PortalRole.SECRETARIAT: viewer.is_secretariat,
        PortalRole.ADMINISTRATOR: viewer.is_administrator,
    }
    return MyRolesPage(
        roles=[
            *(
                OwnRole(role_name(role), str(MEANING[role]))
                for role, holds in in_portal.items()
                if holds
            ),
            *(_in_space(row, viewer) for row in roles_held_by(viewer.user_id or 0)),
        ],
        rights_url=reverse("rights"),
    )


def _in_space(row: SpaceRole, viewer: Viewer) -> OwnRole:
    space = row.space
    links = []
    if can_see_space(space, viewer, now()):
        links.append(DeskLink(_("Open the space"), space_url(space), is_current=False))
    if row.role == SpaceRoleName.MODERATOR:
        queue = f"{reverse('review-queue')}?space={space.slug}"
        links.append(DeskLink(_("Review queue of this space"), queue, is_current=False))
    links += desk_of(space, viewer, "").links
    return OwnRole(
        role=role_name(row.role),
        meaning=str(MEANING[row.role]),
        since=_("since %(day)s") % {"day": day_in(row.given_at)},
        space=text_in(space, "title", get_language() or "en"),
        links=tuple(links),
    )
