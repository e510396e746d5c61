"""Who is asked about the text that stays after a merge: nobody twice, nobody in vain, and nothing that readers do not see."""

from itertools import pairwise

import pytest
from django.db.models.functions import Now
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Membership, Notice
from discussions.enums import NameWithheld, ReasonCode
from discussions.mailers import survivor_letter
from discussions.models import Post
from discussions.services.endorse import GivenEndorsement, endorse
from discussions.services.withhold_name import withhold_name
from moderation.services.merge import merge
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import Actor

pytestmark = pytest.mark.django_db


def merged(desk: Desk, *posts: Post) -> None:
    """Each into the next."""
    why = DecisionWords(ReasonCode.DUPLICATE)
    for post, survivor in pairwise(posts):
        merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=why)


def letters() -> list[Letter]:
    """What those who endorsed would get now, in the order of the merges."""
    asked = Notice.objects.filter(kind="endorse-survivor", channel="mail").order_by("pk")
    with override("en"):
        return [letter for one in asked if (letter := survivor_letter(one)) is not None]


def endorsed(by: Actor, *posts: Post, for_themselves: bool = False) -> None:
    organisation = by.organisation.pk if by.organisation and not for_themselves else None
    for post in posts:
        endorse(by=by.viewer, post_id=post.pk, given=GivenEndorsement(1, organisation))


def test_who_endorsed_several_texts_of_a_chain_is_asked_once_about_the_last(desk: Desk) -> None:
    first, second, third, last = (desk.post(state="published") for _ in range(4))
    endorsed(people.stranger(), first, second)
    merged(desk, first, second, third, last)
    (letter,) = letters()
    assert "RT-0004" in letter.text


def test_one_letter_asks_for_all_for_whom_somebody_endorsed(desk: Desk) -> None:
    first, second, last = (desk.post(state="published") for _ in range(3))
    union = people.stranger()
    endorsed(union, first)
    endorsed(union, second, for_themselves=True)
    merged(desk, first, second, last)
    (letter,) = letters()
    assert "- Harbour Workers' Union" in letter.text
    assert f"- {union.person.name}" in letter.text


def test_a_colleague_is_not_asked_for_an_organisation_of_which_another_was_asked(
    desk: Desk,
) -> None:
    first, second, last = (desk.post(state="published") for _ in range(3))
    union = people.stranger()
    colleague = people.actor("rui@test.example", "Rui", union.organisation)
    endorsed(union, second)
    endorsed(colleague, first)
    merged(desk, first, second, last)
    asked = Notice.objects.filter(kind="endorse-survivor", facts__survivor=str(last.pk))
    assert {notice.receiver for notice in asked} == {union.user}


def test_nobody_is_asked_for_an_organisation_whose_own_text_stays(desk: Desk) -> None:
    union = people.stranger()
    assert union.organisation is not None
    colleague = people.actor("rui@test.example", "Rui", union.organisation)
    post = desk.post(state="published")
    own = factories.post(
        desk.space, colleague.person, speaker={"speaker_organisation": "Harbour Workers' Union"}
    )
    endorsed(union, post)
    merged(desk, post, own)
    assert letters() == []


def test_nobody_is_asked_for_an_organisation_that_they_have_left(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    union = people.stranger()
    endorsed(union, post)
    merged(desk, post, survivor)
    assert len(letters()) == 1
    Membership.objects.filter(person=union.person).update(ended_at=Now())
    assert letters() == []


def test_after_a_name_was_withheld_no_letter_ties_the_two_texts(desk: Desk) -> None:
    writer = people.actor("ines@test.example", "Inês Carvalho")
    post, survivor = desk.post(state="published"), factories.post(desk.space, writer.person)
    endorsed(people.stranger(), post)
    merged(desk, post, survivor)
    assert len(letters()) == 1
    withhold_name(by=writer.viewer, post_id=survivor.pk, withheld=NameWithheld.NAME)
    assert letters() == []
