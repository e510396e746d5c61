"""A wire that breaks at every stage of a send: one post or none, never half of one, and pressing again makes it one.

Against the portal as it is really served.
"""

import contextlib
import hashlib
import http.client
import random
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from accounts.models import Notice
from discussions.models import Draft, Post, Space, Version
from hub.kit.models import Record
from hub.kit.storage import path_of
from tests import factories, people
from tests.cutting_proxy import Cut, Wire
from tests.discussions.writing import PDF
from tests.sending import Answer, Sender, sender

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

CUTS = (
    *(Cut("head", share / 5) for share in range(6)),
    *(Cut("body", share / 20) for share in range(20)),
    Cut("body", 0.999),  # all but the end of the last boundary
    *(Cut("body", 1.0), Cut("answer", 0.0), Cut("answer", 0.3), Cut("answer", 0.9)),
)
STAGES = [Cut(cut.stage, cut.share, reset) for cut, reset in product(CUTS, (False, True))]
FILE = PDF + b"%" + b"0123456789" * 200
FILE_SHA256 = hashlib.sha256(FILE).hexdigest()


def text_of(number: int) -> str:
    """200 words that stand in no other text."""
    chance = random.Random(number)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(200)]
    return " ".join(words)


def filled_in(number: int) -> dict[str, Any]:
    """A form with a file, its fields in the order of the page."""
    return {
        "key": str(uuid4()),
        "body": text_of(number),
        "language": "en",
        "files": [SimpleUploadedFile("note.pdf", FILE)],
        "action": "send",
    }


def press(wire: Wire, browser: Sender, address: str, fields: dict[str, Any]) -> Answer | None:
    """What came back; None where the connection broke."""
    try:
        return browser.post(f"{wire.url}{address}", fields)
    except (OSError, http.client.HTTPException):
        return None


def check_each_is_whole(space: Space, expected: set[int], files: int) -> int:
    """Every reply has all that belongs to it, once. Answers how many there are, one of `expected`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # one instant for all
        return _checked(space, expected, files)


def _checked(space: Space, expected: set[int], files: int) -> int:
    versions = Version.objects.filter(post__parent__isnull=False)
    assert len(versions) in expected
    for number, version in enumerate(
        versions.order_by("post__number").prefetch_related("attachments")
    ):
        assert version.body == f"<p>{text_of(number)}</p>"
        kept = [path_of(file.stored_as).read_bytes() for file in version.attachments.all()]
        assert kept == [FILE] * files
        assert [file.sha256 for file in version.attachments.all()] == [FILE_SHA256] * files
    acts = {
        "posts": Post.objects.filter(parent__isnull=False).count(),
        "records": Record.objects.filter(act="reply").count(),
        "receipts": Notice.objects.filter(channel="mail", kind="receipt").count(),
        "replies": Notice.objects.filter(channel="mail", kind="reply").count(),
    }
    assert set(acts.values()) == {len(versions)}, acts
    numbers = list(Post.objects.order_by("number").values_list("number", flat=True))
    space.refresh_from_db()
    assert numbers == list(range(1, space.last_number + 1))
    return len(versions)


@pytest.mark.parametrize("files", [1, 0])
def test_wherever_the_connection_breaks_there_is_one_post_or_none(
    wire: Wire, capsys: Any, files: int
) -> None:
    """With a file the form is multipart; without, as from the preview, it is urlencoded."""
    space = factories.space()
    parent = factories.post(space, people.stranger().person)
    address = f"/en/posts/{parent.reference}/reply/"
    authors = [people.actor(f"a{n}@test.example", f"Author {n}") for n in range(4)]
    browsers = [sender(author) for author in authors]  # none of them over the rate
    arrived = 0
    for done, cut in enumerate(STAGES):
        browser, fields = browsers[done % 4], filled_in(done)
        if not files:
            del fields["files"]
        wire.cut_next(cut)
        first = press(wire, browser, address, fields)
        assert first is None or first.status != 303 or cut.stage == "answer", cut
        arrived += check_each_is_whole(space, {done, done + 1}, files) - done
        again = press(wire, browser, address, fields)
        assert again is not None, cut
        assert again.status == 303, (cut, again.status)
        check_each_is_whole(space, {done + 1}, files)
        text = browser.get(f"{wire.url}{again.location}?text=1")
        assert text.page == f"<p>{text_of(done)}</p>", cut
    assert wire.cuts == len(STAGES)
    with capsys.disabled():
        print(
            f"\n{len(STAGES)} cut connections: {arrived} texts had arrived whole, the others not"
            f" at all; pressing again made it {len(STAGES)} posts"
        )


def test_wherever_the_connection_breaks_a_draft_is_what_was_last_saved_whole(
    wire: Wire, capsys: Any
) -> None:
    factories.space()
    browser = sender(people.stakeholder())
    address = f"{wire.url}/en/spaces/roundtable/submit/"
    key, page = str(uuid4()), str(uuid4())
    texts, revision = {""}, 0
    for number, cut in enumerate(STAGES):
        text = text_of(number)
        fields = {"body": text, "language": "en", "key": key, "page": page}
        texts.add(f"<p>{text}</p>")
        wire.cut_next(cut)
        with contextlib.suppress(OSError, http.client.HTTPException):
            browser.save(address, {**fields, "revision": revision})
        found = Draft.objects.first()
        assert (found.body if found else "") in texts, cut
        revision = found.revision if found else 0
    answer = browser.save(address, {**fields, "revision": revision})
    assert answer.status in {200, 409}  # the last one may have arrived meanwhile
    assert Draft.objects.get().body == f"<p>{text}</p>"
    with capsys.disabled():
        print(f"\n{len(STAGES)} cut saves of a draft: always a text as it was saved whole")
