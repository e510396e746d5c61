"""The questions of a space for those who put them: the list with its order, and one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.models import Prompt, Window
from discussions.pages.addresses import place_url
from discussions.pages.prompt import EarlierWording
from discussions.pages.sections import document_words, place_name
from discussions.pages.texts import LanguageText, all_languages, direction_of
from discussions.pages.windows import status_of
from discussions.selectors.completeness import missing_languages
from discussions.selectors.spaces import Found
from discussions.services.prompts import can_be_deleted
from hub.kit.bilingual import shown_texts, text_in, texts_of
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt
from moderation.pages.desk import Desk, desk_of
from moderation.pages.window_words import window_name

_OPENING = 240


@dataclass(frozen=True)
class QuestionLine:
    """One question of the list; `missing` names the required languages that it lacks."""

    number: int
    name: str
    texts: list[LanguageText]
    facts: list[str]
    missing: str
    is_closed: bool
    edit_url: str
    can_rise: bool
    can_fall: bool


@dataclass(frozen=True)
class QuestionsPage:
    """All that moderation/questions.html shows. `order` is what the list shows, as its form carries it."""

    desk: Desk
    new_url: str
    order: str
    lines: list[QuestionLine]


@dataclass(frozen=True)
class Conflict:
    """What stands there now, where somebody else changed it meanwhile."""

    texts: list[LanguageText]
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class QuestionPage:
    """All that moderation/question.html shows beside its form. `closed` says since when it takes no answers, "" if it does."""

    desk: Desk
    heading: str
    list_url: str
    documents_url: str
    public_url: str
    answers: str
    asked: str
    closed: str
    is_new: bool
    can_be_deleted: bool
    wordings: list[EarlierWording]
    conflict: Conflict | None


def questions_page(
    found: Found, viewer: Viewer, prompts: Sequence[Prompt], windows: Sequence[Window]
) -> QuestionsPage:
    """The list in the active language; the questions come with window, document and `answers`. Without a statement."""
    slug = found.space.slug
    last = len(prompts) - 1
    return QuestionsPage(
        desk=desk_of(found.space, viewer, "space-questions"),
        new_url=reverse("new-question", args=[slug]),
        order=",".join(str(prompt.number) for prompt in prompts),
        lines=[
            _line(prompt, found, windows, can_rise=place > 0, can_fall=place < last)
            for place, prompt in enumerate(prompts)
        ],
    )


def _line(
    prompt: Prompt, found: Found, windows: Sequence[Window], *, can_rise: bool, can_fall: bool
) -> QuestionLine:
    language = get_language() or "en"
    answers: int = prompt.answers  # type: ignore[attr-defined]  # counted by the query
    facts = [answers_in_words(answers)]
    if len(windows) > 1:
        facts.append(window_words(prompt.window or windows[0], found.at))
    if prompt.document is not None:
        facts.append(document_words(prompt.document, language))
    return QuestionLine(
        number=prompt.number,
        name=place_name(prompt),
        texts=_openings(prompt, language),
        facts=facts,
        missing=missing_languages(texts_of(prompt, "text")),
        is_closed=_is_closed(prompt, found.at),
        edit_url=reverse("space-question", args=[found.space.slug, prompt.number]),
        can_rise=can_rise,
        can_fall=can_fall,
    )


def question_page(
    found: Found, viewer: Viewer, prompt: Prompt | None, *, is_conflict: bool = False
) -> QuestionPage:
    """One question, or with None a new one, in the active language."""
    space = found.space
    answers = prompt.posts.count() if prompt is not None else 0
    return QuestionPage(
        desk=desk_of(space, viewer, "space-questions"),
        heading=place_name(prompt) if prompt is not None else _("New question"),
        list_url=reverse("space-questions", args=[space.slug]),
        documents_url=reverse("space-documents", args=[space.slug]),
        public_url=place_url(space, prompt) if prompt is not None else "",
        answers=answers_in_words(answers) if answers else "",
        asked=_asked(prompt),
        closed=_closed(prompt, found.at),
        is_new=prompt is None,
        can_be_deleted=prompt is not None and can_be_deleted(prompt),
        wordings=_wordings(prompt),
        conflict=_conflict(prompt, found.at) if is_conflict and prompt is not None else None,
    )


def answers_in_words(answers: int) -> str:
    """Like "12 answers and replies"."""
    if not answers:
        return _("No answers yet")
    return ngettext("%(number)d answer or reply", "%(number)d answers and replies", answers) % {
        "number": answers
    }


def window_words(window: Window, at: datetime) -> str:
    """A window with its state."""
    return _("%(window)s: %(state)s") % {
        "window": window_name(window.position),
        "state": status_of(window, at).text,
    }


def _openings(prompt: Prompt, language: str) -> list[LanguageText]:
    """The first words in each language that it has, in the order of the content languages."""
    texts = shown_texts(prompt, "text") or [text_in(prompt, "text", language)]
    return [
        LanguageText(
            text.language,
            direction_of(text.language),
            format_html("<p>{}</p>", excerpt(text.value, _OPENING)),
            is_main=True,
        )
        for text in texts
        if text.value
    ]


def _is_closed(prompt: Prompt, at: datetime) -> bool:
    return prompt.closed_at is not None and prompt.closed_at <= at


def _closed(prompt: Prompt | None, at: datetime) -> str:
    if prompt is None or prompt.closed_at is None or not _is_closed(prompt, at):
        return ""
    return _("It takes no answers since %(moment)s UTC.") % {"moment": moment_in(prompt.closed_at)}


def _asked(prompt: Prompt | None) -> str:
    if prompt is None or prompt.asked_at is None:
        return ""
    moment = moment_in(prompt.asked_at)
    if prompt.asked_by is None:
        return _("Asked on %(moment)s UTC") % {"moment": moment}
    return _("Asked by %(name)s on %(moment)s UTC") % {
        "name": prompt.asked_by.name,
        "moment": moment,
    }


def _wordings(prompt: Prompt | None) -> list[EarlierWording]:
    if prompt is None:
        return []
    language = get_language() or "en"
    return [
        EarlierWording(
            _("Until %(moment)s UTC") % {"moment": moment_in(row.until)},
            all_languages(row, "text", language),
        )
        for row in prompt.earlier_wordings.all()
    ]


def _conflict(prompt: Prompt, at: datetime) -> Conflict:
    language = get_language() or "en"
    window, document = prompt.window, prompt.document
    facts = []
    if window is not None:
        facts.append((_("Window"), window_words(window, at)))
    if document is not None:
        facts.append((_("Document it asks about"), document_words(document, language)))
    return Conflict(all_languages(prompt, "text", language), facts)
