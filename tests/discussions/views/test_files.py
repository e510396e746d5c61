"""Files: only through the access check, as a download, byte for byte."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.http import urlencode

from accounts.models import User
from discussions.models import (
    Attachment,
    Document,
    DocumentFile,
    Redaction,
    Space,
    Version,
)
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.writing import PDF
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def attached(state: str = "published", **more: Any) -> Attachment:
    """A file of a post in a state, by the stakeholder."""
    space = factories.space()
    author = people.stakeholder()
    post = factories.post(space, author.person, state=state, **more)
    return factories.attachment(post.latest_version, "note é.pdf", PDF)


def address(file: Attachment | DocumentFile, name: str | None = None) -> str:
    return f"/files/{file.pk}/{name or file.name}"


def body(answer: Any) -> bytes:
    """What came, to the last byte."""
    return b"".join(answer.streaming_content)


def test_a_public_file_is_a_download_byte_for_byte() -> None:
    file = attached()
    answer = Client().get(address(file))
    assert body(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''note%20%C3%A9.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["ETag"] == f'"{file.sha256}"'


def test_asked_again_nothing_is_sent_twice() -> None:
    file = attached()
    answer = Client().get(address(file), headers={"If-None-Match": f'"{file.sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Cache-Control"] == "public, no-cache"


def test_its_head_can_be_asked_for_and_nothing_else() -> None:
    file = attached()
    answer = Client().head(address(file))
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(PDF)))
    assert body(answer) == b""
    assert Client().post(address(file)).status_code == 405


@pytest.mark.parametrize("state", ["pending", "returned", "rejected", "hidden", "withdrawn"])
def test_files_of_what_is_not_public_are_for_author_and_staff(state: str) -> None:
    file = attached(state)
    author = User.objects.get(email="stakeholder@test.example")
    browser = Client()
    browser.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    staff = signed_in(people.moderator(Space.objects.get()))
    for outside in (Client(), signed_in(people.stranger())):
        assert outside.get(address(file)).status_code == 404
    for inside in (browser, staff):
        answer = inside.get(address(file))
        assert body(answer) == PDF
        assert answer["Cache-Control"] == "private, no-store"


def test_a_304_is_no_way_to_learn_that_a_hidden_file_is_there() -> None:
    file = attached("hidden")
    answer = Client().get(address(file), headers={"If-None-Match": f'"{file.sha256}"'})
    assert answer.status_code == 404


def test_a_version_that_was_never_public_keeps_its_files() -> None:
    file = attached()
    post = file.version.post
    waiting = Version.objects.create(
        post=post,
        number=2,
        received_at=database_now(),
        standing="on-time",
        review="waiting",
        language="en",
        body="<p>x</p>",
        sha256="0" * 64,
    )
    assert Client().get(address(factories.attachment(waiting, "b.pdf", PDF))).status_code == 404
    assert body(Client().get(address(file))) == PDF


def test_a_masked_file_is_not_there_for_readers_and_staff() -> None:
    file = attached()
    Redaction.objects.create(
        version=file.version, target="file", reason="personal-data", at=database_now()
    )
    assert Client().get(address(file)).status_code == 404
    staff = signed_in(people.moderator(Space.objects.get()))
    assert staff.get(address(file)).status_code == 404


def test_a_withheld_name_leaves_no_file_name() -> None:
    file = attached(name_withheld="name")
    led = Client().get(address(file))
    assert led.status_code == 302
    assert led["Location"] == f"/files/{file.pk}/name-withheld_1.pdf"
    answer = Client().get(led["Location"])
    assert body(answer) == PDF
    assert "note" not in answer["Content-Disposition"]
    author = User.objects.get(email="stakeholder@test.example")
    browser = Client()
    browser.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    own = browser.get(address(file))
    assert own["Cache-Control"] == "private, no-store"
    assert body(own) == PDF


def test_another_name_leads_to_the_right_one() -> None:
    file = attached()
    answer = Client().get(address(file, "other.pdf"))
    assert answer.status_code == 302
    assert answer["Location"] == f"/files/{file.pk}/note%20%C3%A9.pdf"


def test_what_is_not_there_is_404() -> None:
    assert Client().get(f"/files/{uuid4()}/a.pdf").status_code == 404
    assert Client().get("/files/x/a.pdf").status_code == 404


def test_documents_of_a_space_are_as_public_as_the_space() -> None:
    space = factories.space()
    stored = factories.attachment(factories.post(space).latest_version, "x.pdf", PDF)
    document = Document.objects.create(space=space)
    file = DocumentFile.objects.create(
        document=document,
        name="draft.pdf",
        media_type="application/pdf",
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
    )
    answer = Client().get(address(file))
    assert body(answer) == PDF
    assert answer["Cache-Control"] == "public, no-cache"
    Space.objects.update(published_at=None)
    assert Client().get(address(file)).status_code == 404
    answer = signed_in(people.moderator(space)).get(address(file))
    assert body(answer) == PDF
    assert answer["Cache-Control"] == "private, no-store"


def test_an_imported_name_with_a_folder_stays_within_its_address() -> None:
    post = factories.post(factories.space())
    file = factories.attachment(post.latest_version, "a/b.pdf", PDF)
    answer = Client().get(f"/files/{file.pk}/a_b.pdf?{urlencode({'x': 1})}")
    assert body(answer) == PDF
