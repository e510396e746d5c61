"""Makes one export in a process of its own, which says what it took: `python -m benchmarks.one_export ID`."""

import json
import resource
import sys
import time
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection

from moderation.exports.make import make
from moderation.models import Export


def peak(whose: int) -> int:
    """The most memory that the process, or the largest of its children, ever had, in bytes."""
    return resource.getrusage(whose).ru_maxrss * 1024


def main(export_id: UUID) -> dict[str, Any]:
    """Make it, and answer what it took. `before` is the memory of the process with nothing but its programs."""
    statements = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    before, begun = peak(resource.RUSAGE_SELF), time.perf_counter()
    with connection.execute_wrapper(count):
        make(export_id)
    seconds = time.perf_counter() - begun
    export = Export.objects.get(pk=export_id)
    return {
        "state": export.state,
        "failure": export.failure,
        "seconds": seconds,
        "before": before,
        "peak": peak(resource.RUSAGE_SELF),
        "children": peak(resource.RUSAGE_CHILDREN),
        "statements": statements,
        "size": export.size,
    }


if __name__ == "__main__":
    json.dump(main(UUID(sys.argv[1])), sys.stdout)
