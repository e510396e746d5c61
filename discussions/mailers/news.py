"""The mails that tell who follows a space of changes of its windows, of new questions and of documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.spaces import can_see_space
from discussions.access.viewer import viewer_of
from discussions.enums import WindowAct, WindowState
from discussions.mailers.window_words import (
    closed_sentence,
    closes_sentence,
    numbers_text,
    opens_sentence,
    policy_sentence,
)
from discussions.models import Document, DocumentFile, News, Prompt, Space, Window, WindowChange
from discussions.selectors.followers import follows
from discussions.selectors.news import (
    changes_told,
    documents_told,
    news_of,
    questions_told,
)
from discussions.selectors.windows import numbers_by_window
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now
from hub.kit.dates import moment_in
from hub.kit.files import file_size_text
from hub.kit.instants import zone_city
from hub.kit.languages import language_name
from hub.kit.sanitise import excerpt

_QUOTED: Final = 400  # characters of a question; the rest is read on the page


@dataclass(frozen=True)
class Item:
    """A thing that the mail tells of. `words` are its own, in their language; `notes` what there is to say of it."""

    title: str
    title_language: str
    words: str
    words_language: str
    notes: list[str]


#: The subject by the act; it names the space.
_SUBJECTS: Final[Mapping[str, Promise]] = {
    WindowAct.SCHEDULE: gettext_lazy("Dates of “%(space)s”"),
    WindowAct.OPEN: gettext_lazy("“%(space)s” is open"),
    WindowAct.CLOSE: gettext_lazy("“%(space)s” has closed"),
    WindowAct.EXTEND: gettext_lazy("“%(space)s” closes later"),
    WindowAct.REOPEN: gettext_lazy("“%(space)s” is open again"),
    WindowAct.LATE_RULES: gettext_lazy("Late texts in “%(space)s”: what has changed"),
    WindowAct.QUESTIONS: gettext_lazy("Other dates for questions of “%(space)s”"),
}
#: What a letter says the window is now; where it is not, there is nothing to say any more.
_STATES: Final[Mapping[str, WindowState]] = {
    WindowAct.OPEN: WindowState.OPEN,
    WindowAct.EXTEND: WindowState.OPEN,
    WindowAct.REOPEN: WindowState.OPEN,
}


def space_window_letter(notice: Notice) -> Letter | None:
    """What was changed of a window, and how it stands now; None where a later change has made that untrue."""
    news = news_of(notice)
    changes = [change for change in changes_told(news) if _is_true(change)]
    if not changes or not _is_for(notice, news):
        return None
    numbers = numbers_by_window(list(Window.objects.filter(space=news.space_id)))
    several = len(numbers) > 1
    items = [
        Item(
            title=_scope(change.window, numbers[change.window_id]) if several else "",
            title_language="",
            words="",
            words_language="",
            notes=_window_notes(change),
        )
        for change in changes
    ]
    return _letter(
        notice,
        news,
        subject=_SUBJECTS[changes[0].act],
        items=items,
        reason=changes[0].reason or "",
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


def _is_true(change: WindowChange) -> bool:
    stated = _STATES.get(change.act)
    return stated is None or change.window.state_at(database_now()) == stated


def _is_for(notice: Notice, news: News) -> bool:
    """Whether the receiver still follows or moderates the space, and may see it."""
    viewer = viewer_of(notice.receiver)
    wants = news.space_id in viewer.moderates or follows(news.space_id, viewer.user_id)
    return wants and can_see_space(news.space, viewer, database_now())


def _scope(window: Window, numbers: list[int]) -> str:
    """Whom the dates of one of several windows concern."""
    if window.position:
        return numbers_text(numbers) or _("No question yet")
    if not numbers:
        return _("Posts to the space as a whole")
    return _("%(questions)s, and posts to the space as a whole") % {
        "questions": numbers_text(numbers)
    }


def _window_notes(change: WindowChange) -> list[str]:
    setting, now = change.window.setting, database_now()
    if change.act == WindowAct.LATE_RULES:
        return [policy_sentence(setting), _("What was sent until now stands as it stood.")]
    has_closed = setting.closes_at is not None and setting.closes_at <= now
    notes = [closed_sentence(setting) if has_closed else closes_sentence(setting)]
    if setting.opens_at is not None and setting.opens_at > now:
        notes.insert(0, opens_sentence(setting))
    if change.act == WindowAct.EXTEND and change.closes_at is not None:
        zone = change.time_zone or setting.time_zone
        moment = moment_in(change.closes_at, zone, weekday=True)
        before = _("Before, the closing was %(moment)s in %(place)s.")
        notes.append(before % {"moment": moment, "place": zone_city(zone)})
    if change.act == WindowAct.CLOSE:
        notes.append(policy_sentence(setting))
    return notes


def _question(prompt: Prompt, window: Window | None) -> Item:
    text = text_in(prompt, "text", _language())
    is_ahead = window is not None and window.state_at(database_now()) in {
        WindowState.SCHEDULED,
        WindowState.OPEN,
    }
    return Item(
        title=numbers_text([prompt.number]),
        title_language="",
        words=excerpt(text.value, _QUOTED),
        words_language=text.language,
        notes=[closes_sentence(window.setting)] if window is not None and is_ahead else [],
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
    language = language_name(file.language, _language())
    return _("%(file)s, %(language)s, %(size)s") % {**named, "language": language}


def _letter(
    notice: Notice, news: News, *, subject: str | Promise, items: list[Item], reason: str = ""
) -> Letter:
    title = text_in(news.space, "title", _language())
    is_moderator = news.space_id in viewer_of(notice.receiver).moderates
    stop_url = "" if is_moderator else _address("follow-space", news.space)
    return write_letter(
        "mails/news",
        subject=str(subject) % {"space": title.value},
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
