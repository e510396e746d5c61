"""The questions of a space for those who put them: the list with its order, and one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
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
from moderation.pages.set_up import ListedThing, OrderedPage, StandsNow, in_order, order_of
from moderation.pages.window_words import window_name

_OPENING = 240


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
    now: StandsNow | None


def questions_page(
    found: Found, viewer: Viewer, prompts: Sequence[Prompt], windows: Sequence[Window]
) -> OrderedPage:
    """The list in the active language; the questions come with window, document and `answers`. Without a statement."""
    desk = desk_of(found.space, viewer, "space-questions")
    lines = in_order(_listed(prompt, found, windows) for prompt in prompts)
    return OrderedPage(
        desk=desk,
        title=_("Questions of %(title)s") % {"title": desk.title},
        heading=_("Questions"),
        lede=_("Readers see them in this order. The number of a question never changes."),
        empty=_("No question is put yet. Without one, people post to the space as a whole."),
        new_url=reverse("new-question", args=[found.space.slug]),
        new_text=_("Put a new question"),
        order=order_of(lines),
        lines=lines,
    )


def _listed(prompt: Prompt, found: Found, windows: Sequence[Window]) -> ListedThing:
    language = get_language() or "en"
    answers: int = prompt.answers  # type: ignore[attr-defined]  # counted by the query
    facts = [answers_in_words(answers)]
    if len(windows) > 1:
        facts.append(window_words(prompt.window or windows[0], found.at))
    if prompt.document is not None:
        facts.append(document_words(prompt.document, language))
    return ListedThing(
        key=prompt.number,
        anchor=f"question-{prompt.number}",
        name=place_name(prompt),
        language=language,
        chip=pgettext("of a question", "Closed") if _is_closed(prompt, found.at) else "",
        texts=_openings(prompt, language),
        facts=facts,
        files=[],
        missing=missing_languages(texts_of(prompt, "text")),
        url=reverse("space-question", args=[found.space.slug, prompt.number]),
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
        now=_now(prompt, found.at) if is_conflict and prompt is not None else None,
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


def _now(prompt: Prompt, at: datetime) -> StandsNow:
    language = get_language() or "en"
    window, document = prompt.window, prompt.document
    facts = []
    if window is not None:
        facts.append((_("Window"), window_words(window, at)))
    if document is not None:
        facts.append((_("Document it asks about"), document_words(document, language)))
    return StandsNow(all_languages(prompt, "text", language), facts)
