"""Whether two texts say the same: by their words alone, whatever became of letters, marks and layout on the way.

Two texts are *exactly* alike when nothing but case, accents, punctuation and white space tells them apart. They are
*nearly* alike when most of their words stand in runs of three that both hold. A run of three forgives more than a
5-word shingle: an edit costs the words that it touches, and neither those around it nor a paragraph that moved. Every
pair of texts whose 5-word shingles have a Jaccard index of 0.85 or more is found (a test keeps it so).
"""

import hashlib
import re
import struct
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zlib import crc32

#: Shorter texts are compared for being exactly alike alone.
FEWEST_WORDS: Final = 30
#: Nobody reads on; the rest counts for exact equality alone.
MOST_WORDS: Final = 20_000

_RUN: Final = 3
_SHINGLE: Final = (
    5  # and two texts whose runs of five words are the same to this part are alike in any case
)
_SHINGLED: Final = 0.85
# The share of the words of both texts that has to stand in common runs: in a short text a few words make another text.
_ALIKE: Final = 0.8
_ALIKE_WHEN_SHORT: Final = 0.89
_SHORT: Final = 80
# One text holds the other, and no more than about a third is new.
_CONTAINED: Final = 0.93
_LEAST_PART: Final = 0.6

# Scripts that put no space between words: each character is one, and about so many make a word.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_CHARACTERS_OF_A_WORD: Final = 1.6
_WORD: Final = re.compile(rf"([{_UNSPACED}])|(?:(?![{_UNSPACED}])[^\W_])+")
# A word that was parted at the end of a line.
_PARTED: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011]\s+(?=[^\W\d_])")
_DIGITS: Final = {chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966) for n in range(10)}
_LETTERS: Final[dict[str, str | None]] = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    # Arabic as people write it: the same letter with or without its hamza, its dots, its stretching
    "ى": "ي", "ی": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ـ": None,
}  # fmt: skip
_PLAIN: Final = str.maketrans({**_LETTERS, **_DIGITS})


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text to compare it: no text can be read from it.

    `exact` is the hash of all its folded words without white space, `size` how many words it has, `words` the hashes
    of the first 20,000 in their order (of those that are its author's own, where the maker of the sketch told).
    """

    exact: str
    size: int
    words: "array[int]"

    @property
    def packed(self) -> bytes:
        """The words as bytes, four for each, on every machine the same."""
        return struct.pack(f"<{len(self.words)}I", *self.words)

    @classmethod
    def unpacked(cls, exact: str, size: int, packed: bytes) -> "Sketch":
        """The sketch of which `packed` was kept."""
        return cls(exact, size, array("I", struct.unpack(f"<{len(packed) // 4}I", packed)))

    @cached_property
    def known(self) -> frozenset[int]:
        """Each word once."""
        return frozenset(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[int, ...]]:
        """Each run of three words once."""
        return frozenset(zip(*(self.words[n:] for n in range(_RUN)), strict=False))

    @cached_property
    def shingles(self) -> frozenset[tuple[int, ...]]:
        """Each run of five words once."""
        return frozenset(zip(*(self.words[n:] for n in range(_SHINGLE)), strict=False))


@dataclass(frozen=True)
class Likeness:
    """How two texts are alike. `share` of the words of both stands in common runs, 0 to 1."""

    is_exact: bool
    share: float


def folded_words(text: str) -> list[str]:
    """The words of a text in small plain letters, without accents and punctuation; characters where no spaces are."""
    text = "".join(filter(_counts, unicodedata.normalize("NFKD", text.casefold())))
    return [match[0] for match in _WORD.finditer(_PARTED.sub("", text).translate(_PLAIN))]


def sketch_of(text: str, own: str | None = None) -> Sketch:
    """The sketch of a plain text; `own` is the text without what it quotes, where it quotes something."""
    words = folded_words(text)
    theirs = words if own is None else folded_words(own)
    unspaced = sum(bool(re.match(f"[{_UNSPACED}]", word)) for word in theirs)
    return Sketch(
        exact=hashlib.sha256("".join(words).encode()).hexdigest(),
        size=len(theirs) - unspaced + int(unspaced / _CHARACTERS_OF_A_WORD),
        words=array("I", (crc32(word.encode()) for word in theirs[:MOST_WORDS])),
    )


def likeness(one: Sketch, other: Sketch, *, is_answer: bool = False) -> Likeness | None:
    """How the two are alike; None where they are two texts.

    `is_answer`: one answers the other, and may hold much of it. The first sketch is best the one that is compared
    with many. Time grows with the words of the two.
    """
    if one.exact == other.exact:
        return Likeness(is_exact=True, share=1.0)
    if min(one.size, other.size) < FEWEST_WORDS:
        return None
    if not is_answer and (share := _shingled(one, other)) >= _SHINGLED:
        return Likeness(is_exact=False, share=share)
    return _by_runs(one, other, is_answer=is_answer)


def shared_words(one: Sketch, other: Sketch) -> float:
    """Which part of the words of both stands in runs of three that both hold, 0 to 1, however short or different they are."""
    if one.exact == other.exact:
        return 1.0
    common = one.runs & other.runs
    words = len(one.words) + len(other.words)
    return sum(_covered(sketch.words, common) for sketch in (one, other)) / (words or 1)


def _by_runs(one: Sketch, other: Sketch, *, is_answer: bool) -> Likeness | None:
    shorter, longer = sorted((len(one.words), len(other.words)))
    if shorter < _LEAST_PART * longer:
        return None
    if sum(map(one.known.__contains__, other.words)) < len(other.words) / 2:
        return None  # seen at once, for nearly all pairs
    common = one.runs & other.runs
    if 3 * len(common) < min(len(one.runs), len(other.runs)):
        return None
    covered = [_covered(sketch.words, common) for sketch in (one, other)]
    share = sum(covered) / (shorter + longer)
    part = max(
        number / len(sketch.words) for number, sketch in zip(covered, (one, other), strict=True)
    )
    wanted = _ALIKE_WHEN_SHORT if shorter < _SHORT or is_answer else _ALIKE
    if share >= wanted or (part >= _CONTAINED and not is_answer):
        return Likeness(is_exact=False, share=share)
    return None


def _shingled(one: Sketch, other: Sketch) -> float:
    """The part of all their runs of five words that they have in common (Jaccard), a text repeated in itself counting once."""
    fewer, more = sorted((len(one.known), len(other.known)))
    if fewer < more / 2 or len(one.known & other.known) < more / 2:
        return 0.0
    first, second = one.shingles, other.shingles
    return len(first & second) / (len(first | second) or 1)


def _covered(words: Sequence[int], common: frozenset[tuple[int, ...]]) -> int:
    """How many of the words stand in one of the runs."""
    number, reached = 0, 0
    for place, run in enumerate(zip(*(words[n:] for n in range(_RUN)), strict=False)):
        if run in common:
            number += place + _RUN - max(place, reached)
            reached = place + _RUN
    return number


def _counts(character: str) -> bool:
    """Whether a decomposed character is more than an accent or a sign of layout."""
    return unicodedata.category(character) not in ("Mn", "Me", "Mc", "Cf")
