"""A merged text leads in an export where its page leads: nowhere, where the link would tell who withholds a name."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from discussions.models import Post, Space
from moderation.enums import ExportPart
from moderation.exports.gather import gather
from moderation.exports.progress import Progress
from tests import factories, people
from tests.moderation.exports.packages import exported, ordered
from tests.moderation.exports.test_changes import held, told
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


@pytest.fixture
def merged(space: Space) -> Post:
    """Of an author who then withheld the name of the text that stayed."""
    author = people.stakeholder().person
    kept = factories.post(space, author)
    return factories.post(space, author, state="merged", reason="duplicate", merged_into=kept)


def withhold(merged: Post) -> str:
    """The reference that may not stand beside the merged one any more."""
    kept = merged.merged_into
    assert kept is not None
    Post.objects.filter(pk=kept.pk).update(name_withheld="name-and-organisation")
    return kept.reference


def led(space: Space, by: Actor, variant: str, reference: str) -> set[str | None]:
    """Where the table and the workbook lead from a merged text."""
    package = exported(space, by, variant)
    (row,) = (row for row in package.table() if row["reference"] == reference)
    (line,) = (row for row in package.sheet("Submissions") if row["Reference"] == reference)
    return {row["merged_into"] or None, line["Merged with"]}


@pytest.mark.parametrize("variant", ["public", "restricted"])
def test_it_leads_to_what_stayed_and_only_for_the_secretariat_once_its_name_is_withheld(
    variant: str, space: Space, paulo: Actor, merged: Post
) -> None:
    kept = merged.merged_into
    assert kept is not None
    assert led(space, paulo, variant, merged.reference) == {kept.reference}
    withhold(merged)
    after = kept.reference if variant == "restricted" else None
    assert led(space, paulo, variant, merged.reference) == {after}
    package = exported(space, paulo, variant)
    states = [
        one["state"] for one in package.data["posts"] if one["reference"] == merged.reference
    ]
    assert states == ["merged" if after else "hidden"]
    assert "calls it hidden" in package.member("README.en.txt").decode()


@pytest.mark.parametrize("variant", ["public", "restricted"])
def test_the_compilation_leads_no_further(
    variant: str, space: Space, paulo: Actor, merged: Post
) -> None:
    reference = withhold(merged)
    order = ordered(space, paulo, variant, parts=(ExportPart.DOCX,))
    with TemporaryDirectory() as folder:
        compilation = gather(order, Path(folder), Progress()).compilation
    assert compilation is not None
    entries = [
        entry
        for part in compilation.parts
        for entry in part.entries
        if entry.reference == merged.reference
    ]
    shown = [
        row
        for part in compilation.parts
        for listing in part.listings
        for row in listing.rows
        if merged.reference in repr(row)
    ]
    assert [*entries, *shown]
    assert (reference in repr([*entries, *shown])) == (variant == "restricted")


def test_a_difference_tells_that_it_leads_elsewhere_now(
    space: Space, paulo: Actor, merged: Post
) -> None:
    earlier = held(space, paulo)
    reference = withhold(merged)
    assert {name for name, _, _ in told(exported(space, paulo, earlier=earlier))} == {
        merged.reference,
        reference,
    }
