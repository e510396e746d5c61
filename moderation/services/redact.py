"""Keep words or a file of a post from readers."""

from django.db import transaction

from discussions.access.viewer import Viewer
from discussions.models import Post
from discussions.services.redactions import Why, is_all_withheld, withhold
from discussions.validators.withholding import Withholding
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import Outcome, decide, told_of
from moderation.validators.decisions import DecisionWords, SeenPost


def redact(*, by: Viewer, seen: SeenPost, what: Withholding, words: DecisionWords) -> Decision:
    """Put masks with the reason in the place of words and files, on every channel and in every version that holds them.

    What was sent stays as it is: its author sees it, staff by a look on record. Raises what `decide` raises,
    PassageNotFound, TooManyPlaces, and NothingToWithhold where all of it is withheld already.
    """
    is_done = False

    def effect(post: Post) -> Outcome:
        nonlocal is_done
        is_done = True
        assert words.reason is not None  # asked for before
        why = Why(words.reason, by.person_id, transaction_now(), words.internal_note or None)
        rows = withhold(post, what, why, by)
        return Outcome(
            public_view_changed=post.public_version_id is not None,
            detail={
                "redactions": [row.pk for row in rows],
                "files": sorted({row.attachment.sha256 for row in rows if row.attachment}),
            },
        )

    with transaction.atomic():
        decision = decide(by=by, seen=seen, act=DecisionAct.REDACT, words=words, effect=effect)
        if not is_done:  # the same form came again, unless it asks for something else
            post = Post.objects.get(pk=seen.post_id)
            if not is_all_withheld(post, what):
                raise told_of(post)
        return decision
