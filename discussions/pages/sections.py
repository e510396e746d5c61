"""What several pages share: where they stand, who may write there, a question with its threads, the documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.posts import check_submit, check_takes_texts, refusal_of
from discussions.models import Document, Prompt, Space, Window
from discussions.pages.addresses import place_url, sign_in_url, space_url, submit_url
from discussions.pages.card_shapes import Link, Setting
from discussions.pages.texts import FileLine, LanguageText, all_languages, document_line
from discussions.pages.threads import Place, Thread
from discussions.pages.windows import ExactTimes, Status, exact_times, status_of
from discussions.selectors.numbers import PromptNumbers
from hub.kit.bilingual import text_in
from hub.kit.dates import day_in
from hub.kit.sanitise import excerpt
from hub.kit.text import fold

_CRUMB_WORDS = 60


@dataclass(frozen=True)
class Crumb:
    """A step on the way to this page; the last has no url."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A figure with its label."""

    label: str
    value: str


@dataclass(frozen=True)
class QuestionSection:
    """A question, or the space as a whole, with the threads that a page shows of it.

    `status` and `times` are there where a window of its own rules it; `about` where it asks about a document.
    """

    anchor: str
    kicker: str
    texts: list[LanguageText]
    status: Status | None
    times: ExactTimes | None
    threads: list[Thread]
    write: Link
    more: Link | None
    is_empty: bool
    about: Link | None = None


@dataclass(frozen=True)
class DocumentLine:
    """A document of the space with its files."""

    title: str
    language: str
    label: str
    issued: str
    files: list[FileLine]


def crumbs_to(space: Space, language: str, *more: Crumb) -> list[Crumb]:
    """From the index of spaces to a page of the space; the last is this page."""
    title = text_in(space, "title", language).value
    steps = [
        Crumb(_("Discussion Spaces"), reverse("space-index")),
        Crumb(title, space_url(space)),
        *more,
    ]
    return [*steps[:-1], Crumb(steps[-1].text)]


def place_name(prompt: Prompt | None) -> str:
    """The words "Question 2", or what stands in its place for the space as a whole."""
    if prompt is None:
        return _("Posts to the space as a whole")
    return _("Question %(number)d") % {"number": prompt.number}


def window_for(prompt: Prompt | None, main: Window | None) -> Window | None:
    """The window that rules a question: its own, else the main one of the space."""
    return prompt.window if prompt is not None and prompt.window is not None else main


def write_link(setting: Setting, place: Place) -> Link:
    """The way to an answer, through sign-in for a visitor; without address, and with the reason, where there is none."""
    url = submit_url(setting.space, place.prompt)
    if setting.viewer.is_signed_in:
        refusal = refusal_of(
            check_submit, setting.viewer, setting.space, place.prompt, place.window, setting.at
        )
        text = _write_words(place.prompt)
    else:
        refusal = refusal_of(check_takes_texts, place.prompt, place.window, setting.at)
        # Signing in would not help where nobody may write.
        text = _sign_in_words(place.prompt) if refusal is None else _write_words(place.prompt)
        url = sign_in_url(url)
    return Link(text, "" if refusal else url, is_main=True, refusal=str(refusal or ""))


def question_section(
    setting: Setting,
    place: Place,
    threads: list[Thread],
    numbers: PromptNumbers,
    *,
    has_own_window: bool,
    shown: int | None = None,
) -> QuestionSection:
    """The section of a question. `shown` is how many posts of it a page of the whole space shows."""
    prompt = place.prompt
    own = place.window if has_own_window else None
    return QuestionSection(
        anchor=f"question-{prompt.number}" if prompt is not None else "general",
        kicker=_("%(place)s · %(count)s")
        % {"place": place_name(prompt), "count": submissions_in_words(numbers.submissions)},
        texts=all_languages(prompt, "text", setting.language) if prompt is not None else [],
        status=status_of(own, setting.at) if own is not None else None,
        times=exact_times(own, setting.at),
        threads=threads,
        write=write_link(setting, place),
        more=_more(setting.space, prompt, numbers, shown) if shown is not None else None,
        is_empty=not threads,
        about=_about(setting, prompt),
    )


def document_words(document: Document, language: str) -> str:
    """A document in a few words: its title, and its revision where the title does not say it."""
    title, label = text_in(document, "title", language).value, document.label or ""
    if not title or not label or says_revision(title, label):
        return title or label
    return _("%(title)s (%(revision)s)") % {"title": title, "revision": label}


def _about(setting: Setting, prompt: Prompt | None) -> Link | None:
    """To the documents of the space; the question comes with its document."""
    if prompt is None or prompt.document is None:
        return None
    words = document_words(prompt.document, setting.language)
    return Link(words, f"{space_url(setting.space)}#documents") if words else None


def submissions_in_words(count: int) -> str:
    """The words "61 submissions"."""
    return ngettext("%(count)d submission", "%(count)d submissions", count) % {"count": count}


def says_revision(title: str, label: str) -> bool:
    """Whether a title names the revision itself, accents and case aside: "Rév. 2" says "Rev. 2"."""
    said = rf"(?<!\w){re.escape(fold(label))}(?!\w)"
    return re.search(said, fold(title)) is not None


def document_lines(documents: Sequence[Document], language: str) -> list[DocumentLine]:
    """The documents in the page's language, with the files of all languages."""
    lines = []
    for document in documents:
        title = text_in(document, "title", language)
        issued = day_in(document.issued_at) if document.issued_at is not None else ""
        files = [document_line(file, language) for file in document.files.all()]
        label = document.label or ""
        if says_revision(title.value, label):
            label = ""
        lines.append(DocumentLine(title.value, title.language, label, issued, files))
    return lines


def opening_words(prompt: Prompt, language: str) -> tuple[str, str]:
    """The first words of a question, plain, and their language."""
    text = text_in(prompt, "text", language)
    return excerpt(text.value, _CRUMB_WORDS), text.language


def _more(space: Space, prompt: Prompt | None, numbers: PromptNumbers, shown: int) -> Link:
    if numbers.in_threads > shown:
        posts = numbers.in_threads
        words = ngettext("Show all %(count)d posts", "Show all %(count)d posts", posts)
        return Link(words % {"count": posts}, place_url(space, prompt), is_main=True)
    return Link(_("These posts on a page of their own"), place_url(space, prompt))


def _write_words(prompt: Prompt | None) -> str:
    if prompt is None:
        return _("Post to the space as a whole")
    return _("Answer question %(number)d") % {"number": prompt.number}


def _sign_in_words(prompt: Prompt | None) -> str:
    if prompt is None:
        return _("Sign in to post to the space as a whole")
    return _("Sign in to answer question %(number)d") % {"number": prompt.number}
