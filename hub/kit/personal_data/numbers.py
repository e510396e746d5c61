"""Phone numbers in a folded text (ASCII digits, spaces and dashes), from which addresses are blanked out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from hub.kit.personal_data.addresses import Span, apart

# Digits in groups, at most 15 of them; between two at most " (", ") ", " - " and the like.
_RUN: Final = re.compile(
    r"(?:(?<![\w/])|(?=\+))[+(]{0,2}\d+(?:(?: ?[().\-/] ?[()]?| \(?)\d+){0,14}"
)
# What a number begins with that no word announces.
_BEGINS: Final = re.compile(r"[+(]|0|(?:1[ .-]?)?\(?[2-9]\d\d[) .-]")
_GROUP: Final = re.compile(r"\d+")
# A number in an address of the web is none, unless the address is for calling it.
_WEB: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_TO_CALL: Final = re.compile(r"(?:wa\.me/|phone=(?:%2b)?|tel:)\+?(\d{7,15})(?!\d)", re.IGNORECASE)

# Words that announce a phone number by themselves, and those that do so with ":" or "number" after them.
_SURE: Final = (
    r"tel|tél|tels|tlf|tfno|phone|phones|telephone|téléphone|teléfono|telefone|telefono|telefon|fax|telefax|whatsapp|gsm"
    r"|hotline|viber|sms|тел|телефон|هاتف|تلفون|جوال|电话|手机|電話"
)
_PERHAPS: Final = r"mobile|mob|cell|cellular|cellphone|móvil|celular|portable|signal|telegram|contact|call|ligne|appel|m|t|p"
_NUMBER: Final = r"(?:number|numbers|no|nr|num|numéro|numero|número|n°|nº)"
_LINK: Final = rf"(?: ?\((?:[^\d\n()]{{1,20}})\))?(?: ?{_NUMBER})?(?: (?:is|est|es|at|au|al|on|us))?[ .:;=#-]{{0,4}}"
_ANNOUNCED: Final = re.compile(
    rf"(?<![^\W\d_])(?:(?:{_SURE}){_LINK}|(?:{_PERHAPS})(?: ?{_NUMBER})?[ .]?[:=] ?)$",
    re.IGNORECASE,
)
_AHEAD, _NEAR = 48, 16  # characters before a number in which such words, and those below, may end
# What stands before figures that are no phone number, however they look.
_OTHER: Final = re.compile(
    r"(?:(?<![^\W\d_])(?:isbn(?:-1[03])?|issn|doi|orcid|iban|swift|paras?|paragraphs?|paragraphes?|párrafos?|articles?|arts?|artículos?"
    r"|targets?|cibles?|objectives?|objectifs?|sdgs?|odd|ods|pages?|pp?|vol|figures?|tables?|usd|eur|chf|gbp|n/|no)|[$€£¥§#])"
    r"[ .:]{0,2}\Z",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    r" ?(?:ext\.?|x|poste|int\.|extension|anexo) ?\d{1,6}(?!\w)", re.IGNORECASE
)
_GLUED: Final = re.compile(r"\d[.,:-]\Z|[\d@#=&?_]\Z")  # not "$": the line before is another
_FOLLOWS_NONE: Final = re.compile(r"[\w@%]|[/,:]\d|/[A-Za-z]| ?[%‰€$£]")
_DATE: Final = re.compile(
    r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2}(?!\d)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ZIP_PLUS_FOUR: Final = re.compile(r"\d{5}-\d{4}")

_FEWEST, _MOST = 8, 15  # digits with the country (E.164 knows no more than 15)
_SHORTEST: Final = 6  # digits of a number that a word announces
_EXACT: Final = {"1": 11, "7": 11}  # countries of which every number has as many


@dataclass(frozen=True)
class _Run:
    """The groups of digits of a run, and what stands between them (`between[0]` before the first)."""

    groups: tuple[str, ...]
    between: tuple[str, ...]
    ends: tuple[int, ...]
    text: str

    def counts(self) -> Iterator[int]:
        """How many groups may be a number by their digits, the most first."""
        digits = [*accumulate(map(len, self.groups))]
        for count in range(len(digits), 0, -1):
            if _SHORTEST <= digits[count - 1] <= _MOST + len("00"):
                yield count

    def digits(self, count: int) -> str:
        """The digits of the first groups."""
        return "".join(self.groups[:count])

    def separators(self, count: int) -> tuple[str, ...]:
        """What parts the first groups."""
        return self.between[1:count]


def numbers_in(text: str) -> list[Span]:
    """The spans of all phone numbers, in order, none overlapping another."""
    found = [match.span(1) for match in _TO_CALL.finditer(text)]
    rest = _WEB.sub(lambda match: "x" * len(match.group()), text)
    return apart(sorted([*found, *_in_runs(rest)]))


def _in_runs(text: str) -> Iterator[Span]:
    place = 0
    while (match := _RUN.search(text, place)) is not None:
        before = text[max(match.start() - _AHEAD, 0) : match.start()]
        is_announced = _is_announced_by(before)
        if not is_announced and match.group()[0] != "+" and _OTHER.search(before[-_NEAR:]):
            place = match.end()
            continue
        is_glued = match.group()[0] != "+" and _GLUED.search(before) is not None
        length = 0 if is_glued else _length(text, match, is_announced)
        if not length:
            place = _next_group(match)
            continue
        end = match.start() + length
        extension = _EXTENSION.match(text, end)
        place = extension.end() if extension else end
        yield match.start(), place


def _next_group(match: re.Match[str]) -> int:
    """Where to look on in a run that is no number from its start: after its first group."""
    first = _GROUP.search(match.group())
    return match.start() + (first.end() if first else 1)


def _is_announced_by(before: str) -> bool:
    said = before.rstrip(" .:;=#-")
    return bool(said) and not said[-1].isdigit() and _ANNOUNCED.search(before) is not None


def _length(text: str, match: re.Match[str], is_announced: bool) -> int:
    """How long the phone number is with which a run begins; 0: it is none."""
    if not is_announced and not _BEGINS.match(match.group()):
        return 0
    run = _run_of(match.group())
    for rules in (_RULES, (_is_announced,)) if is_announced else (_RULES,):
        for count in run.counts():
            end = run.ends[count - 1]
            if any(rule(run, count) for rule in rules) and not _FOLLOWS_NONE.match(
                text, match.start() + end
            ):
                return end
    return 0


def _run_of(text: str) -> _Run:
    groups = list(_GROUP.finditer(text))
    starts = [0, *(group.end() for group in groups)]
    return _Run(
        groups=tuple(group.group() for group in groups),
        between=tuple(
            text[start : group.start()] for start, group in zip(starts, groups, strict=False)
        ),
        ends=tuple(group.end() for group in groups),
        text=text,
    )


def _is_abroad(run: _Run, count: int) -> bool:
    """+41 22 …, 0041 22 …, 00 41 22 …"""
    digits = run.digits(count)
    if "+" in run.between[0]:
        national = digits
    elif digits.startswith("00") and len(run.groups[0]) != 3:
        national = digits[2:]
    else:
        return False
    if not national or national[0] == "0":
        return False
    wanted = _EXACT.get(national[0])
    if wanted is not None:
        return len(national) == wanted
    return _FEWEST <= len(national) <= _MOST and not _is_amount(run, count)


def _is_amount(run: _Run, count: int) -> bool:
    """+12 500 000: thousands, and few enough to be counted."""
    groups = run.groups[:count]
    thousands = len(groups) > 1 and len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    if not thousands or len("".join(groups)) > 10:
        return False
    return len(groups[0]) < 3 or groups[1].startswith("0")


def _is_trunk(run: _Run, count: int) -> bool:
    """022 717 91 11, 06 12 34 56 78, 079/123 45 67, 0612345678: a leading 0 and an area."""
    digits, groups = run.digits(count), run.groups[:count]
    if run.between[0] or not re.match("0[1-9]", digits) or not 9 <= len(digits) <= 11:
        return False
    if any(not _is_plain(sign) for sign in run.separators(count)):
        return False
    if len(groups) == 1:
        return len(digits) >= 10
    text = run.text[: run.ends[count - 1]]
    if _DATE.match(text) or _ZIP_PLUS_FOUR.fullmatch(text):
        return False
    dotted_codes = len(groups[0]) == 4 and all(len(g) == 2 for g in groups[1:]) and "." in text
    return (
        len(set(run.separators(count)[1:])) <= 1
        and 2 <= len(groups[0]) <= 5
        and all(len(group) > 1 for group in groups)
        and not dotted_codes
    )


def _is_plain(sign: str) -> bool:
    return sign in {" ", ".", "-", "/"}


def _is_bracketed(run: _Run, count: int) -> bool:
    """(022) 717-9111, (202) 555-0134, (0)22 717 91 11: the area in brackets."""
    digits, groups = run.digits(count), run.groups[:count]
    if run.between[0] != "(" or count < 2 or run.between[1].strip() != ")":
        return False
    if _YEAR.fullmatch(groups[0]) or not 9 <= len(digits) <= 12:
        return False
    return (
        (groups[0] == "0" or 2 <= len(groups[0]) <= 5)
        and all(2 <= len(group) <= 8 for group in groups[1:])
        and all(_is_plain(sign) for sign in run.separators(count)[1:])
    )


def _is_north_american(run: _Run, count: int) -> bool:
    """202-555-0134, 1 202 555 0134, 1 (202) 555-0134."""
    digits, text = run.digits(count), run.text[: run.ends[count - 1]]
    if len(digits) not in {10, 11}:
        return False
    return (
        re.fullmatch(r"(?:1[ .-])?[2-9]\d\d([ .-])[2-9]\d\d\1\d{4}", text) is not None
        or re.fullmatch(r"(?:1[ .-]?)?\([2-9]\d\d\) ?[2-9]\d\d[ .-]\d{4}", text) is not None
    )


def _is_announced(run: _Run, count: int) -> bool:
    """After "Tel.": whatever has the length of a number and is no date and no span of years."""
    digits, groups = run.digits(count), run.groups[:count]
    text = run.text[: run.ends[count - 1]]
    if not _SHORTEST <= len(digits) <= _MOST or _DATE.match(text):
        return False
    return not all(_YEAR.fullmatch(group) for group in groups)


_RULES: Final[tuple[Callable[[_Run, int], bool], ...]] = (
    _is_abroad,
    _is_trunk,
    _is_bracketed,
    _is_north_american,
)
