"""The review queue in a browser without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from discussions.models import Post, Redaction
from moderation.models import Decision
from moderation.services.publish import publish
from moderation.services.return_to_author import return_to_author
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import signed_in

QUEUE = "/en/moderation/"


def sent(post: Post, act: str, **more: str) -> dict[str, str]:
    """What the form of a post sends."""
    seen = seen_now(post)
    return {
        "version": str(seen.version_id),
        "decision": str(seen.decision_id),
        "act": act,
        "reason": "",
        "message": "",
        "internal_note": "",
        **more,
    }


def test_signed_out_one_is_led_to_signing_in_and_back(desk: Desk) -> None:
    response = Client().get(f"{QUEUE}?show=late")
    assert response.status_code == 302
    assert response.headers["Location"] == "/en/accounts/login/?next=/en/moderation/%3Fshow%3Dlate"


def test_others_are_refused_with_the_reason_and_nothing_of_it_is_kept(desk: Desk) -> None:
    desk.post()
    others = [desk.author, people.observer(desk.space), people.administrator()]
    for other in others:
        response = signed_in(other).get(QUEUE)
        assert response.status_code == 403
        assert "The review queue is for moderators" in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]


def test_moderators_and_the_secretariat_see_what_waits_and_nobody_keeps_it(desk: Desk) -> None:
    desk.post(body="<p>The words of it.</p>")
    for someone in (desk.moderator, people.secretariat()):
        response = signed_in(someone).get(QUEUE)
        page = response.content.decode()
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "RT-0001" in page
        assert "The words of it." in page
        assert 'name="csrfmiddlewaretoken"' in page
        assert "/en/moderation/spaces/roundtable/" in page


def test_a_post_of_a_space_that_is_not_ones_own_is_refused_and_an_unknown_one_not_found(
    desk: Desk,
) -> None:
    factories.post(factories.space("elsewhere", "EL"), state="pending", body="<p>Secret</p>")
    client = signed_in(desk.moderator)
    response = client.get(f"{QUEUE}?post=EL-0001")
    assert response.status_code == 403
    assert "Secret" not in response.content.decode()
    assert client.get(f"{QUEUE}?post=EL-0099").status_code == 404


def test_it_shows_thread_files_history_and_what_readers_see_now(desk: Desk) -> None:
    answered = desk.post(state="published", body="<p>What was said first.</p>")
    reply = desk.post(state="published", answers=answered, body="<p>Old words.</p>")
    factories.attachment(new_version(reply, body="<p>New words.</p>"), "annex.pdf")
    page = signed_in(desk.moderator).get(f"{QUEUE}?post=rt-0002").content.decode()
    for words in (
        "What was said first.",
        "Old words.",
        "New words.",
        "annex.pdf",
        "texts of this author that are published: 2",
        "Publish the new version",
        "Return the new version with a reason",
        "Hide",
    ):
        assert words in page


def test_withheld_names_and_masked_words_stay_so(desk: Desk) -> None:
    post = desk.post(name_withheld="name-and-organisation", body="<p>Masked words.</p>")
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="personal-data", at=post.received_at
    )
    page = signed_in(desk.moderator).get(QUEUE).content.decode()
    assert "Name withheld" in page
    assert "Amina" not in page
    assert "Masked words" not in page


@pytest.mark.parametrize(
    ("state", "act", "becomes"),
    [
        ("pending", "publish", "published"),
        ("pending", "return", "returned"),
        ("published", "hide", "hidden"),
        ("hidden", "unhide", "published"),
    ],
)
def test_each_act_is_done_from_the_panel(desk: Desk, state: str, act: str, becomes: str) -> None:
    post = desk.post(state=state)
    client = signed_in(desk.moderator)
    data = sent(post, act, reason="spam", internal_note="Seen before.")
    response = client.post(f"{QUEUE}?post=RT-0001", data, follow=True)
    assert response.status_code == 200
    assert Post.objects.get().state == becomes
    decision = Decision.objects.get()
    assert (decision.act, decision.internal_note) == (act, "Seen before.")
    assert decision.reason == ("spam" if act in {"return", "hide"} else None)
    assert "RT-0001: " in response.content.decode()
    again = client.post(f"{QUEUE}?post=RT-0001", data)
    assert again.status_code == 302
    assert Decision.objects.count() == 1


def test_returning_without_a_reason_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    data = sent(desk.post(), "return", message="Please mend row 4.")
    response = signed_in(desk.moderator).post(f"{QUEUE}?post=RT-0001", data)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Choose a reason" in page
    assert "Please mend row 4." in page
    assert not Decision.objects.exists()


def test_who_is_second_is_told_and_keeps_what_was_typed(desk: Desk) -> None:
    post = desk.post()
    data = sent(post, "return", reason="spam", message="My words.", internal_note="My note.")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    response = signed_in(desk.second).post(f"{QUEUE}?post=RT-0001", data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Marta Lind decided first" in page
    assert "My words." in page
    assert "My note." in page
    assert Post.objects.get().state == "published"


def test_what_was_typed_is_kept_too_where_nothing_is_left_to_decide(desk: Desk) -> None:
    post = desk.post()
    data = sent(post, "publish", message="My words.")
    return_to_author(
        by=desk.moderator.viewer,
        seen=seen_now(post),
        words=DecisionWords("spam"),  # type: ignore[arg-type]  # a code as the page sends it
    )
    response = signed_in(desk.second).post(f"{QUEUE}?post=RT-0001", data)
    assert response.status_code == 409
    assert "My words." in response.content.decode()


def test_a_newer_version_is_shown_before_it_is_decided_on(desk: Desk) -> None:
    post = desk.post()
    data = sent(post, "publish", message="Good.")
    new_version(post, body="<p>Quite another text.</p>")
    client = signed_in(desk.moderator)
    response = client.post(f"{QUEUE}?post=RT-0001", data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "sent a newer version" in page
    assert "Quite another text." in page
    assert f'value="{post.latest_version_id}"' in page  # the form is about the newer one now
    assert Post.objects.get().state == "pending"


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_takes_the_same_number_of_statements(
    desk: Desk,
    posts: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for _ in range(posts):
        factories.attachment(desk.post().latest_version)
    client = signed_in(desk.moderator)
    client.get(QUEUE)
    with django_assert_num_queries(33):
        client.get(QUEUE)


def test_it_speaks_french_and_english_and_every_list_can_be_asked_for(desk: Desk) -> None:
    desk.post()
    client = signed_in(desk.moderator)
    for language in ("en", "fr"):
        for show in ("waiting", "late", "returned", "hidden", "published", "nonsense"):
            address = f"/{language}/moderation/?show={show}&space=roundtable&after=RT-0001"
            assert client.get(address).status_code == 200
