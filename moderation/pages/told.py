"""What was decided on a text, on its page for its author: the words of the letters, whatever became of these."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import get_language

from discussions.enums import PostState, VersionReview
from discussions.models import Post
from discussions.pages.moderated import Decided, DecidedOn
from discussions.selectors.reasons import reason_advice, reason_texts
from discussions.selectors.writing import window_for
from hub.kit.clock import database_now
from hub.kit.dates import moment_in
from moderation.enums import DecisionAct
from moderation.mailers.next_steps import next_steps
from moderation.mailers.places import former_reference
from moderation.mailers.words import words_of
from moderation.models import Decision

#: By which act a text came into its state; the last one tells its author what there is to know.
_LED_TO: Final[Mapping[str, DecisionAct]] = {
    PostState.RETURNED: DecisionAct.RETURN,
    PostState.REJECTED: DecisionAct.REJECT,
    PostState.HIDDEN: DecisionAct.HIDE,
    PostState.MERGED: DecisionAct.MERGE,
}
_LED_CORRECTION_TO: Final[Mapping[str, DecisionAct]] = {
    VersionReview.RETURNED: DecisionAct.RETURN,
    VersionReview.REJECTED: DecisionAct.REJECT,
}


def decided_on(post: Post) -> DecidedOn | None:
    """For the author, in the active language; never the internal note, never who decided. None where nothing was.

    The same statements for any number of decisions, but for the steps of those that stand. Needs its versions at hand.
    """
    decisions = list(post.decisions.select_related("version").order_by("-pk"))
    if not decisions:
        return None
    standing, told = _standing(post, decisions), _teller(post)
    return DecidedOn(
        standing=[told(row, True) for row in standing],
        earlier=[told(row, False) for row in decisions if row not in standing],
    )


def _standing(post: Post, decisions: list[Decision]) -> list[Decision]:
    """Of the decisions, the latest first: by which the text is where it is, and the last one, if it says why."""
    if post.state == PostState.WITHDRAWN:
        return []
    led = next((row for row in decisions if row.act == _act_behind(post)), None)
    last = decisions[0]
    says_why = bool(last.reason or last.message) and last.version_id == post.latest_version_id
    return [row for row in decisions if row == led or (row == last and says_why)]


def _act_behind(post: Post) -> DecisionAct | None:
    """What led to the state of a post, or of the correction that readers do not see."""
    if post.state != PostState.PUBLISHED or post.latest_version_id == post.public_version_id:
        return _LED_TO.get(post.state)
    latest = next(row for row in post.versions.all() if row.pk == post.latest_version_id)
    return _LED_CORRECTION_TO.get(latest.review)


def _teller(post: Post) -> Callable[[Decision, bool], Decided]:
    language = get_language() or settings.LANGUAGE_CODE
    reasons, advice = reason_texts(language), reason_advice(language)
    window, at = window_for(post.space, post.prompt), database_now()

    def told(decision: Decision, stands: bool) -> Decided:
        act, code = DecisionAct(decision.act), decision.reason or ""
        former = former_reference(post) if stands and act == DecisionAct.MOVE else ""
        words = words_of(act, on_correction=decision.on_correction, former=former)
        named = {
            "reference": post.reference,
            "former": former,
            "received": moment_in(post.received_at),
        }
        usual = advice.get(code, "") if act == DecisionAct.RETURN else ""
        steps = next_steps(act, post, decision.version, window, at) if stands else []
        return Decided(
            heading=str(words.heading),
            at=moment_in(decision.at),
            sentence=str(words.sentence) % named if stands else "",
            reason=reasons.get(code, ""),
            message=decision.message.strip() or usual,
            steps=tuple(steps),
            is_against=act in _LED_TO.values(),
        )

    return told
