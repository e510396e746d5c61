"""Observers are told of an export that was given to them: once, in their language, and only while it is theirs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import Notice
from discussions.models import Space, SpaceRole
from moderation.mailers import export_given_letter
from moderation.models import Export
from moderation.services.export import give_to_observers
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.people import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_site")]


@pytest.fixture
def _site(settings: Any) -> Iterator[None]:
    settings.SITE_URL = "https://hub.example"
    with override("en"):
        yield


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def observer(space: Space) -> Actor:
    return people.observer(space)


@pytest.fixture
def export(space: Space, observer: Actor) -> Export:
    """Given to the observers."""
    paulo = people.secretariat()
    made = finished(space, paulo)
    people.moderator(space)
    give_to_observers(by=paulo.viewer, export=made, given=True)
    give_to_observers(by=paulo.viewer, export=made, given=True)
    made.refresh_from_db()
    return made


def notice() -> Notice:
    return Notice.objects.select_related("receiver").get(kind="export-given", channel="mail")


def test_observers_alone_are_told_where_it_lies(export: Export, observer: Actor) -> None:
    told = notice()
    assert told.receiver == observer.user
    assert told.facts == {"export": str(export.pk)}
    letter = export_given_letter(told)
    assert letter is not None
    assert letter.subject == "An export was given to the observers of a space"
    for half in (letter.text, letter.html):
        assert "https://hub.example/en/moderation/spaces/roundtable/exports/" in half
        assert export.file_name in half
        assert "because you observe this space" in half
        assert "because you asked" not in half
    with override("fr"):
        french = export_given_letter(told)
    assert french is not None
    assert "/fr/moderation/spaces/roundtable/exports/" in french.text


@pytest.mark.parametrize("gone", ["taken-back", "not-kept", "no-observer"])
def test_nothing_is_said_of_what_is_theirs_no_more(gone: str, export: Export) -> None:
    if gone == "taken-back":
        Export.objects.update(for_observers=False)
    elif gone == "not-kept":
        Export.objects.update(stored_as="")
    else:
        SpaceRole.objects.all().delete()
    assert export_given_letter(notice()) is None


def test_nobody_is_told_while_readers_do_not_see_the_space(export: Export) -> None:
    Space.objects.update(published_at=None)
    assert export_given_letter(notice()) is None
