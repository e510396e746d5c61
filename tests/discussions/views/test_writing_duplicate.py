"""The page for a text that was sent already: what it shows, to whom, and where its buttons lead."""

from typing import Any

import pytest
from django.test import Client

from discussions.models import Attachment, Draft, Post, Version
from hub.kit.sanitise import from_plain_text
from tests import factories, people
from tests.discussions.views.pages import GENERAL, SUBMIT, fields, is_private, place
from tests.discussions.writing import form, pdf
from tests.kit.similar_texts import paragraphs
from tests.people import signed_in

pytestmark = pytest.mark.django_db

TEXT, OTHER = paragraphs("en")[0], paragraphs("en")[1]
NEARLY = TEXT.replace("six months", "half a year")
REPLACE, DIFFERENT = "Replace the earlier one", "This is different: send it"


def asked(browser: Client, body: str = TEXT, address: str = SUBMIT, **more: Any) -> Any:
    """Send a text that is asked about."""
    answer = browser.post(address, form(body, **more))
    assert answer.status_code == 409
    assert is_private(answer)
    return answer


def sent(browser: Client, answer: Any, nth: int, address: str = SUBMIT) -> Any:
    """Press the button of the nth form of the page."""
    done = browser.post(address, {**fields(answer, nth), "action": "send"})
    assert done.status_code == 303, done.content.decode()
    return done


def test_both_texts_stand_there_with_the_choice_and_nothing_is_lost() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    answer = asked(browser, NEARLY)
    page = answer.content.decode()
    assert "A text like this was sent already" in page
    assert "Of 100 words, 9" in page
    assert "six months of wages" in page
    assert "half a year of wages" in page
    assert REPLACE in page
    assert DIFFERENT in page
    assert 'href="/en/posts/RT-0001/receipt/">Do not send it' in page
    again = asked(browser, revision=fields(answer, 1)["revision"])
    assert "The words are the same." in again.content.decode()
    assert Post.objects.count() == 1


def test_the_same_text_four_times_in_a_day_is_one_submission_and_three_warnings() -> None:
    place()
    browser = signed_in(people.stakeholder())
    answers = [browser.post(SUBMIT, form(TEXT)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 409, 409, 409]
    assert all(REPLACE in answer.content.decode() for answer in answers[1:])
    assert Post.objects.count() == 1


def test_replacing_sends_a_correction_with_the_new_files() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT, files=[pdf("wrong.pdf")]))
    answer = asked(browser, NEARLY, files=[pdf("right.pdf")])
    assert "Its files stay." not in answer.content.decode()
    done = sent(browser, answer, 0, "/en/posts/RT-0001/correct/")
    assert done["Location"] == "/en/posts/RT-0001/receipt/?version=2"
    assert Post.objects.count() == 1
    names = Attachment.objects.values_list("version__number", "name").order_by("version__number")
    assert list(names) == [(1, "wrong.pdf"), (2, "right.pdf")]
    assert not Draft.objects.exists()  # the text ended as a version


def test_replacing_without_files_keeps_those_of_the_earlier_one() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT, files=[pdf("kept.pdf")]))
    answer = asked(browser, NEARLY)
    assert "Its files stay." in answer.content.decode()
    sent(browser, answer, 0, "/en/posts/RT-0001/correct/")
    names = Attachment.objects.values_list("version__number", "name")
    assert sorted(names) == [(1, "kept.pdf"), (2, "kept.pdf")]


def test_a_different_text_is_sent_as_a_new_post_with_its_files_and_only_once() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    answer = asked(browser, NEARLY, files=[pdf("new.pdf")])
    assert "new.pdf" in answer.content.decode()
    first, second = sent(browser, answer, 1), sent(browser, answer, 1)
    assert first["Location"] == second["Location"] == "/en/posts/RT-0002/receipt/"
    assert Post.objects.count() == 2
    assert Attachment.objects.get().name == "new.pdf"
    assert not Draft.objects.exists()
    third = fields(asked(browser, TEXT), 1)
    assert third["differs_from"] == "RT-0002"  # one field for each; the last is read here
    assert 'name="differs_from" value="RT-0001"' in asked(browser, TEXT).content.decode()


def test_what_is_said_to_be_different_is_nothing_else_than_a_reference() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    asked(browser, differs_from=["", "RT-9", "x", "RT-0002"])
    answer = browser.post(SUBMIT, form(TEXT, differs_from=["rt-0001", "<b>"]))
    assert answer.status_code == 303


def test_the_text_can_be_changed_instead() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    again = browser.post(SUBMIT, {**fields(asked(browser, NEARLY), 1), "action": "edit"})
    assert again.status_code == 200
    assert "half a year" in again.content.decode()


def test_a_post_that_cannot_be_corrected_now_is_not_offered_for_it() -> None:
    space, author = place("none"), people.stakeholder()
    closed = factories.window(space, "closed", position=1)
    prompt = factories.prompt(space, 2, window=closed)
    factories.post(space, author.person, from_plain_text(TEXT), prompt=prompt)
    factories.post(space, author.person, from_plain_text(OTHER), state="hidden", reason="legal")
    browser = signed_in(author)
    assert browser.post(SUBMIT, form(TEXT)).status_code == 303  # carried over, of another window
    page = asked(browser, OTHER, GENERAL).content.decode()
    assert REPLACE not in page
    assert "RT-0002</bdi> cannot be replaced now" in page
    assert DIFFERENT in page


# ---------------------------------------------------------------- colleagues


def colleagues(**more: Any) -> tuple[Client, Post]:
    """A browser of a checked member, and a post that a colleague sent for their organisation."""
    space, author = place(), people.stakeholder()
    speaker = {"speaker_organisation": "Coastal Crossings", "speaker_name": "Amina Otieno"}
    post = factories.post(space, author.person, from_plain_text(TEXT), speaker=speaker, **more)
    other, staff = people.colleague(author), people.secretariat().user
    for membership in other.person.memberships.all():
        membership.confirmed_by, membership.confirmed_at = staff, post.received_at
        membership.save()
        membership.organisation.verified_by = staff
        membership.organisation.verified_at = post.received_at
        membership.organisation.save()
    return signed_in(other), post


def test_a_colleague_s_text_cannot_be_replaced_and_leads_to_its_page() -> None:
    browser, _post = colleagues()
    page = asked(browser, NEARLY).content.decode()
    assert "Your organisation sent" in page
    assert "six months of wages" in page
    assert REPLACE not in page
    assert 'href="/en/posts/RT-0001/">Do not send it' in page


@pytest.mark.parametrize("state", ["pending", "returned", "hidden"])
def test_a_colleague_s_text_that_is_not_public_is_named_and_not_shown(state: str) -> None:
    browser, _post = colleagues(state=state)
    page = asked(browser, NEARLY).content.decode()
    assert "RT-0001" in page
    assert "six months of wages" not in page
    assert "Amina" not in page
    assert "It is not public, so its text is not shown here." in page


def test_a_colleague_s_name_that_is_withheld_stays_so() -> None:
    browser, _post = colleagues(name_withheld="name")
    page = asked(browser, NEARLY).content.decode()
    assert "RT-0001" in page
    assert "Amina" not in page


# ---------------------------------------------------------------- before sending, and afterwards


def test_a_preview_says_what_will_be_asked() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    for body, said in ((TEXT, "The same text was sent before"), (NEARLY, "Nearly the same text")):
        page = browser.post(SUBMIT, form(body, action="preview")).content.decode()
        assert said in page
        assert "you say whether this text replaces that one or is different" in page
    page = browser.post(SUBMIT, form(OTHER, action="preview")).content.decode()
    assert "text was sent before" not in page


def test_a_preview_after_the_choice_keeps_it() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    preview = browser.post(SUBMIT, form(NEARLY, action="preview", differs_from=["RT-0001"]))
    assert "text was sent before" not in preview.content.decode()
    sent(browser, preview, 0)


def test_a_reply_is_asked_about_too() -> None:
    space = place()
    browser = signed_in(people.stakeholder())
    for number in range(2):
        factories.post(space)
        address = f"/en/posts/RT-000{number * 2 + 1}/reply/"
        if number:
            asked(browser, TEXT, address)
        else:
            browser.post(address, form(TEXT))


def test_a_text_that_was_carried_over_says_so_on_its_page_and_in_its_thread() -> None:
    space = place()
    other = factories.window(space, position=1)
    factories.prompt(space, 2, window=other)
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    assert browser.post(SUBMIT.replace("/1/", "/2/"), form(NEARLY)).status_code == 303
    for address in ("/en/posts/RT-0002/", "/en/spaces/roundtable/prompts/2/"):
        page = Client().get(address).content.decode()
        link = '<a href="/en/posts/RT-0001/"><bdi>RT-0001</bdi></a>'
        assert f"Carried over from {link}, question 1." in page
    assert Version.objects.count() == 2


def test_it_is_in_french_too() -> None:
    place()
    browser = signed_in(people.stakeholder())
    browser.post(SUBMIT, form(TEXT))
    answer = browser.post(SUBMIT.replace("/en/", "/fr/"), form(TEXT))
    assert answer.status_code == 409
    assert '<html lang="fr"' in answer.content.decode()
