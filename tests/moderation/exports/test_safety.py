"""What people write stays words in every part of an export, whichever program opens it (PRODUCT, section 7).

With words that nobody thought of: tests/prove/test_export_safety.py.
"""

from itertools import count

import pytest

from tests.moderation.exports.nasty import ALL
from tests.moderation.exports.safety import check_export, made

pytestmark = pytest.mark.django_db(transaction=True)
_NUMBERS = count(1)


@pytest.mark.parametrize(("variant", "language"), [("public", "en"), ("restricted", "fr")])
def test_words_that_are_known_to_do_harm_do_none(variant: str, language: str) -> None:
    check_export(made(ALL, next(_NUMBERS), variant=variant, language=language))
