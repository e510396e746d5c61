"""The page for when the connection is away, and the worker that keeps it."""

import json

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from hub.kit.release import release
from tests import people


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_so_in_the_language_of_its_address_without_the_database(
    client: Client, language: str
) -> None:
    answer = client.get(f"/{language}/offline/")
    with override(language):
        heading = gettext("You are offline")
    page = answer.content.decode()
    assert f'<html lang="{language}" dir="ltr">' in page
    assert f"<h1>{heading}</h1>" in page
    assert '<a class="btn" href="">' in page  # back to the page that was wanted


@pytest.mark.django_db
def test_the_page_is_the_same_for_everybody_and_holds_no_form(client: Client) -> None:
    before = client.get("/en/offline/")
    client.force_login(people.secretariat().user)
    after = client.get("/en/offline/")
    assert before.content == after.content
    assert not after.cookies
    for never in (b"<form", b"csrf", b"Paulo", b"<script"):
        assert never not in after.content


@pytest.mark.django_db
def test_the_worker_stands_at_the_root_and_names_all_that_it_keeps(client: Client) -> None:
    answer = client.get("/offline.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    first, second = answer.content.decode().strip().splitlines()
    kept = json.loads(first.removeprefix("self.offline = ").removesuffix(";"))
    assert kept == {
        "name": release(),
        "pages": {"en": "/en/offline/", "fr": "/fr/offline/"},
        "looks": ["/static/css/hub.css", "/static/icons/mark.svg"],
    }
    assert second == 'importScripts("/static/js/offline-worker.js");'
    for address in [*kept["pages"].values(), *kept["looks"]]:
        found = client.get(address)
        found.close()
        assert found.status_code == 200
