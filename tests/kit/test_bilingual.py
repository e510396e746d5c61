"""Texts in several languages, never through the active language alone."""

from typing import Any

import pytest
from django.utils.translation import override

from discussions.models import Space
from hub.kit.bilingual import Text, is_complete, set_texts, shown_texts, text_in, texts_of


def _space(**texts: str) -> Space:
    space = Space(slug="s", reference_prefix="SS")
    set_texts(space, "title", texts)
    return space


def test_texts_come_back_as_they_were_whatever_language_is_active() -> None:
    with override("fr"):
        space = _space(en="Title", fr="Titre", sw="Kichwa")
    with override("en"):
        assert texts_of(space, "title") == {"en": "Title", "fr": "Titre", "sw": "Kichwa"}


def test_a_reader_gets_their_language_else_the_first_there_is_with_its_true_name() -> None:
    assert text_in(_space(en="Title", fr="Titre"), "title", "fr") == Text("Titre", "fr")
    assert text_in(_space(en="Title", fr=""), "title", "fr") == Text("Title", "en")
    assert text_in(_space(sw="Kichwa"), "title", "fr") == Text("Kichwa", "sw")
    assert text_in(_space(), "title", "fr") == Text("", "fr")


def test_only_languages_that_are_switched_on_are_shown(settings: Any) -> None:
    space = _space(en="Title", fr="Titre", es="Título")
    assert [text.language for text in shown_texts(space, "title")] == ["en", "fr"]
    settings.CONTENT_LANGUAGES = ["en", "fr", "es"]
    assert [text.language for text in shown_texts(space, "title")] == ["en", "fr", "es"]


@pytest.mark.parametrize(
    ("texts", "complete"),
    [({"en": "a", "fr": "b"}, True), ({"en": "a", "fr": " "}, False), ({"en": "a"}, False)],
)
def test_complete_means_every_required_language(texts: dict[str, str], complete: bool) -> None:
    assert is_complete(_space(**texts), "title") is complete
