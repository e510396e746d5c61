"""Who names moderators and observers, and who may know the addresses of accounts (PRODUCT, section 1)."""

from discussions.access.viewer import Viewer
from discussions.errors import NotNamer


def can_name_moderators(viewer: Viewer) -> bool:
    """The secretariat and administrators, in every space."""
    return viewer.is_secretariat or viewer.is_administrator


def check_name_moderators(viewer: Viewer) -> None:
    """Raises NotNamer for everyone else."""
    if not can_name_moderators(viewer):
        raise NotNamer


def can_see_addresses(viewer: Viewer) -> bool:
    """The e-mail addresses of accounts: the secretariat, which writes to authors, and administrators."""
    return viewer.is_secretariat or viewer.is_administrator


def can_name_secretariat(viewer: Viewer) -> bool:
    """Rights in the whole portal: administrators alone (`accounts.services.rights` asks once more)."""
    return viewer.is_administrator
