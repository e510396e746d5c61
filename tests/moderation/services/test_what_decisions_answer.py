"""Which decisions answer what readers reported, and what an author appealed against."""

import pytest

from discussions.enums import ReasonCode, ReportOutcome
from discussions.errors import OwnText
from discussions.models import Report
from discussions.services.appeal import appeal
from discussions.validators.withholding import Withholding
from hub.kit.models import Record
from moderation.services.dismiss_reports import dismiss_reports
from moderation.services.hide import hide
from moderation.services.merge import merge, unmerge
from moderation.services.move import move
from moderation.services.publish import publish
from moderation.services.redact import redact
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from tests import factories
from tests.moderation.moving import WHY, to
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.test_dismiss_reports import reported

pytestmark = pytest.mark.django_db
PERSONAL = DecisionWords(ReasonCode.PERSONAL_DATA)
NAME = Withholding(("Anna Berg",), frozenset())


def test_an_appeal_waits_on_when_words_are_withheld_or_the_text_is_moved(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Call Anna Berg now please</p>")
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=PERSONAL)
    asked = appeal(by=desk.author.viewer, post_id=post.pk, words="Please look again.")
    redact(by=desk.moderator.viewer, seen=seen_now(post), what=NAME, words=PERSONAL)
    prompt = factories.prompt(desk.space)
    move(by=desk.moderator.viewer, seen=seen_now(post), to=to(desk.space, prompt), words=WHY)
    asked.refresh_from_db()
    assert asked.closed_at is None


def test_a_report_that_came_while_a_correction_was_read_is_not_dealt_with_by_publishing_that(
    desk: Desk,
) -> None:
    post = desk.post(state="published")
    new_version(post)
    seen = seen_now(post)
    report = reported(post)
    publish(by=desk.moderator.viewer, seen=seen)
    report.refresh_from_db()
    assert report.closed_at is None


def test_nobody_buries_reports_on_their_own_text_by_moving_it(desk: Desk) -> None:
    own = factories.post(desk.space, desk.moderator.person)
    prompt = factories.prompt(desk.space)
    report = reported(own)
    with pytest.raises(OwnText):
        move(by=desk.moderator.viewer, seen=seen_now(own), to=to(desk.space, prompt), words=WHY)
    move(by=desk.second.viewer, seen=seen_now(own), to=to(desk.space, prompt), words=WHY)
    report.refresh_from_db()
    assert report.closed_at is None


def test_reports_that_are_closed_after_words_were_withheld_count_as_acted_on(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Call Anna Berg now please</p>")
    report = reported(post)
    redact(by=desk.moderator.viewer, seen=seen_now(post), what=NAME, words=PERSONAL)
    for _press in range(2):
        dismiss_reports(by=desk.moderator.viewer, post_id=post.pk, seen=[report.pk])
    report.refresh_from_db()
    assert report.outcome == ReportOutcome.ACTED
    assert Report.objects.count() == 1


@pytest.mark.parametrize("act", ["hide", "merge"])
def test_what_was_reported_waits_again_when_the_act_that_answered_it_is_undone(
    desk: Desk, act: str
) -> None:
    post, other = desk.post(state="published"), desk.post(state="published")
    report, dismissed = reported(post), reported(post)
    by, why = desk.moderator.viewer, DecisionWords(ReasonCode.DUPLICATE)
    dismiss_reports(by=by, post_id=post.pk, seen=[dismissed.pk])
    if act == "hide":
        hide(by=by, seen=seen_now(post), words=why)
    else:
        merge(by=by, seen=seen_now(post), into=other.pk, words=why)
    report.refresh_from_db()
    assert report.outcome == ReportOutcome.ACTED
    (unhide if act == "hide" else unmerge)(by=by, seen=seen_now(post))
    report.refresh_from_db()
    dismissed.refresh_from_db()
    assert report.outcome is None
    assert dismissed.outcome == ReportOutcome.DISMISSED
    assert Record.objects.latest("pk").detail["reports_opened"] == [report.pk]
