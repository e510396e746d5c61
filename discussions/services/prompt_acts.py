"""Questions take no more answers, take them again, and stand in another order (PRODUCT, section 2, "Prompt")."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.errors import AlreadyDecided
from discussions.models import Prompt
from discussions.selectors.set_up import last_change
from discussions.services.prompts import locked_prompt, settle_prompt
from discussions.services.set_up import is_new_order, lock_space, settle_change
from hub.kit.clock import database_now

_CLOSED, _REOPENED, _ORDERED = "prompt-closed", "prompt-reopened", "prompts-ordered"


def close_prompt(*, by: Viewer, prompt_id: int) -> Prompt:
    """From now on the question takes no more answers; its threads stay.

    Done twice by the same person it is done once. Raises NotModerator, NotFound, AlreadyDecided where another closed it.
    """
    with transaction.atomic():
        prompt = locked_prompt(by, prompt_id)
        now = database_now()
        if prompt.closed_at is not None and prompt.closed_at <= now:
            _check_own(by, prompt, _CLOSED)
            return prompt
        prompt.closed_at = now
        prompt.save(update_fields=["closed_at"])
        settle_prompt(prompt, by, _CLOSED)
        return prompt


def reopen_prompt(*, by: Viewer, prompt_id: int) -> Prompt:
    """The question takes answers again, while its window does.

    Done twice by the same person it is done once. Raises NotModerator, NotFound, AlreadyDecided where another opened it.
    """
    with transaction.atomic():
        prompt = locked_prompt(by, prompt_id)
        if prompt.closed_at is None:
            _check_own(by, prompt, _REOPENED)
            return prompt
        prompt.closed_at = None
        prompt.save(update_fields=["closed_at"])
        settle_prompt(prompt, by, _REOPENED)
        return prompt


def order_prompts(
    *, by: Viewer, space_id: int, seen: Sequence[int], wanted: Sequence[int]
) -> None:
    """Put the questions of a space in another order; both orders are numbers of questions, `seen` the one that was shown.

    An order that stands already changes nothing. Raises NotModerator, NotFound, and ChangedMeanwhile where the questions
    or their order are no longer those that were shown.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        held = Prompt.objects.select_for_update(no_key=True).filter(space_id=space_id)
        list(held.order_by("pk"))
        space = lock_space(space_id)
        prompts = list(space.prompts.order_by("position", "pk"))
        present = [prompt.number for prompt in prompts]
        if not is_new_order((space_id, _ORDERED), present, seen, wanted):
            return
        for position, number in enumerate(wanted, 1):
            Prompt.objects.filter(space_id=space_id, number=number).update(position=position)
        subject, detail = ("space", space_id), {"was": present, "is": list(wanted)}
        settle_change(by, space_id, _ORDERED, subject, detail)


def _check_own(by: Viewer, prompt: Prompt, act: str) -> None:
    """Raises AlreadyDecided unless the latest such act on the question is this one, by the same person."""
    change = last_change("prompt", prompt.pk, (_CLOSED, _REOPENED))
    if change is None or (change.act == act and change.actor_id == by.user_id):
        return
    words = _("The question was closed") if act == _CLOSED else _("The question was reopened")
    raise AlreadyDecided(by=change.by or _("Another moderator"), act=words, at=change.at)
