"""What a space still lacks before its window may be scheduled (PRODUCT, section 2, "Window")."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.models import Space
from hub.kit.bilingual import texts_of
from hub.kit.languages import language_within


def incomplete_texts(space: Space) -> list[str]:
    """The title and the questions that lack a required language, each with the languages that it lacks; one statement.

    In the language of the page: "question 2 (French)". Empty when nothing is missing.
    """
    title = missing_languages(texts_of(space, "title"))
    lacking = [_("the title (%(languages)s)") % {"languages": title}] if title else []
    lacking += [
        _("question %(number)d (%(languages)s)") % {"number": prompt.number, "languages": missing}
        for prompt in space.prompts.order_by("position", "pk")
        if (missing := missing_languages(texts_of(prompt, "text")))
    ]
    return lacking


def missing_languages(texts: Mapping[str, str]) -> str:
    """The required languages in which a text says nothing, by name in the language of the page; "" where it is complete."""
    shown_in = get_language() or settings.LANGUAGE_CODE
    return ", ".join(
        language_within(language, shown_in)
        for language in settings.REQUIRED_LANGUAGES
        if not texts.get(language, "").strip()
    )
