"""What happens in a space is told to those who follow or moderate it: once, in batches, and never lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import redis
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Notice, User
from discussions import tasks
from discussions.enums import NewsKind
from discussions.models import Document, Follower, News, Prompt, Space
from discussions.periodic import sweep_news
from discussions.services.follow import follow, stop_following
from discussions.services.news import announce_addition
from discussions.services.prompts import put_prompt
from discussions.services.set_up import settle_change
from discussions.services.windows import close_window
from discussions.tasks import tell_followers
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.windows import seen
from tests.people import Actor

TEXTS = {"en": "<p>What next?</p>", "fr": "<p>Et ensuite ?</p>"}


@pytest.fixture
def space(db: None) -> Space:
    """An open space with a question."""
    made = factories.space()
    factories.window(made)
    factories.prompt(made)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def followers(of: Space, count: int) -> list[User]:
    """So many accounts that follow a space."""
    users = [User(email=f"follower{number}@test.example") for number in range(count)]
    made = User.objects.bulk_create(users)
    Follower.objects.bulk_create([Follower(space=of, user=user) for user in made])
    return made


def close(space: Space, by: Actor) -> News:
    """Close the main window; what is to be told of it."""
    close_window(by=by.viewer, seen=seen(space.windows.get(position=0)))
    return News.objects.latest("pk")


def told() -> list[str]:
    """Whom the mails go to."""
    rows = Notice.objects.filter(channel="mail").order_by("receiver__email")
    return list(rows.values_list("receiver__email", flat=True))


def gathered() -> None:
    """The time in which additions are gathered has passed."""
    News.objects.update(due_at=F("due_at") - timedelta(minutes=10))


# ---------------------------------------------------------------- whom
def test_followers_and_moderators_are_told_by_mail_and_on_the_site_and_who_acts_is_not(
    space: Space, moderator: Actor
) -> None:
    people.moderator(space, "second@test.example", "Tomás Ruiz")
    people.observer(space)
    people.secretariat()
    followers(space, 2)
    follow(by=moderator.viewer, space=space)
    news = close(space, moderator)
    assert not Notice.objects.exists()  # the act itself writes one row, whoever follows
    tell_followers(news.pk)
    assert told() == ["follower0@test.example", "follower1@test.example", "second@test.example"]
    rows = Notice.objects.values_list("channel", "kind", "act", "facts")
    assert {(channel, kind, act, str(facts)) for channel, kind, act, facts in rows} == {
        (channel, "space-window", f"news:{news.pk}", str({"news": news.pk}))
        for channel in ("mail", "site")
    }
    news.refresh_from_db()
    assert news.done_at is not None


def test_who_stopped_who_came_later_and_who_is_gone_are_not_told(
    space: Space, moderator: Actor
) -> None:
    _here, gone = followers(space, 2)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    stopped = people.stranger()
    follow(by=stopped.viewer, space=space)
    news = close(space, moderator)
    stop_following(by=stopped.viewer, space=space)  # also when it was about to be told
    follow(by=people.stakeholder().viewer, space=space)
    News.objects.update(created_at=F("created_at") - timedelta(seconds=1))
    Follower.objects.filter(user__email__startswith="follower").update(since=factories.LONG_AGO)
    tell_followers(news.pk)
    assert told() == ["follower0@test.example"]


def test_followers_of_another_space_are_not_told(space: Space, moderator: Actor) -> None:
    followers(factories.space("elsewhere", "EL"), 1)
    tell_followers(close(space, moderator).pk)
    assert told() == []


def test_a_space_that_is_not_public_tells_nobody(space: Space, moderator: Actor) -> None:
    followers(space, 1)
    Space.objects.update(published_at=None)
    close_window(by=moderator.viewer, seen=seen(space.windows.get()))
    put_prompt(by=moderator.viewer, prompt=Prompt(space=space), texts=TEXTS)
    assert not News.objects.exists()


# ---------------------------------------------------------------- in batches
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_batches_tell_everybody_once_whatever_their_size(
    space: Space, moderator: Actor, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    followers(space, count)
    news = close(space, moderator)
    for _ in range(2):  # a message that comes twice
        tell_followers(news.pk)
    assert told() == [f"follower{number}@test.example" for number in range(count)]


def test_who_is_stopped_in_the_middle_is_followed_by_the_sweep(
    space: Space, moderator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    followers(space, 5)
    news = close(space, moderator)
    tasks._tell_some(news.pk)
    assert len(told()) == 2
    news.refresh_from_db()
    assert news.done_at is None
    assert news.told_up_to > 0
    sweep_news()
    assert told() == [f"follower{number}@test.example" for number in range(5)]
    assert Notice.objects.count() == 10


def test_the_sweep_tells_what_no_worker_was_woken_for(space: Space, moderator: Actor) -> None:
    followers(space, 1)
    close(space, moderator)
    sweep_news()
    assert told() == ["follower0@test.example"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_nobody_twice(space: Space, moderator: Actor) -> None:
    followers(space, 3)
    news = close(space, moderator)
    other = connection.copy()
    with transaction.atomic():
        News.objects.select_for_update().get(pk=news.pk)
        with other.cursor() as cursor:  # the same question that a second worker asks
            cursor.execute(
                "SELECT 1 FROM discussions_news WHERE id = %s FOR UPDATE SKIP LOCKED", [news.pk]
            )
            assert cursor.fetchall() == []
        other.close()
        tell_followers(news.pk)
    assert Notice.objects.count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_broker")
def test_the_mails_go_in_a_queue_of_their_own(
    space: Space, moderator: Actor, own_redis: str
) -> None:
    followers(space, 60)
    with redis.Redis.from_url(own_redis) as broker:
        news = close(space, moderator)
        assert broker.llen("celery") == 1  # one message, however many follow
        tell_followers(news.pk)
        assert (broker.llen("celery"), broker.llen("bulk")) == (1, 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_redis")
def test_without_redis_the_act_is_done_and_told_later(space: Space, moderator: Actor) -> None:
    followers(space, 1)
    close(space, moderator)
    sweep_news()
    assert told() == ["follower0@test.example"]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_tells_nobody(space: Space, moderator: Actor) -> None:
    with transaction.atomic():
        close(space, moderator)
        transaction.set_rollback(True)
    assert not News.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_takes_the_same_number_of_statements(
    space: Space,
    moderator: Actor,
    count: int,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    followers(space, count)
    news = close(space, moderator)
    with django_assert_num_queries(9):
        tell_followers(news.pk)


# ---------------------------------------------------------------- questions and documents
def test_questions_that_are_put_one_after_the_other_are_told_together(
    space: Space, moderator: Actor
) -> None:
    followers(space, 1)
    put = [
        put_prompt(by=moderator.viewer, prompt=Prompt(space=space), texts=TEXTS).pk
        for _ in range(3)
    ]
    news = News.objects.get()
    assert (news.kind, news.facts) == ("questions", {"added": put})
    sweep_news()
    assert not Notice.objects.exists()  # more may come
    gathered()
    sweep_news()
    assert told() == ["follower0@test.example"]
    assert Notice.objects.filter(kind="space-questions").count() == 2
    put_prompt(by=moderator.viewer, prompt=Prompt(space=space), texts=TEXTS)
    assert News.objects.count() == 2  # what comes after is told of anew


def test_a_document_and_its_files_are_told_of_once(space: Space, moderator: Actor) -> None:
    document = Document.objects.create(space=space, title_en="Draft", title_fr="Projet")
    for act in ("document-added", "document-file-added", "document-file-added"):
        settle_change(moderator.viewer, space.pk, act, ("document", document.pk))
    settle_change(moderator.viewer, space.pk, "document-changed", ("document", document.pk))
    news = News.objects.get()
    assert (news.kind, news.facts) == ("documents", {"added": [document.pk]})


def test_two_moderators_do_not_tell_for_each_other(space: Space, moderator: Actor) -> None:
    second = people.moderator(space, "second@test.example", "Tomás Ruiz")
    for actor, number in ((moderator, 1), (second, 2), (moderator, 3)):
        announce_addition(
            space_id=space.pk, kind=NewsKind.QUESTIONS, identifier=number, by=actor.viewer
        )
    told_of = News.objects.order_by("pk").values_list("by", "facts")
    assert list(told_of) == [
        (moderator.user.pk, {"added": [1, 3]}),
        (second.user.pk, {"added": [2]}),
    ]


def test_what_is_due_is_not_added_to_any_more(space: Space, moderator: Actor) -> None:
    for number in (1, 2):
        announce_addition(
            space_id=space.pk, kind=NewsKind.QUESTIONS, identifier=number, by=moderator.viewer
        )
        gathered()  # a worker may be at it
    assert [news.facts for news in News.objects.order_by("pk")] == [
        {"added": [1]},
        {"added": [2]},
    ]


def test_what_is_told_already_is_not_added_to(space: Space, moderator: Actor) -> None:
    for number in (1, 2):
        announce_addition(
            space_id=space.pk, kind=NewsKind.QUESTIONS, identifier=number, by=moderator.viewer
        )
        gathered()
        sweep_news()
    assert [news.facts for news in News.objects.order_by("pk")] == [
        {"added": [1]},
        {"added": [2]},
    ]
    assert News.objects.filter(done_at__lte=database_now()).count() == 2
