"""Many forms sent at once to the portal as it is really served: copies of one, a closing instant, files.

The figures that are printed are for the note that closes a change; the assertions hold on any machine.
"""

import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notice
from discussions.models import Attachment, Post, RefusedAttempt, Space, Version, Window
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.storage import path_of
from tests import factories, people
from tests.discussions.writing import PDF, form, pdf
from tests.portal import MAIL, WORKER, ServedPortal
from tests.sending import Answer, Sender, sender
from tests.workers import wait_until

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

Result = TypeVar("Result")
MEBIBYTE = 1 << 20


def at_once(acts: Sequence[Callable[[], Result]], threads: int) -> tuple[list[Result], float]:
    """Do the acts side by side, so many at a time: what each gave, and the seconds of all."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(lambda act: act(), acts))
    return results, time.perf_counter() - begun


def senders(number: int) -> list[Sender]:
    """So many people, signed in."""
    return [sender(people.actor(f"a{n}@test.example", f"Author {n}")) for n in range(number)]


def statuses(answers: Sequence[Answer]) -> Counter[int]:
    """How often each status came."""
    return Counter(answer.status for answer in answers)


def test_200_copies_of_one_form_are_one_post_one_notice_each_and_one_answer(
    portal: ServedPortal, capsys: Any
) -> None:
    asked = people.stranger()
    parent = factories.post(factories.space(), asked.person)
    author = people.stakeholder()
    browser, address = sender(author), f"{portal.url}/en/posts/{parent.reference}/reply/"
    sent = form("The same text")

    def press() -> Answer:
        return browser.post(address, {**sent, "files": [pdf("same.pdf")]})

    answers, seconds = at_once([press] * 200, 200)
    assert statuses(answers) == {303: 200}
    assert {answer.location for answer in answers} == {"/en/posts/RT-0002/receipt/"}
    assert Post.objects.filter(parent=parent).count() == 1
    assert Version.objects.filter(post__parent=parent).count() == Attachment.objects.count() == 1
    assert Record.objects.filter(act="reply").count() == 1
    assert Space.objects.values_list("last_number", flat=True).get() == 2
    told = Notice.objects.values_list("kind", "receiver__email", "channel")
    mails = sorted((kind, to) for kind, to, channel in told if channel == "mail")
    assert mails == [("receipt", author.user.email), ("reply", asked.user.email)]
    assert len(told) == len(set(told))

    portal.start(MAIL)
    portal.start(WORKER)
    waiting = Notice.objects.filter(channel="mail").exclude(state="sent")
    wait_until(lambda: not waiting.exists(), 60)
    letters = [path.read_bytes() for path in sorted(portal.mails.glob("*.eml"))]
    assert sorted(to for to in (asked.user.email, author.user.email)) == sorted(
        email
        for letter in letters
        for email in (asked.user.email, author.user.email)
        if f"To: {email}".encode() in letter
    )
    with capsys.disabled():
        print(
            f"\n200 copies of one POST in {seconds:.1f} s: 1 post, {len(letters)} mails, 200 answers alike"
        )


# ---------------------------------------------------------------- a closing instant

POSTS = 1000
SLACK = timedelta(seconds=0.2)  # between this process's clock and the database's


def standing_by_the_clock(window: Window, at: datetime) -> str | None:
    """What PRODUCT, section 2 says of a text received at an instant; None where it is refused."""
    assert window.closes_at is not None
    if at < window.closes_at:
        return "on-time"
    if at < window.closes_at + timedelta(minutes=window.grace_minutes):
        return "grace"
    return None if window.late_policy == "refuse" else "late"


def edges(space: Space, instant: datetime) -> list[tuple[str, Window]]:
    """Four questions, each with a window of its own: at the same instant one closes or its grace ends.

    Under both policies, with and without a grace.
    """
    made = []
    for number, (policy, grace, before) in enumerate(
        [("refuse", 0, 0), ("refuse", 1, 1), ("mark", 15, 0), ("mark", 1, 1)], start=1
    ):
        window = factories.window(
            space,
            position=number,
            closes_at=instant - timedelta(minutes=before),
            grace_minutes=grace,
            late_policy=policy,
        )
        factories.prompt(space, number, window=window)
        made.append((f"/en/spaces/roundtable/prompts/{number}/submit/", window))
    return made


def test_1000_posts_across_a_closing_instant_stand_as_the_database_s_clock_says(
    portal: ServedPortal, capsys: Any
) -> None:
    space, browsers = factories.space(), senders(POSTS // 4)
    pace = _seconds_of_a_post(portal, browsers)
    ahead = database_now() - _here()
    begun = time.monotonic()
    instant = database_now() + timedelta(seconds=pace * POSTS / 2)
    windows = edges(space, instant)
    spans: dict[UUID, tuple[datetime, datetime]] = {}

    def send(number: int, browser: Sender, address: str, window: Window) -> int:
        time.sleep(max(0.0, begun + pace * number - time.monotonic()))
        key, words = uuid4(), f"Text {number} stays."
        before = _here() + ahead
        answer = browser.post(f"{portal.url}{address}", form(words, key=str(key)))
        spans[key] = before, _here() + ahead
        if answer.status == 403:
            assert "The window closed while you were writing" in answer.page
            assert f"{words}</textarea>" in answer.page
            assert standing_by_the_clock(window, spans[key][1] + SLACK) is None
        else:
            assert answer.status == 303, answer.page
            assert standing_by_the_clock(window, before - SLACK) is not None
        return answer.status

    acts = [  # everybody answers every question, so that nobody meets a draft of their own
        partial(send, number, browsers[number % 250], *windows[(number + number // 250) % 4])
        for number in range(POSTS)
    ]
    answers, seconds = at_once(acts, 32)

    by_number = {window.position: window for _, window in windows}
    taken = Version.objects.filter(post__space=space).select_related("post__prompt")
    standings: Counter[str] = Counter()
    for version in taken:
        assert version.post.prompt is not None
        window = by_number[version.post.prompt.number]
        assert version.standing == standing_by_the_clock(window, version.received_at)
        assert version.standing == version.post.standing
        assert version.key is not None
        sent, answered = spans[version.key]
        assert sent - SLACK < version.received_at < answered + SLACK
        standings[f"{window.late_policy}: {version.standing}"] += 1
    counted = Counter(answers)
    space.refresh_from_db()
    assert counted[303] == len(taken) == space.last_number
    assert counted[403] == sum(row.attempts for row in RefusedAttempt.objects.all())
    assert counted[303] + counted[403] == POSTS
    later = sum(version.received_at >= instant for version in taken)
    assert min(counted[403], later, len(taken) - later) >= 20  # it came in their midst
    with capsys.disabled():
        print(
            f"\n{POSTS} posts in {seconds:.1f} s across a closing instant: {counted[403]} refused"
            f" with their text, taken {dict(sorted(standings.items()))}, no error page"
        )


def _here() -> datetime:
    return datetime.now().astimezone()


def _seconds_of_a_post(portal: ServedPortal, browsers: list[Sender]) -> float:
    """How long one takes among many, measured in a space of its own."""
    factories.space("warm", "WARM")
    address = f"{portal.url}/en/spaces/warm/submit/"
    acts = [
        partial(browser.post, address, form(f"Text {number}."))
        for number, browser in enumerate(browsers[:80])
    ]
    answers, seconds = at_once(acts, 32)
    assert statuses(answers) == {303: len(acts)}
    return seconds / len(acts)


# ---------------------------------------------------------------- files


def file_of(number: int) -> bytes:
    """A PDF of 1 MB that is like no other."""
    filling = random.Random(number).randbytes(MEBIBYTE // 2).hex().encode()
    return PDF + b"%" + filling[: MEBIBYTE - len(PDF) - 1]


def test_100_people_send_a_megabyte_each_at_once_and_none_fails(
    portal: ServedPortal, capsys: Any
) -> None:
    space = factories.space()
    factories.window(space)
    files = [file_of(number) for number in range(100)]

    def send(browser: Sender, number: int) -> Answer:
        file = SimpleUploadedFile(f"n{number}.pdf", files[number])
        address = f"{portal.url}/en/spaces/roundtable/submit/"
        return browser.post(address, form(f"Text {number}", files=[file]))

    acts = [partial(send, browser, number) for number, browser in enumerate(senders(100))]
    answers, seconds = at_once(acts, 100)
    assert statuses(answers) == {303: 100}
    assert len({answer.location for answer in answers}) == 100
    kept = {row.name: row for row in Attachment.objects.select_related("version")}
    for number, content in enumerate(files):
        row = kept[f"n{number}.pdf"]
        assert row.version.body == f"<p>Text {number}</p>"
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert path_of(row.stored_as).read_bytes() == content
    assert set(Version.objects.values_list("standing", flat=True)) == {"on-time"}
    assert Space.objects.values_list("last_number", flat=True).get() == 100
    assert Notice.objects.filter(channel="mail", kind="receipt").count() == 100
    with capsys.disabled():
        print(f"\n100 people with a file of 1 MB each at once: {seconds:.1f} s, none failed")
