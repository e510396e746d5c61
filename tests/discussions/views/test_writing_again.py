"""A form that comes again with the same content gets the same receipt, whatever happened in between."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from discussions.models import CoSignatory, Draft, Post, Upload, Version
from discussions.services.uploads import sweep_upload
from hub.kit.clock import database_now
from tests import people
from tests.discussions.signing import member
from tests.discussions.views.pages import SUBMIT, place
from tests.discussions.writing import form, pdf, upload
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def sent(browser: Client, address: str, given: dict[str, Any]) -> str:
    """Where a form that is taken leads."""
    answer: Any = browser.post(address, given)
    assert answer.status_code == 303, answer.status_code
    return str(answer["Location"])


def own_post(browser: Client, **more: Any) -> str:
    """A post that was sent; the address to correct it."""
    sent(browser, SUBMIT, form("First words", **more))
    return f"/en/posts/{Post.objects.get().reference}/correct/"


def refused(browser: Client, address: str, given: dict[str, Any]) -> None:
    answer: Any = browser.post(address, given)
    assert answer.status_code == 409
    assert "receipt" in answer.content.decode()


def test_a_correction_that_keeps_a_file() -> None:
    place()
    browser = signed_in(people.stakeholder())
    address = own_post(browser, files=[pdf()])
    file = Post.objects.get().latest_version.attachments.get()
    given = form("Better words", keep=str(file.pk))
    assert sent(browser, address, given) == sent(browser, address, given)
    assert Version.objects.count() == 2
    refused(browser, address, {**given, "keep": ""})
    other = browser.post(address, form("Newest words", keep=str(file.pk)))
    assert "no longer kept" in other.content.decode()  # of a version that was replaced meanwhile


def test_while_a_newer_draft_stands_at_the_place_which_stays() -> None:
    place()
    browser = signed_in(people.stakeholder())
    given = form("My words", revision="0")
    first = sent(browser, SUBMIT, given)
    browser.post(SUBMIT, form("Quite other words", action="save", revision="0"))
    assert sent(browser, SUBMIT, given) == first
    refused(browser, SUBMIT, {**given, "body": "Changed words"})
    assert Draft.objects.get().body == "<p>Quite other words</p>"
    Draft.objects.all().delete()
    address, given = f"/en/posts/{Post.objects.get().reference}/correct/", form("B", revision="0")
    first = sent(browser, address, given)
    browser.post(address, form("Newest words", action="save", revision="0"))
    assert sent(browser, address, given) == first
    assert Draft.objects.get().body == "<p>Newest words</p>"


def test_after_an_old_file_of_its_draft_was_sent_and_files_were_swept() -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    given = form("With a file", keep=str(upload(author).pk), revision="1")
    browser.post(SUBMIT, {**given, "action": "save", "revision": "0"})
    Upload.objects.update(created_at=database_now() - timedelta(days=2))
    first = sent(browser, SUBMIT, given)
    assert not sweep_upload()
    assert sent(browser, SUBMIT, given) == first


def test_a_discarded_draft_leaves_its_files_for_a_day() -> None:
    place()
    author = people.stakeholder()
    browser = signed_in(author)
    kept = str(upload(author).pk)
    browser.post(SUBMIT, form("With a file", keep=kept, action="save", revision="0"))
    Upload.objects.update(created_at=database_now() - timedelta(days=2))
    browser.post(f"/en/drafts/{Draft.objects.get().pk}/discard/")
    assert not Draft.objects.exists()
    assert not sweep_upload()
    Upload.objects.update(created_at=database_now() - timedelta(days=2))
    assert sweep_upload()


def test_a_joint_text_whose_organisation_found_a_member_or_lost_one() -> None:
    place()
    people.organisation("Far Shore Club")
    browser = signed_in(people.stakeholder())
    given = form(cosign_name=["Far Shore Club", ""], cosign_email=["club@far.example", ""])
    first = sent(browser, SUBMIT, given)
    club = member("Far Shore Club", "m@far.example")
    assert sent(browser, SUBMIT, given) == first
    assert CoSignatory.objects.count() == 1
    refused(browser, SUBMIT, {**given, "cosign_email": ["other@far.example", ""]})
    refused(browser, SUBMIT, {**given, "cosign_name": [""], "cosign_email": [""]})
    given = form("Other words", cosign_name=["Far Shore Club"], cosign_email=[""])
    first = sent(browser, SUBMIT, given)
    club.person.memberships.update(ended_at=database_now())
    assert sent(browser, SUBMIT, given) == first


def test_a_correction_after_its_name_was_withheld_elsewhere() -> None:
    place()
    browser = signed_in(people.stakeholder())
    address = own_post(browser)
    given = form("Better words", name_withheld="no")
    first = sent(browser, address, given)
    Post.objects.update(name_withheld="name")
    assert sent(browser, address, given) == first
    refused(browser, address, {**given, "name_withheld": "name-and-organisation"})
    assert Post.objects.get().name_withheld == "name"
