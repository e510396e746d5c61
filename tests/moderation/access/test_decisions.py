"""Every cell of role × state × review × act."""

import itertools

import pytest

from accounts.models import User
from discussions.access.viewer import VISITOR, Viewer
from discussions.enums import PostState, VersionReview
from discussions.errors import NotModerator, NotPossibleNow
from discussions.models import Post
from moderation.access.decisions import check_decide, is_possible, possible_acts
from moderation.enums import DecisionAct
from tests import factories, people

#: What is possible, told once more by hand; all else must be refused.
POSSIBLE = {
    ("publish", "pending", "waiting"),
    ("publish", "published", "waiting"),
    ("publish", "hidden", "waiting"),
    ("return", "pending", "waiting"),
    ("return", "published", "waiting"),
    *(("hide", "published", review) for review in VersionReview.values),
    *(("unhide", "hidden", review) for review in VersionReview.values),
    ("reject", "pending", "waiting"),
    ("reject", "published", "waiting"),
    *(("reject", "hidden", review) for review in VersionReview.values),
    ("reconsider", "rejected", "rejected"),
    ("reconsider", "published", "rejected"),
    ("uphold", "published", "rejected"),
    *(
        ("uphold", state, review)
        for state in ("rejected", "hidden")
        for review in VersionReview.values
    ),
    *(("merge", "published", review) for review in VersionReview.values),
    *(("unmerge", "merged", review) for review in VersionReview.values),
    *(
        ("move", state, review)
        for state in ("pending", "published", "returned", "hidden")
        for review in VersionReview.values
    ),
    *(
        (act, state, review)
        for act in ("redact", "unredact")
        for state in ("pending", "published", "returned", "hidden", "merged")
        for review in VersionReview.values
    ),
}
CELLS = list(itertools.product(DecisionAct.values, PostState.values, VersionReview.values))


@pytest.mark.parametrize(("act", "state", "review"), CELLS)
def test_an_act_is_possible_in_these_cells_alone(act: str, state: str, review: str) -> None:
    assert is_possible(DecisionAct(act), state, review) == ((act, state, review) in POSSIBLE)


def _cast() -> tuple[Post, dict[str, Viewer]]:
    space = factories.space()
    elsewhere = factories.space("elsewhere", "EL")
    author = people.stakeholder()
    post = factories.post(space, author.person, state="pending")
    return post, {
        "visitor": VISITOR,
        "author": author.viewer,
        "colleague": people.colleague(author).viewer,
        "stranger": people.stranger().viewer,
        "observer": people.observer(space).viewer,
        "moderator": people.moderator(space).viewer,
        "moderator of another space": people.moderator(
            elsewhere, "other@test.example", "Li Wen"
        ).viewer,
        "secretariat": people.secretariat().viewer,
        "administrator": people.administrator().viewer,
    }


@pytest.mark.django_db
def test_the_spaces_moderators_and_the_secretariat_decide_and_nobody_else() -> None:
    post, cast = _cast()
    deciders = {"moderator", "secretariat"}
    for (role, viewer), state, review, act in itertools.product(
        cast.items(), PostState.values, VersionReview.values, DecisionAct
    ):
        post.state, post.latest_version.review = state, review
        allowed = role in deciders and (act, state, review) in POSSIBLE
        assert (act in possible_acts(viewer, post)) == allowed, (role, act, state, review)
        if allowed:
            check_decide(viewer, post, act)
        else:
            refusal = NotPossibleNow if role in deciders else NotModerator
            with pytest.raises(refusal):
                check_decide(viewer, post, act)


@pytest.mark.django_db
def test_an_account_that_was_closed_decides_nothing() -> None:
    space = factories.space()
    post = factories.post(space, state="pending")
    moderator = people.moderator(space)
    User.objects.filter(pk=moderator.user.pk).update(is_active=False)
    assert possible_acts(moderator.viewer, post) == ()
