"""A text in another language than it was sent as is seen; a text that is not, and a short one, never."""

import pytest

from hub.kit.language_guess import FEWEST_CHARACTERS, other_language
from tests.kit.similar_texts import LANGUAGES, OPENING, TEXTS

WORDS = OPENING


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_taken_for_its_own_language_at_every_length_and_place(language: str) -> None:
    text = WORDS[language]
    for start in range(0, len(text) - FEWEST_CHARACTERS, 7):
        for length in (FEWEST_CHARACTERS, 90, 150):
            piece = text[start : start + length]
            assert other_language(piece, language) == "", piece


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_was_sent_under_another_language_is_seen(language: str) -> None:
    for said in (*LANGUAGES, "und"):
        if said != language:
            assert other_language(WORDS[language], said) == language


@pytest.mark.parametrize("said", ["en", "fr"])
def test_short_texts_say_too_little(said: str) -> None:
    assert other_language("Apoyamos el anexo, sin reservas.", said) == ""
    assert other_language("", said) == ""
    assert other_language("1 2 3 " * 40, said) == ""


def test_scripts_and_regions_are_the_same_language_and_an_unknown_one_is_left_alone() -> None:
    assert other_language(WORDS["zh"], "zh-hans") == ""
    assert other_language(WORDS["fr"], "fr-ca") == ""
    assert other_language(WORDS["es"], "qu") == ""  # Quechua: nothing is known of it here
    norwegian = (
        "Dette er en norsk tekst om migrasjon og rettigheter for alle mennesker som bor i landet."
    )
    assert other_language(norwegian, "nb") == ""
    assert other_language(norwegian, "nn") == ""


def test_a_quotation_in_another_language_does_not_make_it_one() -> None:
    text = f"{WORDS['en']} We quote: {WORDS['es'][:80]}. {WORDS['en']}"
    assert other_language(text, "en") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paragraph_of_the_texts_at_hand_is_taken_for_another_language(language: str) -> None:
    text = (TEXTS / f"{language}.txt").read_text("utf-8")
    paragraphs = [line for line in text.splitlines() if line.strip()]
    assert paragraphs
    assert [line for line in paragraphs if other_language(line, language)] == []
