"""The attributes that a canonical text may carry, each in one spelling."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

LINK_RELATION: Final = "nofollow ugc noopener"
SCHEMES: Final = frozenset({"http", "https", "mailto"})
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}

# What a reader can still follow: a list starts somewhere, a cell spans at least itself. 1,000
# columns is the limit of HTML.
_RANGES: Final = {"start": (0, 99_999), "colspan": (1, 1000), "rowspan": (1, 1000)}
_SCOPES: Final = frozenset({"row", "col", "rowgroup", "colgroup"})
_ADDRESS: Final = re.compile(r"(?:https?://[^/?#\\]|mailto:[^\\])", re.IGNORECASE)


def allowed_attributes(tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """What of `attributes` (decoded values) an element `tag` keeps, in a fixed order."""
    kept = {}
    for name in sorted(ALLOWED.get(tag, ())):
        value = _value(name, attributes.get(name, ""))
        if value is not None:
            kept[name] = value
    return kept


def _value(name: str, value: str) -> str | None:
    value = value.strip()
    if name == "href":
        return web_address(value)
    if name == "scope":
        return value.lower() if value.lower() in _SCOPES else None
    lowest, highest = _RANGES[name]
    if not re.fullmatch("[0-9]{1,5}", value) or not lowest <= int(value) <= highest:
        return None
    return str(int(value))


def web_address(value: str) -> str | None:
    """The address, safe to print and in NFC, or None unless it is http, https or mailto.

    Characters that no address may hold are percent-encoded as a browser would. So is all beyond
    ASCII where the address is not NFC: composing it would make it another address.
    """
    address = re.sub("[\t\n]", "", value).strip()
    if not _ADDRESS.match(address):
        return None
    if not unicodedata.is_normalized("NFC", address):
        address = "".join(c if c.isascii() else quote(c) for c in address)
    return "".join(quote(c) if _needs_encoding(c) else c for c in address)


def _needs_encoding(character: str) -> bool:
    return character in '"<>' or unicodedata.category(character)[0] in "CZ"
