"""What moderators wrote is given back, whatever became of the text meanwhile."""

import html
from collections.abc import Callable

import pytest

from discussions.enums import ReasonCode
from discussions.models import Post, Prompt, Redaction, Space, SpaceRole
from discussions.services.prompts import delete_prompt
from discussions.services.withdraw import withdraw
from discussions.validators.withholding import Withholding
from moderation.services.hide import hide
from moderation.services.move import move
from moderation.services.redact import redact
from moderation.services.reject import reject
from moderation.services.unhide import unhide
from moderation.services.unredact import unredact
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.moving import WHY, to
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, desk
from tests.people import signed_in

__all__ = ["desk"]

pytestmark = pytest.mark.django_db
MESSAGE, NOTE = "A long message to the author.", "A note among us."
OFF_TOPIC = DecisionWords(ReasonCode.OFF_TOPIC, MESSAGE, NOTE)
OTHER = DecisionWords(ReasonCode.LEGAL, "", "")
ADDRESSES = {
    "queue": "/en/moderation/?post=RT-0001",
    "redact": "/en/moderation/posts/RT-0001/redact/",
    "move": "/en/moderation/posts/RT-0001/move/?place=RT",
    "merge": "/en/moderation/posts/RT-0001/merge/?survivor=RT-0002",
}


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
    response = signed_in(desk.moderator).post(ADDRESSES[page], form)
    told = response.content.decode()
    assert response.status_code == (
        409 if is_theirs_too and page != "redact" else response.status_code
    )
    assert response.status_code in {200, 400, 409}
    assert MESSAGE in told
    if (
        not is_theirs_too
    ):  # they are told that it is gone, and by whom, and not that a right was taken
        assert response.status_code == 409
        assert "Paulo Reyes moved this text to another space" in told
        assert "OT-0001" in told
    page_of_it = signed_in(desk.moderator).get(ADDRESSES[page])
    assert page_of_it.status_code == (200 if is_theirs_too else 409)
    assert (
        signed_in(people.moderator(factories.space("far", "FA"), "far@test.example", "Li Wen"))
        .get(ADDRESSES[page])
        .status_code
        == 403
    )


def test_when_the_right_was_taken_meanwhile(desk: Desk) -> None:
    post = desk.post(state="published")
    form = form_of(post)
    SpaceRole.objects.filter(user=desk.moderator.user).delete()
    response = signed_in(desk.moderator).post(ADDRESSES["queue"], form)
    assert response.status_code == 403
    assert MESSAGE in response.content.decode()


def test_when_others_decided_first_on_some_of_many(desk: Desk) -> None:
    post = desk.post(state="published")
    row = f"{post.pk}:{post.latest_version_id}:0"
    form = form_of(post, batch="00000000-0000-4000-8000-000000000000", row=[row])
    hide(by=desk.second.viewer, seen=seen_now(post), words=OFF_TOPIC)
    told = signed_in(desk.moderator).post("/en/moderation/bulk/", form).content.decode()
    assert "Tomás Ruiz" in told
    assert MESSAGE in told
    assert NOTE in told


def test_an_old_form_is_not_done_again_once_another_undid_it(desk: Desk) -> None:
    post = desk.post(state="published")
    form, seen = form_of(post), seen_now(post)
    hide(by=desk.moderator.viewer, seen=seen, words=OFF_TOPIC)
    unhide(by=desk.second.viewer, seen=seen_now(post))
    response = signed_in(desk.moderator).post(ADDRESSES["queue"], form)
    assert response.status_code == 409
    assert "Tomás Ruiz" in response.content.decode()


@pytest.mark.parametrize("name", ["record/", "record.csv"])
def test_the_last_day_of_the_calendar_is_a_day(desk: Desk, name: str) -> None:
    asked = signed_in(desk.moderator).get(f"/en/moderation/{name}", {"until": "9999-12-31"})
    assert asked.status_code == 200


def test_another_reason_is_said_in_words(desk: Desk) -> None:
    post = desk.post(state="published")
    client, form = signed_in(desk.moderator), form_of(post, reason="other", message=" ")
    refused = client.post(ADDRESSES["queue"], form)
    assert refused.status_code == 400
    assert "this reason tells the author nothing by itself" in refused.content.decode()
    assert client.post(ADDRESSES["queue"], {**form, "message": MESSAGE}).status_code == 302


Act = Callable[[Desk, Post], object]


def kept(desk: Desk, address: str, form: dict[str, object]) -> str:
    """The page, which is a refusal and holds what was written, once each."""
    answer = signed_in(desk.moderator).post(address, form)
    page = html.unescape(answer.content.decode())
    assert answer.status_code in {400, 409}
    assert page.count(MESSAGE) == page.count(NOTE) == 1
    return page


def withdrawn(desk: Desk, post: Post) -> None:
    """By its author."""
    withdraw(by=desk.author.viewer, post_id=post.pk)


def rejected(desk: Desk, post: Post) -> None:
    """By a colleague, as it waits."""
    reject(by=desk.second.viewer, seen=seen_now(post), words=OTHER)


@pytest.mark.parametrize(("state", "meanwhile"), [("published", withdrawn), ("pending", rejected)])
@pytest.mark.parametrize("is_valid", [True, False])
def test_when_nothing_can_be_withheld_any_more(
    desk: Desk, state: str, meanwhile: Act, is_valid: bool
) -> None:
    post = desk.post(state=state, body="<p>Anna Berg of Oslo.</p>")
    form = form_of(post, act="redact", passages="Anna Berg", reason="legal" if is_valid else "")
    meanwhile(desk, post)
    page = kept(desk, ADDRESSES["redact"], form)
    assert ">Anna Berg</textarea>" in page
    assert "There is a problem" not in page


@pytest.mark.parametrize("is_left", [True, False])
def test_when_a_colleague_showed_all_of_it_again(desk: Desk, is_left: bool) -> None:
    post = desk.post(state="published", body="<p>Anna Berg of Oslo.</p>")
    withheld = ["Anna Berg", "Oslo"] if is_left else ["Anna Berg"]
    for words in withheld:
        what = Withholding((words,), frozenset())
        redact(by=desk.moderator.viewer, seen=seen_now(post), what=what, words=OTHER)
    first = Redaction.objects.order_by("pk")[0].pk
    sent = form_of(post)
    names = ("version", "decision", "message", "internal_note")
    form = {"act": "unredact", "again-which": str(first)} | {f"again-{n}": sent[n] for n in names}
    unredact(by=desk.second.viewer, seen=seen_now(post), redactions=[first])
    assert "Tomás Ruiz" in kept(desk, ADDRESSES["redact"], form)


@pytest.mark.parametrize("page", ["queue", "move", "merge"])
def test_when_it_was_withdrawn_and_the_form_is_not_in_order_either(desk: Desk, page: str) -> None:
    post, _survivor = desk.post(state="published"), desk.post(state="published")
    form = form_of(post, reason="")
    withdrawn(desk, post)
    assert "Choose a reason" not in kept(desk, ADDRESSES[page], form)


def question_deleted(desk: Desk, _post: Post) -> None:
    """To which it was to be moved."""
    delete_prompt(by=desk.second.viewer, prompt_id=Prompt.objects.get().pk)


def right_taken(_desk: Desk, _post: Post) -> None:
    """In the space to which it was to be moved."""
    SpaceRole.objects.filter(space__slug="other").delete()


def other_text_moved(_desk: Desk, _post: Post) -> None:
    """That it was to answer, or to be merged into."""
    other = Post.objects.get(space__slug="roundtable", number=2)
    there = to(Space.objects.get(slug="other"))
    move(by=people.secretariat().viewer, seen=seen_now(other), to=there, words=WHY)


@pytest.mark.parametrize("is_valid", [True, False])
@pytest.mark.parametrize(
    ("address", "meanwhile"),
    [
        ("move/?place=RT:1", question_deleted),
        ("move/?place=OT", right_taken),
        ("move/?under=RT-0002", other_text_moved),
        ("merge/?survivor=RT-0002", other_text_moved),
    ],
)
def test_when_the_place_where_it_should_go_is_gone(
    desk: Desk, address: str, meanwhile: Act, is_valid: bool
) -> None:
    factories.prompt(desk.space)
    other = factories.space("other", "OT")
    SpaceRole.objects.create(space=other, user=desk.moderator.user, role="moderator")
    post, _second = desk.post(state="published"), desk.post(state="published")
    form = form_of(post, reason="duplicate" if is_valid else "")
    meanwhile(desk, post)
    kept(desk, f"/en/moderation/posts/RT-0001/{address}", form)


def test_when_the_right_in_each_space_of_many_was_taken(desk: Desk) -> None:
    elsewhere = factories.space("other", "OT")
    post = desk.post(state="published")
    SpaceRole.objects.filter(user=desk.moderator.user).update(space=elsewhere)
    form = form_of(post, batch="no", row=[f"{post.pk}:{post.latest_version_id}:0"])
    assert "No text is chosen" in kept(desk, "/en/moderation/bulk/", form)


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("?act=extend&window=3", "reason"),
        ("questions/7/", "text_fr"),
        ("documents/7/", "title_en"),
    ],
)
def test_when_what_it_was_about_is_not_there_any_more(
    desk: Desk, address: str, field: str
) -> None:
    sent = {"position": "3", field: MESSAGE}
    answer = signed_in(desk.moderator).post(f"/en/moderation/spaces/roundtable/{address}", sent)
    assert answer.status_code == 404
    assert MESSAGE in answer.content.decode()
