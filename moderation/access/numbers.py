"""Who sees the numbers of a space (PRODUCT, section 1)."""

from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer
from discussions.errors import NotModerator


def can_see_numbers(viewer: Viewer, space_id: int) -> bool:
    """Its moderators, its observers, and the secretariat."""
    return viewer.is_staff_of(space_id) or space_id in viewer.observes


def check_see_numbers(viewer: Viewer, space_id: int) -> None:
    """Raises NotModerator for everyone else."""
    if not can_see_numbers(viewer, space_id):
        raise NotModerator(
            _(
                "The numbers are for the moderators and observers of this space and the secretariat."
            )
        )


def counts_what_is_not_public(viewer: Viewer, space_id: int) -> bool:
    """Whether the groups, countries and languages of texts that readers do not see are theirs to count: staff alone."""
    return viewer.is_staff_of(space_id)
