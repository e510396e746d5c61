"""Each look is one record, and says who looked, at what and why; nothing of what was seen."""

from uuid import uuid4

import pytest

from discussions.access.viewer import VISITOR
from discussions.enums import LookReason
from discussions.errors import NotFound, NotModerator
from discussions.services.look_behind import look_behind
from hub.kit.models import Record
from tests import factories, people

pytestmark = pytest.mark.django_db


def test_each_look_is_a_record_of_its_own() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name")
    moderator = people.moderator(space)
    for _ in range(2):
        eyes = look_behind(by=moderator.viewer, post_id=post.pk, reason=LookReason.SAFETY)
        assert eyes.looks_behind
    look_behind(by=moderator.viewer, post_id=post.pk)
    records = Record.objects.filter(act="look-behind").order_by("pk")
    assert [record.reason for record in records] == ["safety", "safety", ""]
    assert {
        (record.actor_id, record.subject_type, record.subject_id, record.space_id)
        for record in records
    } == {(moderator.user.pk, "post", str(post.pk), space.pk)}
    assert "Amina" not in str([record.__dict__ for record in records])


def test_a_refused_look_leaves_no_record() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name")
    others = [author.viewer, people.observer(space).viewer, people.administrator().viewer]
    for viewer in (*others, VISITOR):
        with pytest.raises(NotModerator):
            look_behind(by=viewer, post_id=post.pk)
    assert not Record.objects.filter(act="look-behind").exists()


def test_there_is_nothing_behind_what_is_not_there() -> None:
    with pytest.raises(NotFound):
        look_behind(by=people.secretariat().viewer, post_id=uuid4())
