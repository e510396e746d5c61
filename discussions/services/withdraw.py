"""Withdrawing a post."""

from uuid import UUID

from django.db import transaction

from discussions.access.posts import check_author, check_withdraw
from discussions.access.viewer import Viewer
from discussions.enums import PostState, ReportOutcome
from discussions.models import Post
from discussions.services.close_reports import close_reports
from discussions.services.locks import lock_post
from discussions.services.notify import notify_outside_withdrawal, notify_withdrawal
from discussions.services.reference import raise_revisions_around
from discussions.services.versions import entered_for
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


def withdraw(*, by: Viewer, post_id: UUID) -> Post:
    """Take a post back: its author, at any time. Readers see a stub if it was ever public; replies stay.

    What staff entered from outside the portal staff of the space take back, at the wish of the entity.
    What was reported of it, or asked for by its author, is closed.
    Done twice: the same result. Raises SignInFirst, NotYours, NotFound, NotPossibleNow.
    """
    with transaction.atomic():
        at = transaction_now()
        post = lock_post(post_id)
        check_author(by, post)
        if post.state == PostState.WITHDRAWN:
            return post
        check_withdraw(by, post)
        post.state, post.state_since, post.reason = PostState.WITHDRAWN, at, None
        post.save(update_fields=["state", "state_since", "reason"])
        raise_revisions_around(post)
        assert by.user_id is not None  # who acts for an author has an account
        close_reports(post.pk, by=by.user_id, outcome=ReportOutcome.DISMISSED)
        write_record(
            "withdraw",
            ("post", post.pk),
            by=by.user_id,
            space_id=post.space_id,
            detail=entered_for(by, post),
        )
        if not by.is_author(post.author_id):
            notify_outside_withdrawal(post)
        else:
            notify_withdrawal(post, by.user_id)
        return post
