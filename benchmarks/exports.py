"""Exports of a large space, each part in a worker of its own, and the pages that count all of its posts.

The limits are those of the issue: what is slower or larger is said so, and the command fails.
"""

import itertools
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import Person, User
from benchmarks.load import Request, measure
from benchmarks.seed import make_space, session_of
from benchmarks.seed_files import add_files, remove_files
from benchmarks.web import HEADER, served, show
from discussions.models import Space
from hub.kit.storage import forget
from moderation.enums import ExportPart
from moderation.exports.wanted import ExportFilter
from moderation.models import Export

POSTS, FEW_POSTS = 10_000, 1_000
FILES, BYTES = 2_000, 1 << 30
MEBIBYTE = 1 << 20
_TABLES = (ExportPart.WORKBOOK, ExportPart.CSV, ExportPart.JSON, ExportPart.ATTACHMENTS)
_DOCUMENTS = (ExportPart.DOCX, ExportPart.PDF)
_COUNT = "exports/count/?variant=public&" + "&".join(f"parts={part}" for part in _TABLES)
#: Milliseconds, half of the answers, for one reader at a time.
_PAGES = {
    _COUNT: 200.0,
    f"{_COUNT}&languages=fr&states=published": 200.0,
    "participation/": 300.0,
    "participation/?of=all": 300.0,
    "reconciliation/": 300.0,
}


@dataclass(frozen=True)
class Limit:
    """What must not take more than `most`."""

    what: str
    found: float
    most: float
    unit: str

    @property
    def is_kept(self) -> bool:
        """Whether it does not."""
        return self.found < self.most

    def __str__(self) -> str:
        said = "kept" if self.is_kept else "NOT KEPT"
        return f"{said:9} {self.what}: {self.found:.0f} of {self.most:.0f} {self.unit}"


def measure_exports(port: int, authors: list[Person]) -> bool:
    """Seed, export, serve, measure, print; whether all limits were kept."""
    space, small = (make_space(posts, authors, "E") for posts in (POSTS, FEW_POSTS))
    secretary = User.objects.create(
        email="secretariat@bench.example", password="!", is_secretariat=True
    )
    add_files(space, FILES, BYTES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    try:
        limits = [
            *_parts(space, small, secretary),
            *_pages(port, [space, small], session_of(secretary)),
        ]
    finally:
        remove_files(space)
    print(*limits, sep="\n")
    return all(limit.is_kept for limit in limits)


def _parts(space: Space, small: Space, secretary: User) -> list[Limit]:
    heads = ("s", "s/1,000", "worker MiB", "child MiB", "statements", "file MiB")
    print(f"{'export of':46}" + "".join(f"{head:>12}" for head in heads))
    for part in (*_TABLES, ExportPart.DOCX):
        _exported(space, POSTS, secretary, [part])
    for part in _DOCUMENTS:
        _exported(small, FEW_POSTS, secretary, [part])
    whole = _exported(space, POSTS, secretary, _TABLES)
    documents = _exported(small, FEW_POSTS, secretary, _DOCUMENTS)
    return [
        Limit("Tables and attachments of 10,000", whole["seconds"], 180, "s"),
        Limit("Tables and attachments of 10,000", whole["peak"] / MEBIBYTE, 300, "MiB"),
        Limit("Word and PDF of 1,000", documents["seconds"], 60, "s"),
    ]


def _exported(
    space: Space, posts: int, secretary: User, parts: Sequence[ExportPart]
) -> dict[str, Any]:
    export = Export.objects.create(
        space=space,
        requested_by=secretary,
        parts=[part.value for part in parts],
        filter=ExportFilter().to_json(),
    )
    command = [sys.executable, "-m", "benchmarks.one_export", str(export.pk)]
    made: dict[str, Any] = json.loads(subprocess.check_output(command))
    if made["state"] != "finished":
        raise SystemExit(f"The export failed: {made}")
    export.refresh_from_db()
    forget(export.stored_as)
    figures = (
        f"{made['seconds']:12.1f}{1000 * made['seconds'] / posts:12.2f}"
        f"{made['peak'] / MEBIBYTE:12.0f}{made['children'] / MEBIBYTE:12.0f}"
        f"{made['statements']:12}{made['size'] / MEBIBYTE:12.1f}"
    )
    name = f"{posts:,}: {', '.join(parts)}"
    print(f"{name:46}{figures}", flush=True)
    return made


def _pages(port: int, spaces: Sequence[Space], session: str) -> list[Limit]:
    """Of the large space first, to which the limits belong; the statements must be those of the small one."""
    headers = {"Cookie": f"sessionid={session}"}
    limits = []
    with served(port):
        print(HEADER)
        for page, most in _PAGES.items():
            statements = []
            for space in spaces:
                asked = Request(f"/en/moderation/spaces/{space.slug}/{page}", headers=headers)
                figures = measure(port, lambda asked=asked: itertools.repeat(asked), 200, 1)  # type: ignore[misc]  # called at once
                name = f"{space.slug}: {page}"
                show(name if len(name) < 46 else f"{name[:43]}…", figures)
                statements.append(figures.statements)
                if space == spaces[0]:
                    limits.append(Limit(name, figures.p50 + 1e6 * figures.failures, most, "ms"))
            more = statements[0] - statements[-1]
            limits.append(Limit(f"More statements for more posts: {page}", more, 1, ""))
    return limits
