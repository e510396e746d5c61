"""Sending: who may when, and whether it waits."""

from dataclasses import replace
from typing import Any

import pytest

from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import (
    NotFound,
    NotPossibleNow,
    PromptClosed,
    SignInFirst,
    WindowClosed,
    WindowNotOpenYet,
)
from discussions.models import Post, Space
from discussions.services.submit import SubmissionPlace, submit
from tests import factories, people
from tests.discussions.writing import text

pytestmark = pytest.mark.django_db

Outcome = tuple[str, str] | type[Exception]

#: Window and late policy, and what becomes of a text of anyone with an account: (standing, state).
ANYONE: dict[tuple[str, str], Outcome] = {
    ("none", "refuse"): ("on-time", "published"),
    ("scheduled", "refuse"): WindowNotOpenYet,
    ("scheduled", "mark"): WindowNotOpenYet,
    ("open", "refuse"): ("on-time", "published"),
    ("open", "ask"): ("on-time", "published"),
    ("grace", "refuse"): ("grace", "published"),
    ("grace", "ask"): ("grace", "published"),
    ("closed", "refuse"): WindowClosed,
    ("closed", "mark"): ("late", "published"),
    ("closed", "ask"): ("late", "pending"),
}
ROLES = [
    "visitor",
    "stakeholder",
    "stranger",
    "observer",
    "moderator",
    "moderator of another space",
    "secretariat",
    "administrator",
]


def viewer_in(role: str, space: Space) -> Viewer:
    """Someone of the cast, in a role of the space."""
    if role == "visitor":
        return VISITOR
    if role == "moderator of another space":
        return people.moderator(factories.space("other", "OT")).viewer
    make: Any = getattr(people, role)
    return (make(space) if role in {"moderator", "observer"} else make()).viewer  # type: ignore[no-any-return]  # a table of makers


def space_with(window: str, policy: str, number: int = 0) -> Space:
    space = factories.space(f"space-{number}", f"S{chr(65 + number)}")
    if window != "none":
        factories.window(space, window, late_policy=policy)
    return space


def outcome_of(by: Viewer, to: SubmissionPlace) -> Outcome:
    try:
        receipt = submit(by=by, to=to, sent=text())
    except (SignInFirst, WindowNotOpenYet, WindowClosed) as refusal:
        return type(refusal)
    post = Post.objects.get(space=to.space, number=int(receipt.reference.partition("-")[2]))
    return post.standing, post.state


@pytest.mark.parametrize("role", ROLES)
def test_each_role_submits_as_the_window_says(role: str) -> None:
    spaces = {case: space_with(*case, number) for number, case in enumerate(ANYONE)}
    first = next(iter(spaces.values()))
    viewer = viewer_in(role, first)
    if role == "moderator":
        viewer = replace(viewer, moderates=frozenset(space.pk for space in spaces.values()))
    for case, space in spaces.items():
        expected = SignInFirst if role == "visitor" else ANYONE[case]
        assert outcome_of(viewer, SubmissionPlace(space)) == expected, case


@pytest.mark.parametrize("role", ROLES)
def test_each_role_replies_as_the_window_says_and_moderators_always(role: str) -> None:
    spaces = {case: space_with(*case, number) for number, case in enumerate(ANYONE)}
    first = next(iter(spaces.values()))
    viewer = viewer_in(role, first)
    if role == "moderator":
        viewer = replace(viewer, moderates=frozenset(space.pk for space in spaces.values()))
    for case, space in spaces.items():
        parent = factories.post(space)
        expected = SignInFirst if role == "visitor" else ANYONE[case]
        if role in {"moderator", "secretariat"}:
            expected = ("on-time", "published")
        assert outcome_of(viewer, SubmissionPlace(space, parent=parent)) == expected, case


def test_a_prompt_may_have_a_window_of_its_own_and_replies_follow_it() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, "closed")
    later = factories.window(space, "open", position=1)
    prompt = factories.prompt(space, window=later)
    submit(by=author.viewer, to=SubmissionPlace(space, prompt), sent=text())
    root = Post.objects.get()
    submit(by=author.viewer, to=SubmissionPlace(space, parent=root), sent=text())
    reply = Post.objects.get(parent=root)
    assert (reply.prompt, reply.depth, reply.standing) == (prompt, 1, "on-time")
    with pytest.raises(WindowClosed):
        submit(by=author.viewer, to=SubmissionPlace(space), sent=text())


def test_a_closed_question_takes_no_answers_and_no_replies() -> None:
    space, author = factories.space(), people.stakeholder()
    prompt = factories.prompt(space, closed_at=factories.LONG_AGO)
    parent = factories.post(space, prompt=prompt)
    for place in (SubmissionPlace(space, prompt), SubmissionPlace(space, parent=parent)):
        with pytest.raises(PromptClosed):
            submit(by=author.viewer, to=place, sent=text())


def test_a_question_that_was_closed_after_the_form_was_opened_is_closed() -> None:
    space, author = factories.space(), people.stakeholder()
    prompt = factories.prompt(space)
    seen = SubmissionPlace(space, prompt)
    type(prompt).objects.update(closed_at=factories.LONG_AGO)
    with pytest.raises(PromptClosed):
        submit(by=author.viewer, to=seen, sent=text())


def test_nobody_writes_in_a_space_they_cannot_see() -> None:
    space, author = factories.space(), people.stakeholder()
    Space.objects.update(published_at=None)
    space.refresh_from_db()
    with pytest.raises(NotFound):
        submit(by=author.viewer, to=SubmissionPlace(space), sent=text())


@pytest.mark.parametrize("state", ["hidden", "merged", "withdrawn"])
def test_what_is_a_stub_takes_no_replies(state: str) -> None:
    space, author = factories.space(), people.stakeholder()
    more: dict[str, Any] = {"merged_into": factories.post(space)} if state == "merged" else {}
    parent = factories.post(space, state=state, **more)
    with pytest.raises(NotPossibleNow):
        submit(by=author.viewer, to=SubmissionPlace(space, parent=parent), sent=text())


def test_a_reply_to_an_unpublished_post_does_not_say_that_it_exists() -> None:
    space, author = factories.space(), people.stakeholder()
    parent = factories.post(space, state="pending")
    with pytest.raises(NotFound):
        submit(by=author.viewer, to=SubmissionPlace(space, parent=parent), sent=text())


def test_a_reply_stays_in_the_space_of_what_it_answers() -> None:
    here, there = factories.space(), factories.space("there", "TH")
    author, parent = people.stakeholder(), factories.post(here)
    receipt = submit(by=author.viewer, to=SubmissionPlace(there, parent=parent), sent=text())
    assert receipt.reference == "RT-0002"  # the form was opened before its parent was moved
    assert Post.objects.get(number=2).parent == parent


# ---------------------------------------------------------------- review


@pytest.mark.parametrize(
    ("review", "has_published", "state"),
    [
        ("after-publishing", False, "published"),
        ("before-publishing", True, "pending"),
        ("before-publishing-first-time", False, "pending"),
        ("before-publishing-first-time", True, "published"),
    ],
)
def test_whether_it_waits_is_as_the_space_says(
    review: str, has_published: bool, state: str
) -> None:
    space, author = factories.space(review=review), people.stakeholder()
    elsewhere = factories.space("elsewhere", "EL")
    factories.post(elsewhere, author.person, state="published" if has_published else "pending")
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    post = Post.objects.select_related("latest_version", "public_version").get(space=space)
    assert post.state == state
    version = post.latest_version
    if state == "published":
        assert post.public_version == version
        assert (version.review, version.published_at) == ("approved", post.received_at)
    else:
        assert post.public_version is None
        assert (version.review, version.published_at) == ("waiting", None)


def test_moderators_replies_never_wait_but_their_submissions_do() -> None:
    space = factories.space(review="before-publishing")
    staff, parent = people.moderator(space), factories.post(space)
    submit(by=staff.viewer, to=SubmissionPlace(space, parent=parent), sent=text())
    submit(by=staff.viewer, to=SubmissionPlace(space), sent=text())
    states = Post.objects.filter(author=staff.person).order_by("number")
    assert [post.state for post in states] == ["published", "pending"]
