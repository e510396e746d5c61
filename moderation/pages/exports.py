"""The pages of exports, prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from discussions.access.viewer import Viewer
from discussions.models import Space, Window
from hub.kit.dates import moment_in
from hub.kit.files import file_size_text
from moderation.enums import ExportState, ExportVariant
from moderation.exports.failure import failure_words
from moderation.exports.sentences import filter_sentences, variant_sentence
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.pages.desk import Desk, desk_of
from moderation.selectors.exports import counter_of, exports_of, states_of, windows_of

RUNNING: Final = (ExportState.WAITING, ExportState.RUNNING)
_STEPS: Final[dict[str, Promise]] = {
    "texts": gettext_lazy("Writing the texts: %(done)s of %(total)s texts and files are done."),
    "archive": gettext_lazy("Writing the data: %(done)s of %(total)s texts and files are done."),
    "files": gettext_lazy("Adding the files: %(done)s of %(total)s texts and files are done."),
    "checking": gettext_lazy("Counting everything once more in the finished package."),
}
_WAITING: Final = gettext_lazy("Waiting for its turn. You can leave this page.")
_MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class ProgressView:
    """The inputs of components/progress.html."""

    url: str
    title: str
    done: int
    total: int
    message: str
    running: tuple[str, ...] = tuple(state.value for state in RUNNING)


@dataclass(frozen=True)
class ExportView:
    """One export in words. `download_url` is empty where there is nothing to fetch, `name` where nothing was made."""

    url: str
    download_url: str
    name: str
    state: str
    is_failed: bool
    is_restricted: bool
    contents: str
    size: str
    sha256: str
    who: str
    requested: str
    cut_off: str
    variant: str
    chosen: Sequence[tuple[str, str]]
    failure: str


@dataclass(frozen=True)
class ExportsPage:
    """Everything that was exported of a space, and what a new export would hold."""

    desk: Desk
    progress: ProgressView | None
    past: Sequence[ExportView]
    facts: Sequence[tuple[str, int]]
    days_kept: int


@dataclass(frozen=True)
class ExportPage:
    """One export."""

    desk: Desk
    all_url: str
    progress: ProgressView | None
    export: ExportView
    days_kept: int


def exports_page(space: Space, viewer: Viewer) -> ExportsPage:
    """4 statements."""
    exports = list(exports_of(space)[:_MOST_SHOWN])
    states = states_of(space)
    windows = windows_of(space)
    received, _absent = counter_of(space)
    running = next((export for export in exports if export.state in RUNNING), None)
    facts = [
        (_("References issued"), received),
        (_("Published"), states.get("published", 0)),
        (_("Not public"), sum(states.values()) - states.get("published", 0)),
    ]
    return ExportsPage(
        desk=desk_of(space, viewer, "exports"),
        progress=progress_view(space, running) if running else None,
        past=[_view(space, export, windows) for export in exports if export is not running],
        facts=facts,
        days_kept=settings.EXPORT_DAYS_KEPT,
    )


def export_page(space: Space, viewer: Viewer, export: Export) -> ExportPage:
    """The page of one export; 1 statement."""
    all_url = reverse("exports", args=[space.slug])
    view = _view(space, export, windows_of(space))
    return ExportPage(
        desk=desk_of(space, viewer, "exports"),
        all_url=all_url,
        progress=progress_view(space, export) if export.state in RUNNING else None,
        export=view,
        days_kept=settings.EXPORT_DAYS_KEPT,
    )


def progress_view(space: Space, export: Export) -> ProgressView:
    """How far it is."""
    words = _STEPS.get(export.step, _WAITING)
    return ProgressView(
        url=reverse("export-status", args=[space.slug, export.pk]),
        title=_("Export running: one package with everything (ZIP)"),
        done=export.done,
        total=export.total,
        message=str(words) % {"done": export.done, "total": export.total},
    )


def status(space: Space, export: Export) -> dict[str, Any]:
    """What js/progress.js asks for."""
    progress = progress_view(space, export)
    return {
        "state": export.state,
        "done": progress.done,
        "total": progress.total,
        "message": progress.message,
    }


def _view(space: Space, export: Export, windows: Sequence[Window]) -> ExportView:
    facts = export.counts.get("failure", {})
    return ExportView(
        url=reverse("export", args=[space.slug, export.pk]),
        download_url=reverse("export-download", args=[space.slug, export.pk])
        if export.stored_as
        else "",
        name=export.file_name,
        state=str(ExportState(export.state).label),
        is_failed=export.state == ExportState.FAILED,
        is_restricted=export.variant == ExportVariant.RESTRICTED,
        contents=_contents(export),
        size=file_size_text(export.size) if export.size is not None else "",
        sha256=export.sha256,
        who=_name_of(export.requested_by),
        requested=_instant(export.requested_at),
        cut_off=_instant(export.cut_off) if export.cut_off else "",
        variant=variant_sentence(export.variant),
        chosen=filter_sentences(ExportFilter.from_json(export.filter), windows),
        failure=failure_words(export.failure, facts) if export.failure else "",
    )


def _contents(export: Export) -> str:
    """In numbers: 178 of 186 inputs, 96 files."""
    counts = export.counts
    if "in" not in counts:
        return ""
    inputs = ngettext(
        "%(number)s of %(all)s inputs, %(files)s files",
        "%(number)s of %(all)s inputs, %(files)s files",
        counts["in"],
    )
    return inputs % {"number": counts["in"], "all": counts["all"], "files": counts["files"]}


def _name_of(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person is not None else user.email


def _instant(instant: datetime) -> str:
    """An instant in UTC; seconds are cut off: 17 March 2027, 18:02 UTC."""
    return _("%(moment)s UTC") % {"moment": moment_in(instant)}
