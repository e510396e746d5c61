"""Words looked for in what people wrote: accents, case and order make no difference, and the beginning of a word is enough.

The database takes words out of a text by the SQL function `portal_words`.
"""

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchVectorExact
from django.db.models import F

from hub.kit.text import fold

_MOST_WORDS: Final = 8
# In the scripts of India and south-east Asia the signs of vowels are no letters by themselves.
_WORD: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u109f\u1780-\u17d3])+")


def asked_words(text: str) -> tuple[str, ...]:
    """The first words of what somebody looks for, folded; none where there is no letter and no digit."""
    return tuple(_WORD.findall(fold(text))[:_MOST_WORDS])


def holds(column: str, words: Iterable[str]) -> SearchVectorExact:
    """SQL: whether a column of words (`portal_words`) holds some that begin so, for all of those of `asked_words`."""
    beginnings = " & ".join(f"'{word}':*" for word in words)
    return SearchVectorExact(
        F(column), SearchQuery(beginnings, config="simple", search_type="raw")
    )


def begins_each(text: str, words: Iterable[str]) -> bool:
    """The same for a plain text at hand."""
    held = _WORD.findall(fold(text))
    return all(any(one.startswith(word) for one in held) for word in words)
