"""What a right is called and what comes with it: the same in a letter and on every page."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.enums import PortalRole
from discussions.enums import SpaceRoleName

#: What comes with each right.
MEANING: Final[Mapping[str, Promise]] = {
    SpaceRoleName.MODERATOR: gettext_lazy(
        "Moderators read and decide on texts before readers see them, write the questions, and open and close the windows"
        " of this space."
    ),
    SpaceRoleName.OBSERVER: gettext_lazy(
        "Observers see what every reader sees. No withheld name, no address and no unpublished text is theirs to see."
    ),
    PortalRole.SECRETARIAT: gettext_lazy(
        "The secretariat moderates every space, names moderators, sees the addresses of authors and makes exports."
    ),
    PortalRole.ADMINISTRATOR: gettext_lazy(
        "Administrators give and take rights in the whole portal, close accounts and read the whole record. They do not"
        " decide on texts."
    ),
}


def role_name(role: str) -> str:
    """The name of a right, of the portal or of a space."""
    words = PortalRole if role in PortalRole.values else SpaceRoleName
    return str(words(role).label)
