"""Who speaks, and for whom."""

from typing import Any

import pytest
from django.utils.translation import override

from accounts.forms import SpeakerForm
from tests.people import organisation

pytestmark = pytest.mark.django_db


def filled(**more: Any) -> SpeakerForm:
    """The form, filled in for a new organisation."""
    return SpeakerForm(
        {
            "name": "Amina Otieno",
            "organisation": "Windward Youth Assembly",
            "stakeholder_group": "women-children-youth",
            "country": "KE",
            **more,
        }
    )


def test_a_new_organisation_needs_its_group_and_country() -> None:
    assert filled().is_valid()
    assert "stakeholder_group" in filled(stakeholder_group="").errors
    assert "stakeholder_group" in filled(stakeholder_group="individual").errors
    assert "country" in filled(country="").errors
    assert "country" in filled(country="XX").errors


@pytest.mark.parametrize("group", ["un-entity", "intergovernmental"])
def test_organisations_of_many_countries_need_none(group: str) -> None:
    assert filled(stakeholder_group=group, country="").is_valid()


@pytest.mark.parametrize("group", ["", "individual"])
def test_without_an_organisation_one_speaks_for_oneself(group: str) -> None:
    form = filled(organisation="  ", stakeholder_group=group)
    assert form.is_valid()
    assert form.cleaned_data["stakeholder_group"] == "individual"
    assert form.cleaned_data["organisation"] == ""


def test_a_group_of_organisations_without_an_organisation_is_asked_about() -> None:
    assert "organisation" in filled(organisation="", stakeholder_group="trade-union").errors


def test_the_name_of_a_known_organisation_joins_it_and_its_group_stands() -> None:
    known = organisation("Fédération des Gens de mer", stakeholder_group="trade-union")
    form = filled(
        organisation=" FEDERATION  des gens de Mer", stakeholder_group="media", country=""
    )
    assert form.is_valid(), form.errors
    assert form.known_organisation_id == known.pk
    assert form.cleaned_data["stakeholder_group"] == "trade-union"


def test_names_come_with_one_space_between_words() -> None:
    form = filled(name="  Amina   Otieno ", organisation="Windward\tYouth  Assembly")
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Amina Otieno"
    assert form.cleaned_data["organisation"] == "Windward Youth Assembly"


def test_a_name_of_spaces_is_none() -> None:
    assert "name" in filled(name="   ").errors


def test_the_language_is_the_page_s_unless_another_is_chosen() -> None:
    with override("fr"):
        form = filled()
        assert form.is_valid()
        assert form.cleaned_data["language"] == "fr"
        assert form["language"].initial == "fr"
        form = filled(language="en")
        assert form.is_valid()
        assert form.cleaned_data["language"] == "en"
    assert "language" in filled(language="eo").errors


def test_countries_stand_in_the_order_of_the_page_s_language() -> None:
    with override("fr"):
        field: Any = SpeakerForm().fields["country"]
        names = [str(name) for _, name in field.choices]
    assert names.index("Égypte") < names.index("Espagne")
