"""The pages of exports: for the secretariat alone."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from discussions.models import Post, Space
from hub.kit.models import Record
from moderation.enums import ExportPart
from moderation.exports.estimate import BAR_WHOLE, bar_of
from moderation.exports.held import held_of
from moderation.models import Export, ExportIndex
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


def test_the_secretariat_asks_for_one_and_is_led_to_it(space: Space, paulo: Actor) -> None:
    client = signed_in(paulo)
    page = client.get(ALL)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert "What every reader may see" not in page.content.decode().split("<form")[0]
    answer = client.post(ALL, {"variant": "public"})
    export = Export.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{ALL}{export.pk}/"
    assert (export.variant, export.filter["language"]) == ("public", "en")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    html = page.content.decode()
    assert 'data-progress-running="waiting running"' in html
    assert f'data-progress-url="{ALL}{export.pk}/status/"' in html
    assert 'data-progress-url="' in client.get(ALL).content.decode()


@pytest.mark.parametrize("role", ["stakeholder", "moderator", "elsewhere", "administrator"])
@pytest.mark.parametrize("page", ["", "{id}/", "{id}/status/", "{id}/download/"])
def test_others_are_refused_with_the_reason(
    role: str, page: str, space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo, for_observers=True)
    casts: dict[str, Callable[[], Actor]] = {
        "stakeholder": people.stakeholder,
        "moderator": lambda: people.moderator(space),
        "elsewhere": lambda: people.observer(factories.space("other", "OT")),
        "administrator": people.administrator,
    }
    client = signed_in(casts[role]())
    answer = client.get(ALL + page.format(id=export.pk))
    assert answer.status_code == 403
    assert "Only the secretariat can do this." in answer.content.decode()
    assert client.post(ALL, {"variant": "public"}).status_code == 403
    assert Export.objects.count() == 1


@pytest.mark.parametrize("page", ["", "{id}/", "{id}/download/"])
def test_who_is_not_signed_in_is_led_there(page: str, space: Space, paulo: Actor) -> None:
    address = ALL + page.format(id=finished(space, paulo).pk)
    answer = Client().get(address)
    assert answer.status_code == 302
    assert f"next={address}" in answer["Location"]


def test_an_export_is_found_in_its_own_space_alone(space: Space, paulo: Actor) -> None:
    other = finished(factories.space("other", "OT"), paulo)
    client = signed_in(paulo)
    for page in ("", "status/", "download/"):
        assert client.get(f"{ALL}{other.pk}/{page}").status_code == 404
    assert client.get("/en/moderation/spaces/none/exports/").status_code == 404


def test_a_space_that_is_not_published_can_be_exported(paulo: Actor) -> None:
    space = factories.space()
    Space.objects.filter(pk=space.pk).update(published_at=None)
    assert signed_in(paulo).get(ALL).status_code == 200


def test_the_package_comes_as_a_download_byte_for_byte(space: Space, paulo: Actor) -> None:
    export = finished(space, paulo, b"PK\x03\x04 the package")
    client = signed_in(paulo)
    answer: Any = client.get(f"{ALL}{export.pk}/download/")
    content = b"".join(answer.streaming_content)
    assert content == b"PK\x03\x04 the package"
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="RT-2026-03-01-public.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["ETag"] == f'"{export.sha256}"'
    assert int(answer["Content-Length"]) == len(content)
    record = Record.objects.get(act="export-fetched")
    assert (record.actor_id, record.subject_id) == (paulo.user.pk, str(export.pk))
    again = client.get(f"{ALL}{export.pk}/download/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    head: Any = client.head(f"{ALL}{export.pk}/download/")
    for close in head._resource_closers:  # as a server does
        close()
    assert (head.status_code, head["Content-Length"]) == (200, answer["Content-Length"])
    assert Record.objects.filter(act="export-fetched").count() == 1


@pytest.mark.parametrize("state", ["waiting", "running", "failed", "finished"])
def test_there_is_nothing_to_fetch_before_it_is_made_or_after_its_time(
    state: str, space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo, state=state, stored_as="")
    client = signed_in(paulo)
    assert client.get(f"{ALL}{export.pk}/download/").status_code == 404
    assert "download/" not in client.get(f"{ALL}{export.pk}/").content.decode()


def test_a_finished_one_tells_what_it_is(space: Space, paulo: Actor) -> None:
    export = finished(
        space, paulo, filter={"states": ["published"], "prompts": [0]}, variant="restricted"
    )
    for page in (ALL, f"{ALL}{export.pk}/"):
        html = signed_in(paulo).get(page).content.decode()
        for words in (
            "RT-2026-03-01-public.zip",
            export.sha256,
            "3 of 4 inputs, 2 files of inputs",
            "Paulo Reyes",
            "States: Published",
            "Questions: the space as a whole",
        ):
            assert words in html
        assert "data-progress-url" not in html
    assert "Do not pass it on." in html


def test_a_failed_one_says_why(space: Space, paulo: Actor) -> None:
    failure = {"check": "received", "expected": 5, "found": 4}
    export = Export.objects.create(
        space=space,
        requested_by=paulo.user,
        state="failed",
        failure="counts-differ",
        counts={"failure": failure},
    )
    for page in (ALL, f"{ALL}{export.pk}/"):
        html = signed_in(paulo).get(page).content.decode()
        assert "(received: 5 expected, 4 found)" in html


def test_the_status_is_what_the_script_reads(space: Space, paulo: Actor) -> None:
    export = Export.objects.create(
        space=space, requested_by=paulo.user, state="running", step="files", done=121, total=186
    )
    answer = signed_in(paulo).get(f"{ALL}{export.pk}/status/")
    assert answer.json() == {
        "state": "running",
        "done": bar_of(tuple(ExportPart), "files", 121, 186),
        "total": BAR_WHOLE,
        "message": "Adding the files: 121 of 186 texts and files are done.",
    }
    assert answer["Cache-Control"] == "private, no-store"


def test_every_past_export_stands_on_some_page(space: Space, paulo: Actor) -> None:
    made = {str(finished(space, paulo).pk) for _ in range(30)}
    running = Export.objects.create(space=space, requested_by=paulo.user, state="running")
    client, found = signed_in(paulo), set()
    for number in ("1", "2", "99", "x"):
        html = client.get(ALL, {"page": number}).content.decode()
        assert f"{ALL}{running.pk}/status/" in html
        found |= {pk for pk in made if f'href="{ALL}{pk}/"' in html}
        assert (f'href="{ALL}?page=2#past-title"' in html) is (number in {"1", "x"})
    assert found == made


def test_statements_do_not_depend_on_the_number_of_exports(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    client = signed_in(paulo)
    finished(space, paulo, for_observers=True)
    with django_assert_num_queries(28):
        client.get(ALL)
    finished(space, paulo, for_observers=True)
    finished(space, people.actor("other@test.example", "Other", is_secretariat=True))
    with django_assert_num_queries(28):
        client.get(ALL)


@pytest.mark.parametrize(("last_number", "agrees"), [(1, True), (2, False)])
def test_where_the_sums_do_not_agree_the_page_says_so_before_one_is_asked_for(
    last_number: int, agrees: bool, space: Space, paulo: Actor
) -> None:
    factories.post(space)
    Space.objects.update(last_number=last_number)
    html = signed_in(paulo).get("/en/moderation/spaces/roundtable/exports/").content.decode()
    assert ("The sums do not agree." in html) is not agrees
    assert html.count('href="/en/moderation/spaces/roundtable/reconciliation/">To the') == (
        not agrees
    )


def test_statements_do_not_depend_on_how_many_exports_hold_what_readers_do_not_see(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    client = signed_in(paulo)

    def one_more(posts: int) -> None:
        made = [factories.post(space) for _ in range(posts)]
        export = finished(space, paulo)
        held = {post.reference: held_of(post).to_json() for post in made}
        ExportIndex.objects.filter(pk=export.pk).update(held=held)
        Post.objects.update(state="hidden", reason="spam")

    one_more(1)
    with django_assert_num_queries(32):
        assert "is hidden now" in client.get(ALL).content.decode()
    one_more(3)
    one_more(2)
    with django_assert_num_queries(32):
        client.get(ALL)
