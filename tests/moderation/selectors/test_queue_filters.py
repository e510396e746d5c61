"""What narrows the queue, what its words find, and what they must not tell."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection

from discussions.models import Post, Redaction, Report, Space, VersionWords
from hub.kit.clock import database_now
from moderation.enums import QueueShow
from moderation.selectors import queue
from moderation.selectors.queue import queue_slice
from moderation.selectors.queue_filters import languages_sent_in, questions_of
from moderation.validators.queue import QueueQuery
from tests import factories, people
from tests.people import Actor

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[object]]


def found(who: Actor, space: Space | None = None, **asked: Any) -> list[str]:
    """The references that an address leads to, in order."""
    query = QueueQuery(**{"show": QueueShow.ALL, **asked})
    return [post.reference for post in queue_slice(who.viewer, query, space, 30).posts]


def reported(post: Post, kind: str = "report", hours: int = 1) -> Report:
    """A report of a post that waits so many hours."""
    by = people.actor(f"{kind}{hours}{post.number}@test.example", "Reporter")
    return Report.objects.create(
        post=post,
        version=post.latest_version,
        kind=kind,
        by_person=by.person,
        reason="spam" if kind == "report" else None,
        at=database_now() - timedelta(hours=hours),
    )


@pytest.mark.parametrize(
    ("asked", "references"),
    [
        ({"question": "1"}, ["RT-0001"]),
        ({"question": "general"}, ["RT-0003", "RT-0002"]),
        ({"language": "fr"}, ["RT-0002"]),
        ({"group": "academia"}, ["RT-0003"]),
        ({"standing": "late"}, ["RT-0002"]),
        ({"kind": "reply"}, ["RT-0003"]),
        ({"kind": "submission"}, ["RT-0002", "RT-0001"]),
        ({"files": "yes"}, ["RT-0001"]),
        ({"reported": "yes"}, ["RT-0002"]),
        ({"language": "en", "question": "general"}, ["RT-0003"]),
        ({"language": "ar"}, []),
    ],
)
def test_each_filter_narrows_and_all_go_together(
    asked: dict[str, Any], references: list[str]
) -> None:
    space = factories.space()
    who = people.moderator(space)
    first = factories.post(space, prompt=factories.prompt(space))
    factories.attachment(first.latest_version)
    second = factories.post(space, language="fr", standing="late")
    reported(second)
    factories.post(space, answers=second, speaker={"speaker_group": "academia"})
    reported(first, kind="appeal")
    assert found(who, **asked) == references


@pytest.mark.parametrize(
    ("words", "references"),
    [
        ("regularisation", ["RT-0001"]),
        ("RÉGULARISATION", ["RT-0001"]),
        ("regular voies", ["RT-0001"]),  # the beginning of a word, and another
        ("voies l’accès", ["RT-0001"]),
        ("larisation", []),  # no word begins so
        ("strong", []),  # a tag is no word
        ("Otieno", ["RT-0001"]),
        ("otieno voies", ["RT-0001"]),
        ("crossings", ["RT-0002"]),
        ("право", ["RT-0002"]),
        ("مهاجر", ["RT-0002"]),
        ("e-mail and/or", ["RT-0002"]),
        ("rt-0002", ["RT-0002"]),
        ("RT-0009", []),
        ("' | * :!", ["RT-0002", "RT-0001"]),  # no words: nothing is asked for
    ],
)
def test_words_are_found_without_accents_and_case_in_texts_and_names(
    words: str, references: list[str]
) -> None:
    space = factories.space()
    who = people.moderator(space)
    author = people.actor("a@test.example", "Amina Otiéno").person
    factories.post(
        space, author, "<p>Voies de <strong>régularisation</strong>, d’accès&amp;l’accès.</p>"
    )
    factories.post(
        space,
        None,
        "<p>Право на мир. حقوق المهاجرين: مهاجر. By e-mail and/or post.</p>",
        speaker={"speaker_organisation": "Coastal Crossings"},
    )
    assert found(who, q=words) == references


def test_a_reference_is_found_in_every_list_and_only_in_ones_own_spaces() -> None:
    space, other = factories.space(), factories.space("other", "OT")
    who = people.moderator(space)
    factories.post(space)
    factories.post(other)
    assert found(who, show=QueueShow.WAITING, q="RT-0001", language="ar") == ["RT-0001"]
    assert found(who, q="OT-0001") == []


def test_nobody_finds_what_is_kept_from_them() -> None:
    space = factories.space()
    who = people.moderator(space)
    factories.post(
        space,
        people.stakeholder().person,
        "<p>Write to amina@survivors.example or +254 712 345 678, or do not.</p>",
        name_withheld="name",
        speaker={"speaker_organisation": "Coastal Crossings"},
    )
    masked = factories.post(space, body="<p>Unspeakable words.</p>")
    Redaction.objects.create(
        version=masked.latest_version, target="text", reason="legal", at=database_now()
    )
    for secret in ("Amina", "Otieno", "survivors", "712", "345 678", "unspeakable"):
        assert found(who, q=secret) == [], secret
    assert found(who, q="coastal write") == ["RT-0001"]


def test_what_may_not_be_found_is_passed_over_and_the_list_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    space = factories.space()
    who = people.moderator(space)
    withheld: dict[str, Any] = {"name_withheld": "name", "speaker": {"speaker_name": "Amina"}}
    for number in range(9):
        factories.post(space, body="<p>Amina</p>" if number in (0, 8) else "<p>.</p>", **withheld)
    newest, oldest = ["RT-0009"], ["RT-0001"]
    query = QueueQuery(show=QueueShow.ALL, q="Amina")
    whole = queue_slice(who.viewer, query, None, 2)
    assert [post.reference for post in whole.posts] == newest + oldest
    assert whole.after == ""
    monkeypatch.setattr(
        queue, "_MOST_PIECES", 1
    )  # so many at a time: the rest is a page of its own
    piece = queue_slice(who.viewer, query, None, 2)
    assert [post.reference for post in piece.posts] == newest
    assert piece.after == "RT-0007"


def test_the_longest_reported_comes_first_and_each_tells_how_many() -> None:
    space = factories.space()
    who = people.moderator(space)
    first, second, third = (factories.post(space) for _ in range(3))
    reported(first, hours=1)
    reported(second, hours=5)
    reported(second, hours=2)
    reported(third, hours=2)
    reported(third, kind="appeal", hours=9)
    piece = queue_slice(who.viewer, QueueQuery(show=QueueShow.REPORTED), None, 2)
    assert [post.reference for post in piece.posts] == ["RT-0002", "RT-0003"]
    numbers = [
        (getattr(post, "open_reports", 0), getattr(post, "open_appeals", 0))
        for post in piece.posts
    ]
    assert numbers == [(2, None), (1, 1)]
    rest = QueueQuery(show=QueueShow.REPORTED, after=piece.after)
    assert [p.reference for p in queue_slice(who.viewer, rest, None, 2).posts] == ["RT-0001"]
    Report.objects.filter(post=third).update(
        closed_at=database_now(), closed_by=who.user, outcome="dismissed"
    )  # meanwhile: the list begins anew
    assert [p.reference for p in queue_slice(who.viewer, rest, None, 2).posts] == [
        "RT-0002",
        "RT-0001",
    ]


@pytest.mark.parametrize("posts", [1, 3])
def test_words_and_filters_take_the_same_statements_however_many_they_find(
    posts: int, django_assert_num_queries: Counted
) -> None:
    space = factories.space()
    viewer = people.moderator(space).viewer
    for _ in range(posts):
        factories.attachment(factories.post(space, body="<p>Régional</p>").latest_version)
    asked = QueueQuery(show=QueueShow.ALL, q="regional", files="yes", language="en")
    with django_assert_num_queries(3):
        assert len(queue_slice(viewer, asked, None, 30).posts) == posts
    with django_assert_num_queries(2):
        assert languages_sent_in([space], None) == ["en"]
        assert questions_of(space) == []
    with django_assert_num_queries(0):
        assert questions_of(None) == []


def test_the_words_have_an_index() -> None:
    factories.post(factories.space())
    searched = VersionWords.objects.filter(words=SearchQuery("regional", config="simple"))
    with connection.cursor() as cursor:  # of one row every plan is a good one
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert "version_words_found" in searched.explain()


def test_a_long_text_is_kept_and_found_by_its_beginning() -> None:
    space = factories.space()
    who = people.moderator(space)
    many = " ".join(f"한글{number}" for number in range(40_000))
    factories.post(space, body=f"<p>first {many} last</p>")
    assert found(who, q="first 한글17") == ["RT-0001"]
    assert found(who, q="last") == []  # beyond what is searched
