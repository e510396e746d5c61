"""Every cell of role × state × act on a window."""

import itertools

import pytest

from discussions.access.viewer import VISITOR
from discussions.access.windows import check_window_act, possible_window_acts
from discussions.enums import WindowAct, WindowState
from discussions.errors import NotModerator, NotPossibleNow
from hub.kit.clock import database_now
from tests import factories, people

#: What is possible, told once more by hand; all else must be refused.
POSSIBLE = {
    ("schedule", "scheduled"),
    ("open", "scheduled"),
    ("close", "open"),
    ("extend", "open"),
    ("reopen", "grace"),
    ("reopen", "closed"),
    ("late-rules", "open"),
    ("late-rules", "grace"),
    ("late-rules", "closed"),
    ("questions", "scheduled"),
    ("questions", "open"),
    ("questions", "grace"),
    ("questions", "closed"),
}


@pytest.mark.django_db
def test_staff_of_the_space_do_what_the_state_allows_and_nobody_else_anything() -> None:
    space, elsewhere = factories.space(), factories.space("elsewhere", "EL")
    cast = {
        "visitor": VISITOR,
        "stakeholder": people.stakeholder().viewer,
        "observer": people.observer(space).viewer,
        "moderator": people.moderator(space).viewer,
        "moderator of another space": people.moderator(
            elsewhere, "other@test.example", "Li Wen"
        ).viewer,
        "secretariat": people.secretariat().viewer,
        "administrator": people.administrator().viewer,
    }
    deciders = {"moderator", "secretariat"}
    windows = {
        state: factories.window(space, state, position=position)
        for position, state in enumerate(WindowState.values)
    }
    now = database_now()
    for (role, viewer), (state, window), act in itertools.product(
        cast.items(), windows.items(), WindowAct
    ):
        allowed = role in deciders and (act, state) in POSSIBLE
        acts = possible_window_acts(viewer, space.pk, window, now)
        assert (act in acts) == allowed, (role, state, act)
        if allowed:
            check_window_act(viewer, space.pk, window, act, now)
        else:
            with pytest.raises(NotPossibleNow if role in deciders else NotModerator):
                check_window_act(viewer, space.pk, window, act, now)
    for role, viewer in cast.items():
        new = possible_window_acts(viewer, space.pk, None, now)
        assert new == (["schedule"] if role in deciders else [])
