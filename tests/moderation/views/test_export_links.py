"""The page of one export: cancelled, given to observers, given away by links."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from discussions.models import Space
from hub.kit.models import Record
from moderation.models import Export, ExportLink
from moderation.tasks import make_export
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db

ALL = "/en/moderation/spaces/roundtable/exports/"


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_export, "delay", lambda _export_id: None)


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def sent(**more: Any) -> dict[str, Any]:
    return {
        "label": "For the zero draft",
        "addressee": "Office of the co-facilitator",
        "days": "14",
        "key": str(uuid4()),
        **more,
    }


def test_one_that_runs_is_cancelled_by_a_button_and_the_page_says_who_did_it(
    space: Space, paulo: Actor
) -> None:
    export = Export.objects.create(space=space, requested_by=paulo.user, state="running")
    client = signed_in(paulo)
    for page in (ALL, f"{ALL}{export.pk}/"):
        html = client.get(page).content.decode()
        assert f'action="{ALL}{export.pk}/cancel/"' in html
        assert "csrfmiddlewaretoken" in html.partition('class="textbtn')[0].rpartition("<form")[2]
    answer = client.post(f"{ALL}{export.pk}/cancel/")
    assert answer["Location"] == f"{ALL}{export.pk}/"
    html = client.get(answer["Location"]).content.decode()
    assert "Cancelled by Paulo Reyes on " in html
    assert "data-progress-url" not in html
    again = signed_in(people.actor("noor@test.example", "Noor", is_secretariat=True))
    assert again.post(f"{ALL}{export.pk}/cancel/").status_code == 409
    assert client.get(f"{ALL}{export.pk}/cancel/").status_code == 405


def test_several_that_run_each_have_their_bar(space: Space, paulo: Actor) -> None:
    noor = people.actor("noor@test.example", "Noor", is_secretariat=True)
    exports = [
        Export.objects.create(space=space, requested_by=by.user, state="running", **more)
        for by, more in ((paulo, {}), (noor, {}), (noor, {"parts": ["pdf"]}))
    ]
    html = signed_in(paulo).get(ALL).content.decode()
    for export in exports:
        assert html.count(f'data-progress-url="{ALL}{export.pk}/status/"') == 1
        assert html.count(f'id="progress-{export.pk}"') == 1
    assert "Export running: Compilation in PDF" in html
    assert "Export running: one package with all parts (ZIP)" in html


def test_progress_says_what_is_done_and_how_long_it_will_take(space: Space, paulo: Actor) -> None:
    export = Export.objects.create(
        space=space,
        requested_by=paulo.user,
        state="running",
        step="texts",
        done=121,
        total=186,
        seconds_left=17,
        attempts=2,
    )
    client = signed_in(paulo)
    assert client.get(f"{ALL}{export.pk}/status/").json()["message"] == (
        "Writing the texts: 121 of 186 texts and files are done. About 20 seconds left."
    )
    html = client.get(f"{ALL}{export.pk}/").content.decode()
    assert "The work broke off and has begun once more from the start." in html


def test_a_link_is_shown_once_where_it_was_made(space: Space, paulo: Actor) -> None:
    export, client = finished(space, paulo), signed_in(paulo)
    form = sent()
    answer = client.post(f"{ALL}{export.pk}/links/", form)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    html = answer.content.decode()
    address = re.search(r"https?://[^/]+(/en/shared/[^/]+/)", html)
    assert address is not None
    assert Client().get(address[1]).status_code == 200
    again = client.post(f"{ALL}{export.pk}/links/", form)
    assert again.status_code == 409
    html = client.get(f"{ALL}{export.pk}/").content.decode()
    assert "/shared/" not in html
    assert "For the zero draft" in html
    assert "Office of the co-facilitator" in html
    assert "The file was not fetched by it yet." in html
    list(Client().get(f"{address[1]}download/"))  # to its end: this closes it
    assert "fetched by it 1 time, last on" in client.get(f"{ALL}{export.pk}/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"label": ""}, {"addressee": ""}, {"days": "0"}, {"days": "91"}, {"days": "x"}, {"key": "x"}],
)
def test_what_makes_no_sense_makes_no_link(
    wrong: dict[str, str], space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo)
    answer = signed_in(paulo).post(f"{ALL}{export.pk}/links/", sent(**wrong))
    assert answer.status_code == 400
    assert not ExportLink.objects.exists()


def test_taken_back_the_address_says_so(space: Space, paulo: Actor) -> None:
    export, client = finished(space, paulo), signed_in(paulo)
    html = client.post(f"{ALL}{export.pk}/links/", sent()).content.decode()
    address = re.search(r"/en/shared/[^/]+/", html)
    assert address is not None
    link = ExportLink.objects.get()
    other = finished(space, paulo)
    assert client.post(f"{ALL}{other.pk}/links/{link.pk}/revoke/").status_code == 404
    client.post(f"{ALL}{export.pk}/links/{link.pk}/revoke/")
    for page in ("", "download/", "texts/"):
        answer = Client().get(address[0] + page)
        assert answer.status_code == 410
        assert "This link can no longer be used" in answer.content.decode()
        assert answer["Referrer-Policy"] == "no-referrer"
    html = client.get(f"{ALL}{export.pk}/").content.decode()
    assert "Taken back by Paulo Reyes on " in html
    assert "revoke/" not in html


def test_a_restricted_export_cannot_be_given_away(space: Space, paulo: Actor) -> None:
    export, client = finished(space, paulo, variant="restricted"), signed_in(paulo)
    assert "Give it to others" not in client.get(f"{ALL}{export.pk}/").content.decode()
    assert client.post(f"{ALL}{export.pk}/links/", sent()).status_code == 409
    assert client.post(f"{ALL}{export.pk}/observers/", {"given": "1"}).status_code == 409


def test_observers_see_and_fetch_what_was_given_to_them_and_nothing_else(
    space: Space, paulo: Actor
) -> None:
    given, kept = finished(space, paulo, b"PK given"), finished(space, paulo, b"PK kept")
    signed_in(paulo).post(f"{ALL}{given.pk}/observers/", {"given": "1"})
    observer = signed_in(people.observer(space))
    page = observer.get(ALL)
    assert page.status_code == 200
    html = page.content.decode()
    assert f"{ALL}{given.pk}/download/" in html
    assert str(kept.pk) not in html
    assert "Start the export" not in html
    answer: Any = observer.get(f"{ALL}{given.pk}/download/")
    assert b"".join(answer.streaming_content) == b"PK given"
    assert Record.objects.get(act="export-fetched").subject_id == str(given.pk)
    assert observer.get(f"{ALL}{kept.pk}/download/").status_code == 404
    assert observer.post(ALL, {"variant": "public"}).status_code == 403
    for page_of_staff in ("", "status/"):
        assert observer.get(f"{ALL}{given.pk}/{page_of_staff}").status_code == 403
    signed_in(paulo).post(f"{ALL}{given.pk}/observers/", {"given": "0"})
    assert observer.get(f"{ALL}{given.pk}/download/").status_code == 404


@pytest.mark.parametrize("role", ["stakeholder", "moderator", "observer", "administrator"])
@pytest.mark.parametrize("door", ["cancel/", "links/", "observers/", "links/{link}/revoke/"])
def test_others_are_refused(role: str, door: str, space: Space, paulo: Actor) -> None:
    export = finished(space, paulo, for_observers=True)
    signed_in(paulo).post(f"{ALL}{export.pk}/links/", sent())
    casts: dict[str, Callable[[], Actor]] = {
        "stakeholder": people.stakeholder,
        "moderator": lambda: people.moderator(space),
        "observer": lambda: people.observer(space),
        "administrator": people.administrator,
    }
    address = f"{ALL}{export.pk}/{door.format(link=ExportLink.objects.get().pk)}"
    assert signed_in(casts[role]()).post(address, sent()).status_code == 403
    assert Client().post(address).status_code == 302
    assert Client().post(address, sent()).status_code == 403  # with the words
    assert ExportLink.objects.get().revoked_at is None
    assert Export.objects.get().for_observers


def test_statements_do_not_depend_on_the_number_of_links(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    export, client = finished(space, paulo), signed_in(paulo)
    client.post(f"{ALL}{export.pk}/links/", sent())
    client.get(f"{ALL}{export.pk}/")
    with django_assert_num_queries(13):
        client.get(f"{ALL}{export.pk}/")
    for _ in range(2):
        client.post(f"{ALL}{export.pk}/links/", sent())
    with django_assert_num_queries(13):
        client.get(f"{ALL}{export.pk}/")


def test_a_space_that_readers_do_not_see_is_not_there_for_its_observers_either(
    space: Space, paulo: Actor
) -> None:
    """Nor is it told to anybody else; the secretariat goes on seeing its exports."""
    export = finished(space, paulo, for_observers=True)
    Space.objects.update(published_at=None)
    download = f"{ALL}{export.pk}/download/"
    observer = signed_in(people.observer(space))
    assert [observer.get(door).status_code for door in (ALL, download)] == [404, 404]
    assert signed_in(people.stakeholder()).get(download).status_code == 404
    assert signed_in(paulo).get(ALL).status_code == 200
