"""What every decision on a post does: lock, check, leave one Decision and one record, tell the author (PRODUCT, 4)."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.services.notices import queue_notice
from discussions.access.viewer import Viewer, check_staff_of
from discussions.errors import AlreadyDecided, NotFound, ReasonNeeded, VersionChanged
from discussions.models import Post
from discussions.services.reference import raise_revision
from hub.kit.record import write_record
from moderation.access.decisions import NEEDS_REASON, check_decide
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.validators.decisions import DecisionWords, SeenPost

#: Changes the locked post and its versions; answers whether the public view changed by it.
Effect = Callable[[Post], bool]


def decide(
    *, by: Viewer, seen: SeenPost, act: DecisionAct, words: DecisionWords, effect: Effect
) -> Decision:
    """Do the act once. The same by the same person again gives the same decision.

    Raises NotFound, NotModerator, ReasonNeeded, AlreadyDecided where somebody decided since the post was seen,
    VersionChanged where the author sent another version since, NotPossibleNow.
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
        public_view_changed = effect(post)
        return _settle(post, by, act, words, public_view_changed)


def _done_since(
    post: Post, seen: SeenPost, by: Viewer, act: DecisionAct, words: DecisionWords
) -> Decision | None:
    first = post.decisions.filter(pk__gt=seen.decision_id).order_by("pk").first()
    if first is None:
        return None
    same_words = (first.reason, first.message, first.internal_note) == (
        words.reason,
        words.message,
        words.internal_note,
    )
    if first.by_id == by.user_id and first.act == act and same_words:
        return first
    newest = post.decisions.select_related("by__person").latest("pk")
    person = getattr(newest.by, "person", None)
    raise AlreadyDecided(
        by=person.name if person is not None else _("Another moderator"),
        act=str(DecisionAct(newest.act).label),
        at=newest.at,
    )


def _settle(
    post: Post, by: Viewer, act: DecisionAct, words: DecisionWords, public_view_changed: bool
) -> Decision:
    assert by.user_id is not None  # staff of a space have an account
    decision = Decision.objects.create(
        post=post,
        version_id=post.latest_version_id,
        act=act,
        by_id=by.user_id,
        reason=words.reason,
        message=words.message,
        internal_note=words.internal_note,
    )
    if public_view_changed:
        raise_revision(post.space_id)
    write_record(
        act,
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        reason=words.reason or "",
        detail={"version": str(post.latest_version_id), "decision": decision.pk},
    )
    queue_notice(
        kind="decision",
        act=f"decision:{decision.pk}",
        receivers=_author_of(post),
        facts={"decision": decision.pk},
    )
    return decision


def _author_of(post: Post) -> list[int]:
    """The author's account; an imported author has none."""
    people = Person.objects.filter(posts=post, user__is_active=True)
    return [user_id for user_id in people.values_list("user_id", flat=True) if user_id]
