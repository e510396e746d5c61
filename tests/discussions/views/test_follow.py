"""The button to follow a space, without script; shared pages hold none."""

from typing import Any

import pytest
from django.test import Client

from discussions.models import Follower, Space
from discussions.services.follow import follow
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db

SPACE = "/en/spaces/roundtable/"
FOLLOW = f"{SPACE}follow/"
SIGN_IN = f"/en/accounts/login/?next={FOLLOW}"


@pytest.fixture
def space() -> Space:
    """A space that takes texts at any time."""
    return factories.space()


def test_signed_out_it_leads_through_sign_in_and_back_and_a_shared_page_holds_no_form(
    space: Space, client: Client
) -> None:
    page = client.get(SPACE)
    assert page.headers["Cache-Control"] == "public, no-cache"
    html = page.content.decode()
    assert (
        f'href="{SIGN_IN.replace("/", "%2F").replace("%2Fen%2Faccounts%2Flogin%2F?", "/en/accounts/login/?")}"'
        in html
    )
    assert "<form" not in html
    assert "csrf" not in html
    for response in (client.get(FOLLOW), client.post(FOLLOW, {"act": "follow"})):
        assert response.status_code == 302
        assert response.headers["Location"] == SIGN_IN.replace(FOLLOW, FOLLOW.replace("/", "%2F"))
    assert not Follower.objects.exists()


def test_one_press_follows_and_another_stops(space: Space) -> None:
    reader = people.stakeholder()
    client = signed_in(reader)
    page = client.get(SPACE).content.decode()
    assert 'value="follow"' in page
    response = client.post(FOLLOW, {"act": "follow"})
    assert (response.status_code, response.headers["Location"]) == (303, SPACE)
    page = client.get(SPACE).content.decode()
    assert "You follow this space now." in page
    assert 'value="stop"' in page
    assert Follower.objects.get().stopped_at is None
    client.post(FOLLOW, {"act": "stop"})
    assert "You no longer follow this space." in client.get(SPACE).content.decode()
    assert Follower.objects.get().stopped_at is not None


def test_the_page_where_a_letter_leads_to_changes_nothing_by_being_opened(space: Space) -> None:
    reader = people.stakeholder()
    follow(by=reader.viewer, space=space)
    client = signed_in(reader)
    response = client.get(FOLLOW)
    assert "no-store" in response.headers["Cache-Control"]
    assert "You follow this space" in response.content.decode()
    assert 'value="stop"' in response.content.decode()
    assert Follower.objects.get().stopped_at is None


def test_it_needs_the_token_of_its_form(space: Space) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.stakeholder().user)
    assert client.post(FOLLOW, {"act": "follow"}).status_code == 403
    page = client.get(SPACE).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {"act": "follow", "csrfmiddlewaretoken": token}
    assert client.post(FOLLOW, sent).status_code == 303


def test_a_space_that_is_not_public_is_not_found(space: Space) -> None:
    Space.objects.update(published_at=None)
    for client in (Client(), signed_in(people.stakeholder()), signed_in(people.observer(space))):
        assert client.get(FOLLOW).status_code == 404
    assert signed_in(people.moderator(space)).get(FOLLOW).status_code == 200
    assert Client().get("/en/spaces/nowhere/follow/").status_code == 404


def test_moderators_read_that_they_are_told_in_any_case(space: Space) -> None:
    page: Any = signed_in(people.moderator(space)).get(FOLLOW)
    assert "As a moderator of this space you are told in any case." in page.content.decode()
