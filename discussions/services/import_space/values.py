"""Single values that a schema cannot judge: blank titles, zones, numbers too large for the portal, characters."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from discussions.services.import_space.faults import Faults
from discussions.services.import_space.reading import every_text, matches, objects, texts
from hub.kit.instants import is_zone, parse_instant
from hub.kit.languages import is_language_code

_TITLES: Final = ("space/title/*", "space/documents/*/title/*")
_NAMES: Final = (
    "people/*/name",
    "posts/*/endorsements/*/by",
    "posts/*/on_behalf_of/*/organisation",
)
_LANGUAGES: Final = (
    "posts/*/versions/*/language",
    "posts/*/versions/*/attachments/*/language",
    "space/documents/*/files/*/language",
    "space/documents/*/files/*/file/language",
)
#: Of whole numbers that the portal keeps in 32 bits.
LARGEST: Final = 2**31 - 1
_NUMBERS: Final[Mapping[str, int]] = {
    "prompts/*/number": LARGEST,
    "space/length_limit": LARGEST,
    "space/windows/*/grace_minutes": LARGEST,
}
#: HTML is cleaned when it is taken in; all other texts are kept as they are.
_CLEANED: Final = frozenset({"body", "text", "mandate"})
_NOT_KEPT: Final = re.compile("[\x00\ud800-\udfff]")


def check_values(document: Any, faults: Faults) -> None:
    """Note what is wrong with single values and with the dates of windows."""
    _check_texts(document, faults)
    for pattern in _LANGUAGES:
        for pointer, code in texts(document, pattern):
            if not is_language_code(code):
                faults.add(pointer, "language", _("This is no code of a language."))
    for pattern, largest in _NUMBERS.items():
        for pointer, number in matches(document, pattern):
            if isinstance(number, int | float) and number > largest:
                faults.add(pointer, "too-large", _("The number is too large."))
    for pointer, window in objects(document, "space/windows/*"):
        _check_window(window, pointer, faults)


def instant_in(value: Any) -> datetime | None:
    """The instant that a value names, None where it names none."""
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _check_texts(document: Any, faults: Faults) -> None:
    for pattern, code, words in (
        *((pattern, "empty-title", _("The title is empty.")) for pattern in _TITLES),
        *((pattern, "empty-name", _("The name is empty.")) for pattern in _NAMES),
    ):
        for pointer, text in texts(document, pattern):
            if not text.strip():
                faults.add(pointer, code, words)
    for pointer, text in every_text(document, but=_CLEANED):
        if _NOT_KEPT.search(text):
            faults.add(pointer, "characters", _("The text holds characters that are none."))


def _check_window(window: dict[str, Any], pointer: str, faults: Faults) -> None:
    zone = window.get("time_zone")
    if isinstance(zone, str) and not is_zone(zone):
        faults.add(
            f"{pointer}/time_zone", "unknown-zone", _("This is no zone of the IANA database.")
        )
    opens, closes = instant_in(window.get("opens_at")), instant_in(window.get("closes_at"))
    if opens is not None and closes is not None and opens > closes:
        faults.add(
            f"{pointer}/opens_at", "opens-after-closing", _("The window opens after it closes.")
        )
    grace = window.get("grace_minutes", 0)
    if closes is not None and isinstance(grace, int | float) and not _can_end(closes, grace):
        faults.add(f"{pointer}/grace_minutes", "too-large", _("The grace never ends."))


def _can_end(closes: datetime, grace: float) -> bool:
    """Whether the end of the grace is an instant in every zone."""
    try:
        closes + timedelta(minutes=grace, days=1)
    except OverflowError:
        return False
    return True
