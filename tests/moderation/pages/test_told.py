"""What an author reads on the page of a text about what was decided on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from discussions.enums import ReasonCode
from discussions.models import Post, Reason
from discussions.services.appeal import appeal
from discussions.services.withdraw import withdraw
from hub.kit.bilingual import set_texts
from moderation.pages.told import decided_on
from moderation.services.hide import hide
from moderation.services.merge import merge
from moderation.services.move import move
from moderation.services.publish import publish
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.uphold import uphold
from moderation.validators.decisions import NO_WORDS, DecisionWords
from tests import factories, people
from tests.moderation.moving import to
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import Actor

WHY = DecisionWords(ReasonCode.UNREADABLE_FILE, "Page 2 is <blank>.", "K. knows the author.")
SAYS = "Page 2 is &lt;blank&gt;."
AGAIN = "/en/posts/RT-0001/appeal/"


def page_for(who: Actor | None, reference: str = "RT-0001", language: str = "en") -> str:
    """The page of a post as somebody sees it."""
    client = Client()
    if who is not None:
        client.force_login(who.user)
    return client.get(f"/{language}/posts/{reference}/").content.decode()


def decided(desk: Desk, name: str) -> Post:
    """A text on which somebody decided with a message; of some other text where two are needed."""
    post = desk.post(state="pending" if name in {"return", "reject"} else "published")
    by, seen = desk.moderator.viewer, seen_now(post)
    if name == "merge":
        merge(by=by, seen=seen, into=desk.post(state="published").pk, words=WHY)
    elif name == "move":
        move(by=by, seen=seen, to=to(desk.space, factories.prompt(desk.space)), words=WHY)
    else:
        act = {"return": return_to_author, "reject": reject, "hide": hide}[name]
        act(by=by, seen=seen, words=WHY)
    return post


ACTS = {
    "return": "A change is needed before we can publish",
    "reject": "Your text is not published",
    "hide": "Your text is hidden",
    "merge": "Your text was merged into another",
    "move": "Your text was moved",
}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_the_author_reads_the_message_and_nobody_else_does(desk: Desk, name: str) -> None:
    decided(desk, name)
    page = page_for(desk.author)
    for words in (ACTS[name], SAYS, "RT-0001"):
        assert words in page
    assert "K. knows" not in page
    assert "Marta" not in page
    for other in (None, people.stranger(), people.colleague(desk.author), desk.moderator):
        other_page = page_for(other)
        assert SAYS not in other_page
        assert ACTS[name] not in other_page


def test_a_returned_text_says_until_when_it_can_be_sent_again(desk: Desk) -> None:
    decided(desk, "return")
    assert "You can send it again until" in page_for(desk.author)


def test_the_usual_advice_stands_where_the_moderator_wrote_nothing(desk: Desk) -> None:
    row, _made = Reason.objects.get_or_create(code="unreadable-file")
    set_texts(row, "text", {"en": "A file cannot be read.", "fr": "Un fichier est illisible."})
    set_texts(row, "advice", {"en": "Attach it again.", "fr": "Joignez-le à nouveau."})
    row.save()
    post = desk.post()
    words = DecisionWords(ReasonCode.UNREADABLE_FILE)
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=words)
    assert "Attach it again." in page_for(desk.author)
    assert "Joignez-le à nouveau." in page_for(desk.author, language="fr")


def test_once_the_text_came_again_what_was_said_is_one_of_the_earlier_decisions(
    desk: Desk,
) -> None:
    post = decided(desk, "return")
    new_version(post)
    Post.objects.filter(pk=post.pk).update(state="pending", reason=None)
    page = page_for(desk.author)
    assert "1 earlier decision of the moderators" in page
    assert SAYS in page
    assert "You can send it again until" not in page


def test_a_returned_correction_stands_beside_the_public_text(desk: Desk) -> None:
    post = desk.post(state="published")
    new_version(post)
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    page = page_for(desk.author)
    assert "A change is needed before we can publish your correction" in page
    assert "If you do nothing, readers go on seeing the version before it." in page


def test_nothing_is_said_of_a_publication_without_words_but_that_it_was(desk: Desk) -> None:
    post = desk.post()
    publish(by=desk.moderator.viewer, seen=seen_now(post), words=NO_WORDS)
    page = page_for(desk.author)
    assert "1 earlier decision of the moderators" in page
    assert "You need not do anything" not in page


def test_of_a_withdrawn_text_nothing_is_left_to_do(desk: Desk) -> None:
    post = decided(desk, "hide")
    withdraw(by=desk.author.viewer, post_id=post.pk)
    page = page_for(desk.author)
    assert SAYS in page
    assert "You can withdraw it at any time." not in page


def test_another_look_is_offered_once_and_the_page_says_what_became_of_it(desk: Desk) -> None:
    post = decided(desk, "hide")
    assert AGAIN in page_for(desk.author)
    appeal(by=desk.author.viewer, post_id=post.pk, words="Please.")
    page = page_for(desk.author)
    assert AGAIN not in page
    assert "You get an e-mail when it was decided." in page
    uphold(by=desk.moderator.viewer, seen=seen_now(post))
    page = page_for(desk.author)
    assert AGAIN not in page
    assert "looked at it once more, and what was decided stands" in page
    assert "You asked for another look" not in page_for(desk.moderator)


@pytest.mark.parametrize("number", [1, 3])
def test_many_decisions_are_read_with_one_statement(
    desk: Desk,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    post = desk.post(state="published")
    for _ in range(number):
        place = factories.prompt(desk.space, number=post.decisions.count() + 1)
        move(by=desk.moderator.viewer, seen=seen_now(post), to=to(desk.space, place), words=WHY)
        post = Post.objects.get(pk=post.pk)
    with django_assert_num_queries(10):
        told = decided_on(post)
    assert told is not None
    assert (len(told.standing), len(told.earlier)) == (1, number - 1)
