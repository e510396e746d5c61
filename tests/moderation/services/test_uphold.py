"""Answering an appeal, by upholding what was decided or by another decision."""

from collections.abc import Callable

import pytest

from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.errors import NotPossibleNow
from discussions.models import Report, Space
from discussions.services.appeal import appeal
from discussions.services.withdraw import withdraw
from hub.kit.models import Record
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.unhide import unhide
from moderation.services.uphold import uphold
from moderation.validators.decisions import DecisionWords
from tests import people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.OFF_TOPIC)


def appealed(desk: Desk, state: str = "rejected") -> Report:
    """An appeal that waits, against a post in a state."""
    post = desk.post(state=state, reason="off-topic")
    return appeal(by=desk.author.viewer, post_id=post.pk, words="You misread it.")


@pytest.mark.parametrize("state", ["rejected", "hidden"])
def test_it_closes_the_appeal_tells_the_author_and_changes_nothing(desk: Desk, state: str) -> None:
    report = appealed(desk, state)
    revision = Space.objects.get().revision
    uphold(by=desk.second.viewer, seen=seen_now(report.post), words=DecisionWords(None, "Sorry."))
    report.refresh_from_db()
    report.post.refresh_from_db()
    assert (report.outcome, report.closed_by) == ("dismissed", desk.second.user)
    assert (report.post.state, report.post.reason) == (state, "off-topic")
    assert Space.objects.get().revision == revision
    assert Notice.objects.filter(kind="decision", channel="mail").count() == 1
    record = Record.objects.get(act="uphold")
    assert record.detail["reports"] == [report.pk]
    assert "misread" not in str(record.detail)


def test_without_an_appeal_there_is_nothing_to_uphold(desk: Desk) -> None:
    post = desk.post(state="rejected")
    with pytest.raises(NotPossibleNow):
        uphold(by=desk.moderator.viewer, seen=seen_now(post))
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("state", "act"), [("rejected", reconsider), ("hidden", unhide), ("hidden", reject)]
)
def test_every_other_decision_acts_on_it(
    desk: Desk, state: str, act: Callable[..., Decision]
) -> None:
    report = appealed(desk, state)
    act(by=desk.moderator.viewer, seen=seen_now(report.post), words=WHY)
    report.refresh_from_db()
    assert (report.outcome, report.closed_by) == ("acted", desk.moderator.user)
    assert report.closed_at is not None
    assert Record.objects.get(act=Decision.objects.get().act).detail["reports"] == [report.pk]


def test_a_decision_closes_what_readers_reported_and_upholding_leaves_that_open(
    desk: Desk,
) -> None:
    post = desk.post(state="published")
    version = new_version(post, review="rejected")
    reader = people.stranger().person
    reported = Report.objects.create(
        post=post, version=version, kind="report", by_person=reader, reason="spam"
    )
    asked = appeal(by=desk.author.viewer, post_id=post.pk, words="Please.")
    uphold(by=desk.moderator.viewer, seen=seen_now(post))
    for report in (reported, asked):
        report.refresh_from_db()
    assert (reported.closed_at, asked.outcome) == (None, "dismissed")
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    reported.refresh_from_db()
    assert reported.outcome == "acted"


def test_an_appeal_ends_with_the_text_that_its_author_withdraws(desk: Desk) -> None:
    report = appealed(desk)
    withdraw(by=desk.author.viewer, post_id=report.post_id)
    report.refresh_from_db()
    assert (report.outcome, report.closed_by) == ("dismissed", desk.author.user)
