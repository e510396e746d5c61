"""What authors are told of a decision on their text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.posts import resend_ends_at
from discussions.access.viewer import viewer_of
from discussions.access.words import text_for
from discussions.models import Post
from discussions.selectors.reasons import reason_texts
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.languages import UNDETERMINED, direction
from hub.kit.sanitise import to_plain_text
from moderation.enums import DecisionAct
from moderation.models import Decision


@dataclass(frozen=True)
class _Words:
    """What a letter about an act says; each may name %(reference)s and %(received)s."""

    subject: Promise
    heading: Promise
    sentence: Promise


#: Act, and whether it was on a correction of a published text → the words.
_WORDS: Final[Mapping[tuple[str, bool], _Words]] = {
    (DecisionAct.PUBLISH, False): _Words(
        gettext_lazy("%(reference)s is published"),
        gettext_lazy("Your text is published"),
        gettext_lazy("A moderator read %(reference)s. Readers see it now."),
    ),
    (DecisionAct.PUBLISH, True): _Words(
        gettext_lazy("Your correction of %(reference)s is published"),
        gettext_lazy("Your correction is published"),
        gettext_lazy(
            "A moderator read your correction of %(reference)s. Readers see it now, and can still reach the earlier"
            " version."
        ),
    ),
    (DecisionAct.RETURN, False): _Words(
        gettext_lazy("Please change %(reference)s"),
        gettext_lazy("A change is needed before we can publish"),
        gettext_lazy(
            "A moderator read %(reference)s and returned it to you. Your place in the order is kept: %(received)s UTC."
        ),
    ),
    (DecisionAct.RETURN, True): _Words(
        gettext_lazy("Please change your correction of %(reference)s"),
        gettext_lazy("A change is needed before we can publish your correction"),
        gettext_lazy(
            "A moderator read your correction of %(reference)s and returned it to you. What readers see now stays as"
            " it is."
        ),
    ),
    (DecisionAct.REJECT, False): _Words(
        gettext_lazy("%(reference)s is not published"),
        gettext_lazy("Your text is not published"),
        gettext_lazy(
            "A moderator read %(reference)s and did not publish it. Nothing of it is erased: the register says that it"
            " was received, and why it is not shown."
        ),
    ),
    (DecisionAct.REJECT, True): _Words(
        gettext_lazy("Your correction of %(reference)s is not published"),
        gettext_lazy("Your correction is not published"),
        gettext_lazy(
            "A moderator read your correction of %(reference)s and did not publish it. What readers see now stays as"
            " it is."
        ),
    ),
    (DecisionAct.RECONSIDER, False): _Words(
        gettext_lazy("%(reference)s is looked at once more"),
        gettext_lazy("Your text is looked at once more"),
        gettext_lazy("%(reference)s waits for review again. You are told what is decided."),
    ),
    (DecisionAct.RECONSIDER, True): _Words(
        gettext_lazy("Your correction of %(reference)s is looked at once more"),
        gettext_lazy("Your correction is looked at once more"),
        gettext_lazy(
            "Your correction of %(reference)s waits for review again. What readers see now stays as it is."
        ),
    ),
    (DecisionAct.HIDE, False): _Words(
        gettext_lazy("%(reference)s is hidden"),
        gettext_lazy("Your text is hidden"),
        gettext_lazy(
            "A moderator has hidden %(reference)s. Readers see that it was hidden, when, and why. Replies to it stay"
            " in place."
        ),
    ),
    (DecisionAct.UNHIDE, False): _Words(
        gettext_lazy("%(reference)s is shown again"),
        gettext_lazy("Your text is shown again"),
        gettext_lazy("%(reference)s was hidden. Readers see it again, as it was."),
    ),
}
_ON_A_VERSION: Final = frozenset(
    {DecisionAct.PUBLISH, DecisionAct.RETURN, DecisionAct.REJECT, DecisionAct.RECONSIDER}
)
_MAY_DISAGREE: Final = frozenset({DecisionAct.RETURN, DecisionAct.REJECT, DecisionAct.HIDE})


def decision_letter(notice: Notice) -> Letter | None:
    """The letter to the author, in the active language; never the internal note.

    None where there is nothing to say any more: a returned text that came back already, or a receiver who is not the
    author.
    """
    decision = (
        Decision.objects.select_related("post__space", "post__prompt", "version")
        .filter(pk=notice.facts["decision"])
        .first()
    )
    if decision is None or not viewer_of(notice.receiver).is_author(decision.post.author_id):
        return None
    is_stale = decision.post.latest_version_id != decision.version_id
    if decision.act == DecisionAct.RETURN and is_stale:
        return None
    on_correction = _is_on_correction(decision)
    words = _WORDS[decision.act, on_correction]
    post = decision.post
    named = {"reference": post.reference, "received": moment_in(post.received_at)}
    return write_letter(
        "mails/decision",
        subject=str(words.subject) % named,
        context={
            "heading": words.heading,
            "sentence": str(words.sentence) % named,
            "act": decision.act,
            "may_disagree": decision.act in _MAY_DISAGREE,
            "reason": _reason(decision),
            "message": decision.message.strip(),
            **_place(post),
            **_action(decision),
            **(_to_mend(decision, notice) if decision.act == DecisionAct.RETURN else {}),
        },
    )


def _is_on_correction(decision: Decision) -> bool:
    """Whether readers saw an earlier version already when a version was decided on."""
    if decision.act not in _ON_A_VERSION:
        return False
    earlier = decision.post.versions.filter(number__lt=decision.version.number)
    return earlier.filter(published_at__lt=decision.at).exists()


def _reason(decision: Decision) -> str:
    if not decision.reason:
        return ""
    return reason_texts(get_language() or settings.LANGUAGE_CODE)[decision.reason]


def _place(post: Post) -> dict[str, Any]:
    title = text_in(post.space, "title", get_language() or settings.LANGUAGE_CODE)
    return {
        "space": title.value,
        "space_language": title.language,
        "number": post.prompt.number if post.prompt is not None else 0,
    }


def _action(decision: Decision) -> dict[str, str]:
    if decision.act == DecisionAct.RETURN:
        name, label = "post-correct", _("Change and send again")
    else:
        name, label = "post", _("Open your text")
    path = reverse(name, args=[decision.post.reference])
    return {"action_url": f"{settings.SITE_URL}{path}", "action_label": label}


def _to_mend(decision: Decision, notice: Notice) -> dict[str, Any]:
    """The text itself, and until when it may be sent again."""
    post, version = decision.post, decision.version
    text = text_for(version, post, viewer_of(notice.receiver))
    assert text is not None  # the author sees every version
    ends_at = resend_ends_at(post)
    return {
        "until": moment_in(ends_at) if ends_at is not None else "",
        "text_html": mark_safe(text.html),
        "text_plain": to_plain_text(text.html),
        "text_language": text.language,
        "text_direction": "auto" if text.language == UNDETERMINED else direction(text.language),
    }
