"""The words around every page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from discussions.models import SpaceRole
from hub.frame import frame
from hub.kit.bilingual import set_texts
from hub.kit.models import FramePart, FrameText
from tests import factories, people
from tests.people import actor, stakeholder

pytestmark = pytest.mark.django_db


def request(path: str = "/en/spaces/?after=RT-0001", user: User | None = None) -> HttpRequest:
    """A request for a page."""
    made = RequestFactory().get(path)
    made.user = User.objects.get(pk=user.pk) if user else AnonymousUser()
    return made


def test_a_new_portal_has_all_its_words_in_english_and_french() -> None:
    with override("en"):
        english = frame(request())["frame"]
    with override("fr"):
        french = frame(request())["frame"]
    assert list(english) == list(french) == list(FramePart.values)
    for key in FramePart.values:
        assert (english[key]["lang"], french[key]["lang"]) == ("en", "fr")
        assert english[key]["html"] != french[key]["html"]
    assert "resolution 1244" in english["kosovo-footnote"]["html"]
    assert "mailto:" not in english["contact"]["html"]  # no address is made up


def test_words_missing_in_a_language_stand_in_another_and_say_so() -> None:
    row = FrameText.objects.get(key="contact")
    set_texts(row, "text", {"fr": "<p>Ici.</p>"})
    row.save()
    with override("en"):
        part = frame(request())["frame"]["contact"]
    assert (part["html"], part["lang"]) == ("<p>Ici.</p>", "fr")


def test_an_empty_part_is_left_out_and_dangerous_words_are_cleaned() -> None:
    FrameText.objects.filter(key="contact").update(
        text_en="", text_fr="", text="", **{f"text_{code}": "" for code in ("es", "ar", "ru")}
    )
    FrameText.objects.filter(key="disclaimer").update(text_en="<p>A<script>x</script></p>")
    with override("en"):
        parts = frame(request())["frame"]
    assert "contact" not in parts
    assert "script" not in parts["disclaimer"]["html"]


def test_languages_lead_to_the_same_page() -> None:
    with override("en"):
        languages = frame(request("/en/accounts/login/?next=/x/"))["languages"]
    assert [(one["code"], one["url"], one["current"]) for one in languages] == [
        ("en", "/en/accounts/login/?next=/x/", True),
        ("fr", "/fr/accounts/login/?next=/x/", False),
    ]


def test_who_is_signed_in_is_named_and_moderators_see_their_way() -> None:
    assert frame(request())["account"] is None
    someone = stakeholder()
    shown = frame(request(user=someone.user))
    assert shown["account"] == {"name": someone.person.name, "email": someone.user.email}
    assert not shown["is_moderator"]
    SpaceRole.objects.create(space=factories.space(), user=someone.user, role="moderator")
    assert frame(request(user=someone.user))["is_moderator"]
    assert not frame(request(user=someone.user))["observes"]


def test_observers_are_led_to_their_roles_from_every_page(client: Client) -> None:
    observer = people.observer(factories.space())
    with override("en"):
        link = f'href="{reverse("my-roles")}"'
    assert link not in client.get("/en/spaces/").content.decode()
    client.force_login(observer.user)
    response = client.get("/en/spaces/")
    assert link in response.content.decode()
    assert "private" in response["Cache-Control"]


def test_an_account_behind_which_nobody_stands_is_called_by_its_address() -> None:
    user = User.objects.create_user("nobody@test.example")
    assert frame(request(user=user))["account"]["name"] == "nobody@test.example"


@pytest.mark.parametrize(("signed_in", "statements"), [(False, 1), (True, 4)])
def test_statements(django_assert_num_queries: Any, signed_in: bool, statements: int) -> None:
    user = actor("a@test.example", "Amina Otieno").user if signed_in else None
    made = request(user=user)
    with django_assert_num_queries(statements):
        frame(made)
