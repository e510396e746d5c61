"""Posts that no rule tells apart are counted together, and any that one does are not."""

from datetime import timedelta
from typing import Any

import pytest

from discussions.access.alike import posts_alike, with_masked_files
from discussions.models import FileScan, Redaction, Space
from hub.kit.clock import database_now
from tests import factories
from tests.moderation.exports.varied import corrected

pytestmark = pytest.mark.django_db

ALWAYS = (None, None)


@pytest.fixture
def space() -> Space:
    return factories.space()


def kinds(space: Space, **more: Any) -> list[int]:
    """How many posts are of each kind, the most first."""
    found = posts_alike(space, more.get("received", ALWAYS), more.get("apart", ()))
    return sorted((kind.posts for kind in found), reverse=True)


def test_posts_of_one_kind_are_one_whatever_they_say_and_whoever_says_it(space: Space) -> None:
    for name in ("Ann", "Ben", None):
        factories.post(space, body=f"<p>{name}</p>", speaker={"speaker_name": name})
    (kind,) = posts_alike(space, ALWAYS)
    assert kind.posts == 3
    assert kind.one.state == "published"
    (version,) = kind.one.versions.all()
    assert (version.speaker_group, version.language) == ("civil-society", "en")
    assert (version.speaker_name, version.speaker_organisation) == ("?", "")
    assert not hasattr(version, "body")
    assert kind.files == (0,)


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": 1},
        {"answers": 1},
        {"state": "pending"},
        {"state": "hidden"},
        {"standing": "late"},
        {"name_withheld": "name"},
        {"language": "fr"},
        {"speaker": {"speaker_group": "media"}},
        {"speaker": {"speaker_country": "KE"}},
    ],
    ids=lambda other: "-".join(other) + "-" + str(*other.values()),
)
def test_what_a_rule_looks_at_makes_another_kind(other: dict[str, Any], space: Space) -> None:
    first = factories.post(space)
    made = {"prompt": factories.prompt(space), "answers": first}
    factories.post(space, **{key: made.get(key, value) for key, value in other.items()})
    assert kinds(space) == [1, 1]


def test_so_do_versions_in_their_order_and_their_files(space: Space) -> None:
    corrected(factories.post(space), standing="late")
    corrected(factories.post(space, standing="late"), standing="on-time")
    corrected(factories.post(space), published_at=None, review="waiting")
    factories.attachment(corrected(factories.post(space), standing="late"))
    found = list(posts_alike(space, ALWAYS))
    assert [kind.posts for kind in found] == [1, 1, 1, 1]
    assert sorted(kind.files for kind in found) == [(0, 0), (0, 0), (0, 0), (0, 1)]
    for kind in found:
        assert [version.number for version in kind.one.versions.all()] == [1, 2]
    waiting = [kind.one.versions.all()[1].published_at is None for kind in found]
    assert sorted(waiting) == [False, False, False, True]


def test_the_bounds_tell_apart_and_the_first_instant_is_in(space: Space) -> None:
    begin = database_now()
    for hours in (-1, 0, 1, 2, 3):
        factories.post(space, received_at=begin + timedelta(hours=hours))
    assert kinds(space) == [5]
    assert kinds(space, received=(begin, begin + timedelta(hours=2))) == [2, 2, 1]
    assert kinds(space, received=(begin, None)) == [4, 1]


def test_who_has_a_file_that_may_be_masked_is_looked_at_alone(space: Space) -> None:
    posts = [factories.post(space) for _ in range(4)]
    files = [factories.attachment(post.latest_version) for post in posts[:3]]
    assert with_masked_files(space) == []
    at = database_now()
    version = posts[0].latest_version
    Redaction.objects.create(version=version, target="file", reason="legal", at=at)
    Redaction.objects.create(version=posts[3].latest_version, target="text", reason="legal", at=at)
    assert with_masked_files(space) == [posts[0].pk]
    FileScan.objects.create(sha256=files[1].sha256)
    apart = with_masked_files(space)
    assert set(apart) == {post.pk for post in posts[:3]}  # the same bytes in all three
    assert kinds(space, apart=apart) == [1]


def test_other_spaces_are_not_counted(space: Space) -> None:
    factories.post(factories.space("other", "OT"))
    assert kinds(space) == []
