"""Who fetches exports, and which may be given away (PRODUCT, sections 1 and 7)."""

from datetime import datetime

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_secretariat
from discussions.errors import NotFound
from discussions.models import Space
from moderation.enums import ExportState, ExportVariant
from moderation.errors import LinkOver, NothingToShare
from moderation.models import Export, ExportLink


def can_see_exports(viewer: Viewer, space_id: int) -> bool:
    """The secretariat sees all exports of a space, its observers those that were made for them."""
    return viewer.is_secretariat or space_id in viewer.observes


def check_see_exports(viewer: Viewer, space: Space, at: datetime) -> None:
    """At an instant (UTC). Raises NotFound while the space is not the viewer's to see, NotSecretariat for everyone else."""
    check_see_space(space, viewer, at)
    _check_role(viewer, space.pk)


def check_fetch(viewer: Viewer, export: Export) -> None:
    """Raises NotSecretariat for who sees no exports, NotFound for an observer to whom this one was not given."""
    _check_role(viewer, export.space_id)
    is_given = export.for_observers and export.variant == ExportVariant.PUBLIC
    if not viewer.is_secretariat and not is_given:
        raise NotFound


def check_share(export: Export) -> None:
    """Raises NothingToShare for what is not finished, not kept, or not for every reader's eyes."""
    if (
        export.variant != ExportVariant.PUBLIC
        or export.state != ExportState.FINISHED
        or not export.stored_as
    ):
        raise NothingToShare


def check_link(link: ExportLink, at: datetime) -> None:
    """Raises LinkOver at an instant (UTC) from which the link opens nothing: expired, taken back, or nothing is kept."""
    export = link.export
    if link.revoked_at is not None or link.expires_at <= at or not export.stored_as:
        raise LinkOver
    check_share(export)


def _check_role(viewer: Viewer, space_id: int) -> None:
    if not can_see_exports(viewer, space_id):
        check_secretariat(viewer)
