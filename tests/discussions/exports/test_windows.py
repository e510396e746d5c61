"""Every act on a window leaves an archive that comes back the same to the byte."""

from datetime import timedelta

import pytest

from discussions.enums import LatePolicy
from discussions.models import Space, WindowChange
from discussions.services.import_space import import_archive
from discussions.services.window_questions import assign_questions
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    open_window,
    reopen_window,
)
from hub.kit.clock import database_now
from tests import archives, factories, people
from tests.discussions.exports.test_archive import exported
from tests.discussions.windows import seen

pytestmark = pytest.mark.django_db


def changed_often() -> Space:
    """A space on whose window everything was done that can be done."""
    space = factories.space()
    window = factories.window(space, "scheduled", time_zone="America/New_York")
    factories.window(space, position=1)
    factories.prompt(space)
    by, soon = people.moderator(space).viewer, database_now() + timedelta(days=20)
    open_window(by=by, seen=seen(window))
    extend_window(by=by, seen=seen(window), closes_at=soon, reason="Two asked")
    change_late_rules(
        by=by, seen=seen(window), late_policy=LatePolicy.ASK, grace_minutes=60, reason="Mails"
    )
    assign_questions(by=by, space_id=space.pk, seen={1: 0}, wanted={1: 1}, reason="Rev 2")
    close_window(by=by, seen=seen(window))
    reopen_window(by=by, seen=seen(window), closes_at=soon, reason="A mistake")
    return space


def test_its_history_goes_out_and_comes_in_again_the_same_to_the_byte() -> None:
    with archives.elsewhere():
        first = exported(changed_often())
    assert not WindowChange.objects.exists()
    second = exported(import_archive(first).space)
    assert second.getvalue() == first.getvalue()
    (main, other) = archives.document_in(first)["space"]["windows"]
    assert [change.get("reason") for change in main["changes"]] == [
        None,
        "Two asked",
        "Mails",
        "Rev 2",
        None,
        "A mistake",
    ]
    assert (main["late_policy"], main["grace_minutes"]) == ("ask", 60)
    (assigned,) = other["changes"]
    assert "opens_at" not in assigned
    assert "closes_at" not in assigned
