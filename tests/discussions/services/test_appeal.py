"""Asking for another look: once for each decision, on record, without its words."""

import threading
from typing import Any

import pytest
from django.db import connection

from discussions.access.viewer import VISITOR
from discussions.errors import NotFound, NotPossibleNow, NotYours, SignInFirst
from discussions.models import Post, Report, Version
from discussions.services.appeal import appeal
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people


def rejected(author: people.Actor | None = None) -> tuple[Post, people.Actor]:
    """A rejected post and its author."""
    who = author or people.stakeholder()
    decided: dict[str, Any] = {
        "state": "rejected",
        "reason": "off-topic",
        "state_since": factories.LONG_AGO,
    }
    return factories.post(factories.space(), who.person, **decided), who


@pytest.mark.django_db
def test_it_is_kept_for_staff_with_the_version_and_the_record_has_no_words() -> None:
    post, author = rejected()
    report = appeal(by=author.viewer, post_id=post.pk, words="Read page 2.")
    assert Report.objects.get() == report
    assert (report.kind, report.words, report.closed_at) == ("appeal", "Read page 2.", None)
    assert (report.version, report.by_person) == (post.latest_version, author.person)
    record = Record.objects.get()
    assert (record.act, record.subject_id) == ("appeal", str(post.pk))
    assert (record.actor_id, record.space_id) == (author.user.pk, post.space_id)
    assert record.detail == {"version": str(post.latest_version_id), "report": report.pk}
    post.refresh_from_db()
    assert post.state == "rejected"


@pytest.mark.django_db
def test_asked_twice_it_is_one_and_the_first_words_stay() -> None:
    post, author = rejected()
    first = appeal(by=author.viewer, post_id=post.pk, words="First.")
    assert appeal(by=author.viewer, post_id=post.pk, words="Second.") == first
    assert Report.objects.get().words == "First."
    assert Record.objects.count() == 1


@pytest.mark.django_db
def test_each_decision_can_be_appealed_once() -> None:
    post, author = rejected()
    report = appeal(by=author.viewer, post_id=post.pk, words="Please.")
    now = database_now()
    Report.objects.update(closed_at=now, closed_by=author.user, outcome="dismissed")
    with pytest.raises(NotPossibleNow, match="asked for another look already"):
        appeal(by=author.viewer, post_id=post.pk, words="Please!")
    Post.objects.update(state_since=database_now())  # decided on once more since
    Report.objects.filter(pk=report.pk).update(at=factories.LONG_AGO)
    assert appeal(by=author.viewer, post_id=post.pk, words="Again.").pk != report.pk


@pytest.mark.django_db
def test_nobody_but_the_author_asks() -> None:
    post, author = rejected()
    others = [
        people.colleague(author).viewer,
        people.moderator(post.space).viewer,
        people.observer(post.space).viewer,
        people.secretariat().viewer,
        people.administrator().viewer,
    ]
    for other in others:
        with pytest.raises(NotYours):
            appeal(by=other, post_id=post.pk, words="Please.")
    with pytest.raises(SignInFirst):
        appeal(by=VISITOR, post_id=post.pk, words="Please.")
    with pytest.raises(NotFound):
        appeal(by=author.viewer, post_id=post.latest_version_id, words="Please.")
    assert not Report.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "review", "is_possible"),
    [
        ("rejected", "rejected", True),
        ("hidden", "approved", True),
        ("hidden", "waiting", True),
        ("published", "rejected", True),
        ("published", "returned", False),
        ("published", "waiting", False),
        ("pending", "waiting", False),
        ("returned", "returned", False),
        ("merged", "approved", False),
        ("withdrawn", "approved", False),
    ],
)
def test_what_was_decided_against_a_text_can_be_appealed_and_nothing_else(
    state: str, review: str, is_possible: bool
) -> None:
    author, space = people.stakeholder(), factories.space()
    other = factories.post(space)
    more: dict[str, Any] = {"merged_into": other} if state == "merged" else {}
    post = factories.post(space, author.person, state=state, reason="spam", **more)
    if state == "published":  # the latest version is a correction
        latest = Version.objects.create(
            post=post,
            number=2,
            received_at=database_now(),
            standing="on-time",
            review=review,
            language="en",
            body="<p>x</p>",
            sha256="0" * 64,
            speaker_name="Amina Otieno",
        )
        Post.objects.filter(pk=post.pk).update(latest_version=latest)
    else:
        Version.objects.filter(post=post).update(review=review)
    if is_possible:
        appeal(by=author.viewer, post_id=post.pk, words="Please.")
    else:
        with pytest.raises(NotPossibleNow):
            appeal(by=author.viewer, post_id=post.pk, words="Please.")
    assert Report.objects.exists() == is_possible


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_it_is_one() -> None:
    post, author = rejected()
    viewer, start = author.viewer, threading.Barrier(2)
    made: list[int] = []

    def ask() -> None:
        start.wait()
        try:
            made.append(appeal(by=viewer, post_id=post.pk, words="Please.").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Report.objects.get().pk] * 2
    assert Record.objects.count() == 1
