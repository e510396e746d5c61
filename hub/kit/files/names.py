"""Names and sizes of files, safe to store, to send and to show."""

import re
import unicodedata
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

LONGEST_NAME: Final = 255  # bytes of UTF-8: what file systems allow

_LONGEST_EXTENSION: Final = 20
_SEPARATORS: Final = re.compile(r"[/\\]")
_FORBIDDEN: Final = re.compile('[<>:"|?*]')
_WHITE_SPACE: Final = re.compile(r"\s+")
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
_STEP: Final = 1024
_UNITS: Final = (_("{number} KB"), _("{number} MB"), _("{number} GB"))
_NAMELESS: Final = "file"


def extension_of(name: str) -> str:
    """The extension of a file name in small letters without its dot, or an empty string.

    What follows the last dot is none if it is too long, holds other than ASCII letters and digits
    ("Note by Dr. Roe") or is a number ("Rev.2").
    """
    _stem, dot, extension = name.strip().rpartition(".")
    plain = extension.isascii() and extension.isalnum() and not extension.isdigit()
    if not dot or not plain or len(extension) > _LONGEST_EXTENSION:
        return ""
    return extension.lower()


def safe_file_name(name: str, *, extension: str = "") -> str:
    """The name as its sender knows it, made fit for every file system and for a download.

    Folders, control and format characters (also those that turn the direction of writing) go;
    what Windows does not allow becomes "_"; NFC; at most 255 bytes, cut before the extension; never
    empty, never hidden, never a reserved name. With `extension` a name that ends in none gets it.
    """
    last = [part for part in _SEPARATORS.split(name) if part.strip(". \t\r\n")]
    text = unicodedata.normalize("NFC", "".join(map(_kept, last[-1] if last else "")))
    text = _FORBIDDEN.sub("_", _WHITE_SPACE.sub(" ", text)).strip(" .")
    if extension and not extension_of(text):
        text = f"{text or _NAMELESS}.{extension}"
    ending = f".{extension_of(text)}" if extension_of(text) else ""
    if ending:
        ending = text[-len(ending) :]
    stem = _cut(text.removesuffix(ending), LONGEST_NAME - len(ending.encode()) - 1).rstrip(" .")
    if _RESERVED.match(stem + ending):
        stem = f"_{stem}"
    return (stem or _NAMELESS) + ending


def renamed(name: str, wanted: str) -> str:
    """The name that a file called `name` gets when its sender wants another: safe, its extension kept."""
    if not wanted.strip():
        return name
    ending = extension_of(name)
    text = safe_file_name(wanted)
    if not ending or extension_of(text) == ending:
        return text
    return safe_file_name(f"{_cut(text, LONGEST_NAME - len(ending) - 2).rstrip(' .')}.{ending}")


def file_size_text(size: int) -> str:
    """So many bytes in the reader's language, with a no-break space: "1.2 MB", "1,2 Mo", "84 KB".

    1 KB is 1,024 bytes, 1 MB 1,024 KB and so on.
    """
    amount, unit = float(size), 0
    while round(amount) >= _STEP and unit < len(_UNITS):
        amount, unit = amount / _STEP, unit + 1
    text = str(_UNITS[unit - 1]) if unit else ngettext("{number} byte", "{number} bytes", size)
    # One decimal from MB on, where it says something.
    decimals = 1 if unit > 1 and round(amount, 1) != round(amount) else 0
    number = number_format(round(amount, decimals), decimals)
    return text.format(number=number).replace(" ", "\xa0")


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn") else character


def _cut(text: str, most_bytes: int) -> str:
    """The beginning of `text` in at most so many bytes; no letter loses its accents."""
    if len(text.encode()) <= most_bytes:
        return text
    kept = text.encode()[:most_bytes].decode("utf-8", "ignore")
    if unicodedata.combining(text[len(kept)]):
        while kept and unicodedata.combining(kept[-1]):
            kept = kept[:-1]
        kept = kept[:-1]
    return kept
