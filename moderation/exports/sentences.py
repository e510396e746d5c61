"""A filter and a variant in words: for the page, and for the README of a package."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import PostState, Standing
from discussions.models import Prompt, Window
from hub.kit.bilingual import text_in
from hub.kit.dates import day_in, moment_in, written_day
from hub.kit.languages import language_name
from hub.kit.regions import Region
from hub.kit.sanitise import excerpt
from hub.kit.zones import zone_city
from moderation.enums import ExportPart, ExportVariant
from moderation.exports.wanted import GENERAL, NO_COUNTRY, ExportFilter

#: How many letters of a question stand beside its number.
_OPENING: Final = 60


def filter_sentences(wanted: ExportFilter, windows: Sequence[Window]) -> list[tuple[str, str]]:
    """What was chosen, as (what, which), in the language that is active; empty for the whole space.

    `windows` are those of the space, the main one first.
    """
    said = []
    if wanted.prompts:
        said.append((_("Questions"), ", ".join(_prompt(number) for number in wanted.prompts)))
    if wanted.window:
        said += [
            (_("Window"), window_words(window, number))
            for number, window in enumerate(windows, 1)
            if window.archive_id == wanted.window
        ]
    if wanted.received_from:
        said.append((_("Received from"), _day(wanted.received_from, wanted.zone)))
    if wanted.received_until:
        said.append((_("Received until"), _day(wanted.received_until, wanted.zone)))
    if wanted.groups:
        groups = ", ".join(str(StakeholderGroup(code).label) for code in wanted.groups)
        said.append((_("Stakeholder groups"), groups))
    if wanted.states:
        states = ", ".join(str(PostState(code).label) for code in wanted.states)
        said.append((_("States"), states))
    return [*said, *_more(wanted)]


def _more(wanted: ExportFilter) -> Iterator[tuple[str, str]]:
    if wanted.regions:
        yield _("Regions"), ", ".join(_region(code) for code in wanted.regions)
    if wanted.languages:
        here = get_language() or "en"
        names = ", ".join(language_name(code, here) for code in wanted.languages)
        yield _("Languages"), names
    if wanted.standings:
        standings = ", ".join(str(Standing(code).label) for code in wanted.standings)
        yield pgettext("of inputs", "In time"), standings
    if wanted.changed_since:
        moment = moment_in(wanted.changed_since)
        yield _("Only what changed since"), _("%(moment)s UTC") % {"moment": moment}
    if not wanted.with_replies:
        yield _("Replies"), _("left out")
    if not wanted.with_earlier:
        yield _("Earlier versions"), _("left out")


def window_words(window: Window, number: int) -> str:
    """A window by its place and its days, by the clocks of the announced zone, in the language that is active."""
    begin, end = (
        day_in(at, window.time_zone) if at else "…" for at in (window.opens_at, window.closes_at)
    )
    return _("Window %(number)s: %(begin)s to %(end)s") % {
        "number": number,
        "begin": begin,
        "end": end,
    }


def question_words(prompt: Prompt) -> str:
    """A question by its number and the beginning of its text, in the language that is active."""
    text = text_in(prompt, "text", get_language() or "en").value
    opening = excerpt(text, _OPENING)
    if not opening:
        return _("Question %(number)s") % {"number": prompt.number}
    return _("Question %(number)s: %(opening)s") % {"number": prompt.number, "opening": opening}


def contents_sentence(taken: int, every: int, files: int | None = None, documents: int = 0) -> str:
    """In numbers, in the language that is active: 178 of 186 inputs, 93 files of inputs, 3 files of documents.

    `files` are all of them, those of `documents` included; None where they are no part of it.
    """
    words = [
        ngettext("%(number)s of %(all)s inputs", "%(number)s of %(all)s inputs", taken)
        % {"number": taken, "all": every}
    ]
    if files is not None:
        words.append(
            ngettext("%(number)s file of inputs", "%(number)s files of inputs", files - documents)
            % {"number": files - documents}
        )
    if files is not None and documents:
        words.append(
            ngettext("%(number)s file of documents", "%(number)s files of documents", documents)
            % {"number": documents}
        )
    return ", ".join(words)


def parts_sentence(parts: Sequence[ExportPart]) -> str:
    """What an export holds, in the language that is active: all parts, or each by its name."""
    if len(parts) == len(ExportPart):
        return _("one package with all parts (ZIP)")
    return ", ".join(str(part.label) for part in parts)


def variant_sentence(variant: str) -> str:
    """What the reader of a variant sees, in the language that is active."""
    if variant == ExportVariant.RESTRICTED:
        return _(
            "Everything received, for the secretariat alone: also texts that are not public, with their state, names"
            " that are withheld and words that are masked. The e-mail addresses of authors are not in it. Do not pass it on."
        )
    return _(
        "What every reader may see. An input that is not public stands in it with its reference, instant, state and"
        " reason alone. Names that are withheld and words that are masked are not in it."
    )


def _prompt(number: int) -> str:
    if number == GENERAL:
        return _("the space as a whole")
    return str(number)


def _region(code: str) -> str:
    return _("Of no single region") if code == NO_COUNTRY else str(Region(code).label)


def _day(day: date, zone: str) -> str:
    return _("%(day)s (%(zone)s)") % {
        "day": written_day(day),
        "zone": zone_city(zone),
    }
