"""Questions are put, reworded, pointed elsewhere; never deleted once answered (PRODUCT, section 2, "Prompt").

Locks: the question, the windows of the space FOR KEY SHARE, then the space.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.errors import AlreadyMade, NotFound, NotPossibleNow, ReasonNeeded
from discussions.models import Document, Post, PostMove, Prompt, PromptWording, Space, Window
from discussions.selectors.set_up import prompt_setting, spoken
from discussions.services.locks import hold_windows
from discussions.services.set_up import check_complete, check_seen, lock_space, settle_change
from discussions.services.window_questions import (
    MovedQuestion,
    needs_reason,
    note_assignment,
    windows_touched,
)
from discussions.validators.set_up import PromptSetting
from hub.kit.bilingual import set_texts
from hub.kit.clock import transaction_now
from hub.kit.models import Record
from hub.kit.sanitise import sanitise

_DELETED = "prompt-delete"


def put_prompt(*, by: Viewer, prompt: Prompt, texts: Mapping[str, str]) -> Prompt:
    """Add a new question to its space, under the next number; the number is permanent.

    `texts` is HTML by language and comes in clean. Without a position it comes after the others. The same `archive_id`
    with the same words, window and document is the same question. Raises NotModerator, NotFound where window or
    document are not of the space, AlreadyMade where the question of that id is otherwise, and NotComplete where texts can
    be sent, or will be by the clock alone, and a required language is missing.
    """
    check_set_up(by, prompt.space_id)
    clean = spoken(_clean(texts))
    with transaction.atomic():
        _check_parts(prompt.space_id, prompt.window_id, prompt.document_id)
        space = lock_space(prompt.space_id)
        earlier = space.prompts.filter(archive_id=prompt.archive_id).first()
        if earlier is not None:
            setting = PromptSetting(clean, prompt.window_id, prompt.document_id)
            return _put_before(earlier, setting)
        _check_wording(space, clean)
        if prompt.position is None:
            highest = space.prompts.aggregate(highest=Max("position"))["highest"]
            prompt.position = 1 if highest is None else highest + 1
        prompt.number = _next_number(space)
        prompt.asked_at = prompt.asked_at or transaction_now()
        prompt.asked_by_id = prompt.asked_by_id or by.person_id
        set_texts(prompt, "text", clean)
        prompt.save()
        settle_prompt(prompt, by, "prompt-put")
        return prompt


def edit_prompt(
    *, by: Viewer, prompt_id: int, setting: PromptSetting, seen: str, reason: str = ""
) -> Prompt:
    """Give a question new words, another window or another document; languages that are not named stay.

    Once there are answers the earlier wording is kept and stays reachable. `seen` is the stamp of the setting that the
    form was built on. What stands there already changes nothing, whoever set it. `reason` says why it follows another window. Raises NotModerator, NotFound, NotComplete, ChangedMeanwhile,
    and ReasonNeeded where one of the two windows has opened.
    """
    with transaction.atomic():
        prompt = locked_prompt(by, prompt_id)
        present = prompt_setting(prompt)
        texts = spoken({**present.texts, **_clean(setting.texts)})
        wanted = PromptSetting(texts, setting.window_id, setting.document_id)
        if wanted == present:
            return prompt
        check_seen(seen, present, ("prompt", prompt.pk))
        windows = _check_parts(prompt.space_id, wanted.window_id, wanted.document_id)
        moved = MovedQuestion(prompt, present.window_id, wanted.window_id)
        if needs_reason(windows_touched(moved, windows)) and not reason.strip():
            raise ReasonNeeded
        fields = [
            name
            for name in ("window_id", "document_id")
            if getattr(wanted, name) != getattr(present, name)
        ]
        for name in fields:
            setattr(prompt, name, getattr(wanted, name))
        if fields:
            prompt.save(update_fields=fields)
            settle_prompt(prompt, by, "prompt-changed", fields=fields)
        if "window_id" in fields:
            note_assignment(by=by, space_id=prompt.space_id, moved=[moved], reason=reason)
        _reword(by, prompt, present.texts, texts)
        return prompt


def delete_prompt(*, by: Viewer, prompt_id: int) -> None:
    """Remove a question that nobody has answered. Raises NotModerator, NotFound, NotPossibleNow where somebody has."""
    with transaction.atomic():
        prompt = Prompt.objects.select_for_update().filter(pk=prompt_id).first()
        if prompt is None:
            raise NotFound
        check_set_up(by, prompt.space_id)
        if not can_be_deleted(prompt):
            raise NotPossibleNow(
                _(
                    "A question with answers, or with drafts of answers, can be closed, not deleted."
                )
            )
        settle_prompt(prompt, by, _DELETED)
        prompt.delete()


def can_be_deleted(prompt: Prompt) -> bool:
    """Whether nobody has answered the question or is doing so, nothing was moved from it, and no earlier wording is kept."""
    return not (
        Post.objects.filter(prompt=prompt).exists()
        or prompt.drafts.exists()
        or PostMove.objects.filter(prompt=prompt).exists()
        or prompt.earlier_wordings.exists()
    )


def locked_prompt(by: Viewer, prompt_id: int) -> Prompt:
    """The question as it is now, held until the end. Raises NotFound, NotModerator."""
    prompt = Prompt.objects.select_for_update(no_key=True).filter(pk=prompt_id).first()
    if prompt is None:
        raise NotFound
    check_set_up(by, prompt.space_id)
    return prompt


def settle_prompt(prompt: Prompt, by: Viewer, act: str, **detail: object) -> None:
    """The record of an act on a question, and what goes with it, in the caller's transaction."""
    more = {"number": prompt.number, **detail}
    settle_change(by, prompt.space_id, act, ("prompt", prompt.pk), more)


def _check_wording(space: Space, texts: Mapping[str, str]) -> None:
    """While texts can be sent, or will be by the clock alone, no question is incomplete. Raises NotComplete."""
    check_complete(
        space,
        texts,
        _(
            "Texts can be sent to this space, or will be once its window opens: the question needs a text in each"
            " required language. Missing: %(languages)s."
        ),
    )


def _put_before(earlier: Prompt, setting: PromptSetting) -> Prompt:
    """The question that this very form put before. Raises AlreadyMade where anything of it is otherwise."""
    if prompt_setting(earlier) != setting:
        words = _(
            "This form was sent already, and became question %(number)d, which is not as you send it now. Change that"
            " question, or put yours as another one."
        )
        raise AlreadyMade(words % {"number": earlier.number}, earlier.number)
    return earlier


def _next_number(space: Space) -> int:
    """After all that were ever given, those of deleted questions too: what led to one never leads to another."""
    highest = space.prompts.aggregate(highest=Max("number"))["highest"] or 0
    deleted = Record.objects.filter(space_id=space.pk, act=_DELETED).values_list(
        "detail", flat=True
    )
    return max(highest, *(int(detail["number"]) for detail in deleted), 0) + 1


def _check_parts(space_id: int, window_id: int | None, document_id: int | None) -> list[Window]:
    """Window and document are of the space; its windows, held before the space. Raises NotFound."""
    windows = hold_windows(space_id)
    if window_id is not None and all(window.pk != window_id for window in windows):
        raise NotFound
    if document_id is not None:
        documents = Document.objects.filter(pk=document_id, space_id=space_id)
        if not documents.exists():
            raise NotFound
    return windows


def _reword(
    by: Viewer, prompt: Prompt, earlier: Mapping[str, str], texts: Mapping[str, str]
) -> None:
    """Nothing where the words stay."""
    if texts == earlier:
        return
    _check_wording(lock_space(prompt.space_id), texts)
    if Post.objects.filter(prompt=prompt).exists():
        _keep_wording(prompt, earlier)
    set_texts(prompt, "text", texts)
    prompt.save()
    settle_prompt(prompt, by, "prompt-reword")


def _keep_wording(prompt: Prompt, earlier: Mapping[str, str]) -> None:
    highest = prompt.earlier_wordings.aggregate(highest=Max("position"))["highest"]
    wording = PromptWording(
        prompt=prompt,
        position=0 if highest is None else highest + 1,
        until=transaction_now(),
    )
    set_texts(wording, "text", earlier)
    wording.save()


def _clean(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: sanitise(html) for language, html in texts.items()}
