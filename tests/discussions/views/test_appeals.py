"""The author's way to another look, in a browser without script."""

from typing import Any

import pytest
from django.test import Client

from discussions.models import Report
from hub.kit.clock import database_now
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/en/posts/RT-0001/appeal/"


@pytest.fixture
def author() -> people.Actor:
    """The author of a rejected text."""
    who = people.stakeholder()
    decided: dict[str, Any] = {
        "state": "rejected",
        "reason": "off-topic",
        "state_since": factories.LONG_AGO,
    }
    factories.post(factories.space(), who.person, **decided)
    return who


def test_the_way_leads_from_ones_text_and_ones_list_to_the_form_and_back(
    author: people.Actor,
) -> None:
    client = signed_in(author)
    for page in ("/en/posts/RT-0001/", "/en/my-submissions/"):
        assert ADDRESS in client.get(page).content.decode()
    form = client.get(ADDRESS)
    assert form.status_code == 200
    assert "no-store" in form.headers["Cache-Control"]
    page = form.content.decode()
    assert "The text does not concern the subject of this space." in page
    assert "not to publish this text" in page
    answer = client.post(ADDRESS, {"body": "Read page 2 again."}, follow=True)
    assert answer.redirect_chain == [("/en/posts/RT-0001/", 303)]
    assert "The moderators were asked to look at it once more." in answer.content.decode()
    assert Report.objects.get().words == "Read page 2 again."


def test_who_has_asked_reads_since_when_and_later_that_it_was_answered(
    author: people.Actor,
) -> None:
    client = signed_in(author)
    client.post(ADDRESS, {"body": "Read page 2 again."})
    page = client.get(ADDRESS).content.decode()
    assert "You asked for another look on" in page
    assert "<textarea" not in page
    Report.objects.update(closed_at=database_now(), closed_by=author.user, outcome="dismissed")
    assert "what was decided stands" in client.get(ADDRESS).content.decode()
    refused = client.post(ADDRESS, {"body": "And again, my words."})
    assert refused.status_code == 409
    assert "And again, my words." in refused.content.decode()
    assert Report.objects.count() == 1


def test_words_are_needed_and_too_many_are_given_back(author: people.Actor) -> None:
    client = signed_in(author)
    for body in ("", "x" * 3001):
        answer = client.post(ADDRESS, {"body": body})
        assert answer.status_code == 400
        assert body in answer.content.decode()
    assert not Report.objects.exists()


def test_signed_out_one_is_led_to_signing_in_and_words_are_not_lost(
    author: people.Actor, client: Client
) -> None:
    assert client.get(ADDRESS).status_code == 302
    answer = client.post(ADDRESS, {"body": "My words."})
    assert answer.status_code == 403
    assert "My words." in answer.content.decode()


def test_others_are_refused_and_see_no_link(author: people.Actor) -> None:
    space = author.person.posts.get().space
    for other in (people.stranger(), people.moderator(space), people.secretariat()):
        client = signed_in(other)
        assert client.get(ADDRESS).status_code == 403
        assert client.post(ADDRESS, {"body": "Mine."}).status_code == 403
        assert ADDRESS not in client.get("/en/posts/RT-0001/").content.decode()
    assert not Report.objects.exists()


def test_it_speaks_french(author: people.Actor) -> None:
    assert signed_in(author).get("/fr/posts/RT-0001/appeal/").status_code == 200
