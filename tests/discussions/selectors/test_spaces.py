"""Spaces with what stands in them."""

from datetime import timedelta
from typing import Any

import pytest

from discussions.access.viewer import VISITOR
from discussions.models import DisplayedModerator, Document, DocumentFile, Space
from discussions.selectors.spaces import (
    all_spaces,
    displayed_moderators_of,
    documents_of,
    find_space,
    people_who_moderate,
    prompts_of,
    windows_of,
)
from discussions.selectors.stamps import index_stamp
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from hub.kit.models import FrameText
from tests import factories, people

pytestmark = pytest.mark.django_db


def test_a_space_comes_with_its_revision_and_the_clock_in_one_statement(
    django_assert_num_queries: Any,
) -> None:
    made = factories.space()
    with django_assert_num_queries(1):
        found = find_space("roundtable")
    assert found is not None
    assert found.space == made
    assert found.at.utcoffset() == timedelta(0)
    assert find_space("nowhere") is None


def test_a_change_of_the_frame_is_seen_with_the_space() -> None:
    factories.space()
    before = find_space("roundtable")
    FrameText.objects.update_or_create(
        key="contact", defaults={"changed_at": database_now() + timedelta(hours=1)}
    )
    after = find_space("roundtable")
    assert before is not None
    assert after is not None
    assert before.frame != after.frame


def test_the_stamp_of_the_index_differs_as_soon_as_any_published_space_differs(
    django_assert_num_queries: Any,
) -> None:
    one, two = factories.space(), factories.space("other", "OT")
    with django_assert_num_queries(1):
        first = index_stamp()
    Space.objects.filter(pk=one.pk).update(revision=2)
    second = index_stamp()
    Space.objects.filter(pk=one.pk).update(revision=1)
    Space.objects.filter(pk=two.pk).update(revision=2)
    third = index_stamp()
    Space.objects.filter(pk=two.pk).update(published_at=None)
    assert len({first.revision, second.revision, third.revision, index_stamp().revision}) == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_what_stands_in_a_space_takes_the_same_statements_for_one_and_three(
    rows: int, django_assert_num_queries: Any
) -> None:
    space = factories.space()
    for number in range(1, rows + 1):
        window = factories.window(space, position=number - 1)
        factories.prompt(space, number, window=window)
        document = Document(space=space, position=number)
        set_texts(document, "title", {"en": "Draft", "fr": "Projet"})
        document.save()
        DocumentFile.objects.create(
            document=document, name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64
        )
        office = people.organisation(f"Office {number}")
        person = people.actor(f"{number}@test.example", f"Person {number}", office).person
        DisplayedModerator.objects.create(space=space, person=person, position=number)
    with django_assert_num_queries(7):
        assert len(windows_of(space)) == rows
        assert len([prompt.window for prompt in prompts_of(space)]) == rows
        assert [len(document.files.all()) for document in documents_of(space)] == [1] * rows
        shown = displayed_moderators_of(space)
        names = [row.organisation.name for person in shown for row in person.memberships.all()]
        assert names == [f"Office {number}" for number in range(1, rows + 1)]
        assert len(people_who_moderate(space)) == rows


def test_those_displayed_and_those_with_the_right_speak_as_moderators() -> None:
    space = factories.space()
    with_right = people.moderator(space).person
    displayed = people.actor("shown@test.example", "Shown").person
    DisplayedModerator.objects.create(space=space, person=displayed)
    people.observer(space)
    assert people_who_moderate(space) == {with_right.pk, displayed.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_spaces_of_the_index_take_three_statements(
    rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factories.window(factories.space(f"space-{number}", f"S{number}"))
    now = database_now()
    with django_assert_num_queries(3):
        spaces = all_spaces(VISITOR, now)
        assert [len(space.windows.all()) for space in spaces] == [1] * rows
