"""What staff entered from outside, and names in every script, in the package."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts.enums import StakeholderGroup
from discussions.enums import Capacity, NameWithheld, OutsideKind
from discussions.models import Space
from discussions.services.outside import enter_outside_input
from discussions.services.submit import SubmissionPlace
from discussions.validators.outside import OutsideEntity, OutsideSource
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.writing import text, upload
from tests.moderation.exports.packages import exported
from tests.people import Actor

pytestmark = pytest.mark.django_db

MAYOR = OutsideEntity(
    Capacity.ORGANISATION,
    organisation_name="Ville de Trois-Rives",
    group=StakeholderGroup.LOCAL_AUTHORITY,
    country="FR",
    email="mairie@trois-rives.example",
)


def enter(who: Actor, space: Space, entity: OutsideEntity = MAYOR, **more: Any) -> None:
    day = more.pop("day", date(2026, 3, 1))
    enter_outside_input(
        by=who.viewer,
        to=SubmissionPlace(space),
        entity=entity,
        source=OutsideSource(OutsideKind.MEETING, day),
        sent=text(files=[upload(who).pk], **more),
    )


@pytest.mark.parametrize("variant", ["public", "restricted"])
def test_its_row_says_how_and_when_it_came_in_and_never_the_address(variant: str) -> None:
    space, who = factories.space(), people.secretariat()
    factories.window(space, "closed")
    enter(who, space)
    enter(who, space, day=database_now().date())
    package = exported(space, who, variant)
    first, second = package.table()
    assert (first["outside_source"], first["outside_received_on"]) == ("meeting", "2026-03-01")
    assert (first["organisation"], first["name"]) == ("Ville de Trois-Rives",) * 2
    assert (first["standing"], second["standing"]) == ("on-time", "late")
    assert package.sheet("Submissions")[0]["Came in by"] == "Meeting"
    assert package.counts["received"] == 2
    assert [row["Reference"] for row in package.sheet("Late")] == ["RT-0002"]
    assert len(package.sheet("Contributors")) == 1
    assert "mairie@" not in package.all_that_can_be_read


def test_a_withheld_name_is_withheld_in_the_public_package_alone() -> None:
    space, who = factories.space(), people.secretariat()
    enter(
        who,
        space,
        replace(MAYOR, name="Jeanne Roux"),
        name_withheld=NameWithheld.NAME_AND_ORGANISATION,
    )
    assert "Trois-Rives" not in exported(space, who).all_that_can_be_read
    assert "Jeanne Roux" in exported(space, who, "restricted").all_that_can_be_read


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("منظمة الهجرة", "منظمة-الهجرة"),
        ("Комитет «Йод»", "Комитет-Йод"),
        ("移民组织", "移民组织"),
        ("Côte\u202e d’Ivoire/..", "Cote-dIvoire"),
        ("ก" * 300, "ก" * 40),
    ],
)
def test_a_name_in_any_script_is_part_of_the_names_of_its_files(name: str, part: str) -> None:
    space, who = factories.space(), people.secretariat()
    for _time in range(2):
        enter(who, space, replace(MAYOR, organisation_name=name))
    package = exported(space, who)
    paths = [f"attachments/RT-000{number}_{part}_1.pdf" for number in (1, 2)]
    assert set(paths) <= set(package.names)
    assert [row["path"] for row in package.table("manifest.csv")] == paths
    assert {
        item.flag_bits & 0x800 for item in package.zip.infolist() if item.filename in paths
    } == ({0} if part.isascii() else {0x800})
