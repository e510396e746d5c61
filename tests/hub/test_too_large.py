"""Requests that are too large: refused, with what of them can be kept."""

import pytest
from django.test import Client, override_settings

from discussions.models import Post, Upload
from tests import factories, people
from tests.discussions.writing import form, pdf
from tests.people import signed_in

pytestmark = pytest.mark.django_db
SUBMIT = "/en/spaces/roundtable/submit/"
SMALL = override_settings(FILES_PER_POST=2, FILE_SIZE_LIMIT=1000, DATA_UPLOAD_MAX_MEMORY_SIZE=1000)


def test_files_that_are_too_large_together_are_dropped_and_the_text_kept() -> None:
    factories.space()
    browser = signed_in(people.stakeholder())
    large = [pdf(f"{number}.pdf", b"%PDF-1.4" + b"x" * 900) for number in range(5)]
    with SMALL:
        answer = browser.post(SUBMIT, form("My long text", files=large))
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "My long text</textarea>" in page
    assert "You sent 5\xa0KB. The limit is 2\xa0KB for all the files of a text together." in page
    assert "no-store" in answer["Cache-Control"]
    assert not Post.objects.exists()
    assert not Upload.objects.exists()


def test_what_is_beyond_all_measure_is_not_even_read() -> None:
    factories.space()
    large = pdf("1.pdf", b"%PDF-1.4" + b"x" * 9000)
    with SMALL:
        answer = Client().post(SUBMIT, form("My long text", files=[large]))
    assert answer.status_code == 413
    assert "My long text" not in answer.content.decode()


def test_just_as_much_as_a_post_may_hold_is_taken() -> None:
    factories.space()
    browser = signed_in(people.stakeholder())
    files = [pdf(f"{number}.pdf", b"%PDF-1.4" + b"x" * 992) for number in range(2)]
    with SMALL:
        assert browser.post(SUBMIT, form("Text", files=files)).status_code == 303


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_text_that_is_too_large_to_be_read_is_413() -> None:
    factories.space()
    answer = Client().post(SUBMIT, form("word " * 100))
    assert answer.status_code == 413
    assert "your text is still in the form" in answer.content.decode()


@override_settings(FILES_PER_REQUEST=2)
@pytest.mark.parametrize(("files", "status"), [(2, 303), (3, 413), (4, 413)])
def test_too_many_files_at_once_are_413_with_the_form_kept(files: int, status: int) -> None:
    factories.space()
    browser = signed_in(people.stakeholder())
    sent = form("My text", files=[pdf(f"{number}.pdf") for number in range(files)])
    answer = browser.post(SUBMIT, sent, headers={"origin": "http://testserver"})
    assert answer.status_code == status
    if status == 413:
        page = answer.content.decode()
        assert "You sent more than 2 files at once." in page
        assert "My text</textarea>" in page
        assert sent["key"] in page
        assert 'value="edit"' in page
        assert not Post.objects.exists()
        assert not Upload.objects.exists()


@override_settings(FILES_PER_REQUEST=1)
def test_too_many_files_for_a_form_that_has_none_are_refused_too() -> None:
    answer = Client().post("/en/accounts/login/", {"files": [pdf("a.pdf"), pdf("b.pdf")]})
    assert answer.status_code == 413


@override_settings(ALLOWED_HOSTS=["portal.example"])
def test_other_requests_that_cannot_be_read_are_400() -> None:
    assert Client().get(SUBMIT).status_code == 400
