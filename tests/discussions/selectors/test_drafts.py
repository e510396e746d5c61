"""Which drafts there are: own ones, those that colleagues share, the one of a place."""

from datetime import timedelta
from typing import Any

import pytest

from discussions.models import Draft
from discussions.selectors.drafts import draft_at, own_drafts, shared_drafts
from discussions.services.drafts import save_draft
from discussions.validators.drafts import DraftPlace
from discussions.validators.sent import SentFile
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.drafting import confirm, content
from tests.discussions.writing import speaking_for, upload

pytestmark = pytest.mark.django_db


def drafts_of(author: people.Actor, number: int) -> list[Draft]:
    """So many shared drafts, each for a question of its own and with a file, the last saved last."""
    space, made = factories.space(), []
    for one in range(1, number + 1):
        place = DraftPlace(space.pk, prompt=factories.prompt(space, one).pk)
        written = content(
            speaker=speaking_for(author),
            is_shared=True,
            files=(SentFile(upload(author).pk),),
        )
        made.append(save_draft(by=author.viewer, place=place, content=written, revision=0).draft)
    return made


@pytest.mark.parametrize("number", [1, 3])
def test_own_and_shared_drafts_cost_the_same_however_many(
    number: int, django_assert_num_queries: Any
) -> None:
    author = confirm(people.stakeholder())
    colleague = confirm(people.colleague(author))
    made = drafts_of(author, number)
    with django_assert_num_queries(1):
        own = [(row.space.slug, vars(row)["files_count"]) for row in own_drafts(author.person.pk)]
    with django_assert_num_queries(1):
        theirs = [(row.author.name, row.pk) for row in shared_drafts(colleague.person.pk)]
    assert own == [("roundtable", 1)] * number
    assert theirs == [("Amina Otieno", row.pk) for row in reversed(made)]
    assert own_drafts(colleague.person.pk) == []
    assert shared_drafts(author.person.pk) == []


def test_the_last_saved_comes_first() -> None:
    author = people.stakeholder()
    first, second = drafts_of(author, 2)
    Draft.objects.filter(pk=first.pk).update(saved_at=database_now() + timedelta(seconds=1))
    assert [row.pk for row in own_drafts(author.person.pk)] == [first.pk, second.pk]


def test_a_place_has_the_draft_of_its_author_alone() -> None:
    author, other = people.stakeholder(), people.stranger()
    (draft,) = drafts_of(author, 1)
    place = DraftPlace(draft.space_id, prompt=draft.prompt_id)
    assert draft_at(author.person.pk, place) == draft
    assert draft_at(other.person.pk, place) is None
    assert draft_at(author.person.pk, DraftPlace(draft.space_id)) is None


def test_a_reply_keeps_its_draft_when_the_post_has_moved_to_another_space() -> None:
    author, space = people.stakeholder(), factories.space()
    parent = factories.post(space)
    place = DraftPlace(space.pk, parent=parent.pk)
    save_draft(by=author.viewer, place=place, content=content(), revision=0)
    elsewhere = DraftPlace(factories.space("other", "OT").pk, parent=parent.pk)
    assert draft_at(author.person.pk, elsewhere) is not None
