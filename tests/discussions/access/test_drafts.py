"""Who may read and edit a draft: its author, and confirmed colleagues while it is shared."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Membership
from discussions.access.drafts import (
    can_edit_draft,
    check_edit_draft,
    check_own_draft,
    visible_drafts,
    words_of_draft,
)
from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import NotFound, SignInFirst
from discussions.models import Draft, Space
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.drafting import confirm, shared

pytestmark = pytest.mark.django_db


def _ended(author: people.Actor) -> people.Actor:
    colleague = confirm(people.colleague(author))
    Membership.objects.filter(person=colleague.person).update(ended_at=database_now())
    return colleague


Make = Callable[[people.Actor, Space], people.Actor]
#: Each role, and whether it edits a draft that is shared; nobody but its author edits one that is not.
ROLES: dict[str, tuple[Make, bool]] = {
    "author": (lambda author, _space: author, True),
    "confirmed colleague": (lambda author, _space: confirm(people.colleague(author)), True),
    "unconfirmed colleague": (lambda author, _space: people.colleague(author), False),
    "former colleague": (lambda author, _space: _ended(author), False),
    "member of another": (lambda _author, _space: confirm(people.stranger()), False),
    "moderator": (lambda _author, space: people.moderator(space), False),
    "observer": (lambda _author, space: people.observer(space), False),
    "secretariat": (lambda _author, _space: people.secretariat(), False),
    "administrator": (lambda _author, _space: people.administrator(), False),
}


@pytest.mark.parametrize("window", ["none", "scheduled", "open", "grace", "closed"])
@pytest.mark.parametrize("is_shared", [True, False])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_a_draft_alike_in_every_state_of_the_window(
    role: str, is_shared: bool, window: str
) -> None:
    space, author = factories.space(), confirm(people.stakeholder())
    if window != "none":
        factories.window(space, window)
    draft = shared(author, space)
    if not is_shared:
        Draft.objects.update(shared_with=None)
        draft.refresh_from_db()
    make, may_edit_a_shared_one = ROLES[role]
    viewer = make(author, space).viewer
    expected = may_edit_a_shared_one and (is_shared or role == "author")
    assert can_edit_draft(draft, viewer) is expected
    assert visible_drafts(Draft.objects.all(), viewer).exists() is expected
    if expected:
        assert words_of_draft(draft, viewer) == "<p>So far.</p>"
    else:
        with pytest.raises(NotFound):
            check_edit_draft(draft, viewer)
        with pytest.raises(NotFound):
            words_of_draft(draft, viewer)
    if role == "author":
        check_own_draft(draft, viewer)
    else:
        with pytest.raises(NotFound):
            check_own_draft(draft, viewer)


@pytest.mark.parametrize("viewer", [VISITOR, Viewer(user_id=1)])
def test_without_a_person_there_is_no_draft(viewer: Viewer) -> None:
    draft = shared(confirm(people.stakeholder()), factories.space())
    assert not visible_drafts(Draft.objects.all(), viewer).exists()
    assert not can_edit_draft(draft, viewer)
    for check in (check_edit_draft, check_own_draft):
        with pytest.raises(SignInFirst):
            check(draft, viewer)


@pytest.mark.parametrize("what", ["ended_at", "confirmed_at"])
def test_when_its_author_no_longer_speaks_for_the_organisation_colleagues_are_out(
    what: str,
) -> None:
    author = confirm(people.stakeholder())
    colleague = confirm(people.colleague(author))
    draft = shared(author, factories.space())
    change: dict[str, Any] = (
        {"ended_at": database_now()}
        if what == "ended_at"
        else {"confirmed_at": None, "confirmed_by": None}
    )
    Membership.objects.filter(person=author.person).update(**change)
    assert not can_edit_draft(draft, colleague.viewer)
    assert can_edit_draft(draft, author.viewer)
