"""Window × role × state × policy: who may write, and how it counts (PRODUCT, sections 2 and 4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from discussions.access.posts import (
    Admission,
    admit,
    check_correct,
    check_reply,
    check_submit,
    check_takes_texts,
    check_withdraw,
    refusal_of,
)
from discussions.access.viewer import VISITOR, Viewer
from discussions.enums import Standing
from discussions.errors import (
    NotFound,
    NotPossibleNow,
    NotYours,
    PromptClosed,
    SignInFirst,
    WindowClosed,
    WindowNotOpenYet,
)
from discussions.models import Post, Space
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db

REFUSED = WindowClosed
ON_TIME = Admission(Standing.ON_TIME)
GRACE = Admission(Standing.GRACE)
LATE = Admission(Standing.LATE)
HELD = Admission(Standing.LATE, waits=True)

TABLE = [
    ("scheduled", "refuse", WindowNotOpenYet),
    ("scheduled", "mark", WindowNotOpenYet),
    ("scheduled", "ask", WindowNotOpenYet),
    ("open", "refuse", ON_TIME),
    ("open", "mark", ON_TIME),
    ("open", "ask", ON_TIME),
    ("grace", "refuse", GRACE),
    ("grace", "mark", GRACE),
    ("grace", "ask", GRACE),
    ("closed", "refuse", WindowClosed),
    ("closed", "mark", LATE),
    ("closed", "ask", HELD),
]


def stakeholder(space: Space) -> Viewer:
    return people.stakeholder().viewer


def observer(space: Space) -> Viewer:
    return people.observer(space).viewer


def moderator(space: Space) -> Viewer:
    return people.moderator(space).viewer


def secretariat(space: Space) -> Viewer:
    return people.secretariat().viewer


def administrator(space: Space) -> Viewer:
    return people.administrator().viewer


ROLES = [stakeholder, observer, moderator, secretariat, administrator]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("state", "policy", "expected"), TABLE)
def test_a_submission_is_taken_by_the_window_alone_whoever_sends_it(
    state: str,
    policy: str,
    expected: Admission | type[Exception],
    role: Callable[[Space], Viewer],
) -> None:
    space = factories.space()
    window = factories.window(space, state, late_policy=policy)
    viewer, now = role(space), database_now()
    if isinstance(expected, Admission):
        assert check_submit(viewer, space, None, window, now) == expected
        assert check_takes_texts(None, window, now) == expected
    else:
        with pytest.raises(expected):
            check_submit(viewer, space, None, window, now)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("state", "policy", "expected"), TABLE)
def test_a_reply_is_taken_by_the_window_but_for_those_who_moderate(
    state: str,
    policy: str,
    expected: Admission | type[Exception],
    role: Callable[[Space], Viewer],
) -> None:
    space = factories.space()
    window = factories.window(space, state, late_policy=policy)
    parent, viewer, now = factories.post(space), role(space), database_now()
    if role in (moderator, secretariat):
        expected = ON_TIME
    if isinstance(expected, Admission):
        assert check_reply(viewer, parent, window, now) == expected
    else:
        with pytest.raises(expected):
            check_reply(viewer, parent, window, now)


@pytest.mark.parametrize(("state", "policy", "expected"), TABLE)
def test_a_correction_is_taken_as_a_submission_is(
    state: str, policy: str, expected: Admission | type[Exception]
) -> None:
    space, author = factories.space(), people.stakeholder()
    window = factories.window(space, state, late_policy=policy)
    post, now = factories.post(space, author.person), database_now()
    if isinstance(expected, Admission):
        assert check_correct(author.viewer, post, window, now) == expected
    else:
        with pytest.raises(expected):
            check_correct(author.viewer, post, window, now)
    with pytest.raises(NotYours):
        check_correct(people.colleague(author).viewer, post, window, now)
    with pytest.raises(NotYours):
        check_correct(people.moderator(space).viewer, post, window, now)


@pytest.mark.parametrize("state", ["scheduled", "open", "grace", "closed"])
def test_a_visitor_is_asked_to_sign_in_whatever_the_window_says(state: str) -> None:
    space = factories.space()
    window, now = factories.window(space, state), database_now()
    with pytest.raises(SignInFirst):
        check_submit(VISITOR, space, None, window, now)
    with pytest.raises(SignInFirst):
        check_reply(VISITOR, factories.post(space), window, now)


def test_without_a_window_a_space_is_always_open() -> None:
    assert admit(None, database_now()) == ON_TIME


def test_the_edges_belong_to_what_begins_there() -> None:
    window = factories.window(factories.space())
    closes = window.closes_at
    assert closes is not None
    instant = timedelta(microseconds=1)
    assert admit(window, closes - instant) == ON_TIME
    assert admit(window, closes) == GRACE
    assert admit(window, closes + timedelta(minutes=15) - instant) == GRACE
    with pytest.raises(WindowClosed):
        admit(window, closes + timedelta(minutes=15))


def test_a_closed_question_takes_nothing_but_a_moderators_reply() -> None:
    space, now = factories.space(), database_now()
    prompt = factories.prompt(space, closed_at=now - timedelta(minutes=1))
    answer, author = factories.post(space, prompt=prompt), people.stakeholder()
    with pytest.raises(PromptClosed):
        check_submit(author.viewer, space, prompt, None, now)
    with pytest.raises(PromptClosed):
        check_reply(author.viewer, answer, None, now)
    assert check_reply(people.moderator(space).viewer, answer, None, now) == ON_TIME


@pytest.mark.parametrize(
    ("state", "visible"),
    [("hidden", True), ("withdrawn", True), ("pending", False), ("rejected", False)],
)
def test_what_is_not_public_takes_no_reply(state: str, visible: bool) -> None:
    space = factories.space()
    parent, now = factories.post(space, state=state), database_now()
    refusal = NotPossibleNow if visible else NotFound
    with pytest.raises(refusal):
        check_reply(people.stakeholder().viewer, parent, None, now)
    with pytest.raises(NotPossibleNow):
        check_reply(people.moderator(space).viewer, parent, None, now)


def returned(days_ago: float) -> tuple[Post, people.Actor]:
    """A post that was returned to its author."""
    space, author = factories.space(), people.stakeholder()
    since = database_now() - timedelta(days=days_ago)
    post = factories.post(
        space, author.person, state="returned", state_since=since, standing="on-time"
    )
    return post, author


def test_a_returned_text_may_come_again_for_seven_days_even_after_closing() -> None:
    post, author = returned(6.9)
    window = factories.window(post.space, "closed")
    again = check_correct(author.viewer, post, window, database_now())
    assert (again.standing, again.waits) == (Standing.ON_TIME, False)


def test_after_seven_days_a_returned_text_comes_too_late() -> None:
    post, author = returned(7.1)
    with pytest.raises(WindowClosed):
        check_correct(author.viewer, post, factories.window(post.space, "closed"), database_now())


@pytest.mark.parametrize(
    ("state", "correct", "withdraw"),
    [
        ("pending", True, True),
        ("published", True, True),
        ("returned", True, True),
        ("rejected", False, True),
        ("hidden", False, True),
        ("withdrawn", False, False),
    ],
)
def test_what_an_author_may_do_in_each_state(state: str, correct: bool, withdraw: bool) -> None:
    author = people.stakeholder()
    post = factories.post(factories.space(), author.person, state=state)
    now = database_now()
    assert (refusal_of(check_correct, author.viewer, post, None, now) is None) is correct
    assert (refusal_of(check_withdraw, author.viewer, post) is None) is withdraw


def test_a_refusal_is_handed_over_in_the_words_of_its_act() -> None:
    window = factories.window(factories.space(), "closed")
    refusal = refusal_of(check_takes_texts, None, window, database_now())
    assert isinstance(refusal, WindowClosed)
    assert str(refusal) == "The window for submissions has closed."
