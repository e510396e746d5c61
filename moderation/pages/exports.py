"""The page on which exports of a space are asked for, prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.viewer import Viewer
from discussions.models import Space
from discussions.selectors.numbers import moved_out_of
from moderation.exports.gather import Order
from moderation.pages.desk import Desk, desk_of
from moderation.pages.export_count import CountView, count_view
from moderation.pages.past_exports import (
    RUNNING,
    ExportView,
    ProgressView,
    export_view,
    progress_view,
)
from moderation.selectors.exports import counter_of, exports_of, states_of, windows_of

_MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class PresetLink:
    """A way to fill in the form. `url` is empty where there is nothing to compare with yet; `is_current`: it is."""

    label: str
    hint: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ExportsPage:
    """Everything that was exported of a space, and what a new export would hold.

    `count` is None where the form does not say what is wanted; at `count_url` js/export-count.js counts anew.
    """

    desk: Desk
    presets: Sequence[PresetLink]
    count: CountView | None
    count_url: str
    running: Sequence[ProgressView]
    past: Sequence[ExportView]
    facts: Sequence[tuple[str, int]]
    days_kept: int


def exports_page(
    space: Space, viewer: Viewer, order: Order | None, *, preset: str, has_earlier: bool
) -> ExportsPage:
    """5 statements, and those of the count of what is ordered."""
    exports = list(exports_of(space)[:_MOST_SHOWN])
    states = states_of(space)
    windows = windows_of(space)
    received, absent = counter_of(space)
    running = [export for export in exports if export.state in RUNNING]
    facts = [
        (_("References issued"), received),
        (pgettext("several texts", "Published"), states.get("published", 0)),
        (
            pgettext("several texts", "Not public"),
            sum(states.values()) - states.get("published", 0),
        ),
    ]
    elsewhere = [
        (pgettext("several texts", "Moved to another space"), moved_out_of(space)),
        (pgettext("several texts", "Not in the archive"), absent),
    ]
    facts += [(label, number) for label, number in elsewhere if number]
    return ExportsPage(
        desk=desk_of(space, viewer, "exports"),
        presets=_presets(preset, has_earlier=has_earlier),
        count=count_view(order) if order else None,
        count_url=reverse("export-count", args=[space.slug]),
        running=[progress_view(space, export) for export in running],
        past=[export_view(space, export, windows) for export in exports if export not in running],
        facts=facts,
        days_kept=settings.EXPORT_DAYS_KEPT,
    )


def _presets(current: str, *, has_earlier: bool) -> list[PresetLink]:
    since = _("What is new, changed or gone, for the same readers and with the same filter.")
    if not has_earlier:
        since = _("Not yet: none was made of this space.")
    words = {
        "public": (_("Everything public"), _("To hand over to the co-facilitators.")),
        "restricted": (_("Everything received, restricted"), _("For the secretariat alone.")),
        "since": (_("Since the last export"), since),
    }
    return [
        PresetLink(
            label,
            hint,
            f"?preset={key}" if key != "since" or has_earlier else "",
            key == current,
        )
        for key, (label, hint) in words.items()
    ]
