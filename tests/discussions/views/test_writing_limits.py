"""The length that a space sets, and the posts of an hour: said before and after, and what to do."""

import pytest
from django.conf import settings as site
from django.test import override_settings

from discussions.models import Post, Space
from tests import people
from tests.discussions.views.pages import SUBMIT, place
from tests.discussions.writing import form
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def limited(limit: int | None) -> Space:
    """A space whose texts may have so many characters."""
    space = place()
    space.length_limit = limit
    space.save()
    return space


def test_the_limit_stands_on_the_page_before_anything_is_written() -> None:
    limited(2500)
    page = signed_in(people.stakeholder()).get(SUBMIT).content.decode()
    assert "Up to 2500 characters." in page
    assert 'data-limit="2500"' in page


def test_without_a_limit_none_is_spoken_of() -> None:
    limited(None)
    page = signed_in(people.stakeholder()).get(SUBMIT).content.decode()
    assert "data-limit" not in page
    assert "Up to" not in page.partition("<textarea")[0].partition("<form")[2]


@pytest.mark.parametrize(
    ("body", "over"), [("1234567890", 0), ("12345678901", 1), ("12345 67 90\n\n123", 5)]
)
def test_over_the_limit_the_form_says_by_how_much_and_keeps_the_text(body: str, over: int) -> None:
    limited(10)
    answer = signed_in(people.stakeholder()).post(SUBMIT, form(body))
    assert answer.status_code == (400 if over else 303)
    assert Post.objects.exists() is not bool(over)
    if over:
        page = answer.content.decode()
        assert f"The text is {over} character" in page
        assert body.split("\n", maxsplit=1)[0] in page
        assert 'aria-invalid="true"' in page


def test_formatting_and_what_cannot_be_seen_is_not_counted() -> None:
    limited(10)
    body = "<p><strong>12345</strong>\u200b\u00ad<em>&nbsp; </em></p><ul><li>7890</li></ul><p>&nbsp;</p>"
    assert signed_in(people.stakeholder()).post(SUBMIT, form(body)).status_code == 303


def test_the_rate_is_that_of_the_product() -> None:
    assert site.POSTS_PER_HOUR == 30


@override_settings(POSTS_PER_HOUR=2)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_over_the_rate_one_is_told_when_in_the_language_of_the_page(
    language: str,
) -> None:
    place()
    browser, address = signed_in(people.stakeholder()), SUBMIT.replace("/en/", f"/{language}/")
    answers = [browser.post(address, form(f"Text {number}")) for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 3500 < int(answers[2]["Retry-After"]) <= 3600
    page = answers[2].content.decode()
    assert f'<html lang="{language}"' in page
    assert "60 minutes" in page
    assert "Text 2" in page


@override_settings(POSTS_PER_HOUR=1)
def test_what_was_asked_about_or_refused_does_not_count() -> None:
    place()
    browser = signed_in(people.stakeholder())
    assert browser.post(SUBMIT, form("Text", language="?")).status_code == 400
    assert browser.post(SUBMIT, form("Text", action="preview")).status_code == 200
    assert browser.post(SUBMIT, form("Text")).status_code == 303
    assert signed_in(people.stranger()).post(SUBMIT, form("Text")).status_code == 303
