"""The form above the review queue: which list, and what narrows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import Standing
from discussions.models import Prompt, Space
from hub.kit.bilingual import text_in
from hub.kit.languages import language_name
from hub.kit.sanitise import excerpt
from hub.kit.text import sort_key
from moderation.enums import PostKind, QueueShow
from moderation.selectors.queue import QueueNumbers
from moderation.validators.queue import GENERAL, YES, QueueQuery

_QUESTION = 60  # characters of a question that stand in the list


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    text: str
    is_chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Filter:
    """One list to choose from. `name` is its part of the address."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class FilterForm:
    """All that the form shows. `reset_url` leads to the list without filters, "" where none is set.

    `chosen`: the references that are chosen for one decision on many, which it carries along.
    """

    shows: list[Choice]
    spaces: list[Choice]
    filters: list[Filter]
    words: str
    narrows: bool
    reset_url: str
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """What there is to choose from: the reader's spaces, the questions of the chosen one, the languages of texts."""

    spaces: list[Space]
    questions: list[Prompt]
    languages: list[str]


def filter_form(asked: QueueQuery, offered: Offered, numbers: QueueNumbers) -> FilterForm:
    """The form, in the active language."""
    language = get_language() or "en"
    lists = [
        Filter("question", _("Question"), _questions(offered.questions, asked, language)),
        Filter("language", _("Language"), _languages(offered.languages, asked, language)),
        Filter("group", _("Group"), _words(StakeholderGroup, asked.group)),
        Filter("standing", _("Standing"), _words(Standing, asked.standing)),
        Filter("kind", _("Kind"), _words(PostKind, asked.kind)),
        Filter("files", _("Files"), [Choice(YES, _("with files"), asked.files == YES)]),
        Filter(
            "reported",
            _("Reports"),
            [Choice(YES, _("reported by readers"), asked.reported == YES)],
        ),
    ]
    return FilterForm(
        shows=[_show(show, numbers, asked) for show in QueueShow],
        spaces=[_space(space, asked, language) for space in offered.spaces],
        filters=[one for one in lists if one.choices],
        words=asked.q,
        narrows=any(name != "q" for name in asked.filters),
        reset_url=QueueQuery(show=asked.show, space=asked.space, chosen=asked.chosen).query()
        if asked.filters
        else "",
        chosen=asked.chosen,
    )


def _show(show: QueueShow, numbers: QueueNumbers, asked: QueueQuery) -> Choice:
    text = _("%(list)s (%(number)d)") % {"list": show.label, "number": numbers.counts[show]}
    return Choice(show.value, text, show == asked.show)


def _space(space: Space, asked: QueueQuery, language: str) -> Choice:
    title = text_in(space, "title", language)
    return Choice(space.slug, title.value or space.slug, space.slug == asked.space, title.language)


def _questions(questions: list[Prompt], asked: QueueQuery, language: str) -> list[Choice]:
    if not questions:
        return []
    found = []
    for prompt in questions:
        text = text_in(prompt, "text", language)
        words = f"{prompt.number}. {excerpt(text.value, _QUESTION)}"
        chosen = asked.question == str(prompt.number)
        found.append(Choice(str(prompt.number), words, chosen, text.language))
    whole = Choice(GENERAL, _("To the space as a whole"), asked.question == GENERAL)
    return [*found, whole]


def _languages(codes: Iterable[str], asked: QueueQuery, language: str) -> list[Choice]:
    named = [Choice(code, language_name(code, language), code == asked.language) for code in codes]
    return (
        sorted(named, key=lambda choice: sort_key(choice.text, language)) if len(named) > 1 else []
    )


def _words(words: type[TextChoices], chosen: str) -> list[Choice]:
    return [Choice(word.value, str(word.label), word.value == chosen) for word in words]
