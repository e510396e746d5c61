"""What can be read of an export by a link: what its filter let through and is public now, in the order of the compilation."""

from typing import Any
from uuid import uuid4

import pytest

from discussions.models import Post, Space, Version
from moderation.exports.reading import chapters_of, narrowed, piece_of, public_inputs
from moderation.exports.wanted import ExportFilter
from moderation.selectors.exports import prompts_of
from tests import factories

pytestmark = pytest.mark.django_db

EVERYTHING = ExportFilter()


@pytest.fixture
def space() -> Space:
    return factories.space()


def speaks(organisation: str) -> dict[str, Any]:
    return {"speaker": {"speaker_organisation": organisation, "speaker_group": "civil-society"}}


def numbers(space: Space, bound: ExportFilter = EVERYTHING) -> list[int]:
    return sorted(one.place[1] for one in public_inputs(space, bound, "en"))


def in_order(space: Space, language: str = "en") -> list[tuple[int, bool, list[int]]]:
    chapters = chapters_of(prompts_of(space), public_inputs(space, EVERYTHING, language))
    return [(c.prompt, c.is_late, [one.place[1] for one in c.inputs]) for c in chapters]


@pytest.mark.parametrize(
    "state", ["pending", "returned", "rejected", "hidden", "merged", "withdrawn"]
)
def test_only_what_is_public_now_is_there(state: str, space: Space) -> None:
    shown = factories.post(space)
    more: dict[str, Any] = {"merged_into": shown} if state == "merged" else {}
    factories.post(space, state=state, **more)
    assert numbers(space) == [shown.number]


def test_the_filter_of_the_export_is_never_widened(space: Space) -> None:
    first, second = factories.prompt(space, 1), factories.prompt(space, 2)
    factories.post(space, prompt=first)
    inside = factories.post(space, prompt=second)
    bound = ExportFilter(prompts=(2,))
    assert numbers(space, bound) == [inside.number]
    inputs = public_inputs(space, bound, "en")
    assert narrowed(inputs, ExportFilter(prompts=(1,))) == []
    assert narrowed(inputs, ExportFilter(prompts=(2,))) == inputs
    assert narrowed(inputs, ExportFilter(groups=("media",))) == []


def test_entities_stand_in_alphabetical_order_and_replies_under_what_they_answer(
    space: Space,
) -> None:
    prompt = factories.prompt(space, 1)
    zebra = factories.post(space, prompt=prompt, **speaks("Zebra Union"))
    etoile = factories.post(space, prompt=prompt, **speaks("Étoile du Nord"))
    alpha = factories.post(space, prompt=prompt, **speaks("alpha network"))
    answer = factories.post(space, answers=zebra, **speaks("Beta"))
    deeper = factories.post(space, answers=answer, **speaks("Gamma"))
    general = factories.post(space, **speaks("Omega"))
    late = factories.post(space, prompt=prompt, **speaks("Aardvark"))
    Post.objects.filter(pk=late.pk).update(standing="late")
    by_entity = [
        alpha.number,
        etoile.number,
        zebra.number,
        answer.number,
        deeper.number,
    ]
    assert in_order(space) == [
        (0, False, [general.number]),
        (1, False, by_entity),
        (1, True, [late.number]),
    ]


def test_a_reply_whose_parent_is_not_there_stands_by_itself(space: Space) -> None:
    parent = factories.post(space, **speaks("Zebra Union"))
    answer = factories.post(space, answers=parent, **speaks("Beta"))
    Post.objects.filter(pk=parent.pk).update(state="hidden")
    assert in_order(space) == [(0, False, [answer.number])]


def test_a_withheld_name_gives_no_place_in_the_alphabet(space: Space) -> None:
    secret = factories.post(
        space, name_withheld="name-and-organisation", **speaks("Aardvark of Amina")
    )
    shown = factories.post(space, **speaks("Beta"))
    inputs = public_inputs(space, EVERYTHING, "en")
    assert {one.place[1]: one.place[0] for one in inputs}[secret.number].startswith("name")
    assert in_order(space) == [(0, False, [shown.number, secret.number])]


def test_it_is_cut_in_pieces_across_chapters_without_losing_one(space: Space) -> None:
    for number in (1, 2, 3):
        prompt = factories.prompt(space, number)
        for _ in range(3):
            factories.post(space, prompt=prompt)
    chapters = chapters_of(prompts_of(space), public_inputs(space, EVERYTHING, "en"))
    whole = [one for chapter in chapters for one in chapter.inputs]
    for size in (1, 2, 4, 100):
        pieces = [piece_of(chapters, first, size) for first in range(0, len(whole), size)]
        flat = [one for piece in pieces for part in piece for one in part.inputs]
        assert flat == whole
        assert all(sum(len(part.inputs) for part in piece) <= size for piece in pieces)


def test_a_late_correction_does_not_count(space: Space) -> None:
    post = factories.post(space)
    version = post.latest_version
    assert [one.version_id for one in public_inputs(space, EVERYTHING, "en")] == [version.pk]
    late = Version.objects.get(pk=version.pk)
    late.pk, late.number, late.standing, late._state.adding = uuid4(), 2, "late", True
    late.save()
    Post.objects.filter(pk=post.pk).update(latest_version=late, public_version=late)
    assert [one.version_id for one in public_inputs(space, EVERYTHING, "en")] == [version.pk]


def test_statements_do_not_depend_on_the_number_of_inputs(
    space: Space, django_assert_num_queries: Any
) -> None:
    factories.post(space)
    with django_assert_num_queries(4):
        public_inputs(space, EVERYTHING, "en")
    for _ in range(2):
        factories.post(space)
    with django_assert_num_queries(4):
        public_inputs(space, EVERYTHING, "en")
