"""What a moderator is shown whose decision was not taken: what the others did, what was chosen, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from discussions.access.viewer import Viewer
from discussions.enums import PostState, Standing
from discussions.models import Post
from discussions.pages.card_shapes import Setting
from discussions.pages.comparison import Comparison, comparison_of
from discussions.selectors.reasons import reason_texts
from discussions.selectors.writing import window_for
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.access.decisions import ON_OWN_PAGE, takes_late_on_request
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.pages.choices import choice_words
from moderation.pages.steps import Step, step_of
from moderation.validators.decisions import DecisionWords, SeenPost

#: The acts that say whether a text is hidden, the last of them.
_TURNS: Final = frozenset(
    {DecisionAct.HIDE, DecisionAct.UNHIDE, DecisionAct.PUBLISH, DecisionAct.REJECT}
)


@dataclass(frozen=True)
class Conflict:
    """Why nothing was decided. `since`: what was decided since the page was opened, the last one at the end.

    `chosen` and `reason`: what the moderator had chosen. `changes`: from the version that they saw to the one that
    arrived meanwhile; None where it is the same.
    """

    message: str
    since: Sequence[Step]
    chosen: str
    reason: str
    changes: Comparison | None


@dataclass(frozen=True)
class Tried:
    """A decision that was not taken; `chosen` is what the form sent for the act.

    `place`: where a text was to be moved, or into which it was to be merged, in words.
    """

    seen: SeenPost
    chosen: str
    words: DecisionWords
    place: str = ""


def conflict_of(refusal: Refusal, tried: Tried, post: Post, viewer: Viewer) -> Conflict:
    """For staff of the post's space; the post is one from `post_for_review`."""
    reasons = reason_texts(get_language() or "en")
    reason, since = tried.words.reason, _since(tried.seen, post)
    return Conflict(
        message=str(refusal),
        since=[step_of(decision, reasons) for decision in since],
        chosen=tried.place or _chosen(tried, post, since),
        reason=reasons[reason] if reason is not None else "",
        changes=_changes(tried.seen, post, viewer),
    )


def _since(seen: SeenPost, post: Post) -> list[Decision]:
    return [decision for decision in post.decisions.all() if decision.pk > seen.decision_id]


def _chosen(tried: Tried, post: Post, since: Sequence[Decision]) -> str:
    """The choice as the form showed it: by how the post stood then, whatever became of it meanwhile."""
    before = [one for one in post.decisions.all() if one.pk <= tried.seen.decision_id]
    state = _state_then(post, before, since)
    seen = next((row for row in post.versions.all() if row.pk == tried.seen.version_id), None)
    is_late = seen is not None and seen.standing == Standing.LATE and state != PostState.HIDDEN
    return choice_words(
        tried.chosen,
        state,
        about_lateness=is_late and takes_late_on_request(window_for(post.space, post.prompt)),
    )


def _state_then(post: Post, before: Sequence[Decision], since: Sequence[Decision]) -> PostState:
    """As far as choices are called by it: hidden, published, or neither (pending)."""
    turns = [one.act for one in before if one.act in _TURNS and not one.on_correction]
    if turns and turns[-1] == DecisionAct.HIDE:
        return PostState.HIDDEN
    first = next((one for one in since if one.act not in ON_OWN_PAGE - {DecisionAct.MERGE}), None)
    if first is None:
        was_public = post.state == PostState.WITHDRAWN and post.has_been_public
        return PostState.PUBLISHED if was_public else PostState(post.state)
    is_public = first.on_correction or first.act in {DecisionAct.HIDE, DecisionAct.MERGE}
    return PostState.PUBLISHED if is_public else PostState.PENDING


def _changes(seen_post: SeenPost, post: Post, viewer: Viewer) -> Comparison | None:
    by_id = {version.pk: version for version in post.versions.all()}
    seen, latest = by_id.get(seen_post.version_id), by_id[post.latest_version_id]
    if seen is None or seen.number >= latest.number:
        return None
    language = get_language() or "en"
    setting = Setting(
        post.space, viewer, language, database_now(), frozenset(), reason_texts(language)
    )
    return comparison_of(seen, latest, post, setting)
