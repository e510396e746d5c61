"""Run as `make bench`, on servers of its own, empty and migrated, with PORT free for the web server.

`make bench ARGS=pages` and `make bench ARGS=exports` measure one of the two.
"""

import os
import sys
from collections.abc import Sequence

import django

django.setup()

from benchmarks.exports import measure_exports
from benchmarks.pages import measure_pages
from benchmarks.seed import make_authors

_PARTS = {"pages": measure_pages, "exports": measure_exports}


def main(chosen: Sequence[str]) -> int:
    """Measure what was chosen, or everything; 1 where a limit was not kept."""
    unknown = sorted(set(chosen) - set(_PARTS))
    if unknown:
        print(f"Not known: {', '.join(unknown)}. Known: {', '.join(_PARTS)}", file=sys.stderr)
        return 2
    port, authors = int(os.environ["PORT"]), make_authors()
    kept = [_PARTS[name](port, authors) for name in chosen or _PARTS]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
