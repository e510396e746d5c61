"""The pages of spaces of three sizes, and posting to them."""

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from accounts.models import Person
from benchmarks.load import Request, measure
from benchmarks.seed import make_space, session_of, words_by
from benchmarks.web import HEADER, served, show
from discussions.models import Post, Space

SIZES = (100, 1000, 5000)
TOKEN = "b" * 32


def measure_pages(port: int, authors: list[Person]) -> bool:
    """Seed, serve, measure, print; nothing here has a limit of its own."""
    sessions = [session_of(author.user) for author in authors if author.user is not None]
    spaces = [make_space(size, authors, "P") for size in SIZES]
    with served(port):
        print(HEADER)
        show("hello, world", measure(port, lambda: itertools.repeat(Request("/hello")), 200))
        for space in spaces:
            _measure_space(port, space, sessions)
    return True


def _measure_space(port: int, space: Space, sessions: list[str]) -> None:
    page = f"/en/spaces/{space.slug}/"
    size = Post.objects.filter(space=space).count()
    signed_in = {"Cookie": f"sessionid={sessions[0]}"}
    show(f"{size} posts, signed out", measure(port, _again(Request(page)), 200))
    request = Request(page, headers=signed_in)
    show(f"{size} posts, signed in", measure(port, _again(request), 200))
    show(f"{size} posts, posting a reply", measure(port, _replies(space, sessions), 303))


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
