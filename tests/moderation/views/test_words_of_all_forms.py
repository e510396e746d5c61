"""Whatever form of moderators and the secretariat is refused as a whole, its words are given back."""

import html
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse

import discussions.forms
import moderation.forms
import moderation.urls
from discussions.models import Space, SpaceRole
from hub.kit.kept_text import kept_text_of
from hub.views import server_error
from moderation.models import ExportLink
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.people import signed_in

#: Names of fields of words → what somebody wrote there.
WORDS = {
    name: f"What was written in {name}."
    for name in (
        "message",
        "internal_note",
        "again-message",
        "again-internal_note",
        "passages",
        "reason",
        "title_en",
        "title_fr",
        "text_en",
        "mandate_fr",
        "advice_en",
        "advice_fr",
        "label",
        "addressee",
        "entity",
        "person",
    )
}
#: Fields to write in that are not words: what is typed once more in a moment.
SHORT = {"address", "answers", "post", "under", "survivor", "slug", "reference_prefix"}
SHORT |= {"receipt_email", "reference", "sha256", "order", "wanted"}
VALUES = {
    "slug": "roundtable",
    "reference": "RT-0001",
    "code": "spam",
    "number": 1,
    "pk": 1,
    "export_id": UUID(int=1),
    "link_id": UUID(int=2),
}


def modules_of(package: object) -> Iterator[object]:
    """Its modules, loaded."""
    for found in pkgutil.iter_modules(package.__path__):  # type: ignore[attr-defined]  # a package
        yield import_module(f"{package.__name__}.{found.name}")  # type: ignore[attr-defined]  # the same


def addresses() -> dict[str, str]:
    """The name of each address of moderation → where it is; those that links to exports open are nobody's by right."""
    found: dict[str, str] = {}
    for module in modules_of(moderation.urls):
        patterns: list[URLPattern] = module.urlpatterns  # type: ignore[attr-defined]  # a module of addresses
        for pattern in patterns:
            needed = pattern.pattern.converters
            if pattern.name and "token" not in needed:
                found[pattern.name] = reverse(
                    pattern.name, kwargs={name: VALUES[name] for name in needed}
                )
    return found


def lost(page: str) -> set[str]:
    """The fields whose words are not on it."""
    told = html.unescape(page)
    return {name for name, words in WORDS.items() if words not in told}


def browser(how: str) -> Client:
    """Of a moderator of the only space, from whom the right was just taken, or whose session ended."""
    space = factories.space()
    factories.post(space)
    moderator = people.moderator(space)
    client = signed_in(moderator)
    if how == "right taken":
        SpaceRole.objects.all().delete()
    else:
        client.logout()
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["right taken", "session ended"])
def test_who_may_not_send_it_any_more_gets_every_word_back(how: str) -> None:
    client, kept, statuses = browser(how), set(), {}
    for name, address in addresses().items():
        answer = client.post(address, WORDS)
        statuses[name] = answer.status_code
        if answer.status_code in {403, 404} and not lost(answer.content.decode()):
            kept.add(name)
    takes_nothing = {name for name, status in statuses.items() if status == 405}
    takes_nothing |= {"export-download"}  # it leads to signing in
    assert statuses.keys() - kept - takes_nothing == set()
    assert {"redact", "space-windows", "window-questions", "reason", "new-space"} <= kept
    assert {"review-queue", "bulk-decision", "move", "merge", "export-links"} <= kept


def test_what_fails_on_our_side_gives_every_word_back_in_the_language_of_the_page() -> None:
    for language, words in (("en", "Something failed on our side"), ("fr", "de notre côté")):
        answer = server_error(RequestFactory().post(f"/{language}/moderation/", WORDS))
        page = answer.content.decode()
        assert answer.status_code == 500
        assert f'<html lang="{language}"' in page
        assert words in page
        assert lost(page) == set()
        assert "<form" not in page


def written_fields(kind: type[forms.BaseForm]) -> Iterator[str]:
    """The names of the fields of a form in which one writes."""
    fields: dict[str, forms.Field] = vars(kind)["base_fields"]
    for name, field in fields.items():
        writes = isinstance(field.widget, forms.Textarea | forms.TextInput)
        if isinstance(field, forms.CharField) and writes and not field.widget.is_hidden:
            yield name


def test_each_field_in_which_somebody_writes_is_kept_or_is_short() -> None:
    for package in (moderation.forms, discussions.forms):
        for module in modules_of(package):
            for _name, kind in inspect.getmembers(module, inspect.isclass):
                if issubclass(kind, forms.BaseForm):
                    for field in written_fields(kind):
                        assert field in SHORT or is_kept(field), f"{kind}: {field}"


def is_kept(field: str) -> bool:
    """Whether it comes back out of a form that was refused."""
    request = RequestFactory().post("/en/x/", {field: "Some words."})
    return kept_text_of(request) == "Some words."


@pytest.mark.parametrize("name", ["password", "password1", "code", "login", "csrfmiddlewaretoken"])
def test_no_secret_ever_comes_back(name: str) -> None:
    assert not is_kept(name)
    answer = server_error(RequestFactory().post("/en/x/", {name: "a secret of mine", **WORDS}))
    assert "a secret of mine" not in answer.content.decode()


def test_the_code_of_a_reason_is_no_word() -> None:
    request = RequestFactory().post("/en/x/", QueryDict("reason=personal-data").dict())
    assert kept_text_of(request) == ""


@pytest.mark.django_db
def test_a_kept_form_that_goes_back_to_where_it_is_filled_in_does_nothing_yet() -> None:
    space = factories.space()
    secretariat = people.secretariat()
    export = finished(space, secretariat)
    client = signed_in(secretariat)
    texts = {"title_en": "Rights", "title_fr": "Droits", "reference_prefix": "NEW"}
    texts |= {"review": "before-publishing", "action": "edit", "key": str(uuid4())}
    rules = {"position": 0, "change_id": 0, "time_zone": "UTC", "late_policy": "mark"}
    link = {"label": "For the draft", "addressee": "An office", "days": 14}
    for address, form in (
        ("new-space/", {**texts, **rules, "grace_minutes": 15}),
        ("spaces/roundtable/documents/new/", texts),
        ("spaces/roundtable/questions/new/", {**texts, "text_en": "Rights", "text_fr": "Droits"}),
        (f"spaces/roundtable/exports/{export.pk}/links/", {**texts, **link}),
    ):
        answer = client.post(f"/en/moderation/{address}", form)
        assert answer.status_code == 200
        assert ("For the draft" if "days" in form else "Rights") in answer.content.decode()
    assert not ExportLink.objects.exists()
    assert Space.objects.count() == 1
    assert not space.documents.exists()
    assert not space.prompts.exists()
