"""The example of an archive that the project was given: tried where it lies beside the checkout, never copied."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from discussions.exports.archive import Variant
from discussions.models import Space
from discussions.services.import_space import import_archive
from hub.kit.sanitise import sanitise
from moderation.enums import ExportPart, ExportVariant
from tests import archives, people
from tests.discussions.exports.test_archive import exported
from tests.moderation.exports.packages import exported as made_of

EXAMPLES = sorted((Path(settings.BASE_DIR).parent / "shared" / "examples").glob("*.zip"))

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db,
    pytest.mark.skipif(not EXAMPLES, reason="no examples lie beside the checkout"),
]


@pytest.mark.parametrize(
    "path", EXAMPLES or [None], ids=lambda path: path.stem if path else "none"
)
@pytest.mark.parametrize("variant", list(Variant))
def test_an_example_is_held_whole_and_comes_back_to_the_byte(path: Path, variant: Variant) -> None:
    """Of texts in their canonical form; a public archive of it comes back the same as well."""
    example = io.BytesIO(path.read_bytes())
    tried = archives.document_in(example)
    with transaction.atomic():
        with archives.elsewhere():
            space = import_archive(example).space
            whole, first = exported(space), exported(space, variant)
            assert not import_archive(example).is_new
        assert not Space.objects.exists()
        with archives.elsewhere():
            again = import_archive(first).space
            second = exported(again, variant)
    for post in tried["posts"]:
        for version in post["versions"]:
            version["body"] = sanitise(version["body"])
    for facts in ("exported_at", "generator", "variant"):
        tried.pop(facts, None)
    archives.held(tried, archives.document_in(whole))
    assert second.getvalue() == first.getvalue()


@pytest.mark.parametrize(
    "path", EXAMPLES or [None], ids=lambda path: path.stem if path else "none"
)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("variant", list(ExportVariant))
def test_of_an_example_the_whole_package_is_made(
    path: Path, variant: ExportVariant, language: str
) -> None:
    """Its documents too, the one in PDF tagged (PDF/UA)."""
    space = import_archive(io.BytesIO(path.read_bytes())).space
    parts = tuple(ExportPart)
    package = made_of(space, people.secretariat(), variant, parts=parts, language=language)
    assert {"compilation-by-prompt.docx", "compilation-by-prompt.pdf"} <= set(package.names)
    assert b"pdfuaid:part" in package.member("compilation-by-prompt.pdf")
