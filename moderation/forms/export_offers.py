"""What a space offers to choose from for an export, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from discussions.models import Prompt, Window
from hub.kit.languages import language_name
from hub.kit.text import sort_key
from moderation.enums import ExportPart, ExportVariant
from moderation.exports.sentences import filter_sentences, parts_sentence, window_words
from moderation.exports.sheets import LANGUAGES
from moderation.exports.wanted import GENERAL, ExportFilter
from moderation.models import Export

_MOST_BASES: Final = 30


@dataclass(frozen=True)
class Offers:
    """What a space offers to choose from. `languages` are codes, `earlier` finished exports, the newest first.

    These are of `selectors.export_counts.comparable_exports`.
    """

    prompts: Sequence[Prompt]
    windows: Sequence[Window]
    languages: Sequence[str]
    earlier: Sequence[Export]

    @property
    def last_given(self) -> Export | None:
        """The last one for every reader that went out of the secretariat, as far as can be known.

        Whole packages are made to be handed over; of the others those that observers or somebody with a link got.
        """
        return next(filter(_was_given, self.earlier), None)

    @property
    def bases(self) -> list[Export]:
        """The newest of them, and the last that was given."""
        newest, last = list(self.earlier[:_MOST_BASES]), self.last_given
        return newest if last is None or last in newest else [*newest, last]

    def base_of(self, key: str) -> Export | None:
        """The one with an id as text."""
        return next((export for export in self.earlier if str(export.pk) == key), None)


def prompts_offered(prompts: Sequence[Prompt]) -> list[tuple[int, Any]]:
    """The questions by number, and what goes to the space as a whole."""
    numbers = [
        (prompt.number, gettext_lazy("Question %(number)s") % {"number": prompt.number})
        for prompt in prompts
    ]
    return [*numbers, (GENERAL, gettext_lazy("To the space as a whole"))]


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
    """Its key, and its file, numbers, parts, readers and filter."""
    chosen = filter_sentences(ExportFilter.from_json(export.filter), windows)
    inputs = ngettext("%(number)s input", "%(number)s inputs", export.counts.get("in", 0))
    said = [
        export.file_name,
        inputs % {"number": export.counts.get("in", 0)},
        parts_sentence(export.chosen_parts),
        str(ExportVariant(export.variant).label),
        *(_("%(what)s: %(which)s") % {"what": what, "which": which} for what, which in chosen),
    ]
    return str(export.pk), " · ".join(said)


def frames_offered() -> list[tuple[str, str]]:
    """The languages in which headings and explanations can stand."""
    here = get_language() or "en"
    return [(code, language_name(code, here)) for code in LANGUAGES]


def _was_given(export: Export) -> bool:
    if export.variant != ExportVariant.PUBLIC:
        return False
    is_package = len(export.chosen_parts) == len(ExportPart) and export.since_id is None
    is_whole = is_package and ExportFilter.from_json(export.filter).is_whole
    return is_whole or export.for_observers or bool(getattr(export, "has_links", False))
