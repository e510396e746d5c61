"""Who has spoken in a space: counted, never named."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Person
from discussions.models import Endorsement, Space
from moderation.selectors.participation import first_time_authors, only_replied, participation_in
from tests import factories, people
from tests.moderation.exports.packages import exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


def speak(
    space: Space, country: str | None = None, group: str | None = "civil-society", **more: Any
) -> Any:
    return factories.post(
        space, speaker={"speaker_country": country, "speaker_group": group}, **more
    )


def test_submissions_are_counted_by_group_region_language_question_and_standing(
    space: Space,
) -> None:
    one = factories.prompt(space)
    root = speak(space, "KE", prompt=one, language="es")
    speak(space, "BR", "member-state", standing="late")
    speak(space, "CH", "un-entity", prompt=one)
    speak(space, None, None)
    speak(space, "TH", name_withheld="name-and-organisation")
    factories.post(space, answers=root, language="ar")
    found = participation_in(space, "UTC", public_only=True)
    assert (found.submissions, found.replies) == (5, 1)
    assert found.of_submissions.groups == Counter(
        {"civil-society": 2, "member-state": 1, "un-entity": 1, "": 1}
    )
    assert found.of_submissions.regions == Counter(
        {"africa": 1, "latin-america-caribbean": 1, "global": 1, "not-known": 1, "not-shown": 1}
    )
    assert found.of_submissions.countries == Counter({"KE": 1, "BR": 1, "CH": 1})
    assert found.of_submissions.languages == Counter({"en": 4, "es": 1})
    assert found.of_submissions.prompts == Counter({1: 2, 0: 3})
    assert found.standings == Counter({"on-time": 4, "late": 1})
    assert found.organisations == 1


def test_whoever_only_replied_has_spoken_and_is_told_apart(space: Space) -> None:
    one = factories.prompt(space)
    root = speak(space, "KE", prompt=one, language="es")
    for group, name, country, language in (
        ("red-cross-red-crescent", "Red Crescent", "TN", "ar"),
        ("civil-society", "Root", "KE", "es"),
        ("red-cross-red-crescent", None, None, "en"),
    ):
        factories.post(
            space,
            answers=root,
            language=language,
            speaker={
                "speaker_group": group,
                "speaker_organisation": name,
                "speaker_country": country,
            },
        )
    factories.post(space, answers=root, name_withheld="name-and-organisation", language="ru")
    found = participation_in(space, "UTC", public_only=True)
    spoken = found.of_replies
    assert (found.submissions, found.replies) == (1, 4)
    assert found.of_submissions.groups == Counter({"civil-society": 1})
    assert spoken.groups == Counter({"red-cross-red-crescent": 2, "civil-society": 2})
    assert only_replied(found.of_submissions.groups, spoken.groups) == {"red-cross-red-crescent"}
    assert only_replied(found.of_submissions.countries, spoken.countries) == {"TN"}
    assert only_replied(found.of_submissions.languages, spoken.languages) == {"ar", "en", "ru"}
    assert only_replied(found.of_submissions.prompts, spoken.prompts) == set()
    assert found.organisations == 3
    assert found.organisations_only_replied == 2


def test_a_language_is_counted_with_its_kinds(space: Space) -> None:
    for language in ("zh-hans", "zh", "zh-hant", "es-419", "und"):
        root = factories.post(space, language=language)
    factories.post(space, answers=root, language="pt-br")
    found = participation_in(space, "UTC", public_only=True)
    assert found.of_submissions.languages == Counter({"zh": 3, "es": 1, "und": 1})
    assert found.of_replies.languages == Counter({"pt": 1})


def test_a_day_is_one_of_the_calendar_of_the_zone(space: Space) -> None:
    factories.post(space, received_at=datetime(2027, 3, 1, 23, 30, tzinfo=UTC))
    factories.post(space, received_at=datetime(2027, 3, 2, 4, 59, tzinfo=UTC))
    kathmandu = participation_in(space, "Asia/Kathmandu", public_only=True).days
    new_york = participation_in(space, "America/New_York", public_only=True).days
    assert kathmandu == Counter({date(2027, 3, 2): 2})
    assert new_york == Counter({date(2027, 3, 1): 2})


def test_whoever_was_published_elsewhere_before_is_no_first_time_author(space: Space) -> None:
    new, known, later, twice, replies, waiting = (
        Person.objects.create(name=name) for name in ("A", "B", "C", "D", "E", "F")
    )
    other = factories.space("declaration", "PD")
    factories.post(other, known)
    root = factories.post(space, new)
    for author in (known, later, twice, twice):
        factories.post(space, author)
    factories.post(space, replies, answers=root)
    factories.post(space, waiting, state="pending")
    factories.post(space)
    factories.post(other, later)
    factories.post(other, new, state="pending")
    assert first_time_authors(space, public_only=True) == 3
    assert first_time_authors(space, public_only=False) == 4


def test_first_time_authors_do_not_tell_who_withholds_a_name(space: Space) -> None:
    """Nor where else somebody spoke without one: what the number says, each text with a name says as well."""
    known, new, here, there = (Person.objects.create(name=name) for name in ("A", "B", "C", "D"))
    other = factories.space("declaration", "PD")
    for author in (known, here):
        factories.post(other, author)
    factories.post(other, there, name_withheld="name")
    for author in (known, new):
        factories.post(space, author, name_withheld="name-and-organisation")
    assert first_time_authors(space, public_only=True) == 0
    assert first_time_authors(space, public_only=False) == 1
    for author in (here, there):
        factories.post(space, author)
    assert first_time_authors(space, public_only=True) == 1


def test_endorsements_by_organisations_that_stand_are_counted_by_group(space: Space) -> None:
    shown, hidden = factories.post(space), factories.post(space, state="hidden")
    for post in (shown, hidden):
        for name, kind, group, at in (
            ("Union", "organisation", "trade-union", None),
            ("Old", "organisation", "trade-union", datetime(2027, 1, 1, tzinfo=UTC)),
            ("Ann", "person", None, None),
        ):
            Endorsement.objects.create(
                post=post,
                kind=kind,
                endorser_name=name,
                stakeholder_group=group,
                withdrawn_at=at,
            )
    assert participation_in(space, "UTC", public_only=True).endorsing == {"trade-union": 1}
    assert participation_in(space, "UTC", public_only=False).endorsing == {"trade-union": 2}


@pytest.mark.parametrize(("variant", "public_only"), [("public", True), ("restricted", False)])
def test_groups_and_endorsements_are_those_of_the_sheet_of_counts(
    variant: str, public_only: bool, space: Space
) -> None:
    states = ("published", "pending", "withdrawn", "hidden", "rejected", "published")
    groups = ("academia", "media", None, "nhri", "academia", "media")
    for state, group in zip(states, groups, strict=True):
        post = speak(space, "KE", group, state=state)
        Endorsement.objects.create(
            post=post, kind="organisation", endorser_name="Union", stakeholder_group="trade-union"
        )
    factories.post(space, answers=factories.post(space))
    counts = exported(space, people.secretariat(), variant).counts
    found = participation_in(space, "UTC", public_only=public_only)
    told = {key: n for key, n in counts.items() if key.startswith("group.")}
    told.pop("group.not-shown", None)
    assert told == {
        f"group.{group or 'unknown'}": n for group, n in found.of_submissions.groups.items()
    }
    assert counts["endorsements.group.trade-union"] == found.endorsing["trade-union"]


@pytest.mark.parametrize("posts", [1, 3])
def test_three_statements(posts: int, space: Space, django_assert_num_queries: Any) -> None:
    for _ in range(posts):
        factories.post(space, Person.objects.create(name="A"))
    with django_assert_num_queries(3):
        participation_in(space, "UTC", public_only=True)
