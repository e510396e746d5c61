"""Who reads the record, and that it names nobody who is not to be named."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import NotModerator
from discussions.models import Post, Space, SpaceRole
from hub.kit.models import Record
from hub.kit.record import write_record
from moderation.access.record import (
    AUTHOR_ACTS,
    NAMED_ACTS,
    PRIVATE_ACTS,
    READER_ACTS,
    REPORT_ACTS,
    SIGNATORY_ACTS,
    ShownAs,
    about_posts,
    can_read_record,
    check_read_record,
    is_told,
    reads_record_of,
    shown_as,
    visible_records,
)
from tests import factories, people
from tests.people import Actor

pytestmark = pytest.mark.django_db

READERS: dict[str, Callable[[Space], Viewer]] = {
    "moderator": lambda space: people.moderator(space).viewer,
    "secretariat": lambda _space: people.secretariat().viewer,
    "administrator": lambda _space: people.administrator().viewer,
}
OTHERS: dict[str, Callable[[Space], Viewer]] = {
    "visitor": lambda _space: VISITOR,
    "stakeholder": lambda _space: people.stranger().viewer,
    "observer": lambda space: people.observer(space).viewer,
}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_moderators_the_secretariat_and_administrators_read_it(reader: str) -> None:
    viewer = READERS[reader](factories.space())
    check_read_record(viewer)
    assert can_read_record(viewer)


@pytest.mark.parametrize("other", sorted(OTHERS))
def test_nobody_else_reads_any_of_it(other: str) -> None:
    space = factories.space()
    viewer = OTHERS[other](space)
    write_record("publish", ("post", "x"), by=None, space_id=space.pk)
    with pytest.raises(NotModerator):
        check_read_record(viewer)
    assert not visible_records(Record.objects.all(), viewer).exists()
    assert not reads_record_of(viewer, factories.post(space))


def test_a_moderator_reads_of_the_own_spaces_alone() -> None:
    own, other = factories.space(), factories.space("other", "OT")
    for space_id in (own.pk, other.pk, None):
        write_record("space-changed", ("space", space_id or 0), by=None, space_id=space_id)
    marta = people.moderator(own).viewer
    assert [one.space_id for one in visible_records(Record.objects.all(), marta)] == [own.pk]
    for viewer in (people.secretariat().viewer, people.administrator().viewer):
        assert visible_records(Record.objects.all(), viewer).count() == 3
    assert reads_record_of(marta, factories.post(own))
    assert not reads_record_of(marta, factories.post(other))


def test_every_list_of_acts_stands_apart_from_the_others() -> None:
    lists = [NAMED_ACTS, AUTHOR_ACTS, READER_ACTS, SIGNATORY_ACTS, REPORT_ACTS, PRIVATE_ACTS]
    assert len(frozenset().union(*lists)) == sum(len(one) for one in lists)


def post_of(author: Actor, **more: Any) -> Post:
    """In a space of its own."""
    return factories.post(factories.space(), author.person, **more)


def kept(post: Post, act: str, by: Actor) -> Record:
    """An entry about the post."""
    return write_record(act, ("post", post.pk), by=by.user.pk, space_id=post.space_id)


def told_to(viewer: Viewer) -> QuerySet[Record]:
    """The entries that a search by person may find for a viewer."""
    return about_posts(Record.objects.all()).filter(is_told(viewer))


STATES = ["pending", "published", "hidden"]


@pytest.mark.parametrize("act", [*sorted(AUTHOR_ACTS), "an-act-of-tomorrow"])
@pytest.mark.parametrize("withheld", ["no", "name", "name-and-organisation"])
@pytest.mark.parametrize("state", STATES)
def test_an_author_is_named_by_the_one_door_alone(act: str, withheld: str, state: str) -> None:
    amina = people.stakeholder()
    post = post_of(amina, state=state, reason=None, name_withheld=withheld)
    for reader in READERS.values():
        viewer = reader(post.space)
        assert shown_as(act, amina.person.pk, post, viewer) == ShownAs.SPEAKER
    assert shown_as(act, amina.person.pk, post, amina.viewer) == ShownAs.NAME


def test_what_no_list_names_tells_nobody() -> None:
    amina, jonas = people.stakeholder(), people.stranger()
    post = post_of(amina)
    paulo = people.secretariat().viewer
    for on in (post, None):
        assert shown_as("an-act-of-tomorrow", jonas.person.pk, on, paulo) == ShownAs.SOMEBODY
    assert shown_as("space-followed", amina.person.pk, None, paulo) == ShownAs.SOMEBODY


def test_whom_one_speaks_with_tells_who_one_is() -> None:
    amina, jonas = people.stakeholder(), people.stranger()
    paulo = people.secretariat().viewer
    expected = {"no": ShownAs.NAME, "name": ShownAs.NAME}
    for withheld in ("no", "name", "name-and-organisation"):
        space = factories.space(f"s-{withheld}", f"S{len(withheld)}")
        post = factories.post(space, amina.person, name_withheld=withheld)
        known = shown_as("joint-answer", jonas.person.pk, post, paulo)
        assert known == expected.get(withheld, ShownAs.SIGNATORY)


@pytest.mark.parametrize("act", sorted(REPORT_ACTS))
def test_who_reports_is_known_to_staff_and_never_to_the_author(act: str) -> None:
    rosa = people.actor("writes@test.example", "Rosa Imbert-Kai")
    post = post_of(rosa)
    jonas = people.stranger().person.pk
    assert shown_as(act, jonas, post, people.moderator(post.space).viewer) == ShownAs.NAME
    assert shown_as(act, jonas, post, people.administrator().viewer) == ShownAs.SOMEBODY
    SpaceRole.objects.create(space=post.space, user=rosa.user, role="moderator")
    assert shown_as(act, jonas, post, rosa.viewer) == ShownAs.SOMEBODY


@pytest.mark.parametrize("reader", sorted(READERS))
@pytest.mark.parametrize("withheld", ["no", "name", "name-and-organisation"])
@pytest.mark.parametrize("state", STATES)
def test_a_search_by_person_tells_no_more_than_the_page(
    reader: str, withheld: str, state: str
) -> None:
    amina, jonas = people.stakeholder(), people.stranger()
    post = post_of(amina, state=state, name_withheld=withheld)
    records = [
        kept(post, act, by)
        for act in sorted(
            {"publish", *AUTHOR_ACTS, *READER_ACTS, *SIGNATORY_ACTS, *REPORT_ACTS, "of-tomorrow"}
        )
        for by in (amina, jonas)
    ]
    records.append(write_record("space-followed", ("space", 1), by=amina.user.pk))
    viewer = READERS[reader](post.space)
    told = set(told_to(viewer).values_list("pk", flat=True))
    for record in records:
        person = amina.person.pk if record.actor_id == amina.user.pk else jonas.person.pk
        about = post if record.subject_type == "post" else None
        if record.pk not in told:
            continue
        shown = shown_as(record.act, person, about, viewer)
        may_read = viewer.is_staff_of(post.space_id) or state == "published"
        by_the_door = shown == ShownAs.SPEAKER and withheld == "no" and may_read
        assert shown == ShownAs.NAME or by_the_door, record.act
    if withheld == "no" and (reader != "administrator" or state == "published"):
        assert {record.pk for record in records if record.act == "submit"} <= told


def test_one_s_own_acts_are_found_however_the_name_is_withheld() -> None:
    amina = people.stakeholder()
    post = post_of(amina, name_withheld="name-and-organisation")
    SpaceRole.objects.create(space=post.space, user=amina.user, role="moderator")
    own = kept(post, "submit", amina)
    assert list(told_to(amina.viewer)) == [own]
