"""Drafts in the browser's requests: with and without script, of an author and of colleagues."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from discussions.models import Draft, DraftFile, Post, Space, Upload
from discussions.services.drafts import edit_shared_draft
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.drafting import confirm, content, shared
from tests.discussions.writing import form, pdf, upload
from tests.people import signed_in

pytestmark = pytest.mark.django_db

SUBMIT = "/en/spaces/roundtable/prompts/1/submit/"
GENERAL = "/en/spaces/roundtable/submit/"
JSON: dict[str, Any] = {"headers": {"accept": "application/json"}}


def place(window: str = "open") -> Space:
    space = factories.space()
    factories.prompt(space)
    factories.window(space, window)
    return space


def saved(body: str = "<p>So far.</p>", **more: Any) -> dict[str, Any]:
    return form(body, **{"action": "save", **more})


def test_the_button_saves_and_leads_back_to_the_page_which_goes_on_with_the_draft() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = saved(language="sw", capacity="personal", files=[pdf("annex.pdf")])
    answer = browser.post(SUBMIT, sent)
    assert (answer.status_code, answer["Location"]) == (303, SUBMIT)
    page = browser.get(SUBMIT).content.decode()
    assert "Draft saved at" in page
    assert "So far.</textarea>" in page
    assert re.search(r'<option value="sw"[^>]*selected', page)
    assert re.search(r'value="personal"[^>]*checked', page)
    assert f'name="keep" value="{Upload.objects.get().pk}" checked' in page
    assert 'name="revision" value="1"' in page
    assert f'name="key" value="{sent["key"]}"' in page
    assert Post.objects.count() == 0


def test_an_unfinished_form_is_saved_all_the_same() -> None:
    place()
    browser = signed_in(people.stakeholder())
    answer = browser.post(SUBMIT, saved("", language="!!", capacity="nonsense", keep="no-id"))
    assert answer.status_code == 303
    draft = Draft.objects.get()
    assert (draft.body, draft.language, draft.capacity) == ("", "en", "organisation")


def test_a_text_over_the_limit_is_saved_whole() -> None:
    space = place()
    space.length_limit = 5
    space.save()
    signed_in(people.stakeholder()).post(SUBMIT, saved("<p>Far too long.</p>"))
    assert Draft.objects.get().body == "<p>Far too long.</p>"


def test_what_is_saved_is_sanitised() -> None:
    place()
    signed_in(people.stakeholder()).post(SUBMIT, saved("<p>A<script>alert(1)</script></p>"))
    assert Draft.objects.get().body == "<p>A</p>"


def test_a_refused_file_is_told_and_the_rest_is_saved() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, saved(files=[pdf("good.pdf"), pdf("bad.pdf", b"MZ\x90\x00")]))
    page = browser.get(SUBMIT).content.decode()
    assert "bad.pdf: The file is a program" in page
    assert DraftFile.objects.values_list("upload__name", flat=True).get() == "good.pdf"


def test_a_script_is_told_when_it_was_saved_and_the_revision() -> None:
    place()
    browser = signed_in(people.stakeholder())
    first = browser.post(SUBMIT, saved(), **JSON)
    assert first.status_code == 200
    told = first.json()
    draft = Draft.objects.get()
    assert told["revision"] == 1
    assert told["savedAt"] == draft.saved_at.isoformat()
    assert told["saved"].startswith("Draft saved at ")
    assert told["beside"] == ""
    assert told["textUrl"] == f"/en/drafts/{draft.pk}/text/"
    again = browser.post(SUBMIT, saved("<p>More.</p>", revision="1"), **JSON)
    assert again.json()["revision"] == 2


def test_a_script_is_told_how_many_files_were_left_out_of_what_was_saved(settings: Any) -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    settings.FILES_PER_POST = 2
    kept = [str(upload(author, f"{n}.pdf").pk) for n in range(4)]
    first = browser.post(SUBMIT, saved(keep=kept[:2]), **JSON).json()
    assert first["leftOut"] == ""
    many = browser.post(SUBMIT, saved(keep=kept, revision="1"), **JSON).json()
    assert many["leftOut"] == "A draft holds 2 files at most. The last 2 files were left out."
    again = browser.post(SUBMIT, saved(keep=kept, revision="1"), **JSON).json()
    assert again["leftOut"] == many["leftOut"]
    Upload.objects.filter(pk=kept[3]).delete()
    gone = [kept[0], kept[3]]
    swept = browser.post(SUBMIT, saved(keep=gone, revision="1"), **JSON).json()
    assert swept["leftOut"] == "1 file is no longer kept here and was left out: attach it again."
    assert DraftFile.objects.count() == 1


def test_without_script_a_file_that_is_gone_is_told_too() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, saved(keep=[str(uuid4()), str(uuid4())]))
    page = browser.get(SUBMIT).content.decode()
    assert "2 files are no longer kept here and were left out: attach them again." in page


def test_a_script_is_told_of_a_newer_text_and_nothing_is_overwritten() -> None:
    place()
    browser, page = signed_in(people.stakeholder()), str(uuid4())
    browser.post(SUBMIT, saved("<p>A</p>", page=page))
    answer = browser.post(SUBMIT, saved("<p>B</p>"), **JSON)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], told["revision"], told["page"]) == ("draft-changed", 1, page)
    assert "You saved this draft" in told["message"]
    last = browser.post(SUBMIT, saved("<p>B</p>", page=page, last="on"), **JSON)
    assert last.json()["revision"] == 2  # the page is gone: nothing newer can come from it


def test_both_texts_are_shown_and_either_can_be_kept() -> None:
    place()
    browser, key = signed_in(people.stakeholder()), str(uuid4())
    browser.post(SUBMIT, saved("<p>First text</p>", key=key))
    kept = upload(_known("stakeholder@test.example"), "mine.pdf")
    answer = browser.post(
        SUBMIT,
        saved("<p>Second text</p>", key=key, keep=str(kept.pk), language="fr", share="on"),
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<p>First text</p>" in page
    assert "Second text</textarea>" in page
    assert f'href="{SUBMIT}"' in page  # keeps the saved one
    assert "Send my text" not in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert fields["revision"] == "1"
    assert (fields["language"], fields["keep"], fields["key"]) == ("fr", str(kept.pk), key)
    fields.pop("csrfmiddlewaretoken", None)
    browser.post(SUBMIT, {**fields, "body": "<p>Both texts</p>", "action": "save"})
    draft = Draft.objects.get()
    assert (draft.body, draft.language, draft.revision) == ("<p>Both texts</p>", "fr", 2)
    assert draft.files.get().upload == kept


def test_files_that_come_with_the_later_text_are_kept_for_it() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, saved("<p>First</p>"))
    page = browser.post(SUBMIT, saved("<p>Second</p>", files=[pdf("b.pdf")])).content.decode()
    assert f'name="keep" value="{Upload.objects.get().pk}"' in page
    assert "<bdi>b.pdf</bdi>" in page


def test_sending_ends_the_draft_and_the_page_begins_empty() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), saved()
    browser.post(SUBMIT, sent)
    answer = browser.post(SUBMIT, {**sent, "action": "send", "revision": "1"})
    assert answer.status_code == 303
    assert "/receipt/" in answer["Location"]
    assert not Draft.objects.exists()
    assert "So far." not in browser.get(SUBMIT).content.decode()


def test_sending_from_two_devices_is_one_post() -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    browser.post(SUBMIT, saved())
    pages = [signed_in(author).get(SUBMIT).content.decode() for _ in range(2)]
    keys = {re.findall(r'name="key" value="([^"]+)"', page)[0] for page in pages}
    assert len(keys) == 1
    for _ in range(2):
        browser.post(SUBMIT, form("<p>So far.</p>", key=keys.copy().pop(), revision="1"))
    assert Post.objects.count() == 1


def test_before_a_text_is_sent_a_newer_one_of_a_colleague_is_shown() -> None:
    space = place()
    author, colleague = _pair()
    draft = shared(author, space)
    browser = signed_in(author)
    edit_shared_draft(
        by=colleague.viewer, draft_id=draft.pk, content=content("<p>Theirs</p>"), revision=1
    )
    sent = form("<p>Mine</p>", key=str(draft.key), revision="1")
    answer = browser.post(GENERAL, sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jonas Weiler saved this draft" in page
    assert "Nothing was sent" in page
    assert "Send my text" in page
    assert "<p>Theirs</p>" in page
    assert Post.objects.count() == 0
    assert browser.post(GENERAL, {**sent, "revision": "2"}).status_code == 303
    assert not Draft.objects.exists()


def test_a_draft_of_another_device_that_one_has_not_seen_is_shown_before_sending() -> None:
    place()
    author = people.stakeholder()
    signed_in(author).post(SUBMIT, saved("<p>On the phone</p>"))
    answer = signed_in(author).post(SUBMIT, form("<p>At the desk</p>", revision="0"))
    assert answer.status_code == 409
    assert "On the phone" in answer.content.decode()
    assert Post.objects.count() == 0


def test_a_preview_keeps_the_text_and_can_be_sent_or_changed() -> None:
    space = place()
    author, _colleague = _pair()
    browser = signed_in(author)
    page = browser.post(GENERAL, form("<p>A</p>", action="preview", share="on")).content.decode()
    draft = Draft.objects.get()
    assert (draft.body, draft.space, draft.shared_with) == ("<p>A</p>", space, author.organisation)
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    hidden["body"] = "<p>A</p>"
    again = browser.post(GENERAL, {**hidden, "action": "edit"}).content.decode()
    assert f'name="revision" value="{draft.revision}"' in again
    assert Draft.objects.get().shared_with == author.organisation
    assert browser.post(GENERAL, {**hidden, "action": "send"}).status_code == 303
    assert not Draft.objects.exists()


def test_a_text_that_was_refused_is_kept_as_a_draft() -> None:
    space = place()
    space.length_limit = 5
    space.save()
    browser = signed_in(people.stakeholder())
    answer = browser.post(SUBMIT, form("<p>Far too long.</p>"))
    assert answer.status_code == 400
    assert 'name="revision" value="1"' in answer.content.decode()
    assert Draft.objects.get().body == "<p>Far too long.</p>"


@pytest.mark.parametrize("window", ["scheduled", "closed"])
def test_where_nothing_is_taken_the_draft_is_saved_shown_and_can_be_downloaded(
    window: str,
) -> None:
    place(window)
    browser = signed_in(people.stakeholder())
    assert browser.post(SUBMIT, saved("<p>A &amp; <strong>B</strong></p>")).status_code == 303
    draft = Draft.objects.get()
    answer = browser.get(SUBMIT)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "A &amp; B</textarea>" in page
    assert "Draft saved at" in page
    assert f"/en/drafts/{draft.pk}/text/" in page
    assert f"/en/drafts/{draft.pk}/discard/" in page
    plain = browser.get(f"/en/drafts/{draft.pk}/text/")
    assert plain.content.decode() == "A & B"
    assert plain["Content-Disposition"] == 'attachment; filename="draft.txt"'
    html = browser.get(f"/en/drafts/{draft.pk}/text/?as=html")
    assert "<p>A &amp; <strong>B</strong></p>" in html.content.decode()
    assert '<html lang="en" dir="ltr">' in html.content.decode()
    assert "sandbox" in html["Content-Security-Policy"]


def test_when_the_window_closed_meanwhile_the_sent_text_is_kept_as_a_draft() -> None:
    place("closed")
    browser = signed_in(people.stakeholder())
    answer = browser.post(SUBMIT, form("<p>Too late</p>", files=[pdf("a.pdf")]))
    assert answer.status_code == 403
    assert "kept in your account" in answer.content.decode()
    assert Draft.objects.get().files.count() == 1


def test_a_reply_that_can_no_longer_be_sent_is_found_again() -> None:
    space = place()
    parent = factories.post(space)
    browser = signed_in(people.stakeholder())
    address = f"/en/posts/{parent.reference}/reply/"
    browser.post(address, saved("<p>My reply</p>"))
    Post.objects.update(state="hidden", reason="spam")
    answer = browser.get(address)
    assert answer.status_code == 409
    assert "My reply</textarea>" in answer.content.decode()


def test_a_correction_goes_on_with_its_draft_and_offers_the_files_that_it_leaves_out() -> None:
    space = place()
    author = people.stakeholder()
    post = factories.post(space, author.person, body="<p>As sent</p>")
    one = factories.attachment(post.latest_version, "one.pdf")
    two = factories.attachment(post.latest_version, "two.pdf")
    browser, address = signed_in(author), f"/en/posts/{post.reference}/correct/"
    browser.post(address, saved("<p>Mended</p>", keep=str(two.pk)))
    page = browser.get(address).content.decode()
    assert "Mended</textarea>" in page
    assert f'value="{two.pk}" checked' in page
    assert f'value="{one.pk}">' in page
    assert page.index("two.pdf") < page.index("one.pdf")


def test_signed_out_a_script_is_told_so_and_a_reader_sees_the_text() -> None:
    place()
    answer = Client().post(SUBMIT, saved(), **JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "sign-in-first")
    page = Client().post(SUBMIT, saved())
    assert (page.status_code, "So far.</textarea>" in page.content.decode()) == (403, True)


def test_a_save_after_its_form_was_sent_is_told_so() -> None:
    place()
    browser, sent = signed_in(people.stakeholder()), form("<p>Sent.</p>")
    browser.post(SUBMIT, sent)
    late = {**sent, "action": "save", "body": "<p>Sen</p>"}
    answer = browser.post(SUBMIT, late, **JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "draft-sent")
    assert "RT-0001" in answer.json()["message"]
    assert browser.post(SUBMIT, late).status_code == 409


def test_somebody_elses_post_takes_no_draft_of_a_correction() -> None:
    space = place()
    post = factories.post(space, people.stakeholder().person)
    browser = signed_in(people.stranger())
    answer = browser.post(f"/en/posts/{post.reference}/correct/", saved())
    assert answer.status_code == 403
    assert not Draft.objects.exists()


# ---------------------------------------------------------------- discarding


def test_a_draft_is_thrown_away_after_a_question() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, saved(files=[pdf("a.pdf")]))
    address = f"/en/drafts/{Draft.objects.get().pk}/discard/"
    asked = browser.get(address).content.decode()
    assert "So far." in asked
    assert "1 file goes with it." in asked
    answer = browser.post(address)
    assert (answer.status_code, answer["Location"]) == (
        303,
        "/en/spaces/roundtable/prompts/1/",
    )
    assert not Draft.objects.exists()
    assert browser.post(address).status_code == 303
    assert browser.get(address).status_code == 404


# ---------------------------------------------------------------- colleagues


def test_a_colleague_finds_the_text_edits_it_and_is_named_to_its_author() -> None:
    space = place()
    author, colleague = _pair()
    draft = shared(author, space)
    address, browser = f"/en/drafts/{draft.pk}/", signed_in(colleague)
    page = browser.get(address).content.decode()
    assert "So far.</textarea>" in page
    assert "Draft by" in page
    assert 'value="send"' not in page
    assert 'name="share"' not in page
    assert "Amina Otieno is editing this draft now." in page
    answer = browser.post(address, saved("<p>Better.</p>", revision="1", files=[pdf("c.pdf")]))
    assert (answer.status_code, answer["Location"]) == (303, address)
    own = signed_in(author).get(GENERAL).content.decode()
    assert "Better.</textarea>" in own
    assert "c.pdf" in own
    assert "Jonas Weiler is editing this draft now." in own
    assert re.search(r'name="share"[^>]*checked', own)


def test_who_saved_minutes_ago_is_named_with_how_long_ago() -> None:
    space = place()
    author, colleague = _pair()
    draft = shared(author, space)
    Draft.objects.update(saved_at=database_now() - timedelta(minutes=2, seconds=20))
    page = signed_in(colleague).get(f"/en/drafts/{draft.pk}/").content.decode()
    assert "Amina Otieno is editing this draft now (2 minutes ago)." in page
    Draft.objects.update(saved_at=database_now() - timedelta(minutes=10))
    page = signed_in(colleague).get(f"/en/drafts/{draft.pk}/").content.decode()
    assert "is editing" not in page


def test_its_author_is_led_to_where_they_write() -> None:
    space = place()
    author, _colleague = _pair()
    draft = shared(author, space)
    answer = signed_in(author).get(f"/en/drafts/{draft.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, GENERAL)


def test_a_stale_save_of_a_colleague_shows_both_texts() -> None:
    space = place()
    author, colleague = _pair()
    draft = shared(author, space)
    browser, address = signed_in(colleague), f"/en/drafts/{draft.pk}/"
    answer = browser.post(address, saved("<p>Theirs</p>", revision="0"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<p>So far.</p>" in page
    assert "Theirs</textarea>" in page
    assert f'href="{address}"' in page
    assert Draft.objects.get().body == "<p>So far.</p>"


@pytest.mark.parametrize("capacity", ["organisation", "personal"])
def test_the_box_lets_colleagues_in_while_one_speaks_for_the_organisation(capacity: str) -> None:
    place()
    author, _colleague = _pair()
    browser = signed_in(author)
    assert "Let colleagues of Coastal Crossings edit this draft" in _page(browser)
    browser.post(SUBMIT, saved(capacity=capacity, share="on"))
    shared_with = Draft.objects.get().shared_with
    assert (shared_with is not None) is (capacity == "organisation")


def test_without_a_confirmed_membership_there_is_no_box() -> None:
    place()
    assert 'name="share"' not in _page(signed_in(people.stakeholder()))


@pytest.mark.parametrize(
    "who", ["visitor", "stranger", "unconfirmed", "moderator", "secretariat", "administrator"]
)
@pytest.mark.parametrize("part", ["", "text/", "discard/"])
def test_to_everybody_else_a_draft_does_not_exist(who: str, part: str) -> None:
    space = place()
    author = confirm(people.stakeholder())
    draft = shared(author, space)
    browser = Client() if who == "visitor" else signed_in(_someone(who, author, space))
    address = f"/en/drafts/{draft.pk}/{part}"
    answer = browser.get(address)
    assert answer.status_code == (302 if who == "visitor" else 404)
    assert "So far" not in answer.content.decode()
    browser.post(address, saved("<p>Theirs</p>", revision="1"))
    assert Draft.objects.get().body == "<p>So far.</p>"


def test_a_colleague_may_download_and_not_discard() -> None:
    space = place()
    author, colleague = _pair()
    draft = shared(author, space)
    browser = signed_in(colleague)
    assert browser.get(f"/en/drafts/{draft.pk}/text/").content.decode() == "So far."
    assert browser.post(f"/en/drafts/{draft.pk}/discard/").status_code == 404
    assert Draft.objects.count() == 1


def _someone(who: str, author: people.Actor, space: Space) -> people.Actor:
    if who == "stranger":
        return confirm(people.stranger())
    if who == "unconfirmed":
        return people.colleague(author)
    if who == "moderator":
        return people.moderator(space)
    return people.secretariat() if who == "secretariat" else people.administrator()


def _pair() -> tuple[people.Actor, people.Actor]:
    author = people.stakeholder()
    return confirm(author), confirm(people.colleague(author))


def _known(email: str) -> people.Actor:
    user = User.objects.get(email=email)
    return people.Actor(user, user.person)


def _page(browser: Client) -> str:
    return browser.get(SUBMIT).content.decode()


def test_a_form_with_a_text_alone_is_sent_and_leaves_the_draft_that_it_has_not_seen() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, saved("Written on another device"), **JSON)
    answer = browser.post(SUBMIT, {"body": "Sent by a program"})
    assert answer.status_code == 303
    assert Draft.objects.get().body == "<p>Written on another device</p>"


def test_what_is_sent_from_the_preview_ends_its_draft() -> None:
    place()
    browser = signed_in(people.stakeholder())
    sent = saved("We agree.", action="preview")
    assert browser.post(SUBMIT, sent).status_code == 200
    assert Draft.objects.count() == 1
    assert browser.post(SUBMIT, {"body": "We agree.", "key": sent["key"]}).status_code == 303
    assert Draft.objects.count() == 0


def test_a_save_of_the_same_page_on_its_way_makes_no_second_text_of_a_form_that_is_shown_again() -> (
    None
):
    place()
    browser, page = signed_in(people.stakeholder()), str(uuid4())
    first = browser.post(SUBMIT, saved("<p>A</p>", page=page, revision="0"), **JSON)
    assert first.status_code == 200  # its answer has not arrived: the page still says 0
    again = browser.post(SUBMIT, form("<p>B</p>", action="edit", page=page, revision="0"))
    assert f'name="revision" value="{Draft.objects.get().revision}"' in again.content.decode()
    assert Draft.objects.get().body == "<p>B</p>"


def test_a_draft_with_fewer_files_than_are_sent_holds_nothing_else() -> None:
    place()
    author = people.stakeholder()
    browser, kept, added = signed_in(author), upload(author), upload(author, "b.pdf")
    browser.post(SUBMIT, saved("<p>A</p>", keep=str(kept.pk)), **JSON)
    sent = form("<p>A</p>", revision="0", keep=[str(kept.pk), str(added.pk)])
    assert browser.post(SUBMIT, sent).status_code == 303
