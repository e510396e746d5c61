"""What a cell may hold, as text that no program takes for a formula."""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise

from hub.kit.instants import format_instant
from hub.kit.sanitise.characters import clean_characters

Cell = str | Promise | int | float | Decimal | bool | date | datetime | None

# Signs that begin a formula, wide ones too: Excel reads them alike.
SIGNS: Final = "=+@＝＋－＠-"

# White space, unseen marks and quotation marks before a sign are lost on some programs.
_LOST: Final = '"\u200b-\u200f\u2060'
_SIGN_AT_START: Final = re.compile(rf"[\s{_LOST}]*[{SIGNS}]")
# A program that expects semicolons or tabs, as Excel does in French, begins a cell after each of
# them and at each line end within a text.
_SIGN_WITHIN: Final = re.compile(rf"(?:^|(?<=[;\t]))(?:[^\S\t]|[{_LOST}])*(?=[{SIGNS}])")
# "-5 degrees", "+41 (0)22 917 12 34": a sign, a digit, then letters, digits, spaces and the marks
# of numbers. No function, no reference and no operator can be written with these.
_HARMLESS: Final = re.compile(
    r"[+-][0-9](?:[^\W_]|[ \xa0\u2009\u202f.,%°'’]|(?<=[0-9 \xa0\u2009\u202f])\([0-9]{1,4}\))*"
)
# Without any of these a formula calls nothing and leads nowhere.
_CALLS: Final = "(|![{"
# With one of these at its end it may go on with what another cell of the row holds.
_GOES_ON: Final = re.compile(rf"[&*/^<>=+-][\s{_LOST}]*\Z")
_GUARD: Final = "'"


def csv_cell(value: Cell) -> str:
    """The text of a cell of a CSV file.

    Instants are RFC 3339 in UTC, dates ISO 8601, truth is "true" or "false", None and NaN are
    empty. Texts are neutralised (`neutralised`). ValueError for a time without a zone.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value)
    return neutralised(clean_characters(str(value)))


def neutralised(text: str) -> str:
    """`text` with an apostrophe before everything that a program could take for a formula.

    At the beginning of the text, white space and quotation marks aside, that is each of = + - @ and
    their wide forms, unless the whole text is a number, a telephone number or a number with words
    ("-5 degrees", "+41 22 917 12 34"). After a semicolon, tab or line end, where some programs
    begin a new cell, it is = and @, and + and - if a bracket, "|" or "!" follows in the same
    line or an operator ends the text, so that the items of a list ("- first") stay as they are.
    Doing it twice changes nothing more.
    """
    lines = text.split("\n")
    last, goes_on = len(lines) - 1, _GOES_ON.search(text) is not None
    text = "\n".join(
        _guarded(line, first=number == 0, goes_on=goes_on and number == last)
        for number, line in enumerate(lines)
    )
    if begins_like_formula(text) and not _HARMLESS.fullmatch(text):
        return _GUARD + text
    return text


def begins_like_formula(text: str) -> bool:
    """Whether the first thing that can be seen of the text is a sign that begins a formula."""
    return _SIGN_AT_START.match(text) is not None


def _guarded(line: str, *, first: bool = False, goes_on: bool = False) -> str:
    """A line of a text without formulas in it, but for one that begins the `first` line.

    `goes_on`: other cells may go on with what it begins.
    """
    last_call = max(map(line.rfind, _CALLS))
    if goes_on:
        last_call = len(line)

    def guard(match: re.Match[str]) -> str:
        sign = match.end()
        harmless = first and match.start() == 0
        if line[sign] in "+-" and not harmless:
            number = _HARMLESS.match(line, sign)
            harmless = sign > last_call or (number is not None and number.end() == len(line))
        return match[0] if harmless else _GUARD + match[0]

    return _SIGN_WITHIN.sub(guard, line)
