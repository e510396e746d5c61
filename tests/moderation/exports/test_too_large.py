"""A compilation that cannot be set as PDF holds nothing else back: the rest of the package is handed over, and says so."""

import zipfile
from typing import Any

import pytest

from accounts.models import Notice
from discussions.models import Space
from hub.kit.storage import path_of
from moderation.exports.make import make
from moderation.exports.wanted import ExportFilter
from moderation.mailers import export_made_letter
from moderation.models import Export
from tests import factories, people
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SAID = "The compilation as PDF is not in it"


@pytest.fixture
def space() -> Space:
    """With a post."""
    made = factories.space()
    factories.post(made)
    return made


@pytest.fixture
def secretary() -> Actor:
    """Somebody of the secretariat."""
    return people.secretariat()


@pytest.fixture(autouse=True)
def little_memory(settings: Any) -> None:
    """So little that no document can be set."""
    settings.EXPORT_PDF_MEGABYTES = 1


def made(space: Space, secretary: Actor, parts: list[str]) -> Export:
    """An export of these parts; all of them for none."""
    export = Export.objects.create(
        space=space,
        requested_by=secretary.user,
        filter=ExportFilter().to_json(),
        parts=parts,
    )
    make(export.pk)
    export.refresh_from_db()
    return export


def test_the_rest_of_the_package_is_handed_over_and_says_so(
    space: Space, secretary: Actor
) -> None:
    export = made(space, secretary, [])
    assert (export.state, export.failure) == ("finished", "")
    assert export.file_name.endswith("-public-en-docx-workbook-csv-json-attachments.zip")
    with zipfile.ZipFile(path_of(export.stored_as)) as package:
        names = package.namelist()
        assert "compilation-by-prompt.docx" in names
        assert "compilation-by-prompt.pdf" not in names
        assert SAID in package.read("README.en.txt").decode()
        assert "PDF" in package.read("README.fr.txt").decode()
    letter = export_made_letter(Notice.objects.get(kind="export-made", channel="mail"))
    assert letter is not None
    assert SAID in letter.text
    browser = signed_in(secretary)
    for address in ("exports/", f"exports/{export.pk}/"):
        page = browser.get(f"/en/moderation/spaces/{space.slug}/{address}").content.decode()
        assert SAID in page
        assert "Compilation in Word, " in page


def test_the_pdf_alone_is_not_made_and_says_why(space: Space, secretary: Actor) -> None:
    export = made(space, secretary, ["pdf"])
    assert (export.state, export.failure) == ("failed", "pdf-not-made")
    assert export.stored_as == ""


def test_of_a_package_that_is_whole_nothing_is_said(
    space: Space, secretary: Actor, settings: Any
) -> None:
    settings.EXPORT_PDF_MEGABYTES = 1024
    export = made(space, secretary, [])
    assert (export.state, export.parts) == ("finished", [])
    with zipfile.ZipFile(path_of(export.stored_as)) as package:
        assert "compilation-by-prompt.pdf" in package.namelist()
        assert SAID not in package.read("README.en.txt").decode()
