"""The web server as it is measured, and the table in which its figures are printed."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from benchmarks.load import Figures

HEADER = f"{'':46}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'statements':>12}{'bytes':>10}"


@contextmanager
def served(port: int) -> Iterator[None]:
    """The web server as `make run` starts it, while the block runs."""
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "benchmarks.server:application"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2"),
            *("--threads", "8", "--no-control-socket", "--log-level", "warning"),
        ]
    )
    try:
        _wait(port)
        yield
    finally:
        server.terminate()
        server.wait(30)


def show(name: str, figures: Figures) -> None:
    """Print a line below `HEADER`."""
    line = (
        f"{name:46}{figures.per_second:9.0f}{figures.p50:9.1f}{figures.p99:9.1f}"
        f"{figures.statements:12}{figures.size:10}"
    )
    if figures.failures:
        line += f"  {figures.failures} FAILED"
    print(line, flush=True)


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/hello", timeout=1)
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server did not start.")
