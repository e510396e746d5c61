"""The administration of spaces: what there is, by role; changed on the pages of the portal alone."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from discussions.models import Document, Prompt, Reason, Space
from discussions.services.spaces import publish_space
from hub.kit.models import Record
from tests import factories, people
from tests.administration import as_it_stands, as_shown
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db
ROOT = "/en/admin/discussions/"
PAGES = {
    "space": "spaces/roundtable/settings/",
    "prompt": "spaces/roundtable/questions/1/",
    "document": "spaces/roundtable/documents/{}/",
    "reason": "reasons/late/",
}


@pytest.fixture
def secretariat() -> Actor:
    """Who sets up spaces."""
    return people.secretariat()


@pytest.fixture
def space() -> Space:
    """A space that no reader sees."""
    made = factories.space()
    Space.objects.update(published_at=None)
    made.refresh_from_db()
    return made


def page_of(space: Space) -> str:
    """The address of its page."""
    return f"{ROOT}space/{space.pk}/change/"


def rows_of(space: Space) -> dict[str, Any]:
    """One of each kind."""
    return {
        "space": space,
        "prompt": factories.prompt(space),
        "document": Document.objects.create(space=space, title_en="Note", title_fr="Note"),
        "reason": Reason.objects.get(code="late"),
    }


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_secretariat_and_administrators_come_in_and_nobody_else(page: str) -> None:
    space = factories.space()
    allowed = [people.secretariat(), people.administrator()]
    refused = [people.stakeholder(), people.moderator(space), people.observer(space)]
    for someone in allowed:
        assert signed_in(someone).get(f"{ROOT}{page}/").status_code == 200
    for someone in refused:
        assert signed_in(someone).get(f"{ROOT}{page}/").status_code in {302, 403}
    assert Client().get(f"{ROOT}{page}/").status_code == 302


@pytest.mark.parametrize("page", ["post", "version", "attachment", "windowchange"])
def test_what_people_sent_is_not_there(page: str) -> None:
    assert signed_in(people.administrator()).get(f"{ROOT}{page}/").status_code == 404


@pytest.mark.parametrize("page", sorted(PAGES))
def test_each_row_leads_to_the_page_on_which_it_is_changed(secretariat: Actor, page: str) -> None:
    row = rows_of(factories.space())[page]
    client, leads = signed_in(secretariat), f'"/en/moderation/{PAGES[page].format(row.pk)}"'
    for address in (f"{ROOT}{page}/", f"{ROOT}{page}/{row.pk}/change/"):
        words = client.get(address).content.decode()
        assert leads in words
        assert "DatabaseDefault" not in words


@pytest.mark.parametrize("page", sorted(PAGES))
def test_nothing_that_has_a_page_of_its_own_is_made_changed_or_deleted_here(
    secretariat: Actor, page: str
) -> None:
    made = factories.space()
    factories.post(made)
    row, client = rows_of(made)[page], signed_in(secretariat)
    was = type(row).objects.values().get(pk=row.pk)
    data = {name: "2030-01-01" if "_at" in name else "mine" for name in was}
    assert client.post(f"{ROOT}{page}/add/", data).status_code == 403
    assert client.post(f"{ROOT}{page}/{row.pk}/change/", data).status_code == 403
    assert client.post(f"{ROOT}{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert type(row).objects.values().get(pk=row.pk) == was
    assert not Record.objects.exists()


def test_of_these_only_the_address_and_the_prefix_of_a_space_can_be_sent(
    secretariat: Actor, space: Space
) -> None:
    shown = as_shown(signed_in(secretariat), page_of(space))
    carried = {name.removeprefix("initial-") for name in shown}
    assert carried == {"csrfmiddlewaretoken", "slug", "reference_prefix"}
    ours = {model for model in admin.site._registry if model._meta.app_label == "discussions"}
    assert ours == {Space, Prompt, Document, Reason}


def test_the_address_of_a_space_is_changed_on_record_and_nothing_beside_it(
    secretariat: Actor, space: Space
) -> None:
    client = signed_in(secretariat)
    sent = as_shown(client, page_of(space)) | {"slug": "declaration"}
    Space.objects.update(last_number=0, reference_prefix="RT9", title_en="Theirs")
    more = {"published_at": "2026-01-01T00:00:00", "title_en": "Mine", "review": "x"}
    assert client.post(page_of(space), sent | more).status_code == 302
    space.refresh_from_db()
    assert (space.slug, space.reference_prefix) == ("declaration", "RT9")
    assert (space.published_at, space.title_en) == (None, "Theirs")  # type: ignore[attr-defined]  # a column of modeltranslation
    record = Record.objects.get()
    assert (record.act, record.detail) == ("space-changed", {"fields": ["slug"]})
    client.post(page_of(space), as_shown(client, page_of(space)))
    assert Record.objects.count() == 1


def test_who_changes_an_address_that_a_colleague_changed_is_told(
    secretariat: Actor, space: Space
) -> None:
    client = signed_in(secretariat)
    sent = as_shown(client, page_of(space)) | {"slug": "mine"}
    Space.objects.update(slug="theirs", reference_prefix="RT9")
    response = client.post(page_of(space), sent)
    page = response.content.decode()
    assert "This was changed after you opened it." in page
    assert "what was saved: theirs" in page
    kept = as_it_stands(response.content)
    assert (kept["slug"], kept["reference_prefix"]) == (["mine"], ["RT9"])
    assert Space.objects.get().slug == "theirs"
    assert client.post(page_of(space), kept).status_code == 302
    assert Space.objects.get().slug == "mine"


def test_the_address_is_fixed_once_the_space_is_published_and_the_prefix_once_used(
    secretariat: Actor, space: Space
) -> None:
    client = signed_in(secretariat)
    sent = as_shown(client, page_of(space))
    publish_space(by=secretariat.viewer, space_id=space.pk)
    response = client.post(page_of(space), sent | {"slug": "mine"})
    assert "This is fixed now." in response.content.decode()
    assert "slug" not in as_shown(client, page_of(space))
    assert client.post(page_of(space), sent | {"reference_prefix": "RT9"}).status_code == 302
    factories.post(space)
    assert client.post(page_of(space), sent | {"reference_prefix": "RT8"}).status_code == 403
    space.refresh_from_db()
    assert (space.slug, space.reference_prefix) == ("roundtable", "RT9")


def test_words_say_what_an_address_and_a_prefix_take(secretariat: Actor, space: Space) -> None:
    client = signed_in(secretariat)
    wrong = {"slug": "New Space", "reference_prefix": "ns"}
    page = client.post(page_of(space), as_shown(client, page_of(space)) | wrong).content.decode()
    assert "Use small letters a to z" in page
    assert "two to eight capital letters and digits" in page
    assert "Enter a valid value" not in page
