"""Who may see a space."""

from datetime import timedelta

import pytest

from discussions.access.spaces import can_see_space, check_see_space, visible_spaces
from discussions.access.viewer import VISITOR
from discussions.errors import NotFound
from discussions.models import Space
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "role", ["visitor", "stakeholder", "observer", "moderator", "secretariat", "administrator"]
)
@pytest.mark.parametrize("published", ["long ago", "tomorrow", "never"])
def test_before_it_is_published_only_those_see_a_space_who_set_it_up(
    role: str, published: str
) -> None:
    now = database_now()
    instant = {"long ago": factories.LONG_AGO, "tomorrow": now + timedelta(days=1), "never": None}
    space = factories.space()
    space.published_at = instant[published]
    space.save()
    viewer = {
        "visitor": lambda: VISITOR,
        "stakeholder": lambda: people.stakeholder().viewer,
        "observer": lambda: people.observer(space).viewer,
        "moderator": lambda: people.moderator(space).viewer,
        "secretariat": lambda: people.secretariat().viewer,
        "administrator": lambda: people.administrator().viewer,
    }[role]()
    may = published == "long ago" or role in {"moderator", "secretariat", "administrator"}
    assert can_see_space(space, viewer, now) is may
    assert visible_spaces(Space.objects.all(), viewer, now).exists() is may
    if not may:
        with pytest.raises(NotFound):
            check_see_space(space, viewer, now)


def test_a_moderator_of_one_space_does_not_see_another_before_it_is_published() -> None:
    mine, other = factories.space(), factories.space("other", "OT")
    Space.objects.update(published_at=None)
    other.refresh_from_db()
    viewer = people.moderator(mine).viewer
    assert not can_see_space(other, viewer, database_now())
    assert list(visible_spaces(Space.objects.all(), viewer, database_now())) == [mine]
