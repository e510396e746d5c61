"""The numbers of a space."""

from typing import Any

import pytest

from discussions.models import PostMove
from discussions.selectors.numbers import (
    PromptNumbers,
    moved_out_of,
    numbers_by_prompt,
    numbers_of,
    submissions_by_space,
)
from hub.kit.clock import database_now
from tests import factories

pytestmark = pytest.mark.django_db


def test_numbers_count_what_is_public_and_states_count_everything(
    django_assert_num_queries: Any,
) -> None:
    space = factories.space()
    root = factories.post(space)
    factories.post(space, answers=root, standing="late")
    factories.post(space, standing="grace", speaker={"speaker_organisation": "Another"})
    for state in ("hidden", "pending", "returned", "rejected", "withdrawn"):
        factories.post(space, state=state, standing="late")
    factories.post(factories.space("other", "OT"))
    with django_assert_num_queries(1):
        numbers = numbers_of(space)
    assert (numbers.submissions, numbers.replies, numbers.organisations) == (2, 1, 2)
    assert (numbers.in_grace, numbers.late) == (1, 1)
    assert numbers.by_state == {
        "published": 3, "hidden": 1, "pending": 1, "returned": 1, "rejected": 1,
        "withdrawn": 1, "merged": 0,
    }  # fmt: skip
    assert numbers.posts == 8


def test_an_organisation_that_is_withheld_is_not_counted() -> None:
    space = factories.space()
    factories.post(space, name_withheld="name-and-organisation")
    assert numbers_of(space).organisations == 0
    factories.post(space, name_withheld="name")
    assert numbers_of(space).organisations == 1


def test_each_question_has_its_own_numbers(django_assert_num_queries: Any) -> None:
    space = factories.space()
    prompt = factories.prompt(space)
    root = factories.post(space, prompt=prompt)
    factories.post(space, answers=root)
    factories.post(space, prompt=prompt, state="hidden")
    factories.post(space, prompt=prompt, state="pending")
    factories.post(space)
    with django_assert_num_queries(1):
        numbers = numbers_by_prompt(space)
    assert numbers == {prompt.pk: PromptNumbers(1, 1, 3), None: PromptNumbers(1, 0, 1)}


def test_the_index_counts_public_submissions_of_all_spaces_at_once(
    django_assert_num_queries: Any,
) -> None:
    one, two = factories.space(), factories.space("other", "OT")
    root = factories.post(one)
    factories.post(one, answers=root)
    factories.post(two, state="pending")
    with django_assert_num_queries(1):
        assert submissions_by_space([one, two]) == {one.pk: 1}


def test_references_that_left_for_another_space_are_counted_once() -> None:
    old, new = factories.space("old", "OLD"), factories.space("new", "NEW")
    post = factories.post(new)
    PostMove.objects.create(post=post, reference="OLD-0004", had_reference=True, at=database_now())
    assert moved_out_of(old) == 1
    assert moved_out_of(new) == 0
