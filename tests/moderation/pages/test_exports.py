"""What the page of exports says of the space: it adds up to the references that were issued."""

import re

import pytest

from discussions.models import Space
from moderation.services.move import move
from tests import factories, people
from tests.moderation.moving import WHY, to
from tests.moderation.seen import seen_now
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def facts(space: Space) -> dict[str, int]:
    """Each number under its words."""
    page = signed_in(people.secretariat()).get(f"/en/moderation/spaces/{space.slug}/exports/")
    of_the_space = page.content.decode().partition("The space now")[2]
    told = re.findall(r"<dt>([^<]+)</dt><dd>([0-9]+)</dd>", of_the_space)
    return {label: int(number) for label, number in told}


def test_what_was_issued_is_what_stands_here_moved_away_or_never_was_in_the_archive() -> None:
    space, other = factories.space(), factories.space("other", "OT")
    Space.objects.filter(pk=space.pk).update(last_number=2, absent_numbers=2)
    space.refresh_from_db()
    for state in ("published", "published", "pending"):
        post = factories.post(space, state=state)
    staff = people.actor("staff@test.example", "Ana", is_secretariat=True)
    move(by=staff.viewer, seen=seen_now(post), to=to(other), words=WHY)
    told = facts(space)
    assert told == {
        "References issued": 5,
        "Published": 2,
        "Not public": 0,
        "Moved to another space": 1,
        "Not in the archive": 2,
    }
    assert told.pop("References issued") == sum(told.values())


def test_of_a_space_that_nothing_left_no_more_is_said() -> None:
    space = factories.space()
    factories.post(space)
    assert facts(space) == {"References issued": 1, "Published": 1, "Not public": 0}
