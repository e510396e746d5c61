"""What people write stays words in every part of an export, whichever program opens it (PRODUCT, section 7)."""

from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.moderation.exports.nasty import ALL, WORDS
from tests.moderation.exports.safety import check_export, made

pytestmark = pytest.mark.django_db(transaction=True)
_NUMBERS = count(1)


@pytest.mark.parametrize(
    ("variant", "language"), [("public", "en"), ("restricted", "en"), ("restricted", "fr")]
)
def test_words_that_are_known_to_do_harm_do_none(variant: str, language: str) -> None:
    check_export(made(ALL, next(_NUMBERS), variant=variant, language=language))


@settings(
    max_examples=3,
    derandomize=True,
    phases=[Phase.generate],  # each takes a second: nothing is made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=st.lists(WORDS, min_size=3, max_size=12))
def test_nor_do_others(words: list[str]) -> None:
    check_export(made(words, next(_NUMBERS), variant="restricted"))
