"""What happens next: true for each state, each window and each policy for late texts."""

from datetime import timedelta

import pytest

from discussions.mailers.receipt_words import next_steps
from discussions.models import Post, Version, Window
from hub.kit.clock import database_now
from tests import factories

pytestmark = pytest.mark.django_db

STAYS = "the version that was not late stays the one in the main compilation"


def said(post: Post, window: Window | None = None) -> str:
    return " ".join(next_steps(post, post.latest_version, window, database_now()))


@pytest.mark.parametrize("state", ["pending", "published"])
@pytest.mark.parametrize(
    ("window", "policy", "words"),
    [
        ("scheduled", "refuse", "No texts are taken here yet: you can correct it from "),
        ("open", "refuse", "You can correct it until"),
        ("open", "mark", "You can correct it until"),
        ("grace", "refuse", "You can correct it until"),
        ("closed", "refuse", "You can withdraw it at any time."),
        ("closed", "mark", STAYS),
        ("closed", "ask", "A correction is late now: a moderator decides on it."),
    ],
)
def test_until_when_a_text_can_be_corrected(
    state: str, window: str, policy: str, words: str
) -> None:
    space = factories.space()
    post = factories.post(space, state=state)
    assert words in said(post, factories.window(space, window, late_policy=policy))


def test_in_grace_its_end_is_named_and_not_the_closing() -> None:
    space = factories.space()
    window = factories.window(space, "grace")
    assert window.grace_ends_at is not None
    assert f"{window.grace_ends_at:%H:%M} in UTC" in said(factories.post(space), window)


def test_of_a_text_that_was_late_no_other_version_stays_in_the_main_compilation() -> None:
    space = factories.space()
    words = said(
        factories.post(space, standing="late"),
        factories.window(space, "closed", late_policy="mark"),
    )
    assert STAYS not in words
    assert "A correction is marked as late." in words


def test_without_a_window_it_can_be_corrected_as_long_as_texts_are_taken() -> None:
    assert "while texts are taken here" in said(factories.post(factories.space()))


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ("waiting", "A moderator reads this version"),
        ("approved", "It is public now."),
        ("returned", "This version was not made public."),
        ("rejected", "This version was not made public."),
        ("superseded", "A later version has taken its place."),
    ],
)
def test_what_became_of_a_version_of_a_public_post(review: str, words: str) -> None:
    post = factories.post(factories.space())
    second = Version(number=2, post=post, review=review, standing="on-time")
    steps = next_steps(post, second, None, database_now())
    assert words in steps[0]


def test_what_was_returned_can_be_sent_again_for_seven_days() -> None:
    space = factories.space()
    window, now = factories.window(space, "closed"), database_now()
    post = factories.post(space, state="returned", state_since=now - timedelta(days=6))
    assert "You can mend it and send it again until" in said(post, window)
    post.state_since = now - timedelta(days=8)
    words = said(post, window)
    assert "send it again" not in words
    assert "You can withdraw it at any time." in words


@pytest.mark.parametrize("state", ["rejected", "hidden", "withdrawn"])
def test_what_is_not_public_any_more_promises_no_correction(state: str) -> None:
    space = factories.space()
    assert "correct" not in said(factories.post(space, state=state), factories.window(space))


@pytest.mark.parametrize(
    ("standing", "policy", "words"),
    [
        ("late", "ask", "a moderator decides whether it is taken"),
        ("late", "refuse", "a moderator decides whether it is taken"),
        ("late", "mark", "A moderator reads it before it appears."),
        ("on-time", "ask", "A moderator reads it before it appears."),
    ],
)
def test_of_a_late_text_that_waits_it_says_what_is_decided(
    standing: str, policy: str, words: str
) -> None:
    space = factories.space()
    window = factories.window(space, "closed", late_policy=policy)
    assert words in said(factories.post(space, state="pending", standing=standing), window)
