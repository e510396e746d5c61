"""Returning a text and what becomes of its post."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.models import Space, Version
from hub.kit.clock import database_now, transaction_now
from moderation.services.return_to_author import return_to_author
from moderation.validators.decisions import DecisionWords
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.UNREADABLE_FILE, "The second file does not open.")


def test_a_pending_post_is_returned_with_its_version_and_the_reason(desk: Desk) -> None:
    post = desk.post()
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()
    assert (post.state, post.reason) == ("returned", "unreadable-file")
    assert post.latest_version.review == "returned"
    assert post.public_version is None


def test_a_returned_correction_leaves_the_published_post_as_it_is(desk: Desk) -> None:
    post = desk.post(state="published")
    first = post.latest_version
    second = new_version(post)
    revision = Space.objects.get().revision
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (post.state, post.reason, post.public_version) == ("published", None, first)
    assert (second.review, second.published_at) == ("returned", None)
    assert first.review == "approved"
    assert first.returned_at is None
    assert second.returned_at == transaction_now()
    assert Space.objects.get().revision == revision  # readers see nothing of it
    assert Notice.objects.filter(kind="decision", channel="mail").count() == 1


def test_the_instant_of_a_return_is_set_once(desk: Desk) -> None:
    post = desk.post()
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    with pytest.raises(IntegrityError, match="stays as it was sent"), transaction.atomic():
        Version.objects.filter(post=post).update(returned_at=database_now())
    with pytest.raises(IntegrityError, match="stays as it was sent"), transaction.atomic():
        Version.objects.filter(post=post).update(returned_at=None)
