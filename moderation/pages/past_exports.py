"""Exports that were asked for, in words: what came of each, how long it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from discussions.models import Space, Window
from hub.kit.clock import database_now
from hub.kit.dates import day_in, moment_in
from hub.kit.files import file_size_text
from hub.kit.languages import language_name
from moderation.enums import ExportPart, ExportState, ExportVariant
from moderation.errors import failure_words, left_out_words
from moderation.exports.held import KeptBack, kept_back
from moderation.exports.sentences import (
    contents_sentence,
    filter_sentences,
    parts_sentence,
    variant_sentence,
)
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.pages.kept_back import KeptBackView, kept_back_view
from moderation.selectors.exports import windows_of
from moderation.selectors.held import given_away

#: So many texts stand in the list of exports; the page of each names them all.
_MOST_NAMED: Final = 5


@dataclass(frozen=True)
class ExportView:
    """One export in words. `download_url` is empty where there is nothing to fetch, `name` where nothing was made.

    `over` says why there is nothing: it failed, somebody cancelled it, or readers are shown less than it holds.
    `left_out`: what of it could not be made. `notes`: that, and whom it was given to. `kept_back`: for the secretariat,
    of which texts readers are shown less now.
    """

    url: str
    download_url: str
    name: str
    state: str
    over: str
    is_failed: bool
    is_restricted: bool
    contents: str
    parts: str
    size: str
    sha256: str
    who: str
    requested: str
    cut_off: str
    kept_until: str
    variant: str
    chosen: Sequence[tuple[str, str]]
    language: str
    since_url: str
    left_out: str
    notes: Sequence[str]
    kept_back: KeptBackView | None = None


def past_views(space: Space, exports: Sequence[Export]) -> list[ExportView]:
    """For the secretariat; what holds a text of which readers are shown less now says so. 8 statements at most."""
    windows = windows_of(space)
    given = {export.pk for export in given_away(exports)}
    fetchable = [e for e in exports if e.stored_as and e.variant == ExportVariant.PUBLIC]
    closed = kept_back(fetchable, database_now())
    return [
        export_view(
            space,
            export,
            windows,
            _kept_back(space, export, closed.get(export.pk), is_given=export.pk in given),
        )
        for export in exports
    ]


def export_view(
    space: Space, export: Export, windows: Sequence[Window], kept: KeptBackView | None = None
) -> ExportView:
    """One export, for the list and for its own page; without a statement."""
    return ExportView(
        url=reverse("export", args=[space.slug, export.pk]),
        download_url=reverse("export-download", args=[space.slug, export.pk])
        if export.stored_as
        else "",
        name=export.file_name,
        state=str(ExportState(export.state).label),
        over=_over(export),
        is_failed=export.state in {ExportState.FAILED, ExportState.CANCELLED},
        is_restricted=export.variant == ExportVariant.RESTRICTED,
        contents=contents_words(export),
        parts=parts_sentence(export.chosen_parts),
        size=file_size_text(export.size) if export.size is not None else "",
        sha256=export.sha256,
        who=name_of(export.requested_by),
        requested=instant_words(export.requested_at),
        cut_off=instant_words(export.cut_off) if export.cut_off else "",
        kept_until=_kept_until(export),
        variant=variant_sentence(export.variant),
        chosen=chosen_words(export, windows),
        language=_language(export),
        since_url=_since_url(space, export),
        left_out=_left_out(export),
        notes=_notes(export),
        kept_back=kept,
    )


def chosen_words(export: Export, windows: Sequence[Window]) -> list[tuple[str, str]]:
    """What the filter says, as (what, which)."""
    return list(filter_sentences(ExportFilter.from_json(export.filter), windows))


def contents_words(export: Export) -> str:
    """In numbers: 178 of 186 inputs, 93 files of inputs, 3 files of documents; "" before it is made."""
    counts = export.counts
    if "in" not in counts:
        return ""
    files = counts["files"] if ExportPart.ATTACHMENTS in export.chosen_parts else None
    return contents_sentence(counts["in"], counts["all"], files, counts.get("documents", 0))


def name_of(user: User | None) -> str:
    """The name of an account's person; the address where it has none."""
    if user is None:
        return ""
    person = getattr(user, "person", None)
    return person.name if person is not None else user.email


def instant_words(instant: datetime) -> str:
    """An instant in UTC; seconds are cut off: 17 March 2027, 18:02 UTC."""
    return _("%(moment)s UTC") % {"moment": moment_in(instant)}


def _over(export: Export) -> str:
    if export.state == ExportState.CANCELLED and export.finished_at is not None:
        return _("Cancelled by %(name)s on %(instant)s. Nothing was kept.") % {
            "name": name_of(export.cancelled_by),
            "instant": instant_words(export.finished_at),
        }
    facts = export.counts.get("failure", {})
    return failure_words(export.failure, facts) if export.failure else ""


def _kept_until(export: Export) -> str:
    """The day (UTC) until which the bytes are kept at least."""
    if export.finished_at is None or not export.stored_as:
        return ""
    return day_in(export.finished_at + timedelta(days=settings.EXPORT_DAYS_KEPT))


def _language(export: Export) -> str:
    """The name of the language of the headings."""
    return language_name(ExportFilter.from_json(export.filter).language, get_language() or "en")


def _since_url(space: Space, export: Export) -> str:
    """For what was finished: of the rest it is not known what it held."""
    if export.state != ExportState.FINISHED:
        return ""
    chosen = urlencode({"preset": "since", "base": export.pk})
    return f"{reverse('exports', args=[space.slug])}?{chosen}"


def _left_out(export: Export) -> str:
    return " ".join(left_out_words(export.counts))


def _notes(export: Export) -> list[str]:
    given = [_("Given to the observers of this space.")] if export.for_observers else []
    return [*given, left_out] if (left_out := _left_out(export)) else given


def _kept_back(
    space: Space, export: Export, found: KeptBack | None, *, is_given: bool
) -> KeptBackView | None:
    """For the list; what was given to nobody is told of for its texts alone."""
    if found is None or not (found.lost or is_given):
        return None
    return kept_back_view(space, export, found, is_given=is_given, most=_MOST_NAMED)
