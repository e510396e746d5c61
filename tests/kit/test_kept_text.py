"""What stays of a form that was refused."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from hub.kit.kept_text import kept_form_of, kept_text_of
from tests.discussions.writing import form, pdf

OURS = "http://testserver"


def sent(origin: str = OURS, **fields: object) -> HttpRequest:
    """A request that brings a form."""
    headers = {"origin": origin} if origin else {}
    return RequestFactory().post(
        "/en/x/?a=1", form("<p>One</p><p>Two</p>", **fields), headers=headers
    )


def test_all_fields_of_a_form_are_kept_with_its_key() -> None:
    request = sent(keep=["a", "b"], csrfmiddlewaretoken="old")
    kept = kept_form_of(request)
    assert kept is not None
    assert (kept.text, kept.url) == ("One\n\nTwo", "/en/x/?a=1")
    assert dict(kept.fields)["key"] == request.POST["key"]
    assert dict(kept.fields)["body"] == "<p>One</p><p>Two</p>"
    assert [value for name, value in kept.fields if name == "keep"] == ["a", "b"]
    assert not {"csrfmiddlewaretoken", "action"} & {name for name, _ in kept.fields}
    assert (kept.was_sent, kept.had_files) == (True, False)


@pytest.mark.parametrize("origin", ["", "null", "http://elsewhere.example", "https://testserver"])
def test_another_site_lays_no_words_before_a_reader_with_a_button_to_send_them(
    origin: str,
) -> None:
    assert kept_form_of(sent(origin)) is None
    assert kept_text_of(sent(origin)) == "One\n\nTwo"  # to be copied by whoever wrote it


def test_a_form_with_files_or_one_that_was_not_being_sent_is_told_from_others() -> None:
    with_file = kept_form_of(sent(files=[pdf()]))
    assert with_file is not None
    assert with_file.had_files
    preview = kept_form_of(sent(action="preview"))
    assert preview is not None
    assert not preview.was_sent


def test_what_is_no_form_of_writing_is_not_kept() -> None:
    headers = {"origin": OURS}
    assert kept_form_of(RequestFactory().get("/en/x/", {"body": "x", "key": "k"})) is None
    for fields in ({"body": "x"}, {"key": "k"}, {"key": "k", "body": " "}):
        assert kept_form_of(RequestFactory().post("/en/x/", fields, headers=headers)) is None


def test_a_reservation_is_kept_as_it_was_typed() -> None:
    request = RequestFactory().post("/en/x/", {"reservation": "not <3>"})
    assert kept_text_of(request) == "not <3>"
