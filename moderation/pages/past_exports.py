"""Exports that were asked for, in words: how far each is, what came of it, how long it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from discussions.models import Space, Window
from hub.kit.clock import database_now
from hub.kit.dates import day_in, moment_in
from hub.kit.files import file_size_text
from hub.kit.languages import language_name
from moderation.enums import ExportPart, ExportState, ExportVariant
from moderation.errors import PDF_LEFT_OUT, failure_words
from moderation.exports.held import KeptBack, kept_back
from moderation.exports.sentences import filter_sentences, parts_sentence, variant_sentence
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.pages.kept_back import kept_back_note
from moderation.selectors.exports import RUNNING, windows_of
from moderation.selectors.held import given_away

_STEPS: Final[dict[str, Promise]] = {
    "texts": gettext_lazy("Writing the texts: %(done)s of %(total)s texts and files are done."),
    "archive": gettext_lazy("Writing the data: %(done)s of %(total)s texts and files are done."),
    "docx": gettext_lazy("Setting the compilation in Word."),
    "pdf": gettext_lazy("Setting the compilation in PDF."),
    "files": gettext_lazy("Adding the files: %(done)s of %(total)s texts and files are done."),
    "checking": gettext_lazy("Counting everything once more in the finished package."),
}
_WAITING: Final = gettext_lazy("Waiting for its turn. You can leave this page; an e-mail follows.")
_MINUTE: Final = 60


@dataclass(frozen=True)
class ProgressView:
    """The inputs of components/progress.html."""

    key: str
    url: str
    title: str
    done: int
    total: int
    message: str
    note: str
    cancel_url: str
    running: tuple[str, ...] = tuple(state.value for state in RUNNING)


@dataclass(frozen=True)
class ExportView:
    """One export in words. `download_url` is empty where there is nothing to fetch, `name` where nothing was made.

    `over` says why there is nothing: it failed, somebody cancelled it, or readers are shown less than it holds. `left_out`: what of it could not be made. `notes`: that, and whom it was given to.
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


def past_views(space: Space, exports: Sequence[Export]) -> list[ExportView]:
    """For the secretariat; what was given away and is not handed out any more says so. 8 statements at most."""
    windows = windows_of(space)
    closed = kept_back(given_away(exports), database_now())
    return [export_view(space, export, windows, closed.get(export.pk)) for export in exports]


def progress_view(space: Space, export: Export) -> ProgressView:
    """How far it is."""
    return ProgressView(
        key=str(export.pk),
        url=reverse("export-status", args=[space.slug, export.pk]),
        title=_("Export running: %(what)s") % {"what": parts_sentence(export.chosen_parts)},
        done=export.done,
        total=export.total,
        message=_message(export),
        note=_begun_again(export),
        cancel_url=reverse("export-cancel", args=[space.slug, export.pk]),
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


def export_view(
    space: Space, export: Export, windows: Sequence[Window], found: KeptBack | None = None
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
        notes=_notes(export, found),
    )


def chosen_words(export: Export, windows: Sequence[Window]) -> list[tuple[str, str]]:
    """What the filter says, as (what, which)."""
    return list(filter_sentences(ExportFilter.from_json(export.filter), windows))


def contents_words(export: Export) -> str:
    """In numbers: 178 of 186 inputs, 93 files of inputs, 3 files of documents; "" before it is made."""
    counts = export.counts
    if "in" not in counts:
        return ""
    words = [
        ngettext("%(number)s of %(all)s inputs", "%(number)s of %(all)s inputs", counts["in"])
        % {"number": counts["in"], "all": counts["all"]}
    ]
    if ExportPart.ATTACHMENTS in export.chosen_parts:
        documents = counts.get("documents", 0)
        of_inputs = counts["files"] - documents
        words.append(
            ngettext("%(number)s file of inputs", "%(number)s files of inputs", of_inputs)
            % {"number": of_inputs}
        )
        if documents:
            words.append(
                ngettext(
                    "%(number)s file of documents", "%(number)s files of documents", documents
                )
                % {"number": documents}
            )
    return ", ".join(words)


def left_words(seconds: int) -> str:
    """How long it will still take, about: tens of seconds, then minutes."""
    if seconds <= 5:
        return _("A few seconds left.")
    if seconds < _MINUTE:
        tens = -(-seconds // 10) * 10
        return _("About %(seconds)s seconds left.") % {"seconds": tens}
    minutes = round(seconds / _MINUTE)
    return ngettext(
        "About %(minutes)s minute left.", "About %(minutes)s minutes left.", minutes
    ) % {"minutes": minutes}


def name_of(user: User | None) -> str:
    """The name of an account's person; the address where it has none."""
    if user is None:
        return ""
    person = getattr(user, "person", None)
    return person.name if person is not None else user.email


def instant_words(instant: datetime) -> str:
    """An instant in UTC; seconds are cut off: 17 March 2027, 18:02 UTC."""
    return _("%(moment)s UTC") % {"moment": moment_in(instant)}


def _message(export: Export) -> str:
    words = str(_STEPS.get(export.step, _WAITING))
    said = [words % {"done": export.done, "total": export.total}]
    if export.state == ExportState.RUNNING and export.seconds_left is not None:
        said.append(left_words(export.seconds_left))
    return " ".join(said)


def _begun_again(export: Export) -> str:
    if export.attempts <= 1:
        return ""
    return _("The work broke off and has begun once more from the start. Nothing is lost.")


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
    return str(PDF_LEFT_OUT) if export.counts.get("left_out") else ""


def _notes(export: Export, found: KeptBack | None) -> list[str]:
    given = [_("Given to the observers of this space.")] if export.for_observers else []
    if left_out := _left_out(export):
        given.append(left_out)
    return [*given, kept_back_note(found)] if found else given
