"""Who may see a space."""

from datetime import datetime

from django.db.models import Q, QuerySet

from discussions.access.viewer import Viewer
from discussions.errors import NotFound, NotModerator, NotNamer
from discussions.models import Space


def can_see_space(space: Space, viewer: Viewer, at: datetime) -> bool:
    """Everyone once it is published; before, those who set it up."""
    published = space.published_at is not None and space.published_at <= at
    return published or can_set_up(viewer, space.pk)


def check_see_space(space: Space, viewer: Viewer, at: datetime) -> None:
    """Raises NotFound where the space is not this viewer's to see (PRODUCT, section 2)."""
    if not can_see_space(space, viewer, at):
        raise NotFound


def visible_spaces(spaces: QuerySet[Space], viewer: Viewer, at: datetime) -> QuerySet[Space]:
    """Those of the spaces that the viewer may see."""
    if can_set_up(viewer):
        return spaces
    return spaces.filter(Q(published_at__lte=at) | Q(pk__in=viewer.moderates))


def can_set_up(viewer: Viewer, space_id: int | None = None) -> bool:
    """Questions, documents and settings of a space: its moderators, the secretariat, administrators.

    Without a space: making one, and what all spaces share; not for moderators (PRODUCT, section 1).
    """
    portal_wide = viewer.is_secretariat or viewer.is_administrator
    return portal_wide or (space_id is not None and space_id in viewer.moderates)


def check_set_up(viewer: Viewer, space_id: int | None = None) -> None:
    """Raises NotModerator for everyone else; without a space NotNamer, as that is for nobody who moderates."""
    if not can_set_up(viewer, space_id):
        raise NotNamer if space_id is None else NotModerator
