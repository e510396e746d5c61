"""Which words somebody looks for, and which of them a text holds. What the database finds: the tests of the queue."""

import pytest

from hub.kit.search import asked_words, begins_each


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Régularisation des VOIES", ("regularisation", "des", "voies")),
        ("l’accès, e-mail", ("l", "acces", "e", "mail")),
        ("' | & ! :* \\", ()),
        ("миграция مهاجر", ("миграция", "مهاجر")),
        ("प्रवासी", ("प्रवासी",)),
        (" ".join("abcdefghijk"), tuple("abcdefgh")),
        ("_", ()),
    ],
)
def test_words_are_folded_and_few_and_nothing_but_letters_and_digits(
    asked: str, words: tuple[str, ...]
) -> None:
    assert asked_words(asked) == words


def test_a_text_holds_words_by_their_beginnings_in_any_order() -> None:
    text = "Des voies de régularisation"
    assert begins_each(text, ("regul", "voies"))
    assert not begins_each(text, ("larisation",))
    assert not begins_each(text, ("voies", "droit"))
    assert begins_each(text, ())
