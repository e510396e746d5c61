"""Sending, correcting and withdrawing by the pages: once, with files, and no text is ever lost."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from accounts.models import Membership
from discussions.models import Attachment, Post, Space, Upload, Version
from discussions.services.submit import SubmissionPlace, submit
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.views.pages import SUBMIT, fields, place
from tests.discussions.writing import PDF, form, pdf, text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def test_it_is_sent_once_and_the_receipt_shown() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = form("One\n\nTwo", files=[pdf("a.pdf"), pdf("b.pdf", PDF + b"b")])
    first = browser.post(SUBMIT, sent)
    sent["files"] = [pdf("a.pdf"), pdf("b.pdf", PDF + b"b")]
    second = browser.post(SUBMIT, sent)
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"] == "/en/posts/RT-0001/receipt/"
    assert Post.objects.count() == 1
    assert Attachment.objects.count() == 2
    version = Version.objects.values().get()
    assert version["body"] == "<p>One</p>\n<p>Two</p>"
    assert version["speaker_organisation"] == "Coastal Crossings"


def test_another_text_by_the_same_form_is_kept_with_two_ways_on() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = form("First")
    browser.post(SUBMIT, sent)
    again = browser.post(SUBMIT, {**sent, "body": "Second", "files": [pdf()]})
    assert again.status_code == 409
    page = again.content.decode()
    assert "RT-0001" in page
    assert "Second</textarea>" in page
    correction, new = fields(again, 0), fields(again, 1)
    assert correction["key"] == new["key"] != sent["key"]  # that of the draft too
    assert browser.post(SUBMIT, {**new, "action": "send"}).status_code == 303
    done = browser.post("/en/posts/RT-0001/correct/", {**correction, "action": "send"})
    assert done["Location"] == "/en/posts/RT-0001/receipt/?version=2"
    assert Post.objects.count() == 2
    assert Attachment.objects.count() == 2
    latest = Version.objects.filter(post__number=1).values("number", "body").order_by("-number")
    assert latest[0] == {"number": 2, "body": "<p>Second</p>"}


def test_a_preview_sends_nothing_and_keeps_all() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = form("<p>Hello <em>you</em></p>", action="preview", files=[pdf("a.pdf")])
    preview = browser.post(SUBMIT, sent)
    assert preview.status_code == 200
    assert "<p>Hello <em>you</em></p>" in preview.content.decode()
    assert "a.pdf" in preview.content.decode()
    assert not Post.objects.exists()
    hidden = fields(preview)
    assert hidden["key"] == sent["key"]
    back = browser.post(SUBMIT, {**hidden, "action": "edit"})
    assert "Hello you</textarea>" in back.content.decode()
    assert "a.pdf" in back.content.decode()
    assert not Post.objects.exists()
    assert browser.post(SUBMIT, {**hidden, "action": "send"}).status_code == 303
    assert Attachment.objects.get().name == "a.pdf"
    assert Version.objects.values_list("body", flat=True).get() == "<p>Hello <em>you</em></p>"


def test_files_of_a_refused_form_need_not_be_chosen_again() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = form("My long text", files=[pdf("good.pdf"), pdf("bad.pdf", b"MZ\x90\x00")])
    refused = browser.post(SUBMIT, sent)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "bad.pdf: The file is a program" in page
    assert "My long text</textarea>" in page
    kept = Upload.objects.get()
    assert f'name="keep" value="{kept.pk}" checked' in page
    del sent["files"]
    assert browser.post(SUBMIT, {**sent, "keep": str(kept.pk)}).status_code == 303
    assert Attachment.objects.get().name == "good.pdf"


def test_each_refused_file_has_a_line_of_its_own() -> None:
    place()
    files = [pdf("one.pdf", b"MZ\x90\x00"), pdf("two.pdf", b"MZ\x90\x00")]
    answer = signed_in(people.stakeholder()).post(SUBMIT, form(files=files))
    (errors,) = re.findall(r'<span class="err" id[^>]*>(.*?)</span>\n', answer.content.decode())
    first, second = errors.split("<br>")
    assert "one.pdf" in first
    assert "two.pdf" in second


def test_files_of_others_cannot_be_kept() -> None:
    place()
    other, browser = signed_in(people.stranger()), signed_in(people.stakeholder())
    other.post(SUBMIT, form("", files=[pdf("secret.pdf")]))
    kept = Upload.objects.get()
    answer = browser.post(SUBMIT, form(keep=str(kept.pk)))
    assert "no longer kept here" in answer.content.decode()
    assert "secret.pdf" not in answer.content.decode()
    assert not Post.objects.exists()


@override_settings(POSTS_PER_HOUR=1)
def test_over_the_rate_the_form_is_shown_again_and_says_when() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form())
    answer = browser.post(SUBMIT, form("My long text", files=[pdf()]))
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    page = answer.content.decode()
    assert "My long text</textarea>" in page
    assert "note.pdf" in page
    assert "try again in 60 minutes" in page


@override_settings(POSTS_PER_HOUR=1, FILES_PER_POST=1)
def test_over_the_rate_of_files_a_preview_says_so_and_keeps_the_text() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(action="preview", files=[pdf()]))
    answer = browser.post(SUBMIT, form("My long text", action="preview", files=[pdf()]))
    assert answer.status_code == 429
    assert "My long text</textarea>" in answer.content.decode()


def test_when_the_window_closed_meanwhile_the_text_can_be_copied_and_downloaded() -> None:
    place("closed")
    browser = signed_in(people.stakeholder())
    answer = browser.post(SUBMIT, form("One\n\n<b>Two</b>"))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The window closed while you were writing" in page
    assert "One\n\n&lt;b&gt;Two&lt;/b&gt;</textarea>" in page
    download = browser.post("/en/my-text/", {"body": "One\r\n\r\n<b>Two</b>"})
    assert download.content.decode() == "One\n\n<b>Two</b>"
    assert download["Content-Type"] == "text/plain; charset=utf-8"
    assert download["Content-Disposition"].startswith("attachment")


def test_when_the_answered_text_was_hidden_meanwhile_the_text_is_kept() -> None:
    space = place()
    parent = factories.post(space, state="hidden")
    browser = signed_in(people.stakeholder())
    answer = browser.post(f"/en/posts/{parent.reference}/reply/", form("My long text"))
    assert answer.status_code == 409
    assert "My long text</textarea>" in answer.content.decode()


def test_when_the_token_is_old_the_text_is_kept() -> None:
    place()
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(SUBMIT, form("<p>My long text</p>"))
    assert answer.status_code == 403
    assert "My long text</textarea>" in answer.content.decode()


def test_with_several_organisations_the_one_is_chosen() -> None:
    place()
    author = people.stakeholder()
    second = people.organisation("Harbour Forum", stakeholder_group="local-authority")
    Membership.objects.create(person=author.person, organisation=second)
    browser = signed_in(author)
    assert "Harbour Forum" in browser.get(SUBMIT).content.decode()
    browser.post(SUBMIT, form(organisation=str(second.pk), capacity="organisation"))
    speaker = Version.objects.values("speaker_organisation", "speaker_group").get()
    assert speaker == {
        "speaker_organisation": "Harbour Forum",
        "speaker_group": "local-authority",
    }


# ---------------------------------------------------------------- correcting and withdrawing


def test_the_form_of_a_correction_begins_with_what_was_sent() -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    browser.post(
        SUBMIT, form("Old text", language="sw", capacity="personal", files=[pdf("a.pdf")])
    )
    page = browser.get("/en/posts/RT-0001/correct/").content.decode()
    assert "Old text</textarea>" in page
    assert re.search(r'<option value="sw"[^>]*selected', page)
    assert re.search(r'value="personal"[^>]*checked', page)
    attached = Attachment.objects.get()
    assert f'name="keep" value="{attached.pk}" checked' in page
    sent = form("New text", keep=str(attached.pk), files=[pdf("b.pdf", PDF + b"b")])
    answer = browser.post("/en/posts/RT-0001/correct/", sent)
    assert answer["Location"] == "/en/posts/RT-0001/receipt/?version=2"
    files = Attachment.objects.filter(version__number=2).order_by("position")
    assert [file.name for file in files] == ["a.pdf", "b.pdf"]
    assert browser.get("/en/posts/RT-0001/receipt/?version=1").status_code == 200


def test_an_attachment_without_its_tick_is_left_out() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form("Old", files=[pdf("a.pdf")]))
    browser.post("/en/posts/RT-0001/correct/", form("New"))
    assert not Attachment.objects.filter(version__number=2).exists()


def test_withdrawing_asks_first_and_shows_the_receipt() -> None:
    place("closed")
    author = people.stakeholder()
    post = factories.post(Space.objects.get(), author.person)
    browser = signed_in(author)
    address = f"/en/posts/{post.reference}/withdraw/"
    assert "cannot be undone" in browser.get(address).content.decode()
    for _ in range(2):
        done = browser.post(address)
        assert done["Location"] == f"/en/posts/{post.reference}/receipt/"
    assert "Your text is withdrawn" in browser.get(done["Location"]).content.decode()
    assert browser.get(address)["Location"] == done["Location"]
    assert Post.objects.get().state == "withdrawn"


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("posts", [1, 3])
def test_the_form_of_a_reply_costs_the_same_whatever_the_number_of_posts(
    posts: int, django_assert_num_queries: Any
) -> None:
    space, author = place(), people.stakeholder()
    prompt = space.prompts.get()
    parent = factories.post(space, prompt=prompt)
    for _ in range(posts - 1):
        factories.post(space, answers=parent)
    browser = signed_in(author)
    browser.get("/en/posts/RT-0001/reply/")
    with django_assert_num_queries(16):
        browser.get("/en/posts/RT-0001/reply/")


def test_a_key_that_was_used_elsewhere_is_no_way_to_see_anothers_reference() -> None:
    space = place()
    sent = text(key=uuid4())
    submit(by=people.stranger().viewer, to=SubmissionPlace(space), sent=sent)
    answer = signed_in(people.stakeholder()).post(SUBMIT, form(key=str(sent.key)))
    assert answer["Location"] == "/en/posts/RT-0002/receipt/"


def test_a_returned_text_comes_back_after_the_end() -> None:
    space, author = place("closed"), people.stakeholder()
    post = factories.post(
        space,
        author.person,
        state="returned",
        reason="too-long",
        state_since=database_now() - timedelta(days=6),
    )
    browser = signed_in(author)
    address = f"/en/posts/{post.reference}/correct/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, form("Shorter")).status_code == 303
    assert Post.objects.get().state == "pending"
