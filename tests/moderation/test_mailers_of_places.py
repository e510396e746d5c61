"""The letters on moving, merging and separating."""

from typing import Any

import pytest
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Notice
from discussions.enums import NameWithheld
from discussions.services.withhold_name import withhold_name
from moderation.mailers import decision_letter
from moderation.services.merge import merge, unmerge
from moderation.services.move import move
from tests import factories, people
from tests.moderation.moving import WHY, thread, to, under
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.django_db


def letter(receiver: str = "stakeholder@test.example") -> Letter:
    """The last one on a decision to somebody."""
    told = Notice.objects.filter(kind="decision", channel="mail", receiver__email=receiver)
    with override("en"):
        found = decision_letter(told.latest("pk"))
    assert found is not None
    assert "Seen with K." not in found.text + found.html
    return found


def test_the_author_of_a_moved_text_learns_where_it_stands(desk: Desk) -> None:
    post, answered = (
        desk.post(state="published"),
        desk.post(state="published", prompt=factories.prompt(desk.space, 3)),
    )
    move(by=desk.moderator.viewer, seen=seen_now(post), to=under(answered), words=WHY)
    told = letter()
    assert told.subject == "RT-0001 was moved"
    for words in ("Question 3", "It stands as a reply to RT-0002 now.", "It speaks of Rev. 3."):
        assert words in told.text
    assert "former one" not in told.text


def test_all_whose_references_changed_learn_both_and_the_message_is_the_authors_alone(
    desk: Desk,
) -> None:
    other, writer = factories.space("declaration", "PD"), people.stranger()
    root = thread(desk, None)[0]
    factories.post(desk.space, writer.person, answers=root)
    move(by=people.secretariat().viewer, seen=seen_now(root), to=to(other), words=WHY)
    told = letter("stranger@test.example")
    assert told.subject == "RT-0005 was moved: it is PD-0005 now"
    assert "A moderator moved RT-0005 to another space, where it is PD-0005 now." in told.text
    assert "Its reference is PD-0005 now; the former one, RT-0005, leads there." in told.text
    assert "/en/posts/PD-0005/" in told.text
    assert "Title of declaration" in told.text
    assert "Rev. 3" not in told.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (2, "Before, it stood under question 2 of “Title of roundtable”."),
        (0, "Before, it stood among the posts to “Title of roundtable” as a whole."),
    ],
)
def test_a_letter_from_another_space_says_of_which_space_the_former_place_was(
    desk: Desk, question: int, words: str
) -> None:
    other = factories.space("declaration", "PD")
    prompt = factories.prompt(desk.space, question) if question else None
    post = desk.post(state="published", prompt=prompt)
    there = to(other, factories.prompt(other, 2))
    move(by=people.secretariat().viewer, seen=seen_now(post), to=there, words=WHY)
    told = letter()
    assert told.subject == "RT-0001 was moved: it is PD-0001 now"
    assert words in told.text
    page = people.signed_in(desk.author).get("/en/posts/PD-0001/").content.decode()
    assert "A moderator moved RT-0001 to another space, where it is PD-0001 now." in page
    assert words in page


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("open", "You can correct it until "),
        ("scheduled", "No texts are taken here yet: you can correct it from "),
        ("closed", "No texts are taken there any more, so it cannot be corrected."),
    ],
)
def test_the_letter_says_until_when_it_can_be_corrected_there(
    desk: Desk, window: str, words: str
) -> None:
    other = factories.space("declaration", "PD")
    factories.window(other, window)
    post = desk.post(state="published")
    move(by=people.secretariat().viewer, seen=seen_now(post), to=to(other), words=WHY)
    assert words in letter().text
    own_page = people.signed_in(desk.author)
    assert words in own_page.get("/en/posts/PD-0001/").content.decode()


def test_the_author_of_a_merged_text_learns_which_one_stays(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    told = letter()
    assert told.subject == "RT-0001 was merged into another text"
    assert "The text that stays is RT-0002." in told.text
    unmerge(by=desk.moderator.viewer, seen=seen_now(post))
    assert letter().subject == "RT-0001 stands on its own again"


def test_the_letter_names_the_place_before_and_the_replies_only_where_there_are_any(
    desk: Desk,
) -> None:
    one, two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    alone, root = desk.post(state="published", prompt=one), desk.post(state="published")
    factories.post(desk.space, answers=root)
    move(by=desk.moderator.viewer, seen=seen_now(alone), to=to(desk.space, two), words=WHY)
    told = letter()
    assert "Before, it stood under question 1." in told.text
    assert "replies" not in told.text
    move(by=desk.moderator.viewer, seen=seen_now(root), to=to(desk.space, two), words=WHY)
    told = letter()
    assert "Before, it stood among the posts to the space as a whole." in told.text
    assert "The replies to it went with it." in told.text
    move(by=desk.moderator.viewer, seen=seen_now(alone), to=under(root), words=WHY)
    assert "Before, it stood as a submission of its own." in letter().text


def test_a_letter_that_sends_somebody_to_the_secretariat_says_where_that_is(
    desk: Desk, settings: Any
) -> None:
    settings.SITE_URL = "https://hub.example"
    post = desk.post(state="published", prompt=factories.prompt(desk.space))
    move(by=desk.moderator.viewer, seen=seen_now(post), to=to(desk.space), words=WHY)
    told = letter()
    assert "How to reach the secretariat:\nhttps://hub.example/en/spaces/#contact" in told.text
    assert 'href="https://hub.example/en/spaces/#contact"' in told.html


def test_after_a_name_was_withheld_neither_letter_nor_page_says_which_text_stays(
    desk: Desk,
) -> None:
    writer = people.actor("ines@test.example", "Inês Carvalho")
    post, survivor = desk.post(state="published"), factories.post(desk.space, writer.person)
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    own_page = people.signed_in(desk.author)
    assert "The text that stays is RT-0002." in own_page.get("/en/posts/RT-0001/").content.decode()
    withhold_name(by=writer.viewer, post_id=survivor.pk, withheld=NameWithheld.NAME)
    assert "RT-0002" not in letter().text
    assert "RT-0002" not in own_page.get("/en/posts/RT-0001/").content.decode()
