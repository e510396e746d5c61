"""What moderators wrote is given back, whatever became of the text meanwhile."""

import pytest
from django.test import Client

from discussions.enums import ReasonCode
from discussions.models import Post, SpaceRole
from moderation.services.hide import hide
from moderation.services.move import move
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.moving import WHY, to
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, desk

__all__ = ["desk"]

pytestmark = pytest.mark.django_db
MESSAGE, NOTE = "A long message to the author.", "A note among us."
OFF_TOPIC = DecisionWords(ReasonCode.OFF_TOPIC, MESSAGE, NOTE)
ADDRESSES = {
    "queue": "/en/moderation/?post=RT-0001",
    "redact": "/en/moderation/posts/RT-0001/redact/",
    "move": "/en/moderation/posts/RT-0001/move/?place=RT",
    "merge": "/en/moderation/posts/RT-0001/merge/?survivor=RT-0002",
}


def client_of(actor: people.Actor) -> Client:
    """The browser of somebody."""
    client = Client()
    client.force_login(actor.user)
    return client


def form_of(post: Post, **more: object) -> dict[str, object]:
    """What a page on the post sends, as it stands now."""
    seen = seen_now(post)
    return {
        "version": str(seen.version_id),
        "decision": str(seen.decision_id),
        "act": "hide",
        "reason": "off-topic",
        "message": MESSAGE,
        "internal_note": NOTE,
        "passages": "Text",
        **more,
    }


@pytest.mark.parametrize("page", sorted(ADDRESSES))
@pytest.mark.parametrize("is_theirs_too", [True, False])
def test_when_the_text_was_moved_to_another_space(
    desk: Desk, page: str, is_theirs_too: bool
) -> None:
    other = factories.space("other", "OT")
    if is_theirs_too:
        SpaceRole.objects.create(space=other, user=desk.moderator.user, role="moderator")
    post, _survivor = desk.post(state="published"), desk.post(state="published")
    form = form_of(post, reason="duplicate" if page == "merge" else "off-topic")
    move(by=people.secretariat().viewer, seen=seen_now(post), to=to(other), words=WHY)
    response = client_of(desk.moderator).post(ADDRESSES[page], form)
    told = response.content.decode()
    assert response.status_code == (
        409 if is_theirs_too and page != "redact" else response.status_code
    )
    assert response.status_code in {200, 400, 403, 409}
    assert MESSAGE in told


def test_when_the_right_was_taken_meanwhile(desk: Desk) -> None:
    post = desk.post(state="published")
    form = form_of(post)
    SpaceRole.objects.filter(user=desk.moderator.user).delete()
    response = client_of(desk.moderator).post(ADDRESSES["queue"], form)
    assert response.status_code == 403
    assert MESSAGE in response.content.decode()


def test_when_others_decided_first_on_some_of_many(desk: Desk) -> None:
    post = desk.post(state="published")
    row = f"{post.pk}:{post.latest_version_id}:0"
    form = form_of(post, batch="00000000-0000-4000-8000-000000000000", row=[row])
    hide(by=desk.second.viewer, seen=seen_now(post), words=OFF_TOPIC)
    told = client_of(desk.moderator).post("/en/moderation/bulk/", form).content.decode()
    assert "Tomás Ruiz" in told
    assert MESSAGE in told
    assert NOTE in told


def test_an_old_form_is_not_done_again_once_another_undid_it(desk: Desk) -> None:
    post = desk.post(state="published")
    form, seen = form_of(post), seen_now(post)
    hide(by=desk.moderator.viewer, seen=seen, words=OFF_TOPIC)
    unhide(by=desk.second.viewer, seen=seen_now(post))
    response = client_of(desk.moderator).post(ADDRESSES["queue"], form)
    assert response.status_code == 409
    assert "Tomás Ruiz" in response.content.decode()


@pytest.mark.parametrize("name", ["record/", "record.csv"])
def test_the_last_day_of_the_calendar_is_a_day(desk: Desk, name: str) -> None:
    asked = client_of(desk.moderator).get(f"/en/moderation/{name}", {"until": "9999-12-31"})
    assert asked.status_code == 200


def test_another_reason_is_said_in_words(desk: Desk) -> None:
    post = desk.post(state="published")
    client, form = client_of(desk.moderator), form_of(post, reason="other", message=" ")
    refused = client.post(ADDRESSES["queue"], form)
    assert refused.status_code == 400
    assert "this reason tells the author nothing by itself" in refused.content.decode()
    assert client.post(ADDRESSES["queue"], {**form, "message": MESSAGE}).status_code == 302
