"""The register: everything has its line, words stand only where they are public, the counts reconcile."""

from datetime import UTC, datetime

import pytest

from discussions.access.viewer import VISITOR
from discussions.models import Post, PostMove, Redaction, Space
from discussions.pages.register import RegisterPage, register_page
from discussions.selectors.spaces import find_space
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db


def page(slug: str = "roundtable", after: int = 0) -> RegisterPage:
    found = find_space(slug)
    assert found is not None
    return register_page(found, after, VISITOR, "en")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("published", "Published"),
        ("pending", "Waiting for review"),
        ("returned", "Returned to the author"),
        ("rejected", "Rejected"),
        ("hidden", "Hidden by a moderator"),
        ("withdrawn", "Withdrawn by the author"),
    ],
)
def test_each_state_has_its_line_with_words_only_where_they_are_public(
    state: str, words: str
) -> None:
    author = people.stakeholder()
    factories.post(
        factories.space(),
        author.person,
        body="<p>The text.</p>",
        state=state,
        standing="late",
        reason="late" if state == "rejected" else None,
    )
    (line,) = page().lines
    assert (line.reference, line.state, line.state_words) == ("RT-0001", state, words)
    assert line.received.endswith("UTC")
    assert line.standing is not None
    assert line.standing.text == "Late"
    is_public = state == "published"
    assert bool(line.name) is is_public
    assert bool(line.opening) is is_public
    assert bool(line.reason) is (state == "rejected")
    if not is_public:
        assert "Amina" not in repr(line)


def test_a_merged_post_names_its_survivor() -> None:
    space = factories.space()
    survivor = factories.post(space)
    factories.post(space, state="merged", merged_into=survivor)
    line = page().lines[1]
    assert (line.state, line.other, line.other_url) == (
        "merged", "RT-0001", "/en/posts/RT-0001/",
    )  # fmt: skip


def test_a_masked_text_and_a_withheld_name_stay_out_of_the_register() -> None:
    author = people.stakeholder()
    post = factories.post(
        factories.space(), author.person, "<p>Private.</p>", name_withheld="name-and-organisation"
    )
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="legal", at=database_now()
    )
    (line,) = page().lines
    assert (line.name, line.organisation, line.opening) == ("Name withheld", "", "")


def test_the_counts_reconcile_with_moves_and_with_what_no_archive_held() -> None:
    space, other = factories.space(), factories.space("other", "OT")
    factories.post(space)
    factories.post(space, state="pending")
    Space.objects.filter(pk=space.pk).update(last_number=6)
    moved = factories.post(other)
    PostMove.objects.create(post=moved, reference="RT-0005", had_reference=True, at=database_now())
    made = page()
    facts = {fact.label: fact.value for fact in made.facts}
    assert facts == {
        "References issued": "6",
        "Waiting for review": "1",
        "Published": "1",
        "Moved to another space": "1",
        "Not in the archive": "3",
    }
    assert [(line.reference, line.state) for line in made.lines] == [
        ("RT-0001", "published"),
        ("RT-0002", "pending"),
        ("RT-0003 to RT-0004", "absent"),
        ("RT-0005", "moved"),
        ("RT-0006", "absent"),
    ]
    assert made.lines[3].other_url == "/en/posts/OT-0001/"


def test_a_text_that_went_to_another_space_keeps_its_instant_and_standing_in_its_line() -> None:
    space, other = factories.space(), factories.space("other", "OT")
    factories.post(space)
    received = datetime(2027, 3, 9, 9, 12, 59, tzinfo=UTC)
    moved = factories.post(other, received_at=received, standing="late")
    PostMove.objects.create(post=moved, reference="RT-0001", had_reference=True, at=database_now())
    Post.objects.filter(space=space).update(number=2)
    Space.objects.filter(pk=space.pk).update(last_number=2)
    line = page().lines[0]
    assert (line.reference, line.received_at) == ("RT-0001", received)
    assert line.received == "9 March 2027, 09:12 UTC"
    assert line.standing is not None
    assert line.standing.text == "Late"


def test_the_pages_of_a_long_register_lead_on(settings: object) -> None:
    space = factories.space()
    for _ in range(3):
        factories.post(space)
    settings.POSTS_PER_PAGE = 2  # type: ignore[attr-defined]  # the settings of the test
    first, second = page(), page(after=2)
    assert first.pager.next_url == "/en/spaces/roundtable/register/?after=RT-0002"
    assert [line.reference for line in second.lines] == ["RT-0003"]
    assert (second.pager.first_url, second.pager.next_url) == (
        "/en/spaces/roundtable/register/", "",
    )  # fmt: skip
