"""A right that was taken away bites for an export that was asked for already, at each step on its way (PRODUCT, 1 and 7)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.enums import PortalRole
from accounts.models import Notice, User
from accounts.services.rights import take_portal_role
from discussions.access.viewer import check_secretariat
from discussions.errors import NotSecretariat
from discussions.models import Space
from hub.kit.models import Record
from hub.kit.storage import path_of
from moderation.enums import ExportVariant
from moderation.exports import make as making
from moderation.exports.make import make
from moderation.exports.package import pack
from moderation.exports.wanted import ExportFilter
from moderation.mailers import export_not_made_letter
from moderation.models import Export
from moderation.services.export import record_fetch, request_export
from moderation.tasks import make_export
from tests import factories, people
from tests.people import Actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def space() -> Space:
    """With one post."""
    made = factories.space()
    factories.post(made)
    return made


@pytest.fixture
def paulo() -> Actor:
    """Of the secretariat, and not its last."""
    people.actor("noor@test.example", "Noor Bergström", is_secretariat=True)
    return people.secretariat()


@pytest.fixture
def take(paulo: Actor) -> Callable[[], None]:
    """Paulo's right is taken away."""
    by = people.administrator().user.pk

    def do() -> None:
        role = PortalRole.SECRETARIAT
        assert take_portal_role(account_id=paulo.user.pk, role=role, by=by)

    return do


@pytest.fixture
def export(space: Space, paulo: Actor, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Asked for by Paulo; no worker has begun."""
    monkeypatch.setattr(make_export, "delay", lambda _export: None)
    return request_export(
        by=paulo.viewer, space=space, wanted=ExportFilter(), variant=ExportVariant.RESTRICTED
    )


def assert_not_made(export: Export, paulo: Actor) -> None:
    """It failed with words, nothing is kept, and Paulo is told once."""
    export.refresh_from_db()
    assert (export.state, export.failure, export.stored_as) == ("failed", "not-permitted", "")
    assert Record.objects.get(act="export-failed").reason == "not-permitted"
    assert not Record.objects.filter(act="export-finished").exists()
    notice = Notice.objects.get(kind="export-not-made", channel="mail")
    assert notice.receiver_id == paulo.user.pk
    letter = export_not_made_letter(notice)
    assert letter is not None
    assert letter.subject == "The export that you asked for was not made"
    for half in (letter.text, letter.html):
        assert "Before it was made you left the secretariat." in half
        assert "Title of roundtable" in half


def fetched(client: Client, address: str) -> int:
    """With what the package was answered; read to its end, so that it is closed."""
    response = client.get(f"{address}download/")
    list(response)
    return int(response.status_code)


def test_an_export_that_waits_is_not_made(
    export: Export, paulo: Actor, take: Callable[[], None]
) -> None:
    take()
    make_export(str(export.pk))
    make_export(str(export.pk))
    assert_not_made(export, paulo)


def test_an_export_that_is_being_made_is_not_kept(
    export: Export, paulo: Actor, take: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*given: Any) -> Path:
        path = pack(*given)
        take()  # meanwhile
        return path

    monkeypatch.setattr(making, "pack", slow)
    make(export.pk)
    assert_not_made(export, paulo)
    media = path_of("x").parent
    assert not [file for file in media.rglob("*") if file.is_file()]


def test_an_export_that_is_made_is_not_fetched_and_others_may(
    export: Export, paulo: Actor, take: Callable[[], None]
) -> None:
    make(export.pk)
    export.refresh_from_db()
    address = f"/en/moderation/spaces/roundtable/exports/{export.pk}/"
    client = Client()
    client.force_login(paulo.user)
    assert fetched(client, address) == 200
    take()
    for page in ("", "status/", "download/"):
        assert client.get(address + page).status_code == 403
    with pytest.raises(NotSecretariat):
        record_fetch(by=paulo.viewer, export=export)
    colleague = Client()
    colleague.force_login(User.objects.get(email="noor@test.example"))
    assert fetched(colleague, address) == 200


def test_who_lost_the_right_since_the_page_was_opened_asks_for_none(
    space: Space, paulo: Actor, take: Callable[[], None]
) -> None:
    seen_before = paulo.viewer
    take()
    check_secretariat(seen_before)
    with pytest.raises(NotSecretariat):
        request_export(
            by=seen_before, space=space, wanted=ExportFilter(), variant=ExportVariant.PUBLIC
        )
    assert not Export.objects.exists()


def test_a_closed_account_is_written_to_no_longer(export: Export, paulo: Actor) -> None:
    User.objects.filter(pk=paulo.user.pk).update(is_active=False)
    make(export.pk)
    export.refresh_from_db()
    assert export.failure == "not-permitted"
    assert not Notice.objects.exists()
