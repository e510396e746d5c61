"""One decision on many posts: each is a decision of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from discussions.access.viewer import Viewer
from hub.kit.refusals import Refusal
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.validators.decisions import DecisionWords, SeenPost

_SERVICES: Final[Mapping[str, Callable[..., Decision]]] = {
    DecisionAct.PUBLISH: publish,
    DecisionAct.RETURN: return_to_author,
    DecisionAct.REJECT: reject,
    DecisionAct.HIDE: hide,
}


@dataclass(frozen=True)
class BulkResult:
    """What became of one post: a decision, or why there is none."""

    post_id: UUID
    decision: Decision | None = None
    refusal: Refusal | None = None


def decide_on_each(
    *, by: Viewer, seen: Sequence[SeenPost], act: DecisionAct, words: DecisionWords, batch: UUID
) -> list[BulkResult]:
    """Take one decision on each of the posts, in their order, each in a transaction of its own.

    What is refused for one (somebody decided first, a newer version arrived, its state does not allow the act) stops no
    other and is told. The same again by the same person gives the same decisions: an answer that got lost does no harm.
    `batch` stands in each decision that this makes. `act` is one of
    `access.decisions.ON_MANY`.
    """
    marked = replace(words, batch=batch)
    return [_decide(by, one, act, marked) for one in seen]


def _decide(by: Viewer, seen: SeenPost, act: DecisionAct, words: DecisionWords) -> BulkResult:
    try:
        return BulkResult(seen.post_id, _SERVICES[act](by=by, seen=seen, words=words))
    except Refusal as refusal:
        return BulkResult(seen.post_id, refusal=refusal)
