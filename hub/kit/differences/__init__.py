"""Two canonical texts compared, for readers: what was added and removed since, word by word (PRODUCT, section 4).

The result is for display only: it is never stored, hashed or compared again.
"""

from dataclasses import dataclass
from functools import lru_cache

from hub.kit.differences.blocks import Comparison, blocks_of
from hub.kit.differences.effort import Effort
from hub.kit.differences.writing import NO_MARKS, Marks
from hub.kit.sanitise.characters import clean_characters
from hub.kit.sanitise.markup import tidy
from hub.kit.sanitise.tokens import tokens
from hub.kit.sanitise.tree import Element, build

__all__ = ["Difference", "Marks", "differences"]


@dataclass(frozen=True)
class Difference:
    """`html` is safe: the new text, with ``<ins>`` around what is new in it and ``<del>`` around what is gone.

    A block that is new or gone as a whole also has the class ``added`` or ``removed``. `places` counts the stretches
    that are marked. `is_reformatted`: headings, emphasis, lists or tables differ where the words are the same, which
    is not marked.
    """

    html: str
    places: int
    is_reformatted: bool


@lru_cache(maxsize=32)  # versions never change, and a page of two long texts is asked for again
def differences(old: str, new: str, marks: Marks = NO_MARKS) -> Difference:
    """What became of `old` in `new`, two canonical texts.

    Without the added parts the result reads as `old`, without the removed ones as `new`. The work is bounded whatever
    the texts are: where they have too little in common to be matched in time, a stretch counts as replaced.
    """
    comparison = Comparison(marks, Effort())
    html = comparison.merged(blocks_of(_tree(old)), blocks_of(_tree(new)))
    return Difference(html, comparison.places, comparison.is_reformatted)


def _tree(html: str) -> Element:
    root = build(tokens(clean_characters(html)))
    tidy(root)
    return root
