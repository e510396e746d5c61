"""Pages that say no to a form of writing give it back, to be sent again."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client, RequestFactory

from discussions.models import Post, Version
from hub.views import server_error
from tests import factories, people
from tests.discussions.writing import form, pdf
from tests.people import signed_in

SUBMIT = "/en/spaces/roundtable/submit/"
OURS = {"origin": "http://testserver"}


def strict(actor: people.Actor) -> Client:
    """A browser that has signed in, to which the check of tokens applies."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the kept form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


@pytest.mark.django_db
def test_a_form_with_an_old_token_comes_back_with_a_new_one_and_is_sent_by_one_press() -> None:
    factories.space()
    browser = strict(people.stakeholder())
    sent = form("We agree.", csrfmiddlewaretoken="x" * 64)
    refused = browser.post(SUBMIT, sent, headers=OURS)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert "The form has expired" in page
    assert "We agree.</textarea>" in page
    kept = fields_of(page)
    assert kept["key"] == sent["key"]
    answer = browser.post(SUBMIT, {**kept, "action": "send"}, headers=OURS)
    assert answer.status_code == 303
    assert Version.objects.values_list("body", flat=True).get() == "<p>We agree.</p>"


def way_in(page: str) -> str:
    """Where "Sign in" of the header leads back to."""
    found = re.search(r'<a href="/en/accounts/login/\?next=([^"]*)" rel="nofollow">Sign in', page)
    assert found is not None
    return unquote(found[1])


@pytest.mark.django_db
def test_sign_in_on_the_page_of_an_expired_form_leads_back_to_where_the_form_stood() -> None:
    factories.post(factories.space())
    browser = Client(enforce_csrf_checks=True)
    stood = {**OURS, "referer": "http://testserver/en/posts/RT-0001/endorse/"}
    page = browser.post(SUBMIT, form("We agree."), headers=OURS).content.decode()
    assert "The form has expired" in page
    assert way_in(page) == SUBMIT
    gone = "/en/posts/RT-0001/endorsements/withdraw/"  # cannot be read
    assert way_in(browser.post(gone, {}, headers=stood).content.decode()) == stood["referer"][17:]
    for other in ("http://evil.example/en/x/", "https://testserver.evil.example/", "//x/", "x"):
        headers = {"origin": "null", "referer": other}
        answer = browser.post(SUBMIT, form("We agree."), headers=headers).content.decode()
        assert way_in(answer) == SUBMIT
    ended = Client().post(SUBMIT, form("We agree."), headers=OURS).content.decode()
    assert "Your session has ended" in ended
    assert way_in(ended) == SUBMIT


@pytest.mark.django_db
def test_a_form_of_another_site_gets_no_button_that_sends_it() -> None:
    factories.space()
    browser = strict(people.stakeholder())
    for origin in ({"origin": "http://evil.example"}, {"origin": "null"}, {}):
        page = browser.post(SUBMIT, form("Not mine"), headers=origin).content.decode()
        assert "Not mine</textarea>" in page  # whoever did write it can copy it
        assert 'value="send"' not in page
        assert "csrfmiddlewaretoken" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "ways"), [({}, {"send", "edit"}), ({"action": "preview"}, {"edit"})]
)
def test_when_the_session_has_ended_the_form_goes_on_as_it_was_begun(
    more: dict[str, Any], ways: set[str]
) -> None:
    factories.space()
    answer = Client().post(SUBMIT, form("We agree.", **more), headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert "Your session has ended" in page
    assert "We agree.</textarea>" in page
    assert set(re.findall(r'name="action" value="(\w+)"', page)) == ways
    assert 'target="_blank" rel="nofollow noopener"' in page


@pytest.mark.django_db
def test_files_are_asked_for_again_as_they_are_not_kept_without_an_account() -> None:
    factories.space()
    page = Client().post(SUBMIT, form("Text", files=[pdf()]), headers=OURS).content.decode()
    assert "The files that came with it are not kept" in page
    assert set(re.findall(r'name="action" value="(\w+)"', page)) == {"edit"}


@pytest.mark.django_db
def test_the_kept_form_leads_back_to_the_page_where_it_is_filled_in() -> None:
    factories.space()
    browser = signed_in(people.stakeholder())
    sent = form("We agree.", action="edit")
    page = browser.post(SUBMIT, sent, headers=OURS)
    assert page.status_code == 200
    assert "We agree." in page.content.decode()
    assert sent["key"] in page.content.decode()
    assert not Post.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_a_failure_asks_nothing_of_the_database(language: str) -> None:
    request = RequestFactory().post(f"/{language}/x/", form("We agree."), headers=OURS)
    answer = server_error(request)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert f'<html lang="{language}" dir="ltr">' in page
    assert "We agree.</textarea>" in page
    assert {"key", "body", "csrfmiddlewaretoken"} <= fields_of(page).keys()
    assert f'formaction="/{language}/my-text/"' in page
    assert "no-store" in answer["Cache-Control"]


def test_the_page_of_a_failure_without_a_form_speaks_both_languages() -> None:
    page = server_error(RequestFactory().get("/fr/x/")).content.decode()
    assert "Something failed on our side" in page
    assert 'lang="fr"' in page
    assert "<form" not in page
