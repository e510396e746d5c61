"""The same file twice beside one text: said wherever its files are listed for who writes it, and never refused."""

import re
from typing import Any

import pytest

from discussions.models import Attachment, Upload
from tests import factories, people
from tests.discussions.views.pages import SUBMIT, fields, place
from tests.discussions.writing import PDF, form, pdf, upload
from tests.people import signed_in

pytestmark = pytest.mark.django_db

SAME = "This is the same file as a.pdf. Remove one of them if you do not need both."


def rows(response: Any) -> list[tuple[str, str]]:
    """Name and visible note of each file of the form, in their order."""
    page = response.content.decode().partition("<template>")[0]
    return re.findall(
        r"<bdi data-file-name>([^<]*)</bdi>.*?<small data-file-same(?: hidden)?>([^<]*)</small>",
        page,
        flags=re.DOTALL,
    )


def test_without_script_the_preview_the_form_and_the_receipt_say_it() -> None:
    place()
    browser = signed_in(people.stakeholder())
    chosen = [pdf("a.pdf"), pdf("b.pdf", PDF + b"b"), pdf("c.pdf")]
    preview = browser.post(SUBMIT, form(action="preview", files=chosen))
    assert preview.content.decode().count(SAME) == 1
    kept = [str(one.pk) for one in Upload.objects.order_by("name")]
    back = browser.post(SUBMIT, {**fields(preview), "keep": kept, "action": "edit"})
    assert rows(back) == [("a.pdf", ""), ("b.pdf", ""), ("c.pdf", SAME)]
    sent = browser.post(SUBMIT, {**fields(back), **form(keep=kept)})
    assert Attachment.objects.count() == 3
    receipt = browser.get(sent["Location"]).content.decode()
    assert receipt.count("The same file as <bdi>a.pdf</bdi>.") == 1


def test_a_draft_that_is_opened_again_says_it() -> None:
    place()
    author = people.stakeholder()
    kept = [str(upload(author, name).pk) for name in ("a.pdf", "b.pdf")]
    browser = signed_in(author)
    browser.post(SUBMIT, form(action="save", keep=kept))
    assert rows(browser.get(SUBMIT)) == [("a.pdf", ""), ("b.pdf", SAME)]


def test_a_file_of_the_version_before_counts_until_its_tick_is_taken_away() -> None:
    space, author = place(), people.stakeholder()
    post = factories.post(space, author.person)
    earlier = factories.attachment(post.latest_version, "a.pdf")
    again = upload(author, "b.pdf")
    Upload.objects.update(sha256=earlier.sha256)
    browser, address = signed_in(author), f"/en/posts/{post.reference}/correct/"
    both = [str(earlier.pk), str(again.pk)]
    answer = browser.post(address, form(action="edit", keep=both))
    assert rows(answer) == [("a.pdf", ""), ("b.pdf", SAME)]
    alone = browser.post(address, form(action="edit", keep=both[1:]))
    assert sorted(rows(alone)) == [("a.pdf", ""), ("b.pdf", "")]


def test_the_preview_of_a_withheld_name_speaks_of_the_names_that_readers_see() -> None:
    place()
    browser = signed_in(people.stakeholder())
    chosen = [pdf("Amina Otieno.pdf"), pdf("Amina again.pdf")]
    sent = form(action="preview", files=chosen, name_withheld="name")
    page = browser.post(SUBMIT, sent).content.decode()
    article = page.partition("<article")[2].partition("</article>")[0]
    assert "This is the same file as" in article
    assert "Amina" not in article.partition('class="files"')[2]


def test_the_word_for_the_script_and_the_fingerprint_of_each_file_are_on_the_page() -> None:
    place()
    author = people.stakeholder()
    kept = upload(author, "a.pdf")
    browser = signed_in(author)
    page = browser.post(SUBMIT, form(action="edit", keep=[str(kept.pk)])).content.decode()
    assert f'data-file-hash="{kept.sha256}"' in page
    assert "This is the same file as {name}." in page
