"""The page on which observers of a space find the exports that were given to them, prepared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from discussions.access.viewer import Viewer
from discussions.models import Space, Window
from hub.kit.clock import database_now
from moderation.errors import NoLongerShown
from moderation.exports.held import KeptBack, kept_back
from moderation.models import Export
from moderation.pages.desk import Desk, desk_of
from moderation.pages.past_exports import ExportView, export_view
from moderation.selectors.exports import given_to_observers, windows_of


@dataclass(frozen=True)
class ObserverPage:
    """What observers of a space may fetch."""

    desk: Desk
    past: Sequence[ExportView]


def observer_page(space: Space, viewer: Viewer) -> ObserverPage:
    """8 statements at most. What readers are shown no longer is not given to observers either."""
    windows, exports = windows_of(space), list(given_to_observers(space))
    closed = kept_back(exports, database_now())
    past = [_for_observer(space, export, windows, closed.get(export.pk)) for export in exports]
    return ObserverPage(desk_of(space, viewer, "exports"), past)


def _for_observer(
    space: Space, export: Export, windows: Sequence[Window], found: KeptBack | None
) -> ExportView:
    view = export_view(space, export, windows)
    return replace(view, download_url="", over=str(NoLongerShown())) if found else view
