"""More words that nobody thought of, through whole exports (the few of `make test`: tests/moderation/exports/test_safety.py)."""

from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.moderation.exports.nasty import WORDS
from tests.moderation.exports.safety import check_export, made

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]
_NUMBERS = count(1)


@settings(
    max_examples=25,
    print_blob=True,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    words=st.lists(WORDS, min_size=20, max_size=60),
    variant=st.sampled_from(["public", "restricted"]),
    language=st.sampled_from(["en", "fr"]),
)
def test_words_of_any_kind_stay_words(words: list[str], variant: str, language: str) -> None:
    check_export(made(words, next(_NUMBERS), variant=variant, language=language))
