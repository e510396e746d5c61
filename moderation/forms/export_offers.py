"""What a space offers to choose from for an export, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from discussions.models import Prompt, Window
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from hub.kit.text import sort_key
from moderation.enums import ExportVariant
from moderation.exports.sentences import window_words
from moderation.exports.wanted import GENERAL
from moderation.models import Export


@dataclass(frozen=True)
class Offers:
    """What a space offers to choose from. `languages` are codes, `earlier` finished exports, the newest first."""

    prompts: Sequence[Prompt]
    windows: Sequence[Window]
    languages: Sequence[str]
    earlier: Sequence[Export]


def prompts_offered(prompts: Sequence[Prompt]) -> list[tuple[int, Any]]:
    """The questions by number, and what goes to the space as a whole."""
    numbers = [
        (prompt.number, _("Question %(number)s") % {"number": prompt.number}) for prompt in prompts
    ]
    return [*numbers, (GENERAL, _("To the space as a whole"))]


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


def earlier_offered(export: Export) -> tuple[str, Any]:
    """17 March 2027, 18:02 UTC: 178 inputs (What every reader may see)."""
    words = _("%(moment)s UTC: %(number)s inputs (%(variant)s)") % {
        "moment": moment_in(export.requested_at),
        "number": export.counts.get("in", 0),
        "variant": ExportVariant(export.variant).label,
    }
    return str(export.pk), words
