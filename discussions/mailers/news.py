"""The mails that tell who follows a space of changes of its windows, of new questions and of documents."""

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.spaces import can_see_space
from discussions.access.viewer import viewer_of
from discussions.enums import WindowState
from discussions.mailers.news_windows import Item, is_true, window_news
from discussions.mailers.window_words import dates_sentences, numbers_text
from discussions.models import Document, DocumentFile, News, Prompt, Space, Window
from discussions.selectors.followers import follows
from discussions.selectors.news import (
    changes_told,
    documents_told,
    news_of,
    questions_told,
)
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now
from hub.kit.files import file_size_text
from hub.kit.languages import language_within
from hub.kit.sanitise import excerpt

_QUOTED: Final = 400  # characters of a question; the rest is read on the page


def space_window_letter(notice: Notice) -> Letter | None:
    """What was changed of a window, and how it stands now; None where a later change has made that untrue."""
    news = news_of(notice)
    changes = [change for change in changes_told(news) if is_true(change)]
    if not changes or not _is_for(notice, news):
        return None
    told = window_news(changes, list(Window.objects.filter(space=news.space_id)))
    if told is None:
        return None
    return _letter(
        notice, news, subject=told.subject, items=told.items, reason=changes[0].reason or ""
    )


def space_questions_letter(notice: Notice) -> Letter | None:
    """The questions that were added, their first words, and until when they are answered; None where none is left."""
    news = news_of(notice)
    prompts = questions_told(news)
    if not prompts or not _is_for(notice, news):
        return None
    main = Window.objects.filter(space=news.space_id, position=0).first()
    subject = ngettext(
        "A new question in “%(space)s”", "New questions in “%(space)s”", len(prompts)
    )
    items = [_question(prompt, prompt.window or main) for prompt in prompts]
    return _letter(notice, news, subject=subject, items=items)


def space_documents_letter(notice: Notice) -> Letter | None:
    """The documents that were added, with their files; None where none is left."""
    news = news_of(notice)
    documents = documents_told(news)
    if not documents or not _is_for(notice, news):
        return None
    subject = ngettext(
        "A new document in “%(space)s”", "New documents in “%(space)s”", len(documents)
    )
    return _letter(
        notice, news, subject=subject, items=[_document(document) for document in documents]
    )


def _is_for(notice: Notice, news: News) -> bool:
    """Whether the receiver still follows or moderates the space, and may see it."""
    viewer = viewer_of(notice.receiver)
    wants = news.space_id in viewer.moderates or follows(news.space_id, viewer.user_id)
    return wants and can_see_space(news.space, viewer, database_now())


def _question(prompt: Prompt, window: Window | None) -> Item:
    text, now = text_in(prompt, "text", _language()), database_now()
    is_ahead = window is not None and window.state_at(now) in {
        WindowState.SCHEDULED,
        WindowState.OPEN,
    }
    return Item(
        title=numbers_text([prompt.number]),
        title_language="",
        words=excerpt(text.value, _QUOTED),
        words_language=text.language,
        notes=dates_sentences(window.setting, now) if window is not None and is_ahead else [],
    )


def _document(document: Document) -> Item:
    title = text_in(document, "title", _language())
    notes = [document.label] if document.label and document.label != title.value else []
    notes += [_file(file) for file in document.files.all()]
    return Item(title.value, title.language, "", "", notes)


def _file(file: DocumentFile) -> str:
    named = {"file": file.name, "size": file_size_text(file.size)}
    if not file.language:
        return _("%(file)s, %(size)s") % named
    language = language_within(file.language, _language())
    return _("%(file)s, %(language)s, %(size)s") % {**named, "language": language}


def _letter(
    notice: Notice, news: News, *, subject: str, items: list[Item], reason: str = ""
) -> Letter:
    title = text_in(news.space, "title", _language())
    is_moderator = news.space_id in viewer_of(notice.receiver).moderates
    stop_url = "" if is_moderator else _address("follow-space", news.space)
    return write_letter(
        "mails/news",
        subject=subject % {"space": title.value},
        context={
            "items": items,
            "reason": reason,
            "is_moderator": is_moderator,
            "stop_url": stop_url,
            "action_url": _address("space", news.space),
            "action_label": _("Open the space"),
        },
        unsubscribe_url=stop_url,
    )


def _address(name: str, space: Space) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[space.slug])}"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
