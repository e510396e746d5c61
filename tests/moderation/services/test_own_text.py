"""Nobody decides on a text of their own, in whatever role they come."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from discussions.enums import ReasonCode
from discussions.errors import OwnText
from discussions.models import Post, Report
from discussions.validators.withholding import Withholding
from moderation.access.decisions import possible_acts
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.bulk import decide_on_each
from moderation.services.dismiss_reports import dismiss_reports
from moderation.services.hide import hide
from moderation.services.merge import merge, unmerge
from moderation.services.move import move
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.redact import redact
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.services.uphold import uphold
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost
from moderation.validators.places import Destination
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.people import Actor

WHY = DecisionWords(ReasonCode.PERSONAL_DATA, "A message.")
Act = Callable[[Actor, SeenPost, Post], Any]
ACTS: dict[str, tuple[str, Act]] = {
    "publish": ("pending", lambda who, seen, _other: publish(by=who.viewer, seen=seen)),
    "return": (
        "pending",
        lambda who, seen, _other: return_to_author(by=who.viewer, seen=seen, words=WHY),
    ),
    "reject": ("hidden", lambda who, seen, _other: reject(by=who.viewer, seen=seen, words=WHY)),
    "reconsider": ("rejected", lambda who, seen, _other: reconsider(by=who.viewer, seen=seen)),
    "uphold": ("hidden", lambda who, seen, _other: uphold(by=who.viewer, seen=seen)),
    "hide": ("published", lambda who, seen, _other: hide(by=who.viewer, seen=seen, words=WHY)),
    "unhide": ("hidden", lambda who, seen, _other: unhide(by=who.viewer, seen=seen)),
    "merge": (
        "published",
        lambda who, seen, other: merge(by=who.viewer, seen=seen, into=other.pk, words=WHY),
    ),
    "move": (
        "published",
        lambda who, seen, other: move(
            by=who.viewer, seen=seen, to=Destination(other.space_id, parent=other.pk), words=WHY
        ),
    ),
    "redact": (
        "published",
        lambda who, seen, _other: redact(
            by=who.viewer, seen=seen, what=Withholding(("words",), frozenset()), words=WHY
        ),
    ),
}


def own(desk: Desk, who: Actor, state: str) -> Post:
    """A text of the moderator's own, for an organisation."""
    post = factories.post(desk.space, who.person, "<p>My words.</p>", state=state)
    if state == "rejected":
        post.latest_version.review = "rejected"
        post.latest_version.save(update_fields=["review"])
    return post


@pytest.mark.parametrize("role", ["moderator", "secretariat"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_no_act_on_one_s_own_text_is_done(desk: Desk, act: str, role: str) -> None:
    who = desk.moderator if role == "moderator" else people.secretariat()
    state, do = ACTS[act]
    post, other = own(desk, who, state), desk.post(state="published")
    with pytest.raises(OwnText):
        do(who, seen_now(post), other)
    post.refresh_from_db()
    assert post.state == state
    assert not Decision.objects.exists()
    assert possible_acts(who.viewer, post) == ()


def test_another_moderator_decides_on_it(desk: Desk) -> None:
    post = own(desk, desk.moderator, "pending")
    assert publish(by=desk.second.viewer, seen=seen_now(post)).act == "publish"
    assert DecisionAct.HIDE in possible_acts(desk.second.viewer, Post.objects.get())


def test_nobody_takes_another_s_text_away_in_favour_of_their_own(desk: Desk) -> None:
    theirs, mine = desk.post(state="published"), own(desk, desk.moderator, "published")
    with pytest.raises(OwnText):
        merge(by=desk.moderator.viewer, seen=seen_now(theirs), into=mine.pk, words=WHY)
    merge(by=desk.second.viewer, seen=seen_now(theirs), into=mine.pk, words=WHY)
    assert Post.objects.get(pk=theirs.pk).merged_into_id == mine.pk


def test_one_s_own_merged_text_is_separated_by_another(desk: Desk) -> None:
    post, survivor = own(desk, desk.moderator, "published"), desk.post(state="published")
    merge(by=desk.second.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    post.refresh_from_db()
    with pytest.raises(OwnText):
        unmerge(by=desk.moderator.viewer, seen=seen_now(post), words=NO_WORDS)


def test_in_one_decision_on_many_the_own_text_is_refused_and_the_others_are_decided(
    desk: Desk,
) -> None:
    mine, other = own(desk, desk.moderator, "pending"), desk.post()
    results = decide_on_each(
        by=desk.moderator.viewer,
        seen=[seen_now(mine), seen_now(other)],
        act=DecisionAct.PUBLISH,
        words=NO_WORDS,
        batch=uuid4(),
    )
    assert [type(one.refusal) for one in results] == [OwnText, type(None)]


def test_reports_on_one_s_own_text_are_for_others(desk: Desk) -> None:
    post = own(desk, desk.moderator, "published")
    report = Report.objects.create(
        post=post,
        version=post.latest_version,
        kind="report",
        by_person=people.stranger().person,
        reason="spam",
    )
    with pytest.raises(OwnText):
        dismiss_reports(by=desk.moderator.viewer, post_id=post.pk, seen=[report.pk])
    assert dismiss_reports(by=desk.second.viewer, post_id=post.pk, seen=[report.pk]) == [report.pk]
