"""An export is made once, by one worker, from one snapshot; a dead worker's is made by another."""

import hashlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, connection

from accounts.models import User
from discussions.models import Post, Space
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.storage import path_of
from moderation.enums import ExportPart
from moderation.exports import make as making
from moderation.exports import progress
from moderation.exports.held import KeptBack, Less, Lost, kept_back_of
from moderation.exports.make import claim, give_up, make, snapshot
from moderation.exports.package import pack
from moderation.exports.progress import Heartbeat, Taken
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.selectors.exports import MOST_ATTEMPTS
from moderation.services.export import resume_exports
from moderation.tasks import make_export
from tests import factories, people
from tests.moderation.exports.packages import TABLES, Package

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def space() -> Space:
    """With one post that has a file."""
    made = factories.space()
    factories.attachment(factories.post(made).latest_version)
    return made


def asked(space: Space, *, parts: tuple[ExportPart, ...] = TABLES, **more: Any) -> Export:
    """Asked for by the secretariat, without the compilation, which takes its time."""
    user = User.objects.filter(is_secretariat=True).first() or people.secretariat().user
    return Export.objects.create(
        space=space,
        requested_by=user,
        filter=ExportFilter().to_json(),
        parts=[part.value for part in parts],
        **more,
    )


def test_it_is_made_kept_and_on_record(space: Space) -> None:
    export = asked(space, parts=tuple(ExportPart))
    make_export(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.attempts, export.failure) == ("finished", 1, "")
    content = path_of(export.stored_as).read_bytes()
    assert export.sha256 == hashlib.sha256(content).hexdigest()
    assert export.size == len(content)
    assert export.cut_off == space.created_at
    assert export.file_name == f"RT-{space.created_at:%Y-%m-%d-%H%M%SZ}-public-en.zip"
    assert export.counts["in"] == export.counts["all"] == export.counts["received"] == 1
    assert len(Package(content).table()) == 1
    record = Record.objects.get(act="export-finished")
    assert record.detail == {"variant": "public", "sha256": export.sha256}
    assert record.actor_id is None


def test_it_is_known_what_the_file_shows(space: Space) -> None:
    export = asked(space, parts=(ExportPart.CSV,))
    make(export.pk)
    export.refresh_from_db()
    assert kept_back_of(export, database_now()) is None
    Post.objects.update(name_withheld="name")
    lost = Lost(Post.objects.get().reference, (Less.NAME,))
    assert kept_back_of(export, database_now()) == KeptBack((lost,))


def test_done_twice_it_is_made_once(space: Space) -> None:
    export = asked(space)
    make(export.pk)
    first = Export.objects.get()
    make(export.pk)
    again = Export.objects.get()
    assert (again.stored_as, again.attempts) == (first.stored_as, 1)
    assert Record.objects.filter(act="export-finished").count() == 1


def test_one_worker_claims_it_and_a_second_one_only_from_a_dead_one(space: Space) -> None:
    export = asked(space)
    assert claim(export.pk) is not None
    assert claim(export.pk) is None
    Export.objects.update(heartbeat_at=database_now() - timedelta(seconds=50))
    assert claim(export.pk) is None
    for attempt in (2, 3):
        Export.objects.update(heartbeat_at=database_now() - timedelta(seconds=61))
        mine = claim(export.pk)
        assert mine is not None
        assert mine.attempts == attempt
    Export.objects.update(heartbeat_at=database_now() - timedelta(seconds=61))
    assert claim(export.pk) is None


def test_two_are_made_at_once_the_third_waits_and_is_woken_when_one_is_done(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (asked(space) for _ in range(3))
    assert claim(first.pk) is not None
    assert claim(second.pk) is not None
    assert claim(third.pk) is None
    third.refresh_from_db()
    assert (third.state, third.attempts) == ("waiting", 0)
    Export.objects.filter(pk=first.pk).update(heartbeat_at=database_now() - timedelta(seconds=61))
    assert claim(third.pk) is not None  # a dead one takes no room
    Export.objects.update(state="waiting", attempts=0)
    woken: list[str] = []
    monkeypatch.setattr(make_export, "delay", woken.append)
    make_export(str(first.pk))
    assert woken == [str(second.pk)]
    make_export(str(first.pk))
    assert woken == [str(second.pk)]


def test_a_stale_one_is_taken_up_again_by_the_sweep(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after kill -9 of the worker: running, and its heart has stopped."""
    export = asked(
        space,
        state="running",
        attempts=1,
        heartbeat_at=database_now() - timedelta(seconds=61),
        step="files",
        done=3,
        total=9,
    )
    monkeypatch.setattr(make_export, "delay", make_export)  # the worker, in this process
    resume_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("finished", 2)


@pytest.mark.parametrize(("silent", "state"), [(61, "failed"), (1, "running")])
def test_one_whose_heart_beats_again_is_not_given_up(
    silent: int, state: str, space: Space
) -> None:
    """Between the list of the sweep and its act."""
    export = asked(space, state="running", attempts=MOST_ATTEMPTS)
    beat = database_now() - timedelta(seconds=silent)
    Export.objects.filter(pk=export.pk).update(heartbeat_at=beat)
    give_up(export)
    export.refresh_from_db()
    assert export.state == state


def test_who_comes_back_from_the_dead_changes_nothing(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was taken for dead finishes after another one has begun."""
    export = asked(space)

    def slow(*args: Any) -> Any:
        path = pack(*args)
        Export.objects.update(attempts=2)  # meanwhile another worker claimed it
        return path

    monkeypatch.setattr(making, "pack", slow)
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.stored_as) == ("running", "")
    assert Record.objects.filter(act="export-finished").count() == 0
    media = path_of("x").parent
    assert len([file for file in media.rglob("*") if file.is_file()]) == 1  # the attachment


def test_it_fails_when_the_requester_has_left_the_secretariat(space: Space) -> None:
    export = asked(space)
    for change in ({"is_secretariat": False}, {"is_secretariat": True, "is_active": False}):
        Export.objects.update(state="waiting", attempts=0)
        User.objects.update(**change)
        make(export.pk)
        export.refresh_from_db()
        assert (export.state, export.failure) == ("failed", "not-permitted")
        assert (export.stored_as, export.sha256) == ("", "")


def test_what_does_not_agree_is_not_handed_over(space: Space) -> None:
    export = asked(space)
    Space.objects.update(last_number=3)
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.failure, export.stored_as) == ("failed", "counts-differ", "")
    assert export.counts == {"failure": {"check": "received", "expected": 3, "found": 1}}
    assert Record.objects.get(act="export-failed").reason == "counts-differ"


def test_a_full_disk_leaves_it_to_the_next_attempt(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = asked(space)

    def full(_file: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(making, "keep", full)
    with pytest.raises(OSError, match="No space left"):
        make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("running", 1)


def test_it_is_one_snapshot_in_which_nothing_can_be_written(space: Space) -> None:
    with snapshot():
        before = Post.objects.count()

        def meanwhile() -> None:
            factories.post(Space.objects.get())
            connection.close()

        thread = threading.Thread(target=meanwhile)
        thread.start()
        thread.join()
        assert Post.objects.count() == before
    assert Post.objects.count() == before + 1
    with pytest.raises(InternalError, match="read-only"), snapshot():
        Space.objects.update(revision=7)


def test_how_far_it_is_is_told_from_outside_the_snapshot(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.02)
    export = asked(space, state="running", attempts=1)
    told = threading.Event()

    def watch() -> None:
        while not Export.objects.filter(done=7, total=9, step="files").exists():
            told.wait(0.02)
        told.set()
        connection.close()

    with Heartbeat(export.pk, 1) as heartbeat, snapshot():
        heartbeat.step("files", total=9)
        heartbeat.advance(7)
        thread = threading.Thread(target=watch)
        thread.start()
        assert told.wait(10)
        thread.join()
    export.refresh_from_db()
    assert export.heartbeat_at is not None


def test_who_was_taken_for_dead_stops(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.02)
    export = asked(space, state="running", attempts=2)
    pause = threading.Event()

    def work(heartbeat: Heartbeat) -> None:
        for _ in range(500):
            heartbeat.advance()
            pause.wait(0.02)

    with Heartbeat(export.pk, 1) as heartbeat, pytest.raises(Taken):
        work(heartbeat)
