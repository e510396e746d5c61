"""Who asked for an export is told what became of it: once, by mail and on the site, in their language."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from accounts.models import Notice, User
from discussions.models import Space
from hub.kit.clock import database_now
from hub.kit.models import Record
from moderation.exports.make import claim, make
from moderation.mailers import (
    export_begun_again_letter,
    export_made_letter,
    export_not_made_letter,
)
from moderation.models import Export
from tests import factories, people
from tests.people import Actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def space() -> Space:
    made = factories.space()
    factories.post(made)
    return made


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


@pytest.fixture
def export(space: Space, paulo: Actor) -> Export:
    return Export.objects.create(space=space, requested_by=paulo.user, parts=["csv"])


def notice(kind: str) -> Notice:
    """The one by mail; there is one on the site as well."""
    assert Notice.objects.filter(kind=kind).count() == 2
    return Notice.objects.get(kind=kind, channel="mail")


def test_it_is_made(export: Export, paulo: Actor) -> None:
    make(export.pk)
    make(export.pk)
    export.refresh_from_db()
    told = notice("export-made")
    assert told.receiver == paulo.user
    letter = export_made_letter(told)
    assert letter is not None
    assert letter.subject == "The export that you asked for is made"
    for half in (letter.text, letter.html):
        assert export.file_name in half
        assert export.sha256 in half
        assert f"/en/moderation/spaces/roundtable/exports/{export.pk}/" in half
    with override("fr"):
        french = export_made_letter(told)
    assert french is not None
    assert f"/fr/moderation/spaces/roundtable/exports/{export.pk}/" in french.text


def test_nothing_is_said_of_a_file_that_is_no_longer_there_or_theirs(export: Export) -> None:
    make(export.pk)
    told = notice("export-made")
    User.objects.update(is_secretariat=False)
    assert export_made_letter(Notice.objects.get(pk=told.pk)) is None
    User.objects.update(is_secretariat=True)
    Export.objects.update(stored_as="")
    assert export_made_letter(Notice.objects.get(pk=told.pk)) is None


def test_it_is_not_made_and_why(export: Export, space: Space) -> None:
    Space.objects.update(last_number=7)
    make(export.pk)
    letter = export_not_made_letter(notice("export-not-made"))
    assert letter is not None
    assert "(received: 7 expected, 1 found)" in letter.text
    assert "Before it was made you left" not in letter.text


def test_it_broke_off_and_has_begun_once_more(export: Export, paulo: Actor) -> None:
    """As after kill -9: each time that it begins again they are told, and it stands on record."""
    assert claim(export.pk) is not None
    assert not Notice.objects.exists()
    for attempt in (2, 3):
        Export.objects.update(heartbeat_at=database_now() - timedelta(seconds=61))
        again = claim(export.pk)
        assert again is not None
        assert again.attempts == attempt
    assert Notice.objects.filter(kind="export-begun-again", channel="mail").count() == 2
    records = Record.objects.filter(act="export-begun-again").order_by("pk")
    assert [record.detail["attempts"] for record in records] == [2, 3]
    told = Notice.objects.filter(kind="export-begun-again", channel="mail").latest("pk")
    letter = export_begun_again_letter(told)
    assert letter is not None
    assert "it has begun once more from the start" in letter.text
    Export.objects.update(state="failed")
    assert export_begun_again_letter(told) is None


def test_of_what_they_cancelled_themselves_nobody_is_told(export: Export, paulo: Actor) -> None:
    Export.objects.update(state="cancelled", cancelled_by=paulo.user)
    make(export.pk)
    assert not Notice.objects.exists()
