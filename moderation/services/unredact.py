"""Show words or a file again that were kept from readers."""

from collections.abc import Collection

from django.db import transaction

from discussions.access.viewer import Viewer
from discussions.errors import NothingToShow
from discussions.models import Post, Redaction
from discussions.services.redactions import show_again
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import Outcome, decide, told_of
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost


def unredact(
    *, by: Viewer, seen: SeenPost, redactions: Collection[int], words: DecisionWords = NO_WORDS
) -> Decision:
    """Take masks away, by the ids of the redactions. That they stood there stays on record.

    Raises what `decide` raises, and NothingToShow where none of them is standing.
    """
    is_done = False

    def effect(post: Post) -> Outcome:
        nonlocal is_done
        is_done = True
        lifted = show_again(post, redactions)
        if not lifted:
            raise NothingToShow
        return Outcome(
            public_view_changed=post.public_version_id is not None, detail={"redactions": lifted}
        )

    with transaction.atomic():
        decision = decide(by=by, seen=seen, act=DecisionAct.UNREDACT, words=words, effect=effect)
        standing = Redaction.objects.filter(
            pk__in=redactions, version__post=seen.post_id, lifted_at__isnull=True
        )
        if not is_done and standing.exists():  # the same words, but about something else
            raise told_of(Post.objects.get(pk=seen.post_id))
        return decision
