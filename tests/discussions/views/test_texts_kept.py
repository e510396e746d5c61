"""Whatever refuses a form of writing, the words that it brought are on the page that says so."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from accounts.models import Membership
from discussions.models import Draft, DraftFile, Post, PostMove, Space
from discussions.services.drafts import discard_draft
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.drafting import confirm, shared
from tests.discussions.writing import form, pdf, upload
from tests.people import signed_in

pytestmark = pytest.mark.django_db

SUBMIT = "/en/spaces/roundtable/prompts/1/submit/"
GENERAL = "/en/spaces/roundtable/submit/"
WORDS = "Words that nobody else has"
JSON: dict[str, Any] = {"headers": {"accept": "application/json"}}
ACTIONS = ("preview", "save", "send")


def place() -> Space:
    space = factories.space()
    factories.prompt(space)
    factories.window(space)
    return space


def pair() -> tuple[people.Actor, people.Actor]:
    author = people.stakeholder()
    return confirm(author), confirm(people.colleague(author))


def saved(**more: Any) -> dict[str, Any]:
    return form(WORDS, action="save", **more)


def hidden(page: str, url: str) -> dict[str, Any]:
    """The hidden fields of the form on a page that is sent to an address."""
    part = re.search(rf'<form method="post" action="{re.escape(url)}".*?</form>', page, re.DOTALL)
    assert part is not None
    pairs = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', part[0])
    return {name: unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


# ---------------------------------------------------------------- a draft that is gone


def test_a_colleague_who_saves_after_the_author_sent_is_told_as_what_and_keeps_the_words() -> None:
    space = place()
    author, colleague = pair()
    draft = shared(author, space)
    sent = form("<p>So far.</p>", key=str(draft.key), revision="1")
    assert signed_in(author).post(GENERAL, sent).status_code == 303
    browser, address = signed_in(colleague), f"/en/drafts/{draft.pk}/"
    late = saved(key=str(draft.key), revision="1")
    answer = browser.post(address, late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This draft was sent already, as RT-0001." in page
    assert f"{WORDS}</textarea>" in page
    assert '<a class="btn" href="/en/posts/RT-0001/">See RT-0001</a>' in page
    assert "/receipt/" not in page  # that is its author's
    told = browser.post(address, late, **JSON)
    assert (told.status_code, told.json()["code"]) == (409, "draft-sent")
    assert told.json()["url"] == "/en/posts/RT-0001/"


def test_an_author_who_saves_what_was_sent_meanwhile_is_led_to_its_receipt() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = form("<p>So far.</p>")
    assert browser.post(SUBMIT, sent).status_code == 303
    late = {**sent, "body": WORDS, "action": "save"}
    answer = browser.post(SUBMIT, late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{WORDS}</textarea>" in page
    assert (
        '<a class="btn" href="/en/posts/RT-0001/receipt/">See the receipt of RT-0001</a>' in page
    )
    told = browser.post(SUBMIT, late, **JSON).json()
    assert told["url"] == "/en/posts/RT-0001/receipt/"
    assert told["urlText"] == "See the receipt of RT-0001"


def test_a_colleague_is_told_of_a_correction_that_was_sent() -> None:
    space = place()
    author, colleague = pair()
    post = factories.post(space, author.person)
    browser, key = signed_in(author), str(uuid4())
    address = f"/en/posts/{post.reference}/correct/"
    own = form("<p>Mended.</p>", key=key, capacity="organisation", revision="0")
    browser.post(address, {**own, "action": "save", "share": "on"})
    draft = Draft.objects.get()
    assert browser.post(address, {**own, "revision": "1"}).status_code == 303
    answer = signed_in(colleague).post(f"/en/drafts/{draft.pk}/", saved(key=key))
    assert "This draft was sent already, as RT-0001." in answer.content.decode()


@pytest.mark.parametrize("how", ["discarded", "ended", "unshared"])
def test_a_colleague_whose_draft_is_gone_keeps_the_words(how: str) -> None:
    space = place()
    author, colleague = pair()
    draft = shared(author, space)
    if how == "discarded":
        discard_draft(by=author.viewer, draft_id=draft.pk)
    elif how == "ended":
        Membership.objects.filter(person=colleague.person).update(ended_at=database_now())
    else:
        Draft.objects.update(shared_with=None)
    browser, address = signed_in(colleague), f"/en/drafts/{draft.pk}/"
    answer = browser.post(address, saved(key=str(draft.key), revision="1"))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f"{WORDS}</textarea>" in page
    assert "sent it, threw it away or no longer shares it" in page
    told = browser.post(address, saved(), **JSON)
    assert (told.status_code, told.json()["code"]) == (404, "draft-gone")
    assert browser.get(address).status_code == 404


def test_as_what_a_form_was_sent_is_told_to_confirmed_colleagues_alone() -> None:
    space = place()
    author = confirm(people.stakeholder())
    draft = shared(author, space)
    signed_in(author).post(GENERAL, form("<p>So far.</p>", key=str(draft.key), revision="1"))
    unconfirmed = people.colleague(author)
    for other in (confirm(people.stranger()), unconfirmed, people.moderator(space)):
        answer = signed_in(other).post(f"/en/drafts/{draft.pk}/", saved(key=str(draft.key)))
        assert answer.status_code == 404
        assert "RT-0001" not in answer.content.decode()


def test_other_words_that_are_saved_after_their_form_was_sent_are_shown() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), form("Sent.")
    browser.post(SUBMIT, sent)
    answer = browser.post(SUBMIT, {**sent, "action": "save", "body": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{WORDS}</textarea>" in page
    assert "RT-0001" in page


# ---------------------------------------------------------------- a place that is not there


@pytest.mark.parametrize("action", ACTIONS)
def test_a_reply_to_what_is_not_there_keeps_the_words(action: str) -> None:
    place()
    browser = signed_in(people.stakeholder())
    answer = browser.post("/en/posts/RT-9999/reply/", form(WORDS, action=action))
    assert (answer.status_code, f"{WORDS}</textarea>" in answer.content.decode()) == (404, True)
    told = browser.post("/en/posts/RT-9999/reply/", form(WORDS, action=action), **JSON)
    assert (told.status_code, told.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("action", ACTIONS)
def test_a_space_that_was_unpublished_meanwhile_keeps_the_words(action: str) -> None:
    place()
    Space.objects.update(published_at=None)
    answer = signed_in(people.stakeholder()).post(SUBMIT, form(WORDS, action=action))
    assert (answer.status_code, f"{WORDS}</textarea>" in answer.content.decode()) == (404, True)


def test_a_draft_of_somebody_elses_correction_is_refused_with_the_words() -> None:
    post = factories.post(place(), people.stakeholder().person)
    address = f"/en/posts/{post.reference}/correct/"
    answer = signed_in(people.stranger()).post(address, saved())
    assert (answer.status_code, f"{WORDS}</textarea>" in answer.content.decode()) == (403, True)


def test_a_reply_to_a_former_reference_goes_where_the_post_went() -> None:
    post = factories.post(place(), people.stranger().person)
    PostMove.objects.create(post=post, reference="OLD-0007", had_reference=True, at=database_now())
    browser = signed_in(people.stakeholder())
    led = browser.get("/en/posts/old-0007/reply/")
    assert (led.status_code, led["Location"]) == (301, f"/en/posts/{post.reference}/reply/")
    assert browser.post("/en/posts/OLD-0007/reply/", form(WORDS)).status_code == 303
    assert Post.objects.get(parent=post).space == post.space
    Space.objects.update(published_at=None)
    assert browser.get("/en/posts/OLD-0007/reply/").status_code == 404


# ---------------------------------------------------------------- what the sender has not seen


def test_a_file_that_a_colleague_added_is_shown_before_the_text_is_sent() -> None:
    space = place()
    author, colleague = pair()
    draft = shared(author, space)
    added = form("<p>So far.</p>", action="save", revision="1", files=[pdf("theirs.pdf")])
    signed_in(colleague).post(f"/en/drafts/{draft.pk}/", added)
    own = form("<p>So far.</p>", key=str(draft.key), capacity="organisation")
    browser = signed_in(author)
    answer = browser.post(GENERAL, {**own, "revision": "1"})
    assert answer.status_code == 409
    assert "theirs.pdf" in answer.content.decode()
    assert Post.objects.count() == 0
    kept = str(DraftFile.objects.get().upload_id)
    assert browser.post(GENERAL, {**own, "revision": "2", "keep": kept}).status_code == 303
    assert Post.objects.get().latest_version.attachments.get().name == "theirs.pdf"


# ---------------------------------------------------------------- sent before, with another text


def test_what_differs_from_the_form_that_was_sent_is_kept_and_ends_when_it_is_sent_as_new() -> (
    None
):
    place()
    browser = signed_in(people.stakeholder())
    sent = form("The first text.", revision="0")
    browser.post(SUBMIT, sent)
    page = browser.post(SUBMIT, {**sent, "body": WORDS}).content.decode()
    draft = Draft.objects.get()
    assert draft.body == f"<p>{WORDS}</p>"
    fields = hidden(page, SUBMIT)
    assert (fields["revision"], fields["key"]) == ("1", str(draft.key))
    assert browser.post(SUBMIT, {**fields, "action": "send"}).status_code == 303
    assert (Post.objects.count(), Draft.objects.count()) == (2, 0)


def test_sent_as_a_correction_it_ends_too() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = form("The first text.", revision="0")
    browser.post(SUBMIT, sent)
    page = browser.post(SUBMIT, {**sent, "body": WORDS}).content.decode()
    address = "/en/posts/RT-0001/correct/"
    answer = browser.post(address, {**hidden(page, address), "action": "send"})
    assert answer.status_code == 303
    assert (Post.objects.get().latest_version.number, Draft.objects.count()) == (2, 0)


def test_of_a_correction_that_was_sent_before_the_next_is_kept() -> None:
    author = people.stakeholder()
    post = factories.post(place(), author.person)
    browser, address = signed_in(author), f"/en/posts/{post.reference}/correct/"
    sent = form("The second version.", revision="0")
    browser.post(address, sent)
    page = browser.post(address, {**sent, "body": WORDS}).content.decode()
    draft = Draft.objects.get()
    assert (draft.corrected, draft.body) == (post, f"<p>{WORDS}</p>")
    answer = browser.post(address, {**hidden(page, address), "action": "send"})
    assert (answer.status_code, Draft.objects.count()) == (303, 0)


# ---------------------------------------------------------------- files that wait


@override_settings(FILES_PER_POST=2)
def test_a_draft_holds_as_many_files_as_a_post_and_says_so() -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    ids = [str(upload(author, f"{number}.pdf").pk) for number in range(3)]
    browser.post(SUBMIT, saved(keep=ids))
    assert list(DraftFile.objects.values_list("upload__name", flat=True)) == ["0.pdf", "1.pdf"]
    assert "A draft holds 2 files at most" in browser.get(SUBMIT).content.decode()
    browser.post(SUBMIT, saved(keep=ids, revision="1"))
    assert Draft.objects.get().revision == 1  # the same again


@override_settings(UPLOADS_WAITING_LIMIT=200)
def test_when_too_many_bytes_wait_it_is_said_and_the_text_is_kept() -> None:
    place()
    author = people.stakeholder()
    upload(author, content=b"%PDF-1.4\n" + b"1" * 300)
    browser = signed_in(author)
    answer = browser.post(SUBMIT, form(WORDS, files=[pdf()]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "wait here" in page
    assert f"{WORDS}</textarea>" in page
    assert Draft.objects.get().body == f"<p>{WORDS}</p>"
