"""What migrations take over from rows that were there."""

from importlib import import_module

import pytest
from django.db import connection

from accounts.models import Notice
from accounts.services.notices import queue_notice
from moderation.models import Decision
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("told", [True, False, None])
def test_earlier_decisions_say_of_corrections_what_their_letters_knew(told: bool | None) -> None:
    post, author = factories.post(factories.space()), people.stakeholder()
    moderator = people.moderator(post.space)
    made = [
        Decision.objects.create(
            post=post, version=post.latest_version, act="reject", by=moderator.user, reason="spam"
        )
        for _ in range(2)
    ]
    decision, other = made
    queue_notice(
        kind="decision",
        act=f"decision:{decision.pk}",
        receivers=[author.user.pk],
        facts={"decision": decision.pk, **({} if told is None else {"on_correction": told})},
    )
    assert Notice.objects.exists()
    step = import_module("moderation.migrations.0010_earlier_decisions_on_corrections")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(step.TAKE_OVER)
    for row in made:
        row.refresh_from_db()
    assert decision.on_correction == bool(told)
    assert not other.on_correction
