"""Files that a script sends ahead of their text: answered in JSON, in the reader's language."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from accounts.models import User
from discussions.models import Upload
from tests import people
from tests.discussions.writing import PDF, pdf
from tests.kit.test_virus_check import HARM, scanning
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/en/uploads/"


def send(client: Client, *files: Any, address: str = ADDRESS, **more: Any) -> Any:
    """Send files under a new key."""
    return client.post(address, {"upload_key": str(uuid4()), "file": list(files), **more})


def test_a_file_is_kept_and_told() -> None:
    answer = send(signed_in(people.stakeholder()), pdf("My note.PDF"))
    kept = Upload.objects.get()
    assert answer.status_code == 201
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert answer.json() == {
        "id": str(kept.pk),
        "name": "My note.PDF",
        "kind": "PDF",
        "size": len(PDF),
        "sha256": kept.sha256,
    }


def test_after_a_lost_answer_the_same_try_gets_the_same_answer() -> None:
    client, key = signed_in(people.stakeholder()), str(uuid4())
    first = send(client, pdf(), upload_key=key)
    again = send(client, pdf(), upload_key=key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "status", "code"),
    [
        (pdf("a.pdf", b"MZ\x00"), 400, "script"),
        (pdf("a.docx"), 400, "mismatch"),
        (pdf("a.pdf", b""), 400, "empty"),
        (pdf("a.zip"), 400, "archive"),
        (pdf("a.pdf", PDF + b"<</S/JavaScript>>"), 400, "active"),
    ],
)
def test_a_refused_file_says_why_and_is_not_kept(file: Any, status: int, code: str) -> None:
    file.seek(0)
    answer = send(signed_in(people.stakeholder()), file)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    assert not Upload.objects.exists()


def test_one_file_comes_with_each_request() -> None:
    client = signed_in(people.stakeholder())
    for files in ([], [pdf("a.pdf"), pdf("b.pdf")]):
        answer = send(client, *files)
        assert (answer.status_code, answer.json()["code"]) == (400, "no-file")


def test_a_visitor_and_an_account_that_speaks_for_nobody_are_told_to_sign_in(
    client: Client,
) -> None:
    for turn in range(2):
        answer = send(client, pdf())
        assert (answer.status_code, answer.json()["code"]) == (403, "sign-in-first")
        if not turn:
            client.force_login(User.objects.create(email="nobody@test.example"))
    assert not Upload.objects.exists()


def test_an_old_token_is_told_in_json_as_well() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(ADDRESS, {"file": pdf()}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "form-expired")


def test_the_answer_is_in_the_reader_s_language() -> None:
    client = signed_in(people.stakeholder())
    words = [
        send(client, pdf("a.pdf", b""), address=f"/{code}/uploads/").json()["message"]
        for code in ("en", "fr")
    ]
    assert words[0] == "The file is empty."
    assert words[0] != words[1]


@override_settings(POSTS_PER_HOUR=1, FILES_PER_POST=1)
def test_over_the_rate_it_says_when_to_try_again() -> None:
    client = signed_in(people.stakeholder())
    send(client, pdf())
    answer = send(client, pdf())
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-uploads")
    assert 3500 < int(answer["Retry-After"]) <= 3600


def test_it_is_scanned(settings: Any) -> None:
    client = signed_in(people.stakeholder())
    with scanning(settings):
        answer = send(client, pdf())
        assert (answer.status_code, "scan" in answer.json()) == (201, False)
        answer = send(client, pdf("b.pdf", PDF + HARM))
        assert (answer.status_code, answer.json()["code"]) == (400, "harmful-file")
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    answer = send(client, pdf("c.pdf"))
    assert answer.status_code == 201
    assert "Not checked for viruses yet" in answer.json()["scan"]
    assert list(Upload.objects.order_by("created_at").values_list("name", flat=True)) == [
        "note.pdf",
        "c.pdf",
    ]


def test_it_is_asked_by_scripts_alone() -> None:
    assert signed_in(people.stakeholder()).get(ADDRESS).status_code == 405


@pytest.mark.parametrize("files", [1, 3])
def test_each_file_costs_the_same(files: int, django_assert_num_queries: Any) -> None:
    client = signed_in(people.stakeholder())
    for _ in range(files - 1):
        send(client, pdf())
    with django_assert_num_queries(11):
        send(client, pdf())
