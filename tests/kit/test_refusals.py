"""Refusals become pages of their status, in the reader's language."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from discussions.errors import NotFound, TooManyPosts, WindowClosed
from hub.kit.refusals import Refusal, RefusalMiddleware, refusal_response

pytestmark = pytest.mark.django_db


def _request(**headers: str) -> HttpRequest:
    return RequestFactory().get("/en/spaces/", headers=headers)


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (NotFound(), 404, "We cannot find this page"),
        (WindowClosed(), 403, "The window for submissions has closed."),
        (TooManyPosts(90), 429, "try again in"),
    ],
)
def test_a_refusal_is_a_page_with_its_status_and_words(
    refusal: Refusal, status: int, words: str
) -> None:
    answer = refusal_response(_request(), refusal)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_who_asks_for_json_gets_the_code_and_when_to_try_again() -> None:
    answer = refusal_response(_request(accept="application/json"), TooManyPosts(90))
    assert answer["Retry-After"] == "90"
    assert b'"code": "too-many-posts"' in answer.content


def test_only_refusals_are_answered() -> None:
    middleware = RefusalMiddleware(lambda request: pytest.fail("not called"))
    assert middleware.process_exception(_request(), ValueError()) is None
    answer = middleware.process_exception(_request(), NotFound())
    assert answer is not None
    assert answer.status_code == 404
