"""What people wrote, as templates print it."""

import pytest
from django.utils.translation import override

from discussions.access.words import ShownText
from discussions.models import Prompt
from discussions.pages.texts import all_languages, initials_of, prose_of
from hub.kit.bilingual import set_texts

LONG = "".join(f"<p>Paragraph {number} with a good many words in it.</p>" for number in range(60))


def test_a_long_text_folds_between_two_blocks_and_loses_nothing() -> None:
    prose = prose_of(ShownText(LONG, "en", ""), "en", "", folds=True)
    assert prose.opening + prose.rest == LONG
    assert prose.opening.endswith("</p>")
    assert prose.rest.startswith("<p>")


def test_on_its_own_page_and_where_little_would_be_left_a_text_stays_whole() -> None:
    assert prose_of(ShownText(LONG, "en", ""), "en", "", folds=False).rest == ""
    nearly = "<p>" + "word " * 180 + "</p><p>The end.</p>"
    prose = prose_of(ShownText(nearly, "en", ""), "en", "", folds=True)
    assert (prose.opening, prose.rest) == (nearly, "")


def test_a_masked_text_says_that_it_is_and_why() -> None:
    with override("en"):
        prose = prose_of(ShownText("", "fr", "", "personal-data"), "en", "a <reason>", folds=True)
    assert "masked for readers: a &lt;reason&gt;" in prose.opening
    assert 'lang="en"' in prose.opening


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("es", "ltr"), ("und", "auto")]
)
def test_a_text_has_the_direction_of_its_language(language: str, direction: str) -> None:
    prose = prose_of(ShownText("<p>x</p>", language, ""), "en", "", folds=True)
    assert (prose.language, prose.direction) == (language, direction)


def test_a_question_stands_in_both_languages_the_pages_own_first() -> None:
    prompt = Prompt()
    set_texts(prompt, "text", {"en": "<p>Why?</p>", "fr": "<p>Pourquoi ?</p>"})
    texts = all_languages(prompt, "text", "fr")
    assert [(text.language, text.is_main) for text in texts] == [("fr", True), ("en", False)]
    set_texts(prompt, "text", {"en": "<p>Why?</p>"})
    (only,) = all_languages(prompt, "text", "fr")
    assert (only.language, only.is_main) == ("en", True)


def test_a_question_in_none_of_the_content_languages_is_shown_all_the_same() -> None:
    prompt = Prompt()
    set_texts(prompt, "text", {"es": "<p>¿Por qué?</p><script>x</script>"})
    (only,) = all_languages(prompt, "text", "en")
    assert (only.language, only.html) == ("es", "<p>¿Por qué?</p>")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Amina Otieno", "AO"),
        ("Étienne", "É"),
        ("Maria de la Cruz", "MC"),
        ("سلمى النجار", "سا"),
        ("(2) …", ""),
        ("", ""),
    ],
)
def test_initials_are_those_of_the_first_word_and_the_last(name: str, initials: str) -> None:
    assert initials_of(name) == initials
