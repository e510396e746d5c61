"""Questions are put, reworded, closed; never deleted once answered (PRODUCT, section 2, "Prompt")."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.enums import WindowState
from discussions.errors import NotComplete, NotPossibleNow
from discussions.models import Post, Prompt, PromptWording, Space
from discussions.services.set_up import settle_change
from hub.kit.bilingual import set_texts, texts_of
from hub.kit.clock import database_now, transaction_now
from hub.kit.sanitise import sanitise


def put_prompt(*, by: Viewer, prompt: Prompt, texts: Mapping[str, str]) -> Prompt:
    """Add a new question to its space, under the next number; the number is permanent.

    `texts` is HTML by language and comes in clean. Raises NotModerator, and NotComplete where a window is open or
    scheduled and a required language is missing.
    """
    check_set_up(by, prompt.space_id)
    with transaction.atomic():
        space = _locked_space(prompt.space_id)
        clean = _with_words(_clean(texts))
        check_wording(space, clean)
        highest = space.prompts.aggregate(highest=Max("number"))["highest"] or 0
        prompt.number = highest + 1
        prompt.asked_at = prompt.asked_at or transaction_now()
        prompt.asked_by_id = prompt.asked_by_id or by.person_id
        set_texts(prompt, "text", clean)
        prompt.save()
        _settle(prompt, by, "prompt-put")
        return prompt


def reword_prompt(*, by: Viewer, prompt_id: int, texts: Mapping[str, str]) -> Prompt:
    """Give a question new words; `texts` says them for some languages, the others stay.

    Once there are answers the earlier wording is kept and stays reachable. The same words change nothing.
    Raises NotModerator, NotComplete as `put_prompt` does.
    """
    with transaction.atomic():
        prompt = Prompt.objects.select_for_update(no_key=True).get(pk=prompt_id)
        check_set_up(by, prompt.space_id)
        earlier = texts_of(prompt, "text")
        clean = _with_words({**earlier, **_clean(texts)})
        if clean == _with_words(earlier):
            return prompt
        space = _locked_space(prompt.space_id)
        check_wording(space, clean)
        if Post.objects.filter(prompt=prompt).exists():
            _keep_wording(prompt, earlier)
        set_texts(prompt, "text", clean)
        prompt.save()
        _settle(prompt, by, "prompt-reword")
        return prompt


def delete_prompt(*, by: Viewer, prompt_id: int) -> None:
    """Remove a question that nobody has answered. Raises NotModerator, NotPossibleNow where somebody has."""
    with transaction.atomic():
        prompt = Prompt.objects.select_for_update().get(pk=prompt_id)
        check_set_up(by, prompt.space_id)
        if not can_be_deleted(prompt):
            raise NotPossibleNow(_("A question with answers can be closed, not deleted."))
        _settle(prompt, by, "prompt-delete")
        prompt.delete()


def can_be_deleted(prompt: Prompt) -> bool:
    """Whether nobody has answered the question, and no earlier wording of it is kept."""
    return not (Post.objects.filter(prompt=prompt).exists() or prompt.earlier_wordings.exists())


def _keep_wording(prompt: Prompt, earlier: Mapping[str, str]) -> None:
    highest = prompt.earlier_wordings.aggregate(highest=Max("position"))["highest"]
    wording = PromptWording(
        prompt=prompt,
        position=0 if highest is None else highest + 1,
        until=transaction_now(),
    )
    set_texts(wording, "text", earlier)
    wording.save()


def _locked_space(space_id: int) -> Space:
    return Space.objects.select_for_update(no_key=True).get(pk=space_id)


def _clean(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: sanitise(html) for language, html in texts.items()}


def _with_words(texts: Mapping[str, str]) -> dict[str, str]:
    """Without the languages in which nothing is said."""
    return {language: html for language, html in texts.items() if html}


def check_wording(space: Space, texts: Mapping[str, str]) -> None:
    """A window that is open, or will open by the clock alone, takes no incomplete question. Raises NotComplete."""
    if all(texts.get(language, "").strip() for language in settings.REQUIRED_LANGUAGES):
        return
    now = database_now()
    if any(window.state_at(now) != WindowState.CLOSED for window in space.windows.all()):
        raise NotComplete(
            _(
                "A window of this space is open or scheduled: the question needs a text in each"
                " required language."
            )
        )


def _settle(prompt: Prompt, by: Viewer, act: str) -> None:
    settle_change(by, prompt.space_id, act, ("prompt", prompt.pk), {"number": prompt.number})
