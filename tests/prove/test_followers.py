"""Five thousand follow a space: an act stays short, each is told once, whoever dies, and no receipt waits for them."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count

from accounts.models import Notice, User
from discussions.models import Follower, News, Space
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.windows import close_window
from discussions.tasks import tell_followers
from tests import factories, people
from tests.discussions.windows import seen
from tests.discussions.writing import text
from tests.mail import Mailbox
from tests.people import Actor
from tests.workers import StartWorker, wait_until

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

MANY = 5000


@pytest.fixture
def space() -> Space:
    """A space with a window, which five thousand follow."""
    made = factories.space()
    factories.prompt(made)
    factories.window(made)
    users = User.objects.bulk_create(
        [User(email=f"follower{number}@test.example") for number in range(MANY)], 1000
    )
    Follower.objects.bulk_create([Follower(space=made, user=user) for user in users], 1000)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def close(space: Space, by: Actor) -> float:
    """Close the window; how long that took, in seconds."""
    window, viewer = seen(space.windows.get()), by.viewer
    begun = time.monotonic()
    close_window(by=viewer, seen=window)
    return time.monotonic() - begun


def each_told_once() -> bool:
    """By mail and on the site."""
    rows = Notice.objects.values("receiver", "channel").annotate(times=Count("pk"))
    return list(rows.exclude(times=1)) == [] and Notice.objects.count() == 2 * MANY


def longest_transaction() -> Any:
    """Of anybody else in this database, in seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("no_redis")
def test_the_act_is_short_and_five_thousand_are_told_once(
    space: Space, moderator: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    took = close(space, moderator)
    assert took < 1
    assert not Notice.objects.exists()
    begun = time.monotonic()
    tell_followers(News.objects.get().pk)
    told = time.monotonic() - begun
    assert each_told_once()
    with capsys.disabled():
        print(f"\nclosing {took * 1000:.0f} ms, {MANY} told in {told:.1f} s")


def test_a_worker_that_is_killed_in_the_middle_is_followed_by_another_and_receipts_go_first(
    space: Space,
    moderator: Actor,
    start_worker: StartWorker,
    mailbox: Mailbox,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = start_worker()
    close(space, moderator)
    wait_until(Notice.objects.exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    in_between = Notice.objects.count()
    start_worker("--beat", "--schedule", str(tmp_path / "beat"))
    longest = 0.0

    def is_done() -> bool:
        nonlocal longest
        longest = max(longest, float(longest_transaction()))
        return News.objects.filter(done_at__isnull=False).exists()

    wait_until(is_done, patience=90)
    assert each_told_once()
    author = people.stakeholder()
    before, begun = len(mailbox.messages), time.monotonic()
    submit(by=author.viewer, to=SubmissionPlace(factories.space("b", "BB")), sent=text())
    wait_until(lambda: any(mail["To"] == author.user.email for mail in mailbox.messages))
    waited = time.monotonic() - begun
    waiting = Notice.objects.filter(channel="mail", state="waiting").count()
    assert waiting > MANY // 10  # the receipt went before most of them
    with capsys.disabled():
        print(
            f"\nkilled after {in_between} of {2 * MANY} notices; longest transaction {longest:.2f} s;"
            f" a receipt came after {waited:.1f} s while {waiting} letters waited ({before} sent)"
        )
