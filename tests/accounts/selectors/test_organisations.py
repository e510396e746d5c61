"""Organisations found by their names."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation
from accounts.selectors.organisations import organisation_named, organisations_like, shown_name
from tests.people import administrator, organisation

pytestmark = pytest.mark.django_db


def names(words: str) -> list[str]:
    """What is found, by its English name."""
    return [str(one.name_en) for one in organisations_like(words)]  # type: ignore[attr-defined]  # a column of modeltranslation


def test_accents_case_and_spaces_do_not_count() -> None:
    made = organisation("Œuvre des Émigrés")
    assert organisation_named("  oeuvre DES  emigres ") == made
    assert organisation_named("oeuvre des emigre") is None


def test_letters_are_found_anywhere_in_a_name_those_at_its_beginning_first() -> None:
    organisation("The Harbour Workers")
    organisation("Harbour Cities Forum")
    organisation("Windward Youth Assembly")
    assert names("harb") == ["Harbour Cities Forum", "The Harbour Workers"]
    assert names("100%") == names("_arb") == []


def test_verified_ones_come_first() -> None:
    by = administrator().user
    organisation("Harbour A")
    organisation("The Harbour B", verified_at=datetime.now(UTC), verified_by=by)
    assert names("harbour") == ["The Harbour B", "Harbour A"]


def test_each_language_finds_and_the_page_s_own_name_is_shown() -> None:
    made = organisation("Migration Network", name_fr="Réseau sur les migrations")
    assert organisations_like("reseau") == [made]
    assert shown_name(made, "fr") == "Réseau sur les migrations"
    assert shown_name(organisation("Harbour"), "fr") == "Harbour"


def test_no_more_than_ten(django_assert_num_queries: object) -> None:
    for number in range(12):
        organisation(f"Harbour {number}")
    with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture is callable
        assert len(organisations_like("harbour")) == 10


def test_the_database_keeps_one_of_each_name_per_language() -> None:
    organisation("Œuvre")
    with pytest.raises(IntegrityError), transaction.atomic():
        organisation("OEUVRE")
    Organisation.objects.create(name_fr="Œuvre", stakeholder_group="media")  # another language
