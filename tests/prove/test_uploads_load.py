"""100 people send a file of 1 MB each at the same time: none fails, and nobody holds a lock meanwhile."""

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection, connections
from django.test import Client

from discussions.models import Upload
from tests.discussions.writing import PDF, pdf
from tests.kit.test_virus_check import Scanner, scanning
from tests.people import signed_in
from tests.prove.test_writing_load import at_once, authors

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]
PEOPLE = 100
IN_A_TRANSACTION = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'idle in transaction'"
)


def send(session: str, content: bytes) -> int:
    """Send one file as a script does."""
    client = Client()
    client.cookies["sessionid"] = session
    return client.post("/en/uploads/", {"file": pdf("a.pdf", content)}).status_code


def test_100_files_at_once_are_kept_and_no_lock_is_held_while_they_are_scanned(
    settings: Any,
) -> None:
    sessions = [signed_in(author).cookies["sessionid"].value for author in authors(PEOPLE)]
    waiting = []

    class Watching(Scanner):
        """Counts who holds a transaction open while it scans."""

        def handle(self) -> None:
            super().handle()
            with connection.cursor() as cursor:
                cursor.execute(IN_A_TRANSACTION)
                waiting.append(cursor.fetchone()[0])
            connections.close_all()

    contents = [PDF + b"%" + bytes([65 + n % 26]) * 1024**2 for n in range(PEOPLE)]
    acts = [partial(send, *pair) for pair in zip(sessions, contents, strict=True)]
    with scanning(settings, Watching):
        answers = Counter(at_once(acts, 25))
    assert answers == {201: PEOPLE}
    assert Upload.objects.count() == PEOPLE
    assert len([one for one in Path(site.MEDIA_ROOT).rglob("*") if one.is_file()]) == PEOPLE
    assert len(waiting) == PEOPLE
    # Of 25 at once one or two may be between the statements of a short transaction of their own, never all who wait for
    # the scanner: with a transaction held meanwhile half of them would see 24.
    assert sorted(waiting)[PEOPLE // 2] <= 2
