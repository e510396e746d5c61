"""A worker that is killed while it makes an export loses nothing: another one makes it."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from hub.kit.storage import path_of
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.services.export import resume_exports
from moderation.tasks import make_export
from tests import factories, people
from tests.moderation.exports.packages import Package

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
]

#: A worker that dies as by kill -9 when everything is packed and nothing is kept yet.
WORKER = """
import os, signal, sys, uuid
import django
django.setup()
from moderation.exports import make
def dies(*_args):
    os.kill(os.getpid(), signal.SIGKILL)
make.keep = dies
make.make(uuid.UUID(sys.argv[1]))
"""


def test_a_worker_that_is_killed_is_replaced(settings: Any, monkeypatch: Any) -> None:
    space, paulo = factories.space(), people.secretariat()
    factories.attachment(factories.post(space).latest_version)
    export = Export.objects.create(
        space=space, requested_by=paulo.user, filter=ExportFilter().to_json()
    )
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "hub.settings",
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "STORAGE_URL": f"file://{settings.MEDIA_ROOT}",
    }
    died = subprocess.run(
        [sys.executable, "-c", WORKER, str(export.pk)],
        env=environment,
        cwd=settings.BASE_DIR,
        timeout=120,
    )
    assert died.returncode == -signal.SIGKILL
    export.refresh_from_db()
    assert (export.state, export.attempts, export.stored_as) == ("running", 1, "")
    monkeypatch.setattr(make_export, "delay", make_export)
    resume_exports()  # too early: its heart may still beat
    assert Export.objects.get().attempts == 1
    Export.objects.update(heartbeat_at=F("heartbeat_at") - timedelta(seconds=61))
    resume_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("finished", 2)
    assert len(Package(path_of(export.stored_as).read_bytes()).table()) == 1
