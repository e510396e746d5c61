"""The frame of a space changes: questions, documents, windows. Of the three numbers of an act each takes what it needs."""

import io
from dataclasses import replace
from datetime import timedelta

from discussions.enums import (
    LatePolicy,
)
from discussions.models import Document, Prompt, Space, Window
from discussions.selectors.set_up import prompt_setting
from discussions.services.documents import add_document
from discussions.services.prompt_acts import close_prompt
from discussions.services.prompts import edit_prompt, put_prompt
from discussions.services.spaces import show_moderator
from discussions.services.windows import extend_window, reopen_window
from discussions.validators.sent import (
    IncomingFile,
)
from discussions.validators.set_up import DocumentSetting, FileInLanguage, stamp_of
from hub.kit.clock import database_now
from tests.discussions.windows import seen
from tests.lives.life import Life


def issue(life: Life, _post: int, what: int, how: int) -> None:
    """A document, with files or without, and a question about it."""
    files = [
        FileInLanguage(
            IncomingFile(f"{life.word('document')}.pdf", "application/pdf", _content(life)),
            language,
        )
        for language in ("en", "fr")[: how % 3]
    ]
    setting = DocumentSetting(
        {"en": life.word("Title"), "fr": life.word("Titre")},
        life.word("Rev") if what % 2 else "",
        database_now() if how % 2 else None,
    )
    by, document = life.moderator.viewer, Document(space=life.space)
    document = add_document(by=by, document=document, setting=setting, files=files)
    if what % 2:
        prompt = Prompt(space=life.space, document=document)
        life.prompts.append(put_prompt(by=by, prompt=prompt, texts=life.texts("Question")))


def _content(life: Life) -> io.BytesIO:
    return io.BytesIO(f"%PDF-1.4 {life.word('content')}".encode())


def ask_anew(life: Life, _post: int, what: int, _how: int) -> None:
    """A question; with answers its earlier wording is kept."""
    prompt = Prompt.objects.get(pk=life.prompts[what % 4].pk)
    present = prompt_setting(prompt)
    edit_prompt(
        by=life.moderator.viewer,
        prompt_id=prompt.pk,
        setting=replace(present, texts=life.texts("Question")),
        seen=stamp_of(present),
    )


def stop_asking(life: Life, _post: int, what: int, _how: int) -> None:
    """It takes no more answers."""
    close_prompt(by=life.moderator.viewer, prompt_id=life.prompts[what % 4].pk)


def give_time(life: Life, _post: int, what: int, how: int) -> None:
    """A window, once more time was asked for."""
    windows = list(Window.objects.filter(space=life.space))
    if windows:
        window = windows[what % len(windows)]
        act = extend_window if how % 2 else reopen_window
        until = database_now() + timedelta(days=20 + how)
        by, reason = life.moderator.viewer, life.word("why")
        act(by=by, seen=seen(window), closes_at=until, reason=reason)


def set_late_policy(life: Life, _post: int, what: int, _how: int) -> None:
    """Of the main window, as if it had been set so from the beginning."""
    Window.objects.filter(space=life.space, position=0).update(
        late_policy=list(LatePolicy)[what % 3]
    )


def set_review(life: Life, _post: int, what: int, _how: int) -> None:
    """Of the space, from now on."""
    reviews = ("after-publishing", "before-publishing")
    Space.objects.filter(pk=life.space.pk).update(review=reviews[what % 2])


def show(life: Life, _post: int, _what: int, _how: int) -> None:
    """To readers."""
    show_moderator(
        by=life.moderator.viewer, space_id=life.space.pk, person_id=life.moderator.person.pk
    )
