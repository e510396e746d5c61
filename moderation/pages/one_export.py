"""The page of one export: what came of it, and whom it was given to."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from discussions.access.viewer import Viewer
from discussions.models import Space
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.access.exports import check_share
from moderation.exports.held import kept_back_of
from moderation.models import Export
from moderation.pages.desk import Desk, desk_of
from moderation.pages.export_progress import ProgressView, progress_view
from moderation.pages.kept_back import KeptBackView, kept_back_view
from moderation.pages.past_exports import ExportView, export_view
from moderation.pages.sharing import Sharing, sharing_of
from moderation.selectors.exports import RUNNING, windows_of


@dataclass(frozen=True)
class ExportPage:
    """One export. `sharing` is None where it cannot be given away. `new_link` is the address of one just made.

    `kept_back` says why links and observers get it no longer, None while they do.
    """

    desk: Desk
    all_url: str
    progress: ProgressView | None
    export: ExportView
    kept_back: KeptBackView | None
    sharing: Sharing | None
    new_link: str


def export_page(space: Space, viewer: Viewer, export: Export, new_link: str = "") -> ExportPage:
    """10 statements at most."""
    can_share, at = _can_share(export), database_now()
    closed = kept_back_of(export, at) if can_share else None
    sharing = sharing_of(
        space, export, at, can_give=can_share and closed is None, is_held_back=closed is not None
    )
    return ExportPage(
        desk=desk_of(space, viewer, "exports"),
        all_url=reverse("exports", args=[space.slug]),
        progress=progress_view(space, export) if export.state in RUNNING else None,
        export=export_view(space, export, windows_of(space)),
        kept_back=kept_back_view(space, export, closed, is_given=sharing.is_open)
        if closed
        else None,
        sharing=sharing if sharing.is_there else None,
        new_link=new_link,
    )


def shared_url(token: str) -> str:
    """The whole address of a link, in the active language."""
    return f"{settings.SITE_URL}{reverse('shared', args=[token])}"


def _can_share(export: Export) -> bool:
    try:
        check_share(export)
    except Refusal:
        return False
    return True
