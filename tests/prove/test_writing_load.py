"""Writing under load: many people, many copies, and a closing instant in their midst.

Real transactions of many connections at once; each thread closes its own.
"""

import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from accounts.models import Notice
from discussions.access.viewer import Viewer
from discussions.errors import WindowClosed
from discussions.models import Attachment, Post, RefusedAttempt, Space, Version, Window
from discussions.services.correct import correct
from discussions.services.receive import receive
from discussions.services.submit import Receipt, SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from discussions.validators.sent import IncomingFile
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.refusals import Refusal
from tests import factories, people
from tests.discussions.writing import PDF, form, pdf, text
from tests.people import signed_in

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

AT_ONCE = 50
Result = TypeVar("Result")


def at_once(acts: Sequence[Callable[[], Result]], threads: int = AT_ONCE) -> list[Result]:
    """Run the acts side by side, so many at a time, and give what each gave."""

    def closing(act: Callable[[], Result]) -> Result:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(closing, acts))


def send(viewer: Viewer, place: SubmissionPlace) -> Receipt:
    """Send a text, by a form of its own."""
    return submit(by=viewer, to=place, sent=text(f"<p>{uuid4()}</p>"))


def authors(number: int) -> list[people.Actor]:
    """So many people with an account."""
    return [people.actor(f"a{n}@test.example", f"Author {n}") for n in range(number)]


def test_50_people_at_once_get_references_without_a_gap() -> None:
    space = factories.space()
    factories.window(space)
    viewers = [author.viewer for author in authors(AT_ONCE)]
    place = SubmissionPlace(space)
    acts = [partial(send, viewer, place) for viewer in viewers for _ in range(4)]
    references = [receipt.reference for receipt in at_once(acts)]
    assert sorted(references) == [f"RT-{number:04d}" for number in range(1, 201)]
    assert Space.objects.values_list("last_number", flat=True).get() == 200
    assert Record.objects.count() == Version.objects.count() == 200
    assert Notice.objects.filter(channel="mail").count() == 200


def test_refused_attempts_between_them_leave_no_gap() -> None:
    space = factories.space()
    viewers = [author.viewer for author in authors(20)]

    def broken(viewer: Viewer) -> None:
        try:
            with transaction.atomic():
                send(viewer, SubmissionPlace(space))
                raise InterruptedError
        except InterruptedError:
            pass

    acts: list[Callable[[], object]] = []
    for viewer in viewers:
        acts += [partial(broken, viewer), partial(send, viewer, SubmissionPlace(space))]
    at_once(acts)
    assert list(Post.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, 21)
    )


def test_200_copies_of_one_form_are_one_post() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space)
    browser = signed_in(author)
    cookie = browser.cookies["sessionid"].value
    sent = form("The same text")

    def press() -> tuple[int, str]:
        client = Client()
        client.cookies["sessionid"] = cookie
        answer = client.post("/en/spaces/roundtable/submit/", {**sent, "files": [pdf("same.pdf")]})
        return answer.status_code, answer["Location"]

    answers = Counter(at_once([press] * 200))
    assert answers == {(303, "/en/posts/RT-0001/receipt/"): 200}
    assert Post.objects.count() == Version.objects.count() == Attachment.objects.count() == 1
    assert Record.objects.count() == 1
    assert Notice.objects.filter(channel="mail", kind="receipt").count() == 1
    assert Space.objects.values_list("last_number", flat=True).get() == 1


def test_a_closing_instant_parts_the_posts_exactly() -> None:
    """200 people send while the window closes by its clock: each is taken or refused by its own instant alone."""
    space = factories.space()
    closes = database_now() + timedelta(seconds=2)
    window = factories.window(space, closes_at=closes, grace_minutes=0)
    viewers = [author.viewer for author in authors(40)]

    def keep_sending(viewer: Viewer) -> list[str]:
        outcomes: list[str] = []
        while database_now() < closes + timedelta(seconds=0.5) and len(outcomes) < 25:
            try:
                send(viewer, SubmissionPlace(space))
                outcomes.append("taken")
            except WindowClosed:
                outcomes.append("refused")
            time.sleep(0.02)
        return outcomes

    results = at_once([partial(keep_sending, viewer) for viewer in viewers], 40)
    taken = sum(outcome == "taken" for one in results for outcome in one)
    refused = sum(outcome == "refused" for one in results for outcome in one)
    assert taken == Post.objects.count()
    assert refused == sum(row.attempts for row in RefusedAttempt.objects.all())
    assert not Post.objects.filter(received_at__gte=window.closes_at).exists()
    assert set(Post.objects.values_list("standing", flat=True)) == {"on-time"}
    for outcomes in results:
        assert outcomes == sorted(outcomes, reverse=True)  # once it is closed it stays closed


def test_nobody_is_late_because_the_server_was_busy() -> None:
    """A form that was read whole before the closing counts, however long its files and the locks take."""
    space, author = factories.space(), people.stakeholder()
    factories.window(space, closes_at=database_now() + timedelta(seconds=1), grace_minutes=0)
    viewer = author.viewer

    class Slow(io.BytesIO):
        """Bytes that take their time."""

        def read(self, size: int | None = -1) -> bytes:
            time.sleep(0.7)
            return super().read(size)

    def act(uploads: list[Any]) -> Receipt:
        files = tuple(upload.pk for upload in uploads)
        return submit(by=viewer, to=SubmissionPlace(space), sent=text(files=files))

    received = receive(
        by=viewer, files=[IncomingFile("a.pdf", "application/pdf", Slow(PDF))], act=act
    )
    assert received.receipt is not None
    post = Post.objects.get()
    assert post.standing == "on-time"
    window = Window.objects.get()
    assert window.closes_at is not None
    assert post.received_at < window.closes_at < database_now()


def test_closing_waits_for_the_posts_that_hold_the_window() -> None:
    """A moderator who closes early sets the instant after its lock: no post stands before and after it at once."""
    space = factories.space()
    window = factories.window(space)
    viewer = people.stakeholder().viewer
    closed = threading.Event()

    def close() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM discussions_window WHERE id = %s FOR UPDATE", [window.pk]
                )
                cursor.execute(
                    "UPDATE discussions_window SET closes_at = clock_timestamp(), grace_minutes = 0"
                    " WHERE id = %s",
                    [window.pk],
                )
            closed.set()
        finally:
            connections.close_all()

    thread = threading.Thread(target=close)
    with transaction.atomic():
        submit(by=viewer, to=SubmissionPlace(space), sent=text())
        thread.start()
        assert not closed.wait(0.3)
    thread.join()
    window.refresh_from_db()
    assert window.closes_at is not None
    assert Post.objects.get().received_at < window.closes_at
    with pytest.raises(WindowClosed):
        submit(by=viewer, to=SubmissionPlace(space), sent=text())


def test_replies_corrections_and_withdrawals_at_once_never_wait_in_a_circle() -> None:
    space = factories.space()
    factories.window(space)
    cast = authors(12)
    posts = [factories.post(space, author.person) for author in cast]

    def tolerated(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refusal as refusal:
            return refusal.code

    acts: list[Callable[[], object]] = []
    for number, (author, post) in enumerate(zip(cast, posts, strict=True)):
        other = posts[(number + 1) % len(posts)]
        viewer = author.viewer
        reply = SubmissionPlace(space, parent=other)
        acts += [
            partial(send, viewer, reply),
            partial(correct, by=viewer, post_id=post.pk, sent=text()),
            partial(send, viewer, reply),
            partial(withdraw, by=viewer, post_id=post.pk),
        ]
    results = at_once([partial(tolerated, act) for act in acts])
    assert {code for code in results if isinstance(code, str)} <= {"not-possible-now"}
    numbers = list(Post.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
