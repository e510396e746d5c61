"""The questions of a space: put, reworded, ordered, closed."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.errors import AlreadyMade, ChangedMeanwhile, NotFound, NotSavedYet, ReasonNeeded
from discussions.models import Prompt
from discussions.selectors.set_up import prompt_setting
from discussions.selectors.spaces import documents_of, find_prompt, windows_of
from discussions.services.prompt_acts import close_prompt, order_prompts, reopen_prompt
from discussions.services.prompts import delete_prompt, edit_prompt, put_prompt
from hub.kit.editor import with_editor
from hub.kit.refusals import Refusal
from moderation.forms.questions import QuestionForm
from moderation.pages.questions import question_page, questions_page, window_words
from moderation.selectors.set_up import questions_of
from moderation.views.set_up import Asked, done, form_page, ordered, set_up_page

_LIST: Final = "space-questions"
_ACTS: Final[Mapping[str, Callable[..., object]]] = {
    "close": close_prompt,
    "reopen": reopen_prompt,
    "delete": delete_prompt,
}


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_questions(asked: Asked) -> HttpResponse:
    """All of them, with buttons that change their order."""
    return ordered(
        asked,
        order_prompts,
        lambda: questions_page(
            asked.found, asked.viewer, list(questions_of(asked.space)), windows_of(asked.space)
        ),
        _LIST,
    )


@with_editor
@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def new_question(asked: Asked) -> HttpResponse:
    """A question that is put; the same form again is the same question."""
    form = _form(asked, None)
    if asked.action != "send" or not form.is_valid():
        return _page(asked, None, form)
    setting, key = form.setting, form.cleaned_data["key"]
    prompt = Prompt(
        space=asked.space, window_id=setting.window_id, document_id=setting.document_id
    )
    prompt.position = None  # type: ignore[assignment]  # after the others
    if key is not None:
        prompt.archive_id = str(key)
    try:
        put = put_prompt(by=asked.viewer, prompt=prompt, texts=setting.texts)
    except AlreadyMade as refusal:
        refusal.url = reverse("space-question", args=[asked.space.slug, refusal.made])
        refusal.url_text = _("Open question %(number)s") % {"number": refusal.made}
        form.renew_key()
        return _page(asked, None, form, refusal)
    except Refusal as refusal:
        return _page(asked, None, form, refusal)
    return done(asked, _LIST, _("Question %(number)d is put.") % {"number": put.number})


@with_editor
@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_question(asked: Asked, number: int) -> HttpResponse:
    """One question: its words in each language, its window and document; closing, reopening, deleting."""
    prompt = _prompt(asked, number)
    form = _form(asked, prompt)
    if asked.action in _ACTS:
        return (
            _page(asked, prompt, form, NotSavedYet()) if form.has_unsaved else _act(asked, prompt)
        )
    if asked.action != "send" or not form.is_valid():
        return _page(asked, prompt, form)
    change = {"setting": form.setting, "seen": form.cleaned_data["seen"], "reason": form.why}
    try:
        edit_prompt(by=asked.viewer, prompt_id=prompt.pk, **change)
    except ReasonNeeded:
        form.ask_for_reason()
        return _page(asked, prompt, form)
    except Refusal as refusal:
        prompt = _prompt(asked, number)
        form.merge_with(prompt_setting(prompt))
        return _page(asked, prompt, form, refusal)
    return done(asked, _LIST, _("Question %(number)d is saved.") % {"number": number})


def _act(asked: Asked, prompt: Prompt) -> HttpResponse:
    try:
        _ACTS[asked.action](by=asked.viewer, prompt_id=prompt.pk)
    except Refusal as refusal:
        prompt = _prompt(asked, prompt.number)
        return _page(asked, prompt, _form(asked, prompt, is_sent=False), refusal)
    words = {
        "close": _("Question %(number)d takes no more answers."),
        "reopen": _("Question %(number)d takes answers again."),
        "delete": _("Question %(number)d is deleted."),
    }
    return done(asked, _LIST, words[asked.action] % {"number": prompt.number})


def _prompt(asked: Asked, number: int) -> Prompt:
    prompt = find_prompt(asked.space, number)
    if prompt is None:
        raise NotFound
    return prompt


def _form(asked: Asked, prompt: Prompt | None, *, is_sent: bool = True) -> QuestionForm:
    windows = windows_of(asked.space)
    return QuestionForm(
        asked.request.POST if asked.action and is_sent else None,
        present=prompt_setting(prompt) if prompt is not None else None,
        windows=[(window, window_words(window, asked.found.at)) for window in windows],
        documents=documents_of(asked.space),
    )


def _page(
    asked: Asked, prompt: Prompt | None, form: QuestionForm, refusal: Refusal | None = None
) -> HttpResponse:
    is_conflict = isinstance(refusal, ChangedMeanwhile)
    page = question_page(asked.found, asked.viewer, prompt, is_conflict=is_conflict)
    return form_page(asked, "moderation/question.html", page, form, refusal)
