"""States that arrive by import are counted and exported rightly (PRODUCT, sections 4 and 7)."""

from typing import Any

import pytest

from discussions.enums import PostState, VersionReview
from discussions.models import Space
from discussions.selectors.numbers import numbers_of
from discussions.services.import_space import import_archive
from tests import people
from tests.archives import post, small, zipped
from tests.moderation.exports.packages import exported

pytestmark = pytest.mark.django_db

STUBS = {"hidden", "merged", "withdrawn"}


def imported(*posts: dict[str, Any]) -> Space:
    """The space of an archive with these posts."""
    import_archive(zipped(small(*posts)), prefix="SM")
    return Space.objects.get(slug="small-space")


@pytest.mark.parametrize("state", PostState.values)
def test_an_imported_post_in_each_state_is_counted_and_exported(state: str) -> None:
    more: dict[str, Any] = {"reason": "off-topic"} if state not in {"pending", "published"} else {}
    if state == "merged":
        more["merged_into"] = "other"
    one = post("one", state=state, author="ada", body="<p>Its words.</p>", **more)
    space = imported(one, post("other"))
    public = 1 + (state == "published")
    numbers = numbers_of(space)
    assert (numbers.submissions, numbers.posts, numbers.by_state[state]) == (public, 2, public)
    actor = people.secretariat()
    for variant in ("public", "restricted"):
        package = exported(space, actor, variant)
        row = package.table()[0]
        assert (row["reference"], row["state"]) == ("SM-0001", state)
        assert (row["reason"], row["merged_into"]) == (
            more.get("reason", ""),
            "SM-0002" if state == "merged" else "",
        )
        assert (package.counts[f"state.{state}"], package.counts["received"]) == (public, 2)
        is_shown = state == "published" or variant == "restricted"
        assert ("Its words" in package.all_that_can_be_read) is is_shown
        assert ("Ada" in package.all_that_can_be_read) is is_shown
        references = [row["reference"] for row in package.data["posts"]]
        assert ("SM-0001" in references) is (is_shown or state in STUBS)


@pytest.mark.parametrize("review", VersionReview.values)
def test_an_imported_correction_is_public_once_it_was_approved_alone(review: str) -> None:
    one = post("one", author="ada", body="<p>First words.</p>")
    one["versions"][0]["review"] = "superseded" if review == "approved" else "approved"
    later = {"number": 2, "received_at": "2024-03-09T00:00:00Z", "body": "<p>Second words.</p>"}
    one["versions"].append({**later, "review": review})
    space = imported(one)
    package = exported(space, people.secretariat())
    is_public = review == "approved"
    assert package.table()[0]["text"] == ("Second words." if is_public else "First words.")
    assert ("Second words" in package.all_that_can_be_read) is is_public
    assert package.table()[0]["state"] == "published"
