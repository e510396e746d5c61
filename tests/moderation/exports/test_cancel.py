"""Who cancels an export is answered at once, and its worker stops within two seconds; nothing of it stays."""

import io
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Notice
from discussions.access.viewer import VISITOR
from discussions.errors import NotSecretariat
from discussions.models import Space
from hub.kit.models import Record
from hub.kit.storage import keep, path_of
from moderation.errors import ExportOver
from moderation.exports import make as making
from moderation.exports.make import make
from moderation.exports.progress import Heartbeat, Progress, Taken, Watched
from moderation.models import Export
from moderation.services.export import cancel_export, resume_exports
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.moderation.exports.packages import exported
from tests.people import Actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


@pytest.fixture
def export(space: Space, paulo: Actor) -> Export:
    """It waits."""
    return Export.objects.create(space=space, requested_by=paulo.user, parts=["csv"])


def test_what_waits_is_never_made(export: Export, paulo: Actor) -> None:
    cancel_export(by=paulo.viewer, export=export)
    make(export.pk)
    resume_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts, export.stored_as) == ("cancelled", 0, "")
    record = Record.objects.get(act="export-cancelled")
    assert (record.actor_id, record.subject_id) == (paulo.user.pk, str(export.pk))
    assert not Notice.objects.exists()


def test_twice_by_the_same_person_is_once_and_nothing_else_can_be_cancelled(
    export: Export, paulo: Actor, space: Space
) -> None:
    cancel_export(by=paulo.viewer, export=export)
    cancel_export(by=paulo.viewer, export=export)
    assert Record.objects.filter(act="export-cancelled").count() == 1
    noor = people.actor("noor@test.example", "Noor Bergström", is_secretariat=True)
    for over in (export, finished(space, paulo)):
        with pytest.raises(ExportOver):
            cancel_export(by=noor.viewer, export=over)
    export.refresh_from_db()
    assert export.cancelled_by == paulo.user


@pytest.mark.parametrize("role", ["visitor", "moderator", "observer"])
def test_others_cancel_nothing(role: str, export: Export, space: Space) -> None:
    viewer = {
        "visitor": lambda: VISITOR,
        "moderator": lambda: people.moderator(space).viewer,
        "observer": lambda: people.observer(space).viewer,
    }[role]()
    with pytest.raises(NotSecretariat):
        cancel_export(by=viewer, export=export)
    export.refresh_from_db()
    assert export.state == "waiting"


def test_its_worker_stops_within_two_seconds_and_leaves_no_file(
    export: Export, paulo: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work goes on and on until somebody cancels it."""
    begun = threading.Event()

    def endless(_order: Any, folder: Path, progress: Heartbeat) -> Any:
        (folder / "half").write_bytes(b"half")
        progress.step("texts", total=9)
        begun.set()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            progress.advance(0)
            time.sleep(0.01)
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr(making, "gather", endless)
    ended: list[float] = []

    def work() -> None:
        from django.db import connection

        make(export.pk)
        ended.append(time.monotonic())
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert begun.wait(20)
    cancelled = time.monotonic()
    cancel_export(by=paulo.viewer, export=export)
    worker.join(20)
    assert ended[0] - cancelled < 2.0
    export.refresh_from_db()
    assert (export.state, export.failure, export.stored_as) == ("cancelled", "", "")
    assert not [file for file in path_of("x").parent.rglob("*") if file.is_file()]
    assert not list(Path(tempfile.gettempdir()).glob(f"hub-export-{export.pk}-*"))
    assert not Record.objects.filter(act__in=["export-failed", "export-finished"]).exists()


def test_cancelled_in_the_very_last_moment_it_is_not_handed_over(
    export: Export, paulo: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_given: Any) -> Any:
        kept = keep(io.BytesIO(b"made"))
        cancel_export(by=paulo.viewer, export=export)
        return kept

    monkeypatch.setattr(making, "keep", slow)
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.stored_as) == ("cancelled", "")
    assert not [file for file in path_of("x").parent.rglob("*") if file.is_file()]


def test_a_large_file_is_kept_for_as_long_as_the_export_is_ours_alone(export: Export) -> None:
    heartbeat = Heartbeat(export.pk, 1)
    watched = Watched(io.BytesIO(b"abc"), heartbeat)
    assert watched.read(2) == b"ab"
    heartbeat._lost = True
    with pytest.raises(Taken):
        watched.read(2)


def test_each_step_asks_whether_to_go_on_for_all_that_it_writes(
    space: Space, paulo: Actor
) -> None:
    """So none of them makes a cancel wait, however many posts there are."""

    class Asked(Progress):
        def __init__(self) -> None:
            super().__init__()
            self.asked: Counter[str] = Counter()

        def check(self) -> None:
            self.asked[self.current] += 1

    counts = []
    for more in (2, 10):
        for _ in range(more):
            factories.post(space)
        progress = Asked()
        exported(space, paulo, progress=progress)
        counts.append(progress.asked)
    few, many = counts
    for step in ("texts", "archive"):
        assert many[step] >= few[step] + 10, step
    assert many["checking"] > 3
