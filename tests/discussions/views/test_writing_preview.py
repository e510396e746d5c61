"""The preview has an address of its own: going back to it asks nobody whether a form shall be sent again."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from discussions.models import Attachment, Draft, Post, Version
from tests import factories, people
from tests.discussions.signing import member
from tests.discussions.views.pages import GENERAL, SUBMIT, fields, is_private, place
from tests.discussions.writing import form, pdf, upload
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def written(body: str = "<p>Hello <em>you</em></p>", **more: Any) -> dict[str, Any]:
    """What the page of writing sends: all its fields, also the empty ones."""
    begun = {"name_withheld": "no", "revision": "0", "cosign_name": ["", ""]}
    return form(body, **{"action": "preview", **begun, "cosign_email": ["", ""], **more})


def previewed(browser: Client, sent: dict[str, Any], url: str = SUBMIT) -> Any:
    """The page that the preview leads to."""
    answer = browser.post(url, sent)
    assert answer.status_code == 303, answer.content
    assert answer["Location"] == f"{url}?preview={sent['key']}"
    return browser.get(answer["Location"])


def heading(response: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode())
    assert found is not None
    return found[1]


def test_it_is_shown_at_an_address_of_its_own_with_all_that_sends_it() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), written(files=[pdf("a.pdf")], language="fr")
    preview = previewed(browser, sent)
    page = preview.content.decode()
    assert preview.status_code == 200
    assert heading(preview) == "Check your text"
    assert "<p>Hello <em>you</em></p>" in page
    assert "a.pdf" in page
    assert is_private(preview)
    assert not Post.objects.exists()
    done = browser.post(SUBMIT, {**fields(preview), "action": "send"})
    assert (done.status_code, done["Location"]) == (303, "/en/posts/RT-0001/receipt/")
    version = Version.objects.values("body", "language").get()
    assert version == {"body": "<p>Hello <em>you</em></p>", "language": "fr"}
    assert Attachment.objects.get().name == "a.pdf"
    assert not Draft.objects.exists()


def test_going_back_to_it_after_it_was_sent_says_as_what() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), written()
    preview = previewed(browser, sent)
    browser.post(SUBMIT, {**fields(preview), "action": "send"})
    back = browser.get(f"{SUBMIT}?preview={sent['key']}")
    page = back.content.decode()
    assert back.status_code == 200
    assert is_private(back)
    assert heading(back) == "This was sent: <bdi>RT-0001</bdi>"
    assert 'href="/en/posts/RT-0001/receipt/"' in page
    assert 'href="/en/posts/RT-0001/"' in page
    assert "<textarea" not in page
    assert 'method="post"' not in page.partition("<main")[2].partition("</main>")[0]


def test_before_it_is_sent_going_back_to_it_shows_it_again() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), written()
    previewed(browser, sent)
    again = browser.get(f"{SUBMIT}?preview={sent['key']}")
    assert "<p>Hello <em>you</em></p>" in again.content.decode()
    assert fields(again)["key"] == sent["key"]


def test_changing_the_text_leads_back_to_the_form_which_has_it() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), written(files=[pdf("a.pdf")])
    preview = previewed(browser, sent)
    body = {**fields(preview), "cosign_name": "", "cosign_email": "", "action": "edit"}
    back = browser.post(SUBMIT, body)
    assert (back.status_code, back["Location"]) == (303, SUBMIT)
    page = browser.get(SUBMIT).content.decode()
    assert "Hello you</textarea>" in page
    assert "a.pdf" in page
    assert f'name="key" value="{sent["key"]}"' in page


def test_files_may_say_the_name_that_they_came_with_or_another_in_another_order() -> None:
    place()
    author, key = people.stakeholder(), str(uuid4())
    browser = signed_in(author)
    first, second = (upload(author, name) for name in ("a.pdf", "b.pdf"))
    begun = written(key=key, keep=[str(first.pk), str(second.pk)])
    previewed(browser, begun)
    told = {f"name_{first.pk}": "a.pdf", f"language_{first.pk}": "", f"place_{first.pk}": "1"}
    previewed(browser, {**begun, **told, "revision": "1"})
    told |= {f"name_{second.pk}": "First.pdf", f"place_{second.pk}": "0"}
    page = previewed(browser, {**begun, **told, "revision": "1"}).content.decode()
    assert page.index("First.pdf") < page.index("a.pdf")


def test_a_preview_that_is_sent_and_a_form_that_is_sent_are_one_submission() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), written()
    preview = previewed(browser, sent)
    first = browser.post(SUBMIT, {**sent, "action": "send"})
    second = browser.post(SUBMIT, {**fields(preview), "action": "send"})
    assert first["Location"] == second["Location"] == "/en/posts/RT-0001/receipt/"
    assert Post.objects.count() == 1


def test_a_reply_and_a_correction_are_previewed_and_found_again_alike() -> None:
    space, author = place(), people.stakeholder()
    post = factories.post(space, author.person)
    other = factories.post(space)
    browser = signed_in(author)
    for address, receipt in (
        (f"/en/posts/{other.reference}/reply/", "/en/posts/RT-0003/receipt/"),
        (f"/en/posts/{post.reference}/correct/", "/en/posts/RT-0001/receipt/?version=2"),
    ):
        sent = written("<p>Mended.</p>")
        preview = previewed(browser, sent, address)
        done = browser.post(address, {**fields(preview), "action": "send"})
        assert done["Location"] == receipt
        back = browser.get(f"{address}?preview={sent['key']}").content.decode()
        assert f'href="{receipt}"' in back


def test_names_that_sign_too_and_a_withheld_name_travel_with_it() -> None:
    place()
    lead, other = member("Lead House", "lead@test.example"), member("Upland Forum", "up@x.example")
    browser = signed_in(lead)
    sent = written(
        cosign_name=["Upland Forum", "Far Shore Club"],
        cosign_email=["", "club@far.example"],
        capacity="organisation",
        name_withheld="name",
    )
    page = previewed(browser, sent, GENERAL).content.decode()
    assert other.organisation is not None
    assert "Upland Forum" in page
    assert "Far Shore Club" in page
    assert "Name withheld" in page


def test_a_correction_that_clears_the_names_clears_them_over_the_preview() -> None:
    space, lead = place(), member("Lead House", "lead@test.example")
    post = factories.post(space, lead.person)
    browser, address = signed_in(lead), f"/en/posts/{post.reference}/correct/"
    preview = previewed(browser, written("<p>Alone.</p>"), address)
    assert ("cosign_name", "") in fields(preview).items()


def test_what_a_draft_cannot_say_is_previewed_at_once_and_nothing_of_it_lost() -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    # A newer text of another device stands there: this one is not saved over it.
    browser.post(SUBMIT, form("<p>On the phone</p>", action="save"))
    answer = browser.post(SUBMIT, written("<p>At the desk</p>"))
    assert answer.status_code == 200
    assert "<p>At the desk</p>" in answer.content.decode()
    assert Draft.objects.get().body == "<p>On the phone</p>"
    chosen = browser.post(GENERAL, written(differs_from=["RT-0001"]))
    assert chosen.status_code == 200
    assert fields(chosen)["differs_from"] == "RT-0001"


@pytest.mark.parametrize("key", ["", "nonsense", "5f0c9a44-5d0e-4f7c-9a51-7f0d5f0c9a44", "\x00"])
def test_an_address_of_no_preview_leads_to_the_form(key: str) -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form("<p>So far.</p>", action="save"))
    answer = browser.get(SUBMIT, {"preview": key})
    assert (answer.status_code, answer["Location"]) == (302, SUBMIT)


def test_a_draft_that_cannot_be_sent_as_it_is_leads_to_the_form() -> None:
    place()
    browser, key = signed_in(people.stakeholder()), str(uuid4())
    browser.post(SUBMIT, form("", key=key, action="save"))
    assert browser.get(f"{SUBMIT}?preview={key}")["Location"] == SUBMIT


def test_nobody_else_is_told_what_became_of_it() -> None:
    space, author = place(), people.stakeholder()
    post = factories.post(space, author.person)
    browser, address = signed_in(author), f"/en/posts/{post.reference}/correct/"
    first, mended = written(), written("<p>Mended.</p>")
    preview = previewed(browser, first)
    browser.post(SUBMIT, {**fields(preview), "action": "send"})
    preview = previewed(browser, mended, address)
    browser.post(address, {**fields(preview), "action": "send"})
    for actor in (people.stranger(), people.colleague(author)):
        other = signed_in(actor)
        assert other.get(f"{SUBMIT}?preview={first['key']}")["Location"] == SUBMIT
        answer = other.get(f"{address}?preview={mended['key']}")
        assert answer.status_code in {302, 403}
        assert "RT-0001" not in answer.get("Location", "").replace(address, "")
    visitor = Client().get(f"{SUBMIT}?preview={first['key']}")
    assert visitor.status_code == 302
    assert "/accounts/" in visitor["Location"]
