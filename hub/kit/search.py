"""Words looked for in what people wrote: accents, case and order make no difference, and the beginning of a word is enough.

An index is made of `words_in` and a question asks the same expression, so that PostgreSQL finds the one for the other.
"""

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchVectorExact, SearchVectorField
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Coalesce

from hub.kit.text import fold

#: Of a long text the first characters are searched: more might not fit into what PostgreSQL keeps of a text.
SEARCHED: Final = 100_000
_MOST_WORDS: Final = 8
# In the scripts of India and south-east Asia the signs of vowels are no letters by themselves.
_WORD: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u109f\u1780-\u17d3])+")
# What joins words to one in the eyes of PostgreSQL: and/or, e-mail, l’accord.
_JOINTS: Final = "/@.-_–—·’‘“”«»\u00a0\u202f\u2011"
_TEMPLATE: Final = (
    "to_tsvector('simple'::regconfig, translate(regexp_replace("
    f"portal_fold(left(%(expressions)s, {SEARCHED})), '<[^>]*>', ' ', 'g'), "
    f"'''{_JOINTS}', '{' ' * (len(_JOINTS) + 1)}'))"
)


def words_in(*columns: str) -> Func:
    """SQL: the words of some columns together, one of which may be HTML."""
    texts = (Coalesce(F(name), Value(""), output_field=TextField()) for name in columns)
    return Func(  # the arguments in the order in which a migration writes them: Django compares the two
        *texts, arg_joiner=" || ' ' || ", output_field=SearchVectorField(), template=_TEMPLATE
    )


def asked_words(text: str) -> tuple[str, ...]:
    """The first words of what somebody looks for, folded; none where there is no letter and no digit."""
    return tuple(_WORD.findall(fold(text))[:_MOST_WORDS])


def holds(words: Iterable[str], *columns: str) -> SearchVectorExact:
    """SQL: whether the columns hold words that begin so, all of them. `words` are of `asked_words`."""
    beginnings = " & ".join(f"'{word}':*" for word in words)
    asked = SearchQuery(beginnings, config="simple", search_type="raw")
    return SearchVectorExact(words_in(*columns), asked)


def begins_each(text: str, words: Iterable[str]) -> bool:
    """The same for a plain text at hand."""
    held = _WORD.findall(fold(text))
    return all(any(one.startswith(word) for one in held) for word in words)
