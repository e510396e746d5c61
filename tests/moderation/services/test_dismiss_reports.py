"""Leaving a reported post as it is."""

import pytest

from discussions.enums import ReasonCode
from discussions.errors import AlreadyDecided, NotFound, NotModerator, OwnText
from discussions.models import Post, Report
from hub.kit.models import Record
from moderation.services.dismiss_reports import dismiss_reports
from moderation.services.hide import hide
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk


def reported(post: Post, by: people.Actor | None = None, kind: str = "report") -> Report:
    """A report that waits."""
    reader = by or people.actor(f"r{Report.objects.count()}@test.example", "Reader")
    return Report.objects.create(
        post=post, version=post.latest_version, kind=kind, by_person=reader.person, reason="spam"
    )


def test_those_that_were_seen_are_closed_and_nothing_of_the_post_changes(desk: Desk) -> None:
    post = desk.post(state="published")
    seen, later, appeal = reported(post), reported(post), reported(post, kind="appeal")
    by = desk.moderator.viewer
    assert dismiss_reports(by=by, post_id=post.pk, seen=[seen.pk, appeal.pk]) == [seen.pk]
    for row in (seen, later, appeal):
        row.refresh_from_db()
    assert (seen.outcome, seen.closed_by_id) == ("dismissed", by.user_id)
    assert later.closed_at is None
    assert appeal.closed_at is None
    record = Record.objects.get()
    assert (record.act, record.actor_id) == ("reports-dismiss", by.user_id)
    assert record.detail == {"reports": [seen.pk]}
    assert dismiss_reports(by=by, post_id=post.pk, seen=[seen.pk]) == []
    assert Record.objects.count() == 1


def test_who_comes_second_is_told_what_the_first_did(desk: Desk) -> None:
    post = desk.post(state="published")
    seen = reported(post)
    dismiss_reports(by=desk.moderator.viewer, post_id=post.pk, seen=[seen.pk])
    with pytest.raises(AlreadyDecided, match="Marta Lind"):
        dismiss_reports(by=desk.second.viewer, post_id=post.pk, seen=[seen.pk])
    other = desk.post(state="published")
    acted = reported(other)
    why = DecisionWords(ReasonCode.SPAM)
    hide(by=desk.moderator.viewer, seen=seen_now(other), words=why)
    acted.refresh_from_db()
    assert acted.outcome == "acted"
    with pytest.raises(AlreadyDecided, match="Something was decided"):
        dismiss_reports(by=desk.moderator.viewer, post_id=other.pk, seen=[acted.pk])


def test_only_staff_of_the_space_dismiss_and_nobody_those_of_their_own_text(desk: Desk) -> None:
    post = desk.post(state="published")
    seen = reported(post)
    elsewhere = people.moderator(factories.space("other", "OT"), "o@test.example")
    for other in (desk.author, people.observer(desk.space), people.administrator(), elsewhere):
        with pytest.raises(NotModerator):
            dismiss_reports(by=other.viewer, post_id=post.pk, seen=[seen.pk])
    own = factories.post(desk.space, desk.moderator.person)
    theirs = reported(own)
    with pytest.raises(OwnText, match="own text"):
        dismiss_reports(by=desk.moderator.viewer, post_id=own.pk, seen=[theirs.pk])
    with pytest.raises(NotFound):  # a report of another post
        dismiss_reports(by=desk.moderator.viewer, post_id=post.pk, seen=[theirs.pk])
    assert dismiss_reports(by=people.secretariat().viewer, post_id=own.pk, seen=[theirs.pk])
