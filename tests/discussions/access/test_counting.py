"""What may be counted of who speaks, by the version by which a post counts."""

from datetime import timedelta
from typing import Any

import pytest

from discussions.access.counting import Spoken, spoken_in
from discussions.models import Post, Space, Version
from hub.kit.sanitise import canonical_sha256
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


def later(post: Post, group: str, **more: Any) -> Version:
    """A later version that readers see, of another group: so one can tell which is counted."""
    first = post.latest_version
    at = first.received_at + timedelta(minutes=10)
    version = Version.objects.create(
        post=post,
        number=post.versions.count() + 1,
        received_at=at,
        language="fr",
        body="<p>B</p>",
        sha256=canonical_sha256("<p>B</p>"),
        speaker_group=group,
        **{"published_at": at, "standing": post.standing, "review": "approved", **more},
    )
    post.latest_version = version
    if version.published_at is not None:
        post.public_version = version
    post.save()
    return version


def groups(space: Space, *, public_only: bool = True) -> list[str]:
    return [one.group for one in spoken_in(space, public_only=public_only)]


def test_all_that_is_shown_is_counted_and_of_the_name_nothing_leaves(space: Space) -> None:
    speaker = {"speaker_country": "KE", "speaker_group": "trade-union"}
    factories.post(space, prompt=factories.prompt(space, 4), speaker=speaker, language="es")
    (one,) = spoken_in(space, public_only=True)
    assert (one.prompt, one.is_reply, one.language, one.group) == (4, False, "es", "trade-union")
    assert (one.country, one.organisation, one.is_place_withheld) == ("KE", 0, False)
    assert "Organisation" not in repr(one)
    assert "Imported" not in repr(one)


def test_an_organisation_has_one_number_whoever_speaks_for_it(space: Space) -> None:
    for name in ("Union", "Network", "Union", None, ""):
        factories.post(space, speaker={"speaker_organisation": name})
    numbers = [one.organisation for one in spoken_in(space, public_only=True)]
    assert numbers == [0, 1, 0, None, None]


@pytest.mark.parametrize(
    ("withheld", "organisation", "country"),
    [("no", 0, "KE"), ("name", 0, "KE"), ("name-and-organisation", None, "")],
)
@pytest.mark.parametrize("public_only", [True, False])
def test_a_withheld_organisation_has_no_number_and_no_country_for_staff_either(
    withheld: str, organisation: int | None, country: str, public_only: bool, space: Space
) -> None:
    factories.post(space, name_withheld=withheld, speaker={"speaker_country": "KE"})
    (one,) = spoken_in(space, public_only=public_only)
    assert (one.organisation, one.country) == (organisation, country)
    assert one.is_place_withheld is (organisation is None)
    assert one.group == "civil-society"


def test_what_is_not_public_is_for_staff_to_count(space: Space) -> None:
    states = ("published", "pending", "returned", "rejected", "hidden", "withdrawn")
    for state in states:
        factories.post(space, state=state)
    assert len(groups(space)) == 1
    assert len(groups(space, public_only=False)) == len(states)


def test_the_last_public_version_counts_and_none_that_waits_or_was_taken_back(
    space: Space,
) -> None:
    post = factories.post(space)
    later(post, "academia")
    later(post, "media", review="waiting", published_at=None)
    assert groups(space) == groups(space, public_only=False) == ["academia"]
    Version.objects.filter(speaker_group="academia").update(review="rejected")
    assert groups(space) == groups(space, public_only=False) == ["civil-society"]
    Version.objects.filter(speaker_group="civil-society").update(review="rejected")
    assert groups(space, public_only=False) == ["academia"]


def test_a_late_correction_of_an_input_in_time_does_not_count(space: Space) -> None:
    in_time, late = factories.post(space), factories.post(space, standing="late")
    for post in (in_time, late):
        later(post, "academia", standing="late")
    assert groups(space) == ["civil-society", "academia"]


@pytest.mark.parametrize("posts", [1, 3])
def test_one_statement(posts: int, space: Space, django_assert_num_queries: Any) -> None:
    for _ in range(posts):
        later(factories.post(space), "media")
    with django_assert_num_queries(1):
        found = spoken_in(space, public_only=True)
    assert len(found) == posts
    assert isinstance(found[0], Spoken)
