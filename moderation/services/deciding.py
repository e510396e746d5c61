"""What every decision on a post does: lock, check, leave one Decision and one record, tell the author (PRODUCT, 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.services.notices import queue_notice
from discussions.access.viewer import Viewer, check_staff_of
from discussions.enums import ReportOutcome
from discussions.errors import AlreadyDecided, MovedAway, NotFound, ReasonNeeded, VersionChanged
from discussions.models import Post
from discussions.services.close_reports import close_reports, open_again
from discussions.services.reference import raise_revisions_around
from hub.kit.models import Record
from hub.kit.record import write_record
from moderation.access.decisions import (
    ANSWERS,
    NEEDS_REASON,
    UNDOES,
    check_decide,
    is_on_correction,
)
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.validators.decisions import DecisionWords, SeenPost


@dataclass(frozen=True)
class Outcome:
    """What an effect came to: what the decision names beside the post, and what its record says beside ids of its own.

    `on_correction`: it was about a newer version of a text that readers go on seeing.
    """

    public_view_changed: bool = True
    other_post_id: UUID | None = None
    batch: UUID | None = None
    on_correction: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)


#: Changes the locked post and its versions; answers what came of it, or just whether the public view changed by it.
Effect = Callable[[Post], bool | Outcome]


def decide(
    *, by: Viewer, seen: SeenPost, act: DecisionAct, words: DecisionWords, effect: Effect
) -> Decision:
    """Do the act once. The same by the same person again gives the same decision.

    Raises NotFound, NotModerator, ReasonNeeded, AlreadyDecided where somebody decided since the post was seen,
    VersionChanged where the author sent another version since, OwnText, NotPossibleNow.
    """
    with transaction.atomic():
        # Without a join: what another has just written to the post is read anew once the lock is there. Replies are
        # not kept waiting (NO KEY).
        post = Post.objects.select_for_update(no_key=True).filter(pk=seen.post_id).first()
        if post is None:
            raise NotFound
        check_staff_of(by, post.space_id)
        if act in NEEDS_REASON and words.reason is None:
            raise ReasonNeeded
        done = _done_since(post, seen, by, act, words)
        if done is not None:
            return done
        if post.latest_version_id != seen.version_id:
            raise VersionChanged
        check_decide(by, post, act)
        on_correction = is_on_correction(act, post.state)
        came = effect(post)
        outcome = came if isinstance(came, Outcome) else Outcome(public_view_changed=came)
        return settle(post, by, act, words, replace(outcome, on_correction=on_correction))


def told_of(post: Post) -> AlreadyDecided:
    """The refusal that says what was decided last on a post, by whom and when."""
    newest = post.decisions.select_related("by__person").latest("pk")
    person = getattr(newest.by, "person", None)
    return AlreadyDecided(
        by=person.name if person is not None else _("Another moderator"),
        act=str(DecisionAct(newest.act).label),
        at=newest.at,
    )


def moved_away(post: Post) -> MovedAway | None:
    """The refusal that says who moved a post last, and when; None where nobody did here."""
    moves = post.decisions.select_related("by__person").filter(act=DecisionAct.MOVE)
    if (move := moves.order_by("-pk").first()) is None:
        return None
    person = getattr(move.by, "person", None)
    by = person.name if person is not None else _("Another moderator")
    return MovedAway(by=by, at=move.at, reference=post.reference)


def _done_since(
    post: Post, seen: SeenPost, by: Viewer, act: DecisionAct, words: DecisionWords
) -> Decision | None:
    since = list(post.decisions.filter(pk__gt=seen.decision_id).order_by("pk")[:2])
    if not since:
        return None
    first = since[0]
    same_words = (first.reason, first.message, first.internal_note) == (
        words.reason,
        words.message,
        words.internal_note,
    )
    # What was decided after it has taken its place: "done" would be untrue.
    if len(since) == 1 and first.by_id == by.user_id and first.act == act and same_words:
        return first
    raise told_of(post)


def settle(
    post: Post, by: Viewer, act: DecisionAct, words: DecisionWords, outcome: Outcome
) -> Decision:
    """Write down what was done to a locked post: its Decision, its record, what its author is told."""
    assert by.user_id is not None  # staff of a space have an account
    decision = Decision.objects.create(
        post=post,
        version_id=post.latest_version_id,
        act=act,
        by_id=by.user_id,
        reason=words.reason,
        message=words.message,
        internal_note=words.internal_note,
        other_post_id=outcome.other_post_id,
        batch=words.batch or outcome.batch,
        on_correction=outcome.on_correction,
    )
    if outcome.public_view_changed:
        raise_revisions_around(post)
    write_record(
        act,
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        reason=words.reason or "",
        detail={
            "version": str(post.latest_version_id),
            "decision": decision.pk,
            **outcome.detail,
            **_closed_reports(post, by.user_id, act),
            **_opened_reports(post, act),
        },
    )
    queue_notice(
        kind="decision",
        act=f"decision:{decision.pk}",
        receivers=_author_of(post),
        facts={"decision": decision.pk},
    )
    return decision


def _closed_reports(post: Post, by: int, act: DecisionAct) -> dict[str, list[int]]:
    """What the act answers of what was reported of the post, and of what its author asked for."""
    kind = ANSWERS.get(act)
    if kind is None:
        return {}
    upheld = act == DecisionAct.UPHOLD
    outcome = ReportOutcome.DISMISSED if upheld else ReportOutcome.ACTED
    closed = close_reports(post.pk, by=by, outcome=outcome, kinds=[kind])
    return {"reports": closed} if closed else {}


def _opened_reports(post: Post, act: DecisionAct) -> dict[str, list[int]]:
    """What was reported waits again where the act undoes the one that answered it."""
    undone = UNDOES.get(act)
    if undone is None:
        return {}
    records = Record.objects.filter(subject_type="post", subject_id=str(post.pk), act=undone)
    answer = records.order_by("-pk").first()
    opened = open_again(post.pk, answer.detail.get("reports", [])) if answer is not None else []
    return {"reports_opened": opened} if opened else {}


def _author_of(post: Post) -> list[int]:
    """The author's account; an imported author has none."""
    people = Person.objects.filter(posts=post, user__is_active=True)
    return [user_id for user_id in people.values_list("user_id", flat=True) if user_id]
