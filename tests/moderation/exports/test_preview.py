"""The count on the page is what the export then holds: by the same rules, whatever is chosen."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import StakeholderGroup
from discussions.enums import PostState, Standing
from discussions.models import Endorsement, Space, Window
from hub.kit.clock import database_now
from hub.kit.regions import Region
from moderation.enums import ExportPart
from moderation.exports.changes import Earlier
from moderation.exports.gather import gather
from moderation.exports.gathered import Gathered, Order
from moderation.exports.preview import preview
from moderation.exports.progress import Progress
from moderation.exports.wanted import GENERAL, NO_COUNTRY
from tests import factories, people
from tests.moderation.exports.packages import exported, ordered
from tests.moderation.exports.varied import BEGIN, varied_space
from tests.people import Actor

pytestmark = pytest.mark.django_db

_FIRST_DAY = BEGIN.date()


def some(values: Any) -> Any:
    """None of the values, which takes all, or some of them."""
    return st.one_of(st.just(()), st.sets(st.sampled_from(sorted(values)), max_size=3)).map(
        lambda chosen: tuple(sorted(chosen))
    )


def days() -> Any:
    return st.one_of(
        st.none(), st.integers(0, 14).map(lambda number: _FIRST_DAY + timedelta(days=number))
    )


FILTERS = st.fixed_dictionaries(
    {
        "prompts": some([GENERAL, 1, 2]),
        "window": st.sampled_from(["", "first", "second"]),
        "received_from": days(),
        "received_until": days(),
        "zone": st.sampled_from(["UTC", "Pacific/Auckland", "America/New_York"]),
        "groups": some(StakeholderGroup.values),
        "states": some(PostState.values),
        "regions": some([*Region.values, NO_COUNTRY]),
        "languages": some(["en", "fr", "es"]),
        "standings": some(Standing.values),
        "with_replies": st.booleans(),
        "with_earlier": st.booleans(),
    }
)


@pytest.fixture
def space() -> Space:
    return varied_space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def gathered(order: Order) -> Gathered:
    with TemporaryDirectory() as folder:
        return gather(order, Path(folder), Progress())


#: The space is only read, so that one is enough for all of them.
_READ: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}
VARIANTS = st.sampled_from(["public", "restricted"])


@settings(max_examples=10, **_READ)
@given(chosen=FILTERS, variant=VARIANTS)
def test_the_count_is_what_the_export_holds(
    chosen: dict[str, Any], variant: str, space: Space, paulo: Actor
) -> None:
    compare(chosen, variant, space, paulo)


@pytest.mark.prove
@settings(max_examples=400, **_READ)
@given(chosen=FILTERS, variant=VARIANTS)
def test_the_count_is_what_the_export_holds_for_many_filters(
    chosen: dict[str, Any], variant: str, space: Space, paulo: Actor
) -> None:
    compare(chosen, variant, space, paulo)


def compare(chosen: dict[str, Any], variant: str, space: Space, paulo: Actor) -> None:
    windows = list(Window.objects.filter(space=space).values_list("archive_id", flat=True))
    names = {"": "", "first": windows[0], "second": windows[1]}
    chosen = {**chosen, "window": names[chosen["window"]]}
    # Without the tables, in whose rows it is not counted.
    order = ordered(space, paulo, variant, parts=(ExportPart.ATTACHMENTS,), **chosen)
    counted, made = preview(order), gathered(order)
    assert (counted.every, counted.taken) == (made.counts["all"], made.counts["in"])
    assert counted.submissions == made.counts["submissions"]
    assert counted.replies == made.counts["replies"]
    assert counted.files == made.counts["files"]
    by_question = {
        (number, kind == "replies"): posts
        for (number, kind), posts in made.tally.prompts.items()
        if posts
    }
    assert counted.questions == by_question


def test_each_choice_takes_some_and_leaves_some(space: Space, paulo: Actor) -> None:
    """So that the comparison above compares something."""
    windows = list(Window.objects.filter(space=space).values_list("archive_id", flat=True))
    choices: list[dict[str, Any]] = [
        {"prompts": (1,)},
        {"window": windows[1]},
        {"received_from": _FIRST_DAY + timedelta(days=3)},
        {"groups": ("media",)},
        {"states": ("pending",)},
        {"regions": ("africa",)},
        {"regions": (NO_COUNTRY,)},
        {"languages": ("fr",)},
        {"standings": ("late",)},
        {"with_replies": False},
    ]
    for chosen in choices:
        counted = preview(ordered(space, paulo, "restricted", **chosen))
        assert 0 < counted.taken < counted.every == 36, chosen
    whole = preview(ordered(space, paulo, "restricted"))
    without = preview(ordered(space, paulo, "restricted", with_earlier=False))
    assert without.files < whole.files
    assert without.taken == whole.taken == 36


def test_the_difference_is_counted_as_it_is_made(space: Space, paulo: Actor) -> None:
    earlier = Earlier(gathered(ordered(space, paulo, states=("published",))).index)
    published = space.posts.filter(state="published").order_by("number")
    hidden, endorsed = published[0], published[1]
    hidden.state, hidden.reason = "hidden", "spam"
    hidden.save()
    Endorsement.objects.create(post=endorsed, kind="person", endorser_name="Ann")
    factories.post(space)
    order = ordered(space, paulo, earlier=earlier, states=("published",))
    counted, made = preview(order), gathered(order)
    assert counted.changes == {"new": 1, "changed": 1, "gone": 1}
    assert counted.changes == made.tally.changes
    assert counted.taken == made.counts["in"] == 2


def test_files_are_counted_only_where_they_are_a_part(space: Space, paulo: Actor) -> None:
    whole = preview(ordered(space, paulo))
    tables = preview(ordered(space, paulo, parts=(ExportPart.WORKBOOK,)))
    assert whole.files > 0
    assert (tables.files, tables.taken) == (0, whole.taken)


def test_documents_of_the_space_count_as_files(paulo: Actor) -> None:
    from discussions.models import Document, DocumentFile

    space = factories.space()
    document = Document.objects.create(space=space, title_en="Draft", title="Draft")
    factories.attachment(factories.post(space).latest_version)
    stored = factories.attachment(factories.post(space).latest_version)
    DocumentFile.objects.create(
        document=document,
        name="draft.pdf",
        language="en",
        media_type="application/pdf",
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
    )
    assert preview(ordered(space, paulo)).files == 3
    assert len([n for n in exported(space, paulo).names if n.startswith("attachments/")]) == 3


def test_statements_do_not_depend_on_the_number_of_posts(
    paulo: Actor, django_assert_num_queries: Any
) -> None:
    space = factories.space()

    def one_more() -> None:
        post = factories.post(space, people.actor(f"{database_now()}@test.example", "N").person)
        factories.attachment(post.latest_version)
        Endorsement.objects.create(post=post, kind="person", endorser_name="Ann")

    one_more()
    order = ordered(space, paulo)
    compared = ordered(space, paulo, earlier=Earlier({}))
    with django_assert_num_queries(5):
        preview(order)
    with django_assert_num_queries(9):
        preview(compared)
    one_more()
    one_more()
    with django_assert_num_queries(5):
        preview(order)
    with django_assert_num_queries(9):
        preview(compared)
