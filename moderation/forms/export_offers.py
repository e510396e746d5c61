"""What a space offers to choose from for an export, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.models import Prompt, Window
from hub.kit.languages import language_name
from hub.kit.text import sort_key
from moderation.enums import ExportVariant
from moderation.exports.sentences import (
    filter_sentences,
    parts_sentence,
    question_words,
    window_words,
)
from moderation.exports.sheets import LANGUAGES
from moderation.exports.wanted import GENERAL, ExportFilter
from moderation.models import Export

_MOST_BASES: Final = 30


@dataclass(frozen=True)
class Offers:
    """What a space offers to choose from. `languages` are codes, `earlier` finished exports, the newest first.

    These are of `selectors.export_counts.comparable_exports`, with `was_given`. `named` is the id of one that is asked
    for, however old it is, "" where none is.
    """

    prompts: Sequence[Prompt]
    windows: Sequence[Window]
    languages: Sequence[str]
    earlier: Sequence[Export]
    named: str = ""

    @property
    def last_given(self) -> Export | None:
        """The last one that observers or somebody with a link were given."""
        return next(filter(_was_given, self.earlier), None)

    @property
    def bases(self) -> list[Export]:
        """The newest of them, the last that was given, and the one that is asked for."""
        older = dict.fromkeys((self.last_given, self.base_of(self.named)))
        newest = list(self.earlier[:_MOST_BASES])
        return [*newest, *(one for one in older if one is not None and one not in newest)]

    def base_of(self, key: str) -> Export | None:
        """The one with an id as text."""
        return next((export for export in self.earlier if str(export.pk) == key), None)


def prompts_offered(prompts: Sequence[Prompt]) -> list[tuple[int, Any]]:
    """The questions with the beginning of each, and what goes to the space as a whole."""
    questions = [(prompt.number, question_words(prompt)) for prompt in prompts]
    return [*questions, (GENERAL, _("To the space as a whole"))]


def windows_offered(windows: Sequence[Window]) -> list[tuple[str, str]]:
    """The windows by their ids in the archive, the main one first."""
    return [
        (window.archive_id, window_words(window, number))
        for number, window in enumerate(windows, 1)
    ]


def languages_offered(codes: Sequence[str]) -> list[tuple[str, str]]:
    """In the alphabetical order of the page's language."""
    here = get_language() or "en"
    named = [(code, language_name(code, here)) for code in codes]
    return sorted(named, key=lambda pair: sort_key(pair[1], here))


def earlier_offered(export: Export, windows: Sequence[Window]) -> tuple[str, str]:
    """Its key, and its file, numbers, parts, readers and filter; of one for every reader, whether they were given it."""
    chosen = filter_sentences(ExportFilter.from_json(export.filter), windows)
    inputs = ngettext("%(number)s input", "%(number)s inputs", export.counts.get("in", 0))
    said = [
        export.file_name,
        inputs % {"number": export.counts.get("in", 0)},
        parts_sentence(export.chosen_parts),
        str(ExportVariant(export.variant).label),
        *_handed_over(export),
        *(_("%(what)s: %(which)s") % {"what": what, "which": which} for what, which in chosen),
    ]
    return str(export.pk), " · ".join(said)


def frames_offered() -> list[tuple[str, str]]:
    """The languages in which headings and explanations can stand."""
    here = get_language() or "en"
    return [(code, language_name(code, here)) for code in LANGUAGES]


def _handed_over(export: Export) -> list[str]:
    if export.variant != ExportVariant.PUBLIC:
        return []
    return [_("handed over") if _was_given(export) else _("given to nobody")]


def _was_given(export: Export) -> bool:
    return bool(getattr(export, "was_given", False))
