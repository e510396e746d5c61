"""What a filter looks at is what the reader of the export may know."""

from typing import Any

import pytest

from discussions.access.viewer import Viewer
from discussions.models import Post, Version
from moderation.exports.candidates import Places, candidate_of
from moderation.exports.wanted import NO_COUNTRY, Candidate
from tests import factories, people
from tests.moderation.exports.varied import corrected

pytestmark = pytest.mark.django_db


def seen(post: Post, reader: Viewer | None = None) -> Candidate:
    return candidate_of(
        Post.objects.get(pk=post.pk),
        reader or Viewer(),
        Places(list(post.space.prompts.all()), []),
    )


@pytest.mark.parametrize(
    ("speaker", "region"),
    [
        ({"speaker_country": "KE"}, "africa"),
        ({"speaker_country": "KE", "speaker_group": "un-entity"}, NO_COUNTRY),
        ({"speaker_country": "AQ"}, NO_COUNTRY),
        ({}, NO_COUNTRY),
    ],
)
def test_a_region_is_that_of_the_country_but_un_entities_are_of_none(
    speaker: dict[str, Any], region: str
) -> None:
    assert seen(factories.post(factories.space(), speaker=speaker)).region == region


def test_a_withheld_organisation_is_of_no_region_and_keeps_its_group() -> None:
    space, speaker = factories.space(), {"speaker_country": "KE"}
    post = factories.post(space, speaker=speaker, name_withheld="name-and-organisation")
    public, staff = seen(post), seen(post, people.secretariat().viewer)
    assert (public.region, public.group) == (NO_COUNTRY, "civil-society")
    assert (staff.region, staff.group) == (NO_COUNTRY, "civil-society")
    named = factories.post(space, speaker=speaker, name_withheld="name")
    assert seen(named).region == "africa"


@pytest.mark.parametrize("state", ["pending", "returned", "rejected", "hidden", "withdrawn"])
def test_readers_know_the_state_of_what_is_not_public_and_nothing_else(state: str) -> None:
    post = factories.post(factories.space(), state=state)
    public, staff = seen(post), seen(post, people.secretariat().viewer)
    assert (public.group, public.region, public.language) == (None, None, None)
    assert (staff.group, staff.language) == ("civil-society", "en")
    assert public.state == staff.state == state


def test_the_version_that_counts_tells() -> None:
    """The last one in time that was public: not one that waits, and not a late one."""
    post = factories.post(factories.space(), language="en")
    corrected(post, language="fr")
    corrected(post, language="es", standing="late")
    corrected(post, language="ar", standing="on-time", published_at=None, review="waiting")
    assert seen(post).language == "fr"
    assert seen(post).group == "academia"
    staff = people.secretariat().viewer
    assert seen(post, staff).language == "fr"
    Version.objects.filter(post=post, number__lt=3).update(review="rejected")
    assert seen(post).language == seen(post, staff).language == "es"
    late = factories.post(post.space, standing="late")
    corrected(late, language="es")
    assert seen(late).language == "es"
