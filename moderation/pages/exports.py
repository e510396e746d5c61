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
from discussions.pages.threads import Pager
from discussions.selectors.numbers import moved_out_of
from moderation.exports.gathered import Order
from moderation.models import Export
from moderation.pages.desk import Desk, desk_of
from moderation.pages.export_count import CountView, count_view
from moderation.pages.export_progress import ProgressView, progress_view
from moderation.pages.past_exports import ExportView, past_views
from moderation.selectors.exports import (
    counter_of,
    past_exports_of,
    running_exports_of,
    states_of,
)

_PAGE: Final = 25
#: The field of the form in which an earlier export is chosen.
_SINCE_FIELD: Final = "#id_since"


@dataclass(frozen=True)
class PresetLink:
    """A way to fill in the form. `url` is empty where there is nothing to compare with yet; `is_current`: it is.

    Where nothing was handed over yet it leads to the list of what can be compared with.
    """

    label: str
    hint: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ExportsPage:
    """Everything that was exported of a space, and what a new export would hold.

    `reconciliation_url` leads to the sums where they do not agree, and no export would be handed over; else it is "".
    `count` is None where the form does not say what is wanted; at `count_url` js/export-count.js counts anew.
    """

    desk: Desk
    presets: Sequence[PresetLink]
    count: CountView | None
    count_url: str
    running: Sequence[ProgressView]
    past: Sequence[ExportView]
    pager: Pager
    facts: Sequence[tuple[str, int]]
    reconciliation_url: str
    days_kept: int


@dataclass(frozen=True)
class Shown:
    """What of the page is asked for: the preset of the form, "" for choices, and the past exports by pages from 1.

    `last` is the last export that others got; `can_compare`: there is any from which a difference can be told.
    """

    preset: str
    page: int
    last: Export | None
    can_compare: bool


def exports_page(space: Space, viewer: Viewer, order: Order | None, shown: Shown) -> ExportsPage:
    """14 statements at most, and those of the count of what is ordered."""
    past = past_exports_of(space)
    states = states_of(space)
    received, absent = counter_of(space)
    total = past.count()
    first = min((shown.page - 1) * _PAGE, max(total - 1, 0) // _PAGE * _PAGE)
    facts = [
        (_("References issued"), received),
        (pgettext("several texts", "Published"), states.get("published", 0)),
        (
            pgettext("several texts", "Not public"),
            sum(states.values()) - states.get("published", 0),
        ),
    ]
    moved_out = moved_out_of(space)
    elsewhere = [
        (pgettext("several texts", "Moved to another space"), moved_out),
        (pgettext("several texts", "Not in the archive"), absent),
    ]
    facts += [(label, number) for label, number in elsewhere if number]
    return ExportsPage(
        desk=desk_of(space, viewer, "exports"),
        presets=_presets(shown),
        count=count_view(order) if order else None,
        count_url=reverse("export-count", args=[space.slug]),
        running=[progress_view(space, export) for export in running_exports_of(space)],
        past=past_views(space, list(past[first : first + _PAGE])),
        pager=_pager(reverse("exports", args=[space.slug]), first, total),
        facts=facts,
        reconciliation_url=""
        if received - absent == sum(states.values()) + moved_out
        else reverse("reconciliation", args=[space.slug]),
        days_kept=settings.EXPORT_DAYS_KEPT,
    )


def _pager(url: str, first: int, total: int) -> Pager:
    number = first // _PAGE + 1

    def address(page: int) -> str:
        return f"{url}?page={page}#past-title"

    return Pager(
        first_url=address(1) if number > 1 else "",
        next_url=address(number + 1) if first + _PAGE < total else "",
        shown=min(_PAGE, total - first),
        total=total,
        previous_url=address(number - 1) if number > 1 else "",
    )


def _presets(shown: Shown) -> list[PresetLink]:
    since, hint = _since(shown)
    links = {
        "public": (
            "?preset=public",
            _("Everything public"),
            _("To hand over to the co-facilitators."),
        ),
        "restricted": (
            "?preset=restricted",
            _("Everything received, restricted"),
            _("For the secretariat alone."),
        ),
        "since": (since, _("Since the last export handed over"), hint),
    }
    return [
        PresetLink(label, words, url, key == shown.preset)
        for key, (url, label, words) in links.items()
    ]


def _since(shown: Shown) -> tuple[str, str]:
    """Where the third way leads, and what is said of it."""
    if shown.last is not None:
        return "?preset=since", _(
            "What is new, changed or gone since %(file)s, the last one that observers or somebody with a link were"
            " given. With its filter."
        ) % {"file": shown.last.file_name}
    if shown.can_compare:
        return _SINCE_FIELD, _(
            "Not yet: nobody was given an export, neither observers nor somebody with a link. Choose from the list with"
            " which one to compare."
        )
    return "", _("Not yet: there is no export to compare with.")
