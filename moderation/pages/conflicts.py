"""What a moderator is shown whose decision was not taken: what the others did, what was chosen, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from discussions.access.viewer import Viewer
from discussions.models import Post
from discussions.pages.card_shapes import Setting
from discussions.pages.comparison import Comparison, comparison_of
from discussions.selectors.reasons import reason_texts
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.pages.choices import choice_words
from moderation.pages.steps import Step, step_of
from moderation.validators.decisions import DecisionWords, SeenPost


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
    """A decision that was not taken; `chosen` is what the form sent for the act."""

    seen: SeenPost
    chosen: str
    words: DecisionWords


def conflict_of(refusal: Refusal, tried: Tried, post: Post, viewer: Viewer) -> Conflict:
    """For staff of the post's space; the post is one from `post_for_review`."""
    reasons = reason_texts(get_language() or "en")
    reason = tried.words.reason
    return Conflict(
        message=str(refusal),
        since=[
            step_of(decision, reasons)
            for decision in post.decisions.all()
            if decision.pk > tried.seen.decision_id
        ],
        chosen=choice_words(tried.chosen, post),
        reason=reasons[reason] if reason is not None else "",
        changes=_changes(tried.seen, post, viewer),
    )


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
