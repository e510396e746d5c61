"""Whatever stands in an address or a form of exports, numbers and links is answered in words, never by an error of ours."""

from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from discussions.models import Space
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.services.links import WantedLink, make_link
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.moderation.exports.varied import varied_space
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db

#: As they stand in an address, percent-encoded already.
ODD: Final = (
    "",
    "0",
    "-1",
    "1",
    "9" * 40,
    "1e9",
    quote("١٢"),
    quote("²"),
    "%00",
    "a%00b",
    "%FF",
    "%ED%A0%80",
    quote("\u202e\u2028"),
    "x" * 3000,
    "..%2F..%2Fetc",
    "%27%3B--",
    "%3Cscript%3E",
    "None",
    "null",
    "[]",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "10000-01-01",
    "late",
    "on-time",
    "media",
    str(uuid4()),
)
#: One of each kind, for the tests of every commit.
FEW: Final = ("", "9" * 40, quote("²"), "%00", "%ED%A0%80", "[]", "10000-01-01", "late")
OF_EXPORTS: Final = (
    *("variant", "parts", "since", "prompts", "window", "region", "text_language", "standing", "received_from"),
    *("received_until", "groups", "states", "also", "shown", "preset", "action"),
)  # fmt: skip
OF_READING: Final = ("prompt", "group", "region", "language", "standing", "page")
OF_LISTS: Final = ("entry", "question", "window", "after", "of")
OF_LINKS: Final = ("label", "addressee", "days", "key", "given")
ANSWERS: Final = frozenset({200, 302, 303, 400, 404})


@pytest.fixture(
    params=[pytest.param(FEW, id="few"), pytest.param(ODD, id="all", marks=pytest.mark.prove)]
)
def odd(request: pytest.FixtureRequest) -> tuple[str, ...]:
    values: tuple[str, ...] = request.param
    return values


@pytest.fixture
def space() -> Space:
    return varied_space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def token_of(space: Space, paulo: Actor) -> str:
    export = finished(space, paulo, filter=ExportFilter().to_json())
    wanted = WantedLink(uuid4(), "For the draft", "Office", 14)
    return make_link(by=paulo.viewer, export=export, wanted=wanted)[1]


def said(answer: Any) -> None:
    """An answer of ours: a page, a part of one, or on to another page."""
    assert answer.status_code in ANSWERS
    if answer.status_code in {400, 404}:
        html = answer.content.decode()
        assert len(html.strip()) > 40
        assert "Traceback" not in html


def all_of(names: tuple[str, ...], value: str) -> str:
    return "&".join(f"{name}={value}" for name in names)


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.prove)])
def test_the_pages_of_the_secretariat(
    language: str, odd: tuple[str, ...], space: Space, paulo: Actor
) -> None:
    browser, at = signed_in(paulo), f"/{language}/moderation/spaces/{space.slug}"
    for value in odd:
        said(browser.get(f"{at}/exports/count/?{all_of(OF_EXPORTS, value)}"))
        said(browser.get(f"{at}/exports/?{all_of(OF_EXPORTS, value)}"))
        for page in ("participation/", "participation.csv", "reconciliation/references/"):
            said(browser.get(f"{at}/{page}?{all_of(OF_LISTS, value)}"))
        said(browser.get(f"{at}/reconciliation/references/?entry=received&after={value}"))


def test_each_parameter_of_the_count_by_itself(space: Space, paulo: Actor) -> None:
    browser, at = signed_in(paulo), f"/en/moderation/spaces/{space.slug}/exports/count/"
    for name in OF_EXPORTS:
        for value in ("9" * 40, "a%00b", "%ED%A0%80", "10000-01-01", "0001-01-01"):
            said(browser.get(f"{at}?variant=public&{name}={value}&{name}=1"))


def test_what_is_sent_with_forms(odd: tuple[str, ...], space: Space, paulo: Actor) -> None:
    browser, at = signed_in(paulo), f"/en/moderation/spaces/{space.slug}/exports/"
    export = finished(space, paulo)
    for value in odd:
        for place, names in (
            (at, OF_EXPORTS),
            (f"{at}{export.pk}/links/", OF_LINKS),
            (f"{at}{export.pk}/observers/", OF_LINKS),
        ):
            answer = browser.post(
                place, all_of(names, value), content_type="application/x-www-form-urlencoded"
            )
            said(answer)
    assert not Export.objects.filter(filter__language="").exists()


def test_what_a_link_opens(odd: tuple[str, ...], space: Space, paulo: Actor) -> None:
    token = token_of(space, paulo)
    for value in odd:
        said(Client().get(f"/fr/shared/{token}/texts/?{all_of(OF_READING, value)}"))
        said(Client().get(f"/en/shared/{token}/?{all_of(OF_READING, value)}"))


@pytest.mark.parametrize("page", ["", "texts/", "download/"])
def test_an_address_that_no_link_has(page: str) -> None:
    factories.space()
    for value in filter(None, ODD):
        if "/" not in value and "%2F" not in value:
            assert Client().get(f"/en/shared/{value}/{page}").status_code == 404


@settings(
    max_examples=25,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    chosen=st.lists(st.tuples(st.sampled_from((*OF_READING, *OF_EXPORTS)), st.text(max_size=8)), max_size=6)
)  # fmt: skip
def test_any_words_for_any_parameter(
    chosen: list[tuple[str, str]], space: Space, paulo: Actor
) -> None:
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in chosen)
    at = f"/en/moderation/spaces/{space.slug}/exports/count/"
    said(signed_in(paulo).get(f"{at}?{query}"))
