"""A request that breaks off is none."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.request import UnreadablePostError
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from discussions.models import Draft
from hub.kit.whole_request import WholeRequests
from tests import factories, people
from tests.discussions.writing import pdf
from tests.people import signed_in

FIELDS = {"body": "A text of some length.", "files": [pdf()], "action": "send"}
MULTIPART = encode_multipart(BOUNDARY, FIELDS)
URLENCODED = b"body=A+text+of+some+length.&action=send"
KINDS = [(MULTIPART, MULTIPART_CONTENT), (URLENCODED, "application/x-www-form-urlencoded")]


def environment_of(content: bytes, length: object, kind: str, **more: Any) -> dict[str, Any]:
    """What a web server says of a request."""
    return {
        "REQUEST_METHOD": "POST",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": length,
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        **more,
    }


def request_with(content: bytes, length: object, kind: str) -> WSGIRequest:
    """The request as Django gets it behind the wrapper."""
    seen: list[dict[str, Any]] = []

    def application(
        environment: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        seen.append(environment)
        return []

    environment = environment_of(content, length, kind)
    WholeRequests(application)(environment, lambda *_: None)
    return WSGIRequest(seen[0])


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_a_form_that_came_whole_is_read(content: bytes, kind: str) -> None:
    request = request_with(content, str(len(content)), kind)
    assert request.POST["body"] == "A text of some length."
    assert request.POST["action"] == "send"


@pytest.mark.parametrize(("content", "kind"), KINDS)
@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.99])
def test_a_form_that_breaks_off_is_not_read_as_a_shorter_one(
    content: bytes, kind: str, share: float
) -> None:
    request = request_with(content[: int(len(content) * share)], str(len(content)), kind)
    with pytest.raises(UnreadablePostError):
        request.POST.get("body")
    assert not request.POST  # nor when asked again, for a page that shows what came


def test_nothing_is_read_beyond_what_the_request_says_of_its_length() -> None:
    request = request_with(URLENCODED + b"&action=other", str(len(URLENCODED)), KINDS[1][1])
    assert request.POST["action"] == "send"


@pytest.mark.parametrize("length", ["", None, "-1"])
def test_a_request_without_a_length_has_no_body(length: object) -> None:
    assert request_with(URLENCODED, length, KINDS[1][1]).body == b""


@pytest.mark.parametrize("size", [None, -1, 5, 1000])
def test_lines_are_read_to_their_end_or_as_far_as_asked_for(size: int | None) -> None:
    request = request_with(b"first\nsecond", "12", "text/plain")
    stream = request.environ["wsgi.input"]
    first = stream.readline(size)
    assert first == (b"first" if size == 5 else b"first\n")
    assert first + stream.read() == b"first\nsecond"
    assert stream.readline() == stream.read(3) == b""


@pytest.mark.django_db(transaction=True)  # the handler closes the connections of the process
@pytest.mark.parametrize("share", [0.2, 0.7, 1])
def test_no_view_takes_what_broke_off_for_an_empty_form_though_its_token_is_right(
    share: float,
) -> None:
    factories.space()
    author, token = people.stakeholder(), "t" * 32
    content = b"body=Words+of+a+draft&language=en&revision=0&action=save"
    environment = environment_of(
        content[: int(share * len(content))],
        str(len(content)),
        KINDS[1][1],
        PATH_INFO="/en/spaces/roundtable/submit/",
        HTTP_HOST="testserver",
        HTTP_ACCEPT="application/json",
        HTTP_COOKIE=f"sessionid={signed_in(author).cookies['sessionid'].value}; csrftoken={token}",
        HTTP_X_CSRFTOKEN=token,
    )
    seen: list[str] = []
    answer = WholeRequests(WSGIHandler())(environment, lambda status, *_: seen.append(status))
    content_of_answer = b"".join(answer)
    if share == 1:
        assert seen[0].startswith("200")
        assert Draft.objects.get().body == "<p>Words of a draft</p>"
    else:
        assert seen[0].startswith("400")
        assert b'"code": "broke-off"' in content_of_answer
        assert not Draft.objects.exists()
