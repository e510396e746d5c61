"""Asking for exports, and keeping those that were asked for going."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F

from discussions.access.viewer import VISITOR
from discussions.errors import NotFound, NotSecretariat
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.storage import keep, path_of
from moderation.enums import ExportState, ExportVariant
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.services.export import (
    record_fetch,
    request_export,
    resume_exports,
    retire_exports,
)
from moderation.tasks import make_export
from tests import factories, people

pytestmark = pytest.mark.django_db

PUBLIC, RESTRICTED = ExportVariant.PUBLIC, ExportVariant.RESTRICTED


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which exports a worker was woken for; no message leaves the test."""
    exports: list[str] = []
    monkeypatch.setattr(make_export, "delay", exports.append)
    return exports


def ask(by: Any, space: Any, **more: Any) -> Export:
    wanted = ExportFilter(**more)
    return request_export(by=by, space=space, wanted=wanted, variant=PUBLIC)


def test_an_export_is_a_row_an_act_on_record_and_a_worker_woken_after_the_commit(
    woken: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    space, paulo = factories.space(), people.secretariat()
    with django_capture_on_commit_callbacks(execute=True):
        export = ask(paulo.viewer, space, prompts=(1,), received_from=date(2026, 3, 1))
        assert woken == []
    assert woken == [str(export.pk)]
    kept = Export.objects.get()
    assert (kept.state, kept.variant, kept.requested_by) == ("waiting", "public", paulo.user)
    assert ExportFilter.from_json(kept.filter).prompts == (1,)
    record = Record.objects.get(act="export-requested")
    assert (record.actor_id, record.space_id) == (paulo.user.pk, space.pk)
    assert record.subject_id == str(export.pk)
    assert record.detail == {"variant": "public"}


def test_asked_twice_while_it_is_made_it_is_one_export(woken: list[str]) -> None:
    space, paulo = factories.space(), people.secretariat()
    first = ask(paulo.viewer, space)
    assert ask(paulo.viewer, space).pk == first.pk
    Export.objects.update(state=ExportState.RUNNING)
    assert ask(paulo.viewer, space).pk == first.pk
    assert ask(paulo.viewer, space, prompts=(1,)).pk != first.pk
    restricted = request_export(
        by=paulo.viewer, space=space, wanted=ExportFilter(), variant=RESTRICTED
    )
    assert restricted.pk != first.pk
    Export.objects.update(state=ExportState.FAILED)
    assert ask(paulo.viewer, space).pk != first.pk


@pytest.mark.parametrize("role", ["visitor", "stakeholder", "moderator", "observer", "admin"])
def test_nobody_but_the_secretariat_asks_for_one_or_fetches_one(role: str) -> None:
    space = factories.space()
    viewer = {
        "visitor": lambda: VISITOR,
        "stakeholder": lambda: people.stakeholder().viewer,
        "moderator": lambda: people.moderator(space).viewer,
        "observer": lambda: people.observer(space).viewer,
        "admin": lambda: people.administrator().viewer,
    }[role]()
    with pytest.raises(NotSecretariat):
        ask(viewer, space)
    paulo = people.secretariat()
    export = ask(paulo.viewer, space)
    with pytest.raises(NotFound if role == "observer" else NotSecretariat):
        record_fetch(by=viewer, export=export)
    assert Record.objects.filter(act="export-fetched").count() == 0
    record_fetch(by=paulo.viewer, export=export)
    assert Record.objects.get(act="export-fetched").actor_id == paulo.user.pk


def test_the_sweep_wakes_a_worker_for_what_nobody_makes(woken: list[str]) -> None:
    space, paulo = factories.space(), people.secretariat()
    long_ago = database_now() - timedelta(seconds=61)
    just_now = database_now() - timedelta(seconds=30)

    def exported(**state: Any) -> Export:
        return Export.objects.create(space=space, requested_by=paulo.user, **state)

    asleep = exported(requested_at=long_ago)
    dead = exported(state="running", attempts=1, heartbeat_at=long_ago)
    exported(requested_at=just_now)
    exported(state="running", attempts=1, heartbeat_at=just_now)
    exported(state="failed", heartbeat_at=long_ago)
    given_up = exported(state="running", attempts=3, heartbeat_at=long_ago)
    resume_exports()
    assert sorted(woken) == sorted([str(asleep.pk), str(dead.pk)])
    given_up.refresh_from_db()
    assert (given_up.state, given_up.failure) == ("failed", "given-up")
    assert given_up.counts == {"failure": {"attempts": 3}}
    assert Record.objects.get(act="export-failed").reason == "given-up"


def test_bytes_go_after_their_time_and_the_row_stays(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    space, paulo = factories.space(), people.secretariat()
    kept = []
    for days in (settings.EXPORT_DAYS_KEPT - 1, settings.EXPORT_DAYS_KEPT + 1):
        stored = keep(io.BytesIO(b"PK"))
        kept.append(
            Export.objects.create(
                space=space,
                requested_by=paulo.user,
                state="finished",
                finished_at=database_now() - timedelta(days=days),
                size=2,
                sha256="0" * 64,
                stored_as=stored.stored_as,
            )
        )
    with django_capture_on_commit_callbacks(execute=True):
        retire_exports()
    young, old = Export.objects.order_by(F("finished_at").desc())
    assert young.stored_as == kept[0].stored_as
    assert path_of(young.stored_as).exists()
    assert (old.stored_as, old.state, old.sha256) == ("", "finished", "0" * 64)
    assert not path_of(kept[1].stored_as).exists()
    retire_exports()
