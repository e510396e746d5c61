"""The difference since an earlier export is an export too: what is new, what changed and how, what is gone."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from discussions.models import (
    CoSignatory,
    Endorsement,
    Post,
    Prompt,
    Redaction,
    Space,
)
from hub.kit.clock import database_now
from moderation.exports.changes import FACTS, Earlier
from moderation.exports.gather import gather
from moderation.exports.make import make
from moderation.exports.progress import Progress
from moderation.models import Export, ExportIndex
from tests import factories, people
from tests.moderation.exports.packages import TABLES, Package, exported, ordered
from tests.moderation.exports.varied import corrected
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def held(space: Space, by: Actor, variant: str = "public", **chosen: Any) -> Earlier:
    """What an export made now holds, as a later one is compared with it."""
    with TemporaryDirectory() as folder:
        order = ordered(space, by, variant, **chosen)
        return Earlier(gather(order, Path(folder), Progress()).index)


def told(package: Package) -> list[tuple[str, str, str | None]]:
    return [
        (row["Reference"], row["Change"], row["What changed"]) for row in package.sheet("Changes")
    ]


def hide(post: Post) -> None:
    post.state, post.reason = "hidden", "spam"
    post.save()


def redact(post: Post) -> None:
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="legal", at=database_now()
    )


def withhold(post: Post) -> None:
    post.name_withheld = "name"
    post.save()


def move(post: Post) -> None:
    post.prompt = Prompt.objects.get(number=2)
    post.save()


def endorse(post: Post) -> None:
    Endorsement.objects.create(post=post, kind="person", endorser_name="Ann")


def sign(post: Post) -> None:
    CoSignatory.objects.create(post=post, organisation_name="Org", state="confirmed")


def correct(post: Post) -> None:
    corrected(post)


def correct_late(post: Post) -> None:
    corrected(post, standing="late")


STATE, PLACE, TEXT, VERSIONS, NAME, MASKS, FILES, ENDORSED, SIGNED = map(str, FACTS.values())
ACTS: dict[str, tuple[Callable[[Post], None], list[str]]] = {
    "hide": (hide, [STATE, TEXT, NAME, FILES]),
    "redact": (redact, [MASKS]),
    "withhold": (withhold, [NAME]),
    "move": (move, [PLACE]),
    "endorse": (endorse, [ENDORSED]),
    "sign": (sign, [SIGNED]),
    "correct": (correct, [TEXT, VERSIONS]),
    "correct late": (correct_late, [VERSIONS]),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_each_change_is_told_with_what_changed(act: str, space: Space, paulo: Actor) -> None:
    factories.window(space, "closed", late_policy="mark")
    one = factories.prompt(space, 1)
    factories.prompt(space, 2)
    post, other = factories.post(space, prompt=one), factories.post(space, prompt=one)
    factories.attachment(post.latest_version)
    earlier = held(space, paulo)
    do, what = ACTS[act]
    do(post)
    package = exported(space, paulo, earlier=earlier)
    assert told(package) == [(post.reference, "Changed", "; ".join(what))]
    (row,) = package.table()
    assert (row["reference"], row["change"]) == (post.reference, "changed")
    (line,) = package.sheet("Submissions")
    assert (line["Change"], line["What changed"]) == ("Changed", "; ".join(what))
    assert other.reference not in [p["reference"] for p in package.data["posts"]]
    counts = package.counts
    assert (counts["export.in"], counts["export.left-out"]) == (1, 1)
    assert (counts["export.new"], counts["export.changed"], counts["export.gone"]) == (0, 1, 0)


def test_new_ones_are_in_and_what_did_not_change_is_not(space: Space, paulo: Actor) -> None:
    old = factories.post(space, None, "<p>Read before.</p>")
    earlier = held(space, paulo)
    new = factories.post(space, None, "<p>Came since.</p>", answers=old)
    package = exported(space, paulo, earlier=earlier)
    assert told(package) == [(new.reference, "New", None)]
    assert [row["reference"] for row in package.table()] == [new.reference]
    assert package.table()[0]["thread"] == old.reference
    assert "Read before." not in package.all_that_can_be_read


def test_what_is_gone_is_told_with_why(space: Space, paulo: Actor) -> None:
    kept, hidden, moved, other = (factories.post(space) for _ in range(4))
    earlier = held(space, paulo, states=("published",))
    hide(hidden)
    Post.objects.filter(pk=moved.pk).update(space=factories.space("other", "OT"))
    moved.moves.create(at=database_now(), reference=moved.reference, had_reference=True)
    package = exported(space, paulo, earlier=earlier, states=("published",))
    rows = [(r["Reference"], r["Change"], r["State now"]) for r in package.sheet("Changes")]
    assert rows == [
        (hidden.reference, "Gone", "Hidden by a moderator"),
        (moved.reference, "Gone", None),
    ]
    whats = [row["What changed"] for row in package.sheet("Changes")]
    assert whats[0].startswith(STATE)
    assert whats[1] == "Moved to another space"
    assert package.table() == []
    narrower = exported(space, paulo, earlier=earlier, states=("published",), languages=("fr",))
    assert {(r, what) for r, _, what in told(narrower)} >= {
        (kept.reference, "Left out by the filter of this export"),
        (other.reference, "Left out by the filter of this export"),
    }


def test_readers_of_the_public_variant_learn_nothing_of_what_is_not_public(
    space: Space, paulo: Actor
) -> None:
    """A returned text that is sent again changes for the secretariat alone."""
    post = factories.post(space, state="pending")
    public, restricted = held(space, paulo), held(space, paulo, "restricted")
    corrected(post, published_at=None, review="waiting")
    endorse(post)
    assert told(exported(space, paulo, earlier=public)) == []
    (change,) = told(exported(space, paulo, "restricted", earlier=restricted))
    assert change[:2] == (post.reference, "Changed")


def test_there_may_be_no_difference(space: Space, paulo: Actor) -> None:
    factories.post(space)
    package = exported(space, paulo, earlier=held(space, paulo))
    assert package.table() == []
    assert package.sheet("Changes") == []
    assert package.counts["export.all"] == 1


def test_without_an_earlier_one_nothing_speaks_of_changes(space: Space, paulo: Actor) -> None:
    factories.post(space)
    package = exported(space, paulo)
    assert "Changes" not in package.workbook.sheetnames
    assert "change" not in package.table()[0]
    assert "export.new" not in package.counts


@pytest.mark.django_db(transaction=True)
def test_a_made_export_is_what_the_next_one_is_compared_with() -> None:
    space, paulo = factories.space(), people.secretariat()
    old = factories.post(space)
    parts = [part.value for part in TABLES]

    def made(**more: Any) -> Export:
        export = Export.objects.create(space=space, requested_by=paulo.user, parts=parts, **more)
        make(export.pk)
        export.refresh_from_db()
        assert export.state == "finished"
        return export

    first = made()
    assert list(ExportIndex.objects.get(pk=first.pk).posts) == [old.reference]
    new = factories.post(space)
    second = made(since=first)
    assert second.counts["in"] == 1
    assert set(ExportIndex.objects.get(pk=second.pk).posts) == {old.reference, new.reference}
    third = made(since=second)
    assert third.counts["in"] == 0


def test_the_index_holds_no_words(space: Space, paulo: Actor) -> None:
    post = factories.post(space, people.stakeholder().person, "<p>Telling words.</p>")
    factories.attachment(post.latest_version, "telling.pdf")
    sign(post)
    told = repr(held(space, paulo, "restricted").posts)
    for words in ("Telling", "telling", "Amina", "Some Organisation", "Org"):
        assert words not in told
