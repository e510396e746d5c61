"""One decision on many posts: each by itself, nothing silent, nothing twice."""

from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.models import Post, Report
from hub.kit.models import Record
from moderation.access.decisions import NEEDS_REASON, ON_MANY
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.bulk import decide_on_each
from moderation.services.publish import publish
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.SPAM, "Please do not.", "As agreed.")


@pytest.mark.parametrize(
    ("act", "state", "becomes"),
    [
        ("publish", "pending", "published"),
        ("return", "pending", "returned"),
        ("reject", "pending", "rejected"),
        ("hide", "published", "hidden"),
    ],
)
def test_each_act_is_taken_on_each_with_its_own_record_notice_and_one_batch(
    desk: Desk, act: str, state: str, becomes: str
) -> None:
    seen = [seen_now(desk.post(state=state)) for _ in range(3)]
    batch = uuid4()
    results = decide_on_each(
        by=desk.moderator.viewer, seen=seen, act=DecisionAct(act), words=WHY, batch=batch
    )
    assert [result.refusal for result in results] == [None] * 3
    assert set(Post.objects.values_list("state", flat=True)) == {becomes}
    made = Decision.objects.order_by("pk")
    assert [one.post_id for one in made] == [one.post_id for one in seen]
    assert {(one.act, one.batch, one.internal_note) for one in made} == {
        (act, batch, "As agreed.")
    }
    assert Record.objects.filter(act=act).count() == 3
    assert Notice.objects.filter(kind="decision", channel="mail").count() == 3


def test_all_acts_on_many_can_be_taken_and_every_one_that_needs_a_reason_says_so(
    desk: Desk,
) -> None:
    post = desk.post()
    for act in ON_MANY:
        (result,) = decide_on_each(
            by=desk.moderator.viewer,
            seen=[seen_now(post)],
            act=act,
            words=DecisionWords(),
            batch=uuid4(),
        )
        code = result.refusal.code if result.refusal is not None else ""
        assert (code == "reason-needed") is (act in NEEDS_REASON)


def test_conflicts_are_told_row_by_row_and_stop_no_other(desk: Desk) -> None:
    posts = [desk.post() for _ in range(6)]
    elsewhere = factories.post(factories.space("other", "OT"), state="pending")
    seen = [seen_now(post) for post in [*posts, elsewhere]]
    publish(by=desk.second.viewer, seen=seen[1])
    new_version(posts[2])
    Post.objects.filter(pk=posts[3].pk).update(state="withdrawn")
    results = decide_on_each(
        by=desk.moderator.viewer, seen=seen, act=DecisionAct.REJECT, words=WHY, batch=uuid4()
    )
    codes = [result.refusal.code if result.refusal else "" for result in results]
    assert codes == [
        "", "already-decided", "version-changed", "not-possible-now", "", "", "not-moderator",
    ]  # fmt: skip
    assert "Tomás Ruiz decided first" in str(results[1].refusal)
    states = list(
        Post.objects.filter(space=desk.space).order_by("number").values_list("state", flat=True)
    )
    assert states == ["rejected", "published", "pending", "withdrawn", "rejected", "rejected"]
    assert Decision.objects.filter(act="reject").count() == 3


def test_the_same_again_gives_the_same_decisions(desk: Desk) -> None:
    seen = [seen_now(desk.post()) for _ in range(2)]
    by, batch = desk.moderator.viewer, uuid4()
    act = DecisionAct.RETURN
    first = decide_on_each(by=by, seen=seen, act=act, words=WHY, batch=batch)
    again = decide_on_each(by=by, seen=seen, act=act, words=WHY, batch=batch)
    assert [one.decision for one in again] == [one.decision for one in first]
    assert Decision.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_each_is_a_transaction_of_its_own() -> None:
    space = factories.space()
    who = people.moderator(space)
    posts = [factories.post(space, state="pending") for _ in range(2)]
    seen = [seen_now(post) for post in posts]
    with connection.cursor() as cursor:  # the second cannot be written
        cursor.execute(
            "CREATE FUNCTION stop_second() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.post_id = '{posts[1].pk}' THEN RAISE EXCEPTION 'stopped'; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER stop_second BEFORE INSERT ON moderation_decision FOR EACH ROW"
            " EXECUTE FUNCTION stop_second()"
        )
    try:
        with pytest.raises(Exception, match="stopped"):
            decide_on_each(
                by=who.viewer,
                seen=seen,
                act=DecisionAct.PUBLISH,
                words=DecisionWords(),
                batch=uuid4(),
            )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION stop_second() CASCADE")
    states = dict(Post.objects.values_list("number", "state"))
    assert states == {1: "published", 2: "pending"}


def test_a_decision_on_many_closes_what_was_reported_of_each(desk: Desk) -> None:
    post = desk.post(state="published")
    reader = people.stranger()
    Report.objects.create(
        post=post,
        version=post.latest_version,
        kind="report",
        by_person=reader.person,
        reason="spam",
    )
    decide_on_each(
        by=desk.moderator.viewer,
        seen=[seen_now(post)],
        act=DecisionAct.HIDE,
        words=WHY,
        batch=uuid4(),
    )
    assert Report.objects.get().outcome == "acted"
