"""Redis or the worker may stop at any time: mails come later, none is lost, none comes twice (PRODUCT, section 8)."""

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accounts.models import Notice
from discussions.models import Post
from discussions.services.submit import SubmissionPlace, submit
from hub.environment import broker_url
from hub.local.binaries import find_redis
from tests import factories, people
from tests.discussions.writing import text
from tests.mail import Mailbox
from tests.workers import StartWorker, wait_until

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

QUICK = 5.0  # seconds
SWEEPS = 60.0  # seconds: four turns of the clock


class _Redis:
    """A Redis of the test's own, which it may kill and start again, empty."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                find_redis(),
                "--port",
                "0",
                "--unixsocket",
                self.socket,
                "--save",
                "",
                "--dir",
                self.folder,
            ],
            stdout=subprocess.DEVNULL,
        )
        wait_until(self.socket.exists)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture
def own_server(
    tmp_path_factory: pytest.TempPathFactory, use_broker: Callable[[str], None]
) -> Iterator[_Redis]:
    """It runs, and messages to workers go there."""
    server = _Redis(tmp_path_factory.mktemp("r"))
    server.start()
    use_broker(broker_url(server.address))
    yield server
    server.kill()


def arrived(mailbox: Mailbox) -> Counter[str]:
    """How often each mail came, by whom it is for and which reply it tells of."""
    return Counter(f"{mail['To']} {mail['Message-ID']}" for mail in mailbox.messages)


def all_sent() -> bool:
    """Whether nothing waits in the outbox."""
    return not Notice.objects.filter(channel="mail").exclude(state="sent").exists()


def test_a_reply_while_redis_or_the_worker_is_away_reaches_its_author_once(
    own_server: _Redis, start_worker: StartWorker, mailbox: Mailbox, tmp_path: Path
) -> None:
    author, other = people.stakeholder(), people.stranger()
    asked = factories.post(factories.space(), author.person)

    def reply() -> None:
        begun = time.monotonic()
        submit(
            by=other.viewer,
            to=SubmissionPlace(asked.space, parent=asked),
            sent=text(),
        )
        assert time.monotonic() - begun < QUICK

    def start() -> "subprocess.Popen[bytes]":
        clock = f"--schedule={tmp_path / 'beat'}"
        return start_worker("--beat", clock, redis_address=own_server.address)

    worker = start()
    reply()
    wait_until(all_sent)

    own_server.kill()
    reply()  # nobody can be woken
    assert not all_sent()
    own_server.start()
    if worker.poll() is not None:
        worker = start()  # as its supervisor does
    wait_until(all_sent, SWEEPS)

    worker.kill()
    worker.wait()
    reply()  # the message waits in Redis …
    own_server.kill()
    own_server.start()  # … and is lost with it
    assert not all_sent()
    start()
    wait_until(all_sent, SWEEPS)

    assert Post.objects.filter(parent=asked).count() == 3
    assert set(arrived(mailbox).values()) == {1}
    to_author = [mail for mail in mailbox.messages if mail["To"] == author.user.email]
    to_other = [mail for mail in mailbox.messages if mail["To"] == other.user.email]
    assert (len(to_author), len(to_other)) == (3, 3)  # told of each reply; a receipt for each
