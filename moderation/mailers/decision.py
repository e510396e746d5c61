"""The letter on a decision: to the author, in the author's language; and the same before it is decided, as a preview."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.viewer import viewer_of
from discussions.access.words import ShownText, text_for
from discussions.enums import PostState
from discussions.models import Post, Version
from discussions.selectors.appeals import has_appealed
from discussions.selectors.reasons import reason_advice, reason_texts
from discussions.selectors.writing import window_for
from hub.kit.bilingual import Text, text_in
from hub.kit.clock import database_now
from hub.kit.dates import moment_in
from hub.kit.languages import UNDETERMINED, direction
from hub.kit.models import FramePart
from hub.kit.sanitise import to_plain_text
from moderation.enums import DecisionAct
from moderation.mailers.next_steps import CAN_BE_APPEALED, NAMES_SECRETARIAT, next_steps
from moderation.mailers.places import former_reference
from moderation.mailers.words import words_of
from moderation.models import Decision

#: Act → the acts after which what its letter says of the text is no longer so. What is not named stays true.
_OVER_BY: Final[Mapping[DecisionAct, frozenset[DecisionAct]]] = {
    DecisionAct.PUBLISH: frozenset({DecisionAct.HIDE, DecisionAct.MERGE}),
    DecisionAct.REJECT: frozenset({DecisionAct.RECONSIDER}),
    DecisionAct.RECONSIDER: frozenset(
        {DecisionAct.PUBLISH, DecisionAct.RETURN, DecisionAct.REJECT}
    ),
    DecisionAct.UPHOLD: frozenset(
        {DecisionAct.RECONSIDER, DecisionAct.UNHIDE, DecisionAct.PUBLISH}
    ),
    DecisionAct.HIDE: frozenset({DecisionAct.UNHIDE, DecisionAct.PUBLISH, DecisionAct.REJECT}),
    DecisionAct.UNHIDE: frozenset({DecisionAct.HIDE, DecisionAct.MERGE}),
    DecisionAct.MERGE: frozenset({DecisionAct.UNMERGE}),
    DecisionAct.UNMERGE: frozenset({DecisionAct.HIDE, DecisionAct.MERGE}),
}


@dataclass(frozen=True)
class Told:
    """What a letter tells.

    `former`: the reference before a move to another space, else "". `reason` is the words of the reason and `message` what is said besides, each "" for none. `steps` say what the
    author can do next; `may_appeal`: ask for another look as well. `text` is what has to be mended; a preview has none.
    """

    act: DecisionAct
    on_correction: bool
    reference: str
    received_at: datetime
    space: Text
    number: int
    former: str = ""
    reason: str = ""
    message: str = ""
    steps: tuple[str, ...] = ()
    may_appeal: bool = False
    text: ShownText | None = None


def decision_letter(notice: Notice) -> Letter | None:
    """The letter to the author, in the active language; never the internal note.

    None where there is nothing to say any more: another decision has taken the place of this one, a returned text came
    back already or was withdrawn, or the receiver is not the author.
    """
    decision = (
        Decision.objects.select_related("post__space", "post__prompt__window", "version")
        .filter(pk=notice.facts["decision"])
        .first()
    )
    viewer = viewer_of(notice.receiver)
    if decision is None or not viewer.is_author(decision.post.author_id) or _is_over(decision):
        return None
    post, version, act = decision.post, decision.version, DecisionAct(decision.act)
    told = told_of(post, version, act, on_correction=decision.on_correction)
    told = because(told, decision.reason, decision.message)
    if act == DecisionAct.RETURN:
        if post.latest_version_id != version.pk or post.state == PostState.WITHDRAWN:
            return None
        told = replace(told, text=text_for(version, post, viewer))
    return write_decision_letter(told)


def _is_over(decision: Decision) -> bool:
    """Whether what the letter says is no longer so, by a later decision, of which its author is told as well."""
    acts = _OVER_BY.get(DecisionAct(decision.act), ())
    return decision.post.decisions.filter(pk__gt=decision.pk, act__in=acts).exists()


def told_of(post: Post, version: Version, act: DecisionAct, *, on_correction: bool) -> Told:
    """What is told of an act on a version of a post, in the active language; still without reason and message."""
    window, at = window_for(post.space, post.prompt), database_now()
    return Told(
        act=act,
        on_correction=on_correction,
        reference=post.reference,
        received_at=post.received_at,
        space=text_in(post.space, "title", get_language() or settings.LANGUAGE_CODE),
        number=post.prompt.number if post.prompt is not None else 0,
        former=former_reference(post) if act == DecisionAct.MOVE else "",
        steps=tuple(next_steps(act, post, version, window, at)),
        may_appeal=act in CAN_BE_APPEALED and not has_appealed(post),
    )


def because(told: Told, code: str | None, message: str) -> Told:
    """The same with its reason, in the active language, and what the moderator wrote.

    Where that is nothing, the usual advice about mending what is returned for such a reason.
    """
    if not code:
        return replace(told, message=message.strip())
    language = get_language() or settings.LANGUAGE_CODE
    advice = reason_advice(language).get(code, "") if told.act == DecisionAct.RETURN else ""
    return replace(told, reason=reason_texts(language)[code], message=message.strip() or advice)


def write_decision_letter(told: Told) -> Letter:
    """The letter, in the active language."""
    words = words_of(told.act, on_correction=told.on_correction, former=told.former)
    named = {
        "reference": told.reference,
        "former": told.former,
        "received": moment_in(told.received_at),
    }
    return write_letter(
        "mails/decision",
        subject=str(words.subject) % named,
        context={
            "heading": words.heading,
            "sentence": str(words.sentence) % named,
            "space": told.space.value,
            "space_language": told.space.language,
            "number": told.number,
            "reason": told.reason,
            "message": told.message,
            "steps": told.steps,
            "appeal_url": _address("appeal", told.reference) if told.may_appeal else "",
            "contact_url": f"{settings.SITE_URL}{reverse('space-index')}#{FramePart.CONTACT}"
            if told.act in NAMES_SECRETARIAT
            else "",
            **_action(told),
            **(_to_mend(told.text) if told.text is not None else {}),
        },
    )


def _action(told: Told) -> dict[str, str]:
    if told.act == DecisionAct.RETURN:
        name, label = "post-correct", _("Change and send again")
    else:
        name, label = "post", _("Open your text")
    return {"action_url": _address(name, told.reference), "action_label": label}


def _address(name: str, reference: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[reference])}"


def _to_mend(text: ShownText) -> dict[str, Any]:
    """The text itself: its author sees all of it."""
    return {
        "text_html": mark_safe(text.html),
        "text_plain": to_plain_text(text.html),
        "text_language": text.language,
        "text_direction": "auto" if text.language == UNDETERMINED else direction(text.language),
    }
