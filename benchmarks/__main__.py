"""Run as `make bench`, on servers of its own, empty and migrated, with PORT free for the web server."""

import itertools
import os
import random
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from urllib.error import URLError
from urllib.parse import urlencode

import django

from benchmarks.load import Figures, Request, measure

django.setup()

from benchmarks.seed import make_authors, make_space, session_of, words_by
from discussions.models import Post, Space

SIZES = (100, 1000, 5000)
TOKEN = "b" * 32


def main() -> int:
    """Seed, serve, measure, print."""
    port = int(os.environ["PORT"])
    authors = make_authors()
    sessions = [session_of(author.user) for author in authors if author.user is not None]
    spaces = [make_space(size, authors) for size in SIZES]
    server = _serve(port)
    try:
        _wait(port)
        print(f"{'':34}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'statements':>12}{'bytes':>10}")
        _show("hello, world", measure(port, lambda: itertools.repeat(Request("/hello")), 200))
        for space in spaces:
            _measure_space(port, space, sessions)
    finally:
        server.terminate()
        server.wait(30)
    return 0


def _measure_space(port: int, space: Space, sessions: list[str]) -> None:
    page = f"/en/spaces/{space.slug}/"
    size = Post.objects.filter(space=space).count()
    signed_in = {"Cookie": f"sessionid={sessions[0]}"}
    _show(f"{size} posts, signed out", measure(port, _again(Request(page)), 200))
    request = Request(page, headers=signed_in)
    _show(f"{size} posts, signed in", measure(port, _again(request), 200))
    _show(f"{size} posts, posting a reply", measure(port, _replies(space, sessions), 303))


def _again(request: Request) -> Callable[[], Iterator[Request]]:
    return lambda: itertools.repeat(request)


def _replies(space: Space, sessions: list[str]) -> Callable[[], Iterator[Request]]:
    parents = list(Post.objects.filter(space=space).order_by("number")[:100])
    for parent in parents:
        parent.space = space

    def requests() -> Iterator[Request]:
        chance = random.Random()
        while True:
            body = f"<p>{words_by(chance)}</p>"  # the same again would be asked about
            fields = {"body": body, "key": str(uuid.uuid4()), "action": "send"}
            fields |= {"language": "en", "csrfmiddlewaretoken": TOKEN}
            yield Request(
                f"/en/posts/{chance.choice(parents).reference}/reply/",
                "POST",
                urlencode(fields).encode(),
                {
                    "Cookie": f"sessionid={chance.choice(sessions)}; csrftoken={TOKEN}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )

    return requests


def _serve(port: int) -> "subprocess.Popen[bytes]":
    """The web server as `make run` starts it."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "benchmarks.server:application"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2"),
            *("--threads", "8", "--no-control-socket", "--log-level", "warning"),
        ]
    )


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/hello", timeout=1)
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server did not start.")


def _show(name: str, figures: Figures) -> None:
    line = (
        f"{name:34}{figures.per_second:9.0f}{figures.p50:9.1f}{figures.p99:9.1f}"
        f"{figures.statements:12}{figures.size:10}"
    )
    if figures.failures:
        line += f"  {figures.failures} FAILED"
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
