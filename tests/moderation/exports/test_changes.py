"""The difference since an earlier export is an export too: what is new, what changed and how, what is gone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from discussions.enums import PostState
from discussions.models import (
    CoSignatory,
    Endorsement,
    Post,
    Prompt,
    Redaction,
    Space,
    Version,
)
from hub.kit.clock import database_now
from moderation.enums import ExportPart
from moderation.exports.changes import Earlier
from moderation.exports.gather import gather
from moderation.exports.gathered import COMPILED
from moderation.exports.make import make
from moderation.exports.names import package_name
from moderation.exports.progress import Progress
from moderation.exports.wanted import ExportFilter
from moderation.exports.what_changed import FACTS, WHAT, what_differs
from moderation.models import Export, ExportIndex
from moderation.services import move as subtree
from tests import factories, people
from tests.moderation.exports.packages import TABLES, Package, exported, ordered
from tests.moderation.exports.varied import corrected
from tests.moderation.moving import WHY, under
from tests.moderation.seen import seen_now
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


def withhold_all(post: Post) -> None:
    post.name_withheld = "name-and-organisation"
    post.save()


def withdraw(post: Post) -> None:
    post.state = "withdrawn"
    post.save()


def move(post: Post) -> None:
    post.prompt = Prompt.objects.get(number=2)
    post.save()


def endorse(post: Post) -> None:
    Endorsement.objects.create(post=post, kind="person", endorser_name="Ann")


def sign(post: Post) -> None:
    CoSignatory.objects.create(post=post, organisation_name="Org", state="confirmed")


def verify(post: Post) -> None:
    """Somebody who is known says the same again."""
    CoSignatory.objects.filter(post=post).update(is_verified=True)


def show_again(post: Post) -> None:
    post.state_since += timedelta(hours=1)
    post.save()


def correct(post: Post) -> None:
    corrected(post)


def correct_and_withhold(post: Post) -> None:
    withhold(post)
    corrected(post)


def correct_late(post: Post) -> None:
    corrected(post, standing="late")


(
    _STATE,
    PLACE,
    _TEXT,
    VERSIONS,
    _NAME,
    MASKS,
    FILES,
    ENDORSED,
    SIGNED,
    THREAD,
    REVIEW,
    CLOSING,
    SINCE,
) = map(str, FACTS.values())
HIDDEN = "Now hidden by a moderator"
WITHHELD = "Name now withheld, organisation shown"
ACTS: dict[str, tuple[Callable[[Post], None], list[str]]] = {
    "hide": (hide, [HIDDEN]),
    "withdraw": (withdraw, ["Now withdrawn by its author"]),
    "redact": (redact, [MASKS]),
    "withhold": (withhold, [WITHHELD]),
    "withhold all": (withhold_all, ["Name and organisation now withheld"]),
    "move": (move, [PLACE]),
    "endorse": (endorse, [ENDORSED]),
    "sign": (sign, [SIGNED]),
    "verify": (verify, [SIGNED]),
    "hide and show again": (show_again, [SINCE]),
    "correct": (correct, ["Corrected: version 2", VERSIONS]),
    "correct and withhold": (correct_and_withhold, ["Corrected: version 2", VERSIONS, WITHHELD]),
    "correct late": (correct_late, [VERSIONS, CLOSING]),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_each_change_is_told_with_what_changed(act: str, space: Space, paulo: Actor) -> None:
    factories.window(space, "closed", late_policy="mark")
    one = factories.prompt(space, 1)
    factories.prompt(space, 2)
    post, other = factories.post(space, prompt=one), factories.post(space, prompt=one)
    factories.attachment(post.latest_version)
    if act == "verify":
        asked = {"organisation_name": "Asked", "is_verified": False}
        CoSignatory.objects.create(post=post, state="confirmed", **asked)
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
    assert whats[0] == HIDDEN
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


def test_a_reply_that_stands_in_another_thread_now_is_told_with_all_below_it(
    space: Space, paulo: Actor
) -> None:
    one, two = factories.post(space), factories.post(space)
    reply = factories.post(space, answers=one)
    below = factories.post(space, answers=reply)
    earlier = held(space, paulo)
    subtree.move(by=paulo.viewer, seen=seen_now(reply), to=under(two), words=WHY)
    assert told(exported(space, paulo, earlier=earlier)) == [
        (reply.reference, "Changed", f"{PLACE}; {THREAD}"),
        (below.reference, "Changed", THREAD),
    ]


def test_what_became_of_a_correction_is_told_to_the_secretariat(
    space: Space, paulo: Actor
) -> None:
    version = corrected(factories.post(space), review="waiting", published_at=None)
    restricted, public = held(space, paulo, "restricted"), held(space, paulo)
    Version.objects.filter(pk=version.pk).update(review="rejected")
    changes = told(exported(space, paulo, "restricted", earlier=restricted))
    assert changes == [("RT-0001", "Changed", REVIEW)]
    assert told(exported(space, paulo, earlier=public)) == []


@pytest.mark.parametrize("late", ["input", "version"])
def test_a_window_that_closes_later_changes_what_is_said_of_late_ones(
    late: str, space: Space, paulo: Actor
) -> None:
    window = factories.window(space, "closed", late_policy="mark")
    factories.post(space)
    post = factories.post(space, standing="late" if late == "input" else "on-time")
    if late == "version":
        correct_late(post)
    earlier = held(space, paulo)
    assert window.closes_at is not None
    window.closes_at += timedelta(hours=1)
    window.save()
    assert told(exported(space, paulo, earlier=earlier)) == [(post.reference, "Changed", CLOSING)]


@pytest.mark.parametrize("form", ["in order", "by key"])
def test_an_export_made_before_a_fact_was_kept_can_be_compared_with(
    form: str, space: Space, paulo: Actor
) -> None:
    """The first ones kept nine facts in their order; a fact that was not kept cannot differ."""
    same, post = factories.post(space), factories.post(space)
    kept: Any = {
        reference: {key: facts[key] for key in list(facts)[:9]}
        for reference, facts in held(space, paulo).posts.items()
        if isinstance(facts, dict)
    }
    assert set(kept) == {same.reference, post.reference}
    if form == "in order":
        kept = {reference: list(facts.values()) for reference, facts in kept.items()}
    withhold(post)
    changes = told(exported(space, paulo, earlier=Earlier(kept)))
    assert changes == [(post.reference, "Changed", WITHHELD)]


@pytest.mark.parametrize("part", sorted(set(ExportPart) - COMPILED))
def test_whatever_part_is_asked_for_a_list_says_what_changed(
    part: ExportPart, space: Space, paulo: Actor
) -> None:
    """Alone the table would not mention what is gone, and the data not even what is new."""
    gone, changed = factories.post(space), factories.post(space)
    earlier = held(space, paulo, states=("published",))
    hide(gone)
    redact(changed)
    new = factories.post(space)
    package = exported(space, paulo, earlier=earlier, parts=(part,), states=("published",))
    rows = [(r["reference"], r["change"], r["state"]) for r in package.table("changes.csv")]
    assert rows == [
        (changed.reference, "changed", "published"),
        (new.reference, "new", "published"),
        (gone.reference, "gone", "hidden"),
    ]
    assert package.table("changes.csv")[0]["what"] == "masks"
    assert "changes.csv: " in package.member("README.en.txt").decode()
    name = package_name(
        space,
        database_now(),
        "public",
        ExportFilter(changed_since=database_now()),
        (part,),
    )
    assert name.endswith(f"-en-{part.value}.zip")


def test_what_was_let_through_is_now_public_and_nothing_more(space: Space, paulo: Actor) -> None:
    post = factories.post(space, state="pending")
    factories.attachment(post.latest_version)
    Version.objects.update(published_at=None)
    earlier = held(space, paulo)
    Version.objects.update(published_at=database_now())
    post.state, post.public_version = "published", post.latest_version
    post.save()
    assert told(exported(space, paulo, earlier=earlier)) == [
        (post.reference, "Changed", "Now public")
    ]


def test_a_change_says_of_whom_and_where_as_far_as_readers_may_know(
    space: Space, paulo: Actor
) -> None:
    prompt = factories.prompt(space, 1)
    shown, hidden, masked = (factories.post(space, prompt=prompt) for _ in range(3))
    general = factories.post(space)
    public, restricted = held(space, paulo), held(space, paulo, "restricted")
    hide(hidden)
    withhold_all(masked)
    for post in (shown, general):
        endorse(post)

    def rows(package: Package) -> list[tuple[str, int, str | None]]:
        sheet = package.sheet("Changes")
        return [(r["Reference"], r["Question"], r["Organisation or name"]) for r in sheet]

    told = rows(exported(space, paulo, earlier=public))
    assert told[:2] == [(shown.reference, 1, "Some Organisation"), (hidden.reference, 1, None)]
    assert told[2][:2] == (masked.reference, 1)
    assert "Some Organisation" not in str(told[2][2])
    assert told[3] == (general.reference, 0, "Some Organisation")
    told = rows(exported(space, paulo, "restricted", earlier=restricted))
    assert [entity for _reference, _prompt, entity in told] == ["Some Organisation"] * 4


SAME = dict.fromkeys(FACTS, "") | {"state": "published||", "text": "2", "name": "no"}


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ({}, {}, ""),
        ({}, {"text": "3"}, "Corrected: version 3"),
        ({"text": "3"}, {}, "Version 2 counts again"),
        ({"name": "name"}, {}, "Name now shown"),
        ({}, {"state": "published|spam|"}, str(FACTS["state"])),
        ({}, {"text": "", "name": ""}, "Text no longer shown"),
        ({"text": "", "name": ""}, {"files": "x"}, "Text now shown"),
        ({}, {"text": "", "state": "rejected||", "place": "1|"}, f"Now rejected; {PLACE}"),
        ({"state": "hidden||"}, {"state": "withdrawn||"}, "Now withdrawn by its author"),
        ({"state": "hidden||"}, {"since": "2026"}, "Now public"),
        ({}, {"since": "2026"}, str(FACTS["since"])),
    ],
)
def test_words_say_what_happened_and_not_what_might_have(
    before: dict[str, str], now: dict[str, str], words: str
) -> None:
    assert WHAT(" ".join(what_differs(SAME | before, SAME | now))) == words


@pytest.mark.parametrize("state", sorted(PostState))
def test_each_state_has_words(state: PostState) -> None:
    now = SAME | {"state": f"{state.value}||"}
    before = SAME | {"state": "hidden||" if state == PostState.PUBLISHED else "published||"}
    (code,) = what_differs(before, now)
    assert code in WHAT.labels


def test_there_may_be_no_difference(space: Space, paulo: Actor) -> None:
    factories.post(space)
    package = exported(space, paulo, earlier=held(space, paulo))
    assert package.table() == []
    assert package.sheet("Changes") == []
    assert package.counts["export.all"] == 1


def test_without_an_earlier_one_nothing_speaks_of_changes(space: Space, paulo: Actor) -> None:
    factories.post(space)
    package = exported(space, paulo)
    assert "changes.csv" not in package.names
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
