"""What staff entered from outside goes out with its source, and comes in again the same."""

import json
from datetime import date

import pytest

from accounts.enums import StakeholderGroup
from accounts.models import Notice
from discussions.enums import Capacity, OutsideKind
from discussions.exports.archive import Variant
from discussions.models import Space
from discussions.services.import_space import import_archive
from discussions.services.outside import enter_outside_input
from discussions.services.submit import SubmissionPlace
from discussions.validators.outside import OutsideEntity, OutsideSource
from tests import archives, factories, people
from tests.discussions.exports.test_archive import document, exported
from tests.discussions.writing import text, upload

pytestmark = pytest.mark.django_db

SOURCE = {"kind": "letter", "received_on": "2026-03-21"}


def space_with_letter() -> Space:
    """A space into which the letter of a town hall was entered, with its receipt waiting."""
    space = factories.space()
    who = people.moderator(space)
    enter_outside_input(
        by=who.viewer,
        to=SubmissionPlace(space, factories.prompt(space)),
        entity=OutsideEntity(
            Capacity.ORGANISATION,
            organisation_name="Ville de Trois-Rives",
            group=StakeholderGroup.LOCAL_AUTHORITY,
            country="FR",
            email="mairie@trois-rives.example",
        ),
        source=OutsideSource(OutsideKind.LETTER, date(2026, 3, 21)),
        sent=text(files=[upload(who).pk]),
    )
    assert Notice.objects.get(kind="outside-receipt").address == "mairie@trois-rives.example"
    return Space.objects.get()


def test_readers_get_its_source_and_not_who_entered_it() -> None:
    said = document(space_with_letter(), Variant.PUBLIC)
    assert said["posts"][0]["outside_source"] == {**SOURCE, "entered_by": None}
    assert "Marta Lind" not in json.dumps(said)


def test_the_secretariat_gets_who_entered_it_too_and_nobody_the_address() -> None:
    space = space_with_letter()
    entered_by = str(space.posts.get().outside_entered_by.public_id)  # type: ignore[union-attr]  # somebody did
    post = document(space)["posts"][0]
    assert post["outside_source"] == {**SOURCE, "entered_by": entered_by}
    assert post["versions"][0]["speaker"]["organisation"] == "Ville de Trois-Rives"
    for variant in Variant:
        assert "mairie@" not in json.dumps(document(space, variant))


@pytest.mark.parametrize("variant", sorted(Variant))
def test_it_comes_in_again_the_same_to_the_byte(variant: Variant) -> None:
    with archives.elsewhere():
        first = exported(space_with_letter(), variant)
    space = import_archive(first).space
    post = space.posts.get()
    assert (post.outside_kind, post.outside_received_on) == ("letter", date(2026, 3, 21))
    assert (post.standing, post.state) == ("on-time", "published")
    assert not Notice.objects.exists()
    if variant == Variant.RESTRICTED:
        second = exported(space)
        assert archives.document_in(second) == archives.document_in(first)
        assert second.getvalue() == first.getvalue()
