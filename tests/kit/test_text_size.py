"""A text of any size costs little before it is refused, and is shown again."""

import time
from collections.abc import Callable

import pytest
from django import forms
from django.test import Client, RequestFactory, override_settings

from discussions.models import Draft, Post
from hub.kit.editor import EditorField
from hub.kit.kept_text import kept_form_of, kept_text_of
from hub.kit.sanitise.rough import rough_text
from hub.kit.text_size import is_too_large
from tests import factories, people
from tests.discussions.writing import form
from tests.people import signed_in

OURS = {"origin": "http://testserver"}
SUBMIT = "/en/spaces/roundtable/submit/"
SMALL = override_settings(TEXT_SIZE_LIMIT=1000)
LARGE = "<p>One &amp; two</p>" * 60
PLAIN = "One & two\n" * 59 + "One & two"


class BodyForm(forms.Form):
    body = EditorField()


def seconds_of_work(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def test_a_text_is_read_without_understanding_it() -> None:
    assert rough_text(LARGE) == PLAIN
    assert rough_text("a < b &amp; <c>") == "a < b &amp; <c>"  # typed
    assert rough_text("a<br>b <script>c</p>") == "a\nb c"


@override_settings(TEXT_SIZE_LIMIT=10)
@pytest.mark.parametrize(
    ("text", "expected"), [("a" * 10, False), ("a" * 11, True), ("я" * 5, False), ("я" * 6, True)]
)
def test_bytes_are_counted(text: str, expected: bool) -> None:
    assert is_too_large(text) is expected


def test_what_is_kept_of_a_hostile_form_costs_no_more_than_a_moment() -> None:
    request = RequestFactory().post("/en/x/", {"body": "<p>&" * 500_000, "key": "k"}, headers=OURS)
    assert request.POST["key"] == "k"
    assert seconds_of_work(lambda: (kept_form_of(request), kept_text_of(request))) < 2


def test_the_text_of_a_request_is_made_once() -> None:
    request = RequestFactory().post("/en/x/", {"body": "<p>a</p>", "key": "k"}, headers=OURS)
    first = kept_text_of(request)
    assert kept_text_of(request) is first


@pytest.mark.django_db
def test_a_form_whose_token_is_missing_is_kept_by_nobody() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(SUBMIT, form("My words"), headers=OURS)
    assert answer.status_code == 403
    assert "My words" in answer.content.decode()
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]


@SMALL
def test_a_field_says_that_a_text_is_too_large_and_shows_it_plain() -> None:
    refused = BodyForm({"body": LARGE})
    assert not refused.is_valid()
    assert refused.errors["body"].as_data()[0].code == "text-too-large"
    shown = str(refused["body"])
    assert "One &amp; two\nOne &amp; two" in shown
    assert "data-editor" not in shown
    assert BodyForm({"body": "<p>x</p>"}).is_valid()


@SMALL
@pytest.mark.django_db
@pytest.mark.parametrize("action", ["send", "preview", "edit"])
def test_the_form_of_writing_comes_back_with_the_text_and_the_reason(action: str) -> None:
    factories.space()
    answer = signed_in(people.stakeholder()).post(SUBMIT, form(LARGE, action=action, revision="0"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The text is too large: with its formatting it may be 1" in page
    assert "One &amp; two\nOne &amp; two" in page
    assert not Post.objects.exists()
    assert not Draft.objects.exists()


@SMALL
@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_draft_that_is_too_large_is_not_saved_and_its_text_shown(accept: str) -> None:
    factories.space()
    browser = signed_in(people.stakeholder())
    answer = browser.post(SUBMIT, form(LARGE, action="save"), headers={"accept": accept})
    assert answer.status_code == 413
    said = answer.content.decode()
    assert "The text is too large" in said
    assert ("One &amp; two\n" in said) is (accept == "text/html")
    assert not Draft.objects.exists()


@SMALL
@pytest.mark.django_db
def test_a_text_up_to_the_limit_is_taken() -> None:
    factories.space()
    browser = signed_in(people.stakeholder())
    assert browser.post(SUBMIT, form("<p>" + "a" * 993 + "</p>")).status_code == 303
