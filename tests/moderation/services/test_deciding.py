"""What every decision keeps: once, by one, on what was seen, on record."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import Notice, Person
from discussions.access.viewer import Viewer
from discussions.enums import ReasonCode
from discussions.errors import (
    AlreadyDecided,
    NotFound,
    NotModerator,
    NotPossibleNow,
    ReasonNeeded,
    VersionChanged,
)
from discussions.models import Post, Space
from hub.kit.models import Record
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.services.uphold import uphold
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.PERSONAL_DATA, "Row 4 names two people.", "Seen with K.")
ACTS = [
    pytest.param(publish, "pending", NO_WORDS, id="publish"),
    pytest.param(return_to_author, "pending", WHY, id="return"),
    pytest.param(reject, "pending", WHY, id="reject"),
    pytest.param(reject, "hidden", WHY, id="reject what was hidden"),
    pytest.param(reconsider, "rejected", NO_WORDS, id="reconsider"),
    pytest.param(hide, "published", WHY, id="hide"),
    pytest.param(unhide, "hidden", NO_WORDS, id="unhide"),
]


@pytest.mark.parametrize(("act", "state", "words"), ACTS)
def test_an_act_leaves_one_decision_one_record_and_tells_the_author(
    desk: Desk, act: Callable[..., Decision], state: str, words: DecisionWords
) -> None:
    post = desk.post(state=state)
    revision = Space.objects.get().revision
    decision = act(by=desk.moderator.viewer, seen=seen_now(post), words=words)
    assert Decision.objects.get() == decision
    assert (decision.reason, decision.message) == (words.reason, words.message)
    record = Record.objects.get()
    assert (record.act, record.subject_id) == (decision.act, str(post.pk))
    assert (record.actor_id, record.space_id) == (desk.moderator.user.pk, desk.space.pk)
    assert record.reason == (words.reason or "")
    assert record.detail == {"version": str(post.latest_version_id), "decision": decision.pk}
    assert Space.objects.get().revision == revision + 1
    notices = Notice.objects.filter(kind="decision", receiver=desk.author.user)
    assert {(notice.channel, notice.facts["decision"]) for notice in notices} == {
        ("mail", decision.pk),
        ("site", decision.pk),
    }


@pytest.mark.parametrize(("act", "state", "words"), ACTS)
def test_twice_by_the_same_person_is_the_same_decision(
    desk: Desk, act: Callable[..., Decision], state: str, words: DecisionWords
) -> None:
    seen = seen_now(desk.post(state=state))
    first = act(by=desk.moderator.viewer, seen=seen, words=words)
    again = act(by=desk.moderator.viewer, seen=seen, words=words)
    assert first == again
    assert (Decision.objects.count(), Record.objects.count()) == (1, 1)
    assert Notice.objects.filter(channel="mail").count() == 1


@pytest.mark.parametrize(("act", "state", "words"), ACTS)
def test_another_is_told_who_did_what_and_when(
    desk: Desk, act: Callable[..., Decision], state: str, words: DecisionWords
) -> None:
    seen = seen_now(desk.post(state=state))
    first = act(by=desk.moderator.viewer, seen=seen, words=words)
    for other in (publish, return_to_author, reject, reconsider, uphold, hide, unhide):
        with pytest.raises(AlreadyDecided) as refusal:
            other(by=desk.second.viewer, seen=seen, words=WHY)
        assert refusal.value.by == "Marta Lind"
        assert refusal.value.act == str(first.get_act_display())
        assert refusal.value.at == Decision.objects.get().at
        assert "Marta Lind" in str(refusal.value)
    assert (Decision.objects.count(), Record.objects.count()) == (1, 1)


def test_the_same_person_with_other_words_does_not_overwrite_the_first(desk: Desk) -> None:
    seen = seen_now(desk.post())
    return_to_author(by=desk.moderator.viewer, seen=seen, words=WHY)
    other = DecisionWords(ReasonCode.SPAM)
    with pytest.raises(AlreadyDecided):
        return_to_author(by=desk.moderator.viewer, seen=seen, words=other)
    assert Decision.objects.get().reason == "personal-data"


def test_a_page_from_before_a_hide_and_an_unhide_does_not_hide_again(desk: Desk) -> None:
    post = desk.post(state="published")
    old_page = seen_now(post)
    hide(by=desk.moderator.viewer, seen=old_page, words=WHY)
    unhide(by=desk.second.viewer, seen=seen_now(post))
    with pytest.raises(AlreadyDecided) as refusal:
        hide(by=desk.moderator.viewer, seen=old_page, words=DecisionWords(ReasonCode.LEGAL))
    assert refusal.value.by == "Tomás Ruiz"
    assert Post.objects.get().state == "published"


@pytest.mark.parametrize(("act", "state", "words"), ACTS)
def test_a_newer_version_is_looked_at_first(
    desk: Desk, act: Callable[..., Decision], state: str, words: DecisionWords
) -> None:
    post = desk.post(state=state)
    seen = seen_now(post)
    new_version(post)
    with pytest.raises(VersionChanged):
        act(by=desk.moderator.viewer, seen=seen, words=words)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("act", [return_to_author, hide, reject])
def test_returning_rejecting_and_hiding_need_a_reason(
    desk: Desk, act: Callable[..., Decision]
) -> None:
    post = desk.post(state="published" if act is hide else "pending")
    with pytest.raises(ReasonNeeded):
        act(by=desk.moderator.viewer, seen=seen_now(post), words=NO_WORDS)


@pytest.mark.parametrize(("act", "state", "words"), ACTS)
def test_what_the_author_withdrew_meanwhile_is_not_decided(
    desk: Desk, act: Callable[..., Decision], state: str, words: DecisionWords
) -> None:
    post = desk.post(state=state)
    seen = seen_now(post)
    Post.objects.update(state="withdrawn")
    with pytest.raises(NotPossibleNow):
        act(by=desk.moderator.viewer, seen=seen, words=words)


@pytest.mark.parametrize(("act", "state", "words"), ACTS)
def test_nobody_but_staff_of_the_space_decides(
    desk: Desk, act: Callable[..., Decision], state: str, words: DecisionWords
) -> None:
    seen = seen_now(desk.post(state=state))
    elsewhere = factories.space("elsewhere", "EL")
    others = [
        Viewer(),
        desk.author.viewer,
        people.observer(desk.space).viewer,
        people.administrator().viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ]
    for viewer in others:
        with pytest.raises(NotModerator):
            act(by=viewer, seen=seen, words=words)
    act(by=people.secretariat().viewer, seen=seen, words=words)


def test_a_post_that_is_not_there_is_not_found(desk: Desk) -> None:
    seen = seen_now(desk.post())
    gone = SeenPost(seen.version_id, seen.version_id)
    with pytest.raises(NotFound):
        publish(by=desk.moderator.viewer, seen=gone)


def test_an_imported_author_without_an_account_is_not_written_to(desk: Desk) -> None:
    imported = Person.objects.create(name="Known from an archive", email="a@b.example")
    post = factories.post(desk.space, imported, state="pending")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    assert not Notice.objects.exists()


@pytest.mark.parametrize("waiting", [1, 3])
def test_a_decision_takes_the_same_number_of_statements(
    desk: Desk,
    waiting: int,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    posts = [desk.post() for _ in range(waiting)]
    viewer, seen = desk.moderator.viewer, seen_now(posts[0])
    with django_assert_num_queries(20):
        publish(by=viewer, seen=seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(desk: Desk) -> None:
    post = desk.post()
    seen = seen_now(post)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def act(decide: Callable[..., Decision], viewer: Viewer) -> None:
        start.wait()
        try:
            outcomes.append(decide(by=viewer, seen=seen, words=WHY).act)
        except AlreadyDecided as refusal:
            outcomes.append(f"told of {refusal.by}")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=(publish, desk.moderator.viewer)),
        threading.Thread(target=act, args=(return_to_author, desk.second.viewer)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decision = Decision.objects.get()
    assert Record.objects.count() == 1
    name = "Marta Lind" if decision.act == "publish" else "Tomás Ruiz"
    assert sorted(outcomes) == sorted([decision.act, f"told of {name}"])
    post.refresh_from_db()
    assert post.state == {"publish": "published", "return": "returned"}[decision.act]
