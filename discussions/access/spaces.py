"""Who may see a space."""

from datetime import datetime

from django.db.models import Q

from discussions.access.viewer import Viewer
from discussions.errors import NotFound
from discussions.models import Space
from discussions.models.space import SpaceQuerySet


def can_see_space(space: Space, viewer: Viewer, at: datetime) -> bool:
    """Everyone once it is published; its moderators and the secretariat before."""
    published = space.published_at is not None and space.published_at <= at
    return published or viewer.is_staff_of(space.pk)


def check_see_space(space: Space, viewer: Viewer, at: datetime) -> None:
    """Raises NotFound where the space is not this viewer's to see (PRODUCT, section 2)."""
    if not can_see_space(space, viewer, at):
        raise NotFound


def visible_spaces(spaces: SpaceQuerySet, viewer: Viewer, at: datetime) -> SpaceQuerySet:
    """Those of the spaces that the viewer may see."""
    if viewer.is_secretariat:
        return spaces
    return spaces.filter(Q(published_at__lte=at) | Q(pk__in=viewer.moderates))
