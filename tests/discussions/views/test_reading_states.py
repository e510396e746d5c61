"""States that arrive by import are shown rightly by pages and register (PRODUCT, section 4)."""

import re
from typing import Any

import pytest
from django.test import Client

from discussions.services.import_space import import_archive
from tests.archives import post, small, zipped

pytestmark = pytest.mark.django_db

QUESTION = "/en/spaces/small-space/prompts/1/"
REGISTER = "/en/spaces/small-space/register/"


def imported(state: str, **more: Any) -> str:
    """A space from an archive whose first post is in a state; answers the reference of that post."""
    given = {"author": "ada", "state_since": "2024-03-09T00:00:00Z", "body": "<p>Its words.</p>"}
    import_archive(
        zipped(small(post("one", state=state, **{**given, **more}), post("other"))), prefix="SM"
    )
    return "SM-0001"


def line(client: Client, reference: str) -> str:
    """A line of the register, without its tags."""
    html = client.get(REGISTER).content.decode()
    found = re.search(rf'<tr id="line-{reference}".*?</tr>', html, flags=re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def article(html: str, reference: str) -> str:
    """The article of a post or its stub; "" where the page has none."""
    found = re.search(rf'<article [^>]*id="post-{reference}".*?</article>', html, flags=re.DOTALL)
    return found[0] if found else ""


def test_published(client: Client) -> None:
    reference = imported("published")
    assert "Its words." in article(client.get(QUESTION).content.decode(), reference)
    assert "Its words." in article(
        client.get(f"/en/posts/{reference}/").content.decode(), reference
    )
    assert "Published Submission · Ada Lind Its words." in line(client, reference)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pending", "Not published yet: it waits for a moderator."),
        ("returned", "Not published: returned to its author"),
        ("rejected", "Not published:"),
    ],
)
def test_what_was_never_public_has_its_line_and_no_place_in_the_thread(
    state: str, words: str, client: Client
) -> None:
    reason = {} if state == "pending" else {"reason": "off-topic"}
    reference = imported(state, **reason)
    assert article(client.get(QUESTION).content.decode(), reference) == ""
    response = client.get(f"/en/posts/{reference}/")
    assert response.status_code == 200
    html = response.content.decode()
    assert words in article(html, reference)
    assert "Its words" not in html
    assert "Ada Lind" not in html
    assert "Its words" not in line(client, reference)
    assert "Ada" not in line(client, reference)


def test_hidden(client: Client) -> None:
    reference = imported("hidden", reason="spam")
    for page in (QUESTION, f"/en/posts/{reference}/"):
        html = client.get(page).content.decode()
        stub = article(html, reference)
        assert 'data-state="hidden"' in stub
        assert "Hidden by a moderator on 9 March 2024:" in stub
        assert "Its words" not in html
    assert "Hidden by a moderator" in line(client, reference)


def test_merged(client: Client) -> None:
    reference = imported("merged", reason="duplicate", merged_into="other")
    for page in (QUESTION, f"/en/posts/{reference}/"):
        stub = article(client.get(page).content.decode(), reference)
        assert 'data-state="merged"' in stub
        assert 'href="/en/posts/SM-0002/"' in stub
    assert "SM-0002" in line(client, reference)


def test_withdrawn_after_it_was_public(client: Client) -> None:
    reference = imported("withdrawn")
    for page in (QUESTION, f"/en/posts/{reference}/"):
        html = client.get(page).content.decode()
        assert "Withdrawn by its author on 9 March 2024." in article(html, reference)
        assert "Its words" not in html
    assert "Withdrawn by the author" in line(client, reference)


def test_withdrawn_before_it_was_public(client: Client) -> None:
    never = post("one", state="withdrawn")
    never["versions"][0]["review"] = "waiting"
    import_archive(zipped(small(never)), prefix="SM")
    assert article(client.get(QUESTION).content.decode(), "SM-0001") == ""
    assert client.get("/en/posts/SM-0001/").status_code == 200
    assert "Withdrawn by the author" in line(client, "SM-0001")


@pytest.mark.parametrize(("standing", "words"), [("late", "Late"), ("grace", "In grace")])
def test_late_and_in_grace(standing: str, words: str, client: Client) -> None:
    made = post("one")
    made["versions"][0]["standing"] = standing
    import_archive(zipped(small(made)), prefix="SM")
    assert f">{words}</span>" in article(client.get(QUESTION).content.decode(), "SM-0001")
    assert words in line(client, "SM-0001")


def test_withheld_and_redacted(client: Client) -> None:
    made = post("one", author="ada", name_withheld="name", body="<p>Its words.</p>")
    made["versions"][0]["redactions"] = [
        {"target": "text", "reason": "personal-data", "at": "2024-03-09T00:00:00Z"}
    ]
    import_archive(zipped(small(made)), prefix="SM")
    for page in (QUESTION, "/en/posts/SM-0001/", "/en/posts/SM-0001/versions/1/", REGISTER):
        html = client.get(page).content.decode()
        assert "Ada" not in html, page
        assert "Its words" not in html, page
    assert "Name withheld" in line(client, "SM-0001")
