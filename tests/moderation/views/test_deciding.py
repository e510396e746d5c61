"""The form of the panel: late texts, appeals, letters before they are sent, and what others did meanwhile."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.models import Post, Report, Version
from discussions.services.appeal import appeal
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reject import reject
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.moderation.views.test_queue import QUEUE, sent
from tests.people import signed_in

PANEL = f"{QUEUE}?post=RT-0001"
WHY = DecisionWords(ReasonCode.OFF_TOPIC, "For the author.", "Among us.")


def panel(client: Client, post: Post) -> str:
    """The page with the panel of a post."""
    return client.get(f"{QUEUE}?post={post.reference}").content.decode()


def choices(page: str) -> list[str]:
    """What can be chosen on a page."""
    return re.findall(r'<input type="radio" name="act" value="([a-z-]+)"', page)


def chosen(page: str) -> list[str]:
    """What is chosen on it."""
    return re.findall(r'name="act" value="([a-z-]+)" required checked', page)


# ---------------------------------------------------------------- late texts
@pytest.mark.parametrize(
    ("policy", "standing", "asks"),
    [
        ("ask", "late", True),
        ("refuse", "late", True),  # it was "ask" when the text came
        ("mark", "late", False),
        ("ask", "grace", False),
        ("ask", "on-time", False),
    ],
)
def test_where_late_texts_wait_for_a_moderator_the_panel_says_accept_and_refuse(
    desk: Desk, policy: str, standing: str, asks: bool
) -> None:
    factories.window(desk.space, "closed", late_policy=policy)
    page = panel(signed_in(desk.moderator), desk.post(standing=standing))
    assert ("Accept as late and publish" in page) is asks
    assert ("moderators decide whether late texts are taken" in page) is asks
    assert ("refuse-late" in choices(page)) is asks
    assert ("Approve and publish" in page) is not asks


def test_a_late_text_is_accepted_and_stays_late(desk: Desk) -> None:
    factories.window(desk.space, "closed", late_policy="ask")
    post = desk.post(standing="late")
    signed_in(desk.moderator).post(PANEL, sent(post, "publish"))
    post.refresh_from_db()
    assert (post.state, post.standing, post.reason) == ("published", "late", None)


@pytest.mark.parametrize("state", ["pending", "published"])
def test_a_late_text_or_correction_is_refused_as_late_without_choosing_a_reason(
    desk: Desk, state: str
) -> None:
    factories.window(desk.space, "closed", late_policy="ask")
    post = desk.post(state=state, standing="late" if state == "pending" else "on-time")
    if state == "published":
        new_version(post)
        Post.objects.update(latest_version=late_copy(post))
        post.refresh_from_db()
    answer = signed_in(desk.moderator).post(PANEL, sent(post, "refuse-late", message="Sorry."))
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.act, decision.reason, decision.message) == ("reject", "late", "Sorry.")
    post.refresh_from_db()
    assert post.state == ("rejected" if state == "pending" else "published")


def late_copy(post: Post) -> Version:
    """A correction that came late."""
    return Version.objects.create(
        post=post,
        number=3,
        received_at=post.received_at,
        standing="late",
        review="waiting",
        language="en",
        body="<p>Late.</p>",
        sha256="0" * 64,
        speaker_name="Amina Otieno",
    )


# ---------------------------------------------------------------- appeals
def test_staff_read_an_appeal_and_answer_it_from_the_panel(desk: Desk) -> None:
    post = desk.post(state="rejected", reason="off-topic")
    client = signed_in(desk.moderator)
    assert choices(panel(client, post)) == ["reconsider"]
    appeal(by=desk.author.viewer, post_id=post.pk, words="You <misread> it.")
    page = panel(client, post)
    assert "The author asks for another look" in page
    assert "You &lt;misread&gt; it." in page
    assert choices(page) == ["reconsider", "uphold"]
    listed = client.get(f"{QUEUE}?show=appealed").content.decode()
    assert "RT-0001" in listed
    assert client.post(PANEL, sent(post, "uphold", message="It stays.")).status_code == 302
    assert Report.objects.get().outcome == "dismissed"
    assert "asks for another look" not in panel(client, post)


def test_readers_and_observers_never_meet_the_words_of_an_appeal(desk: Desk) -> None:
    post = desk.post(state="rejected", reason="off-topic")
    appeal(by=desk.author.viewer, post_id=post.pk, words="secret-of-the-appeal")
    others = [Client(), *map(signed_in, (people.stranger(), people.observer(desk.space)))]
    for client in others:
        for address in ("posts/RT-0001/", "spaces/roundtable/register/", "moderation/"):
            page = client.get(f"/en/{address}", follow=True).content.decode()
            assert "secret-of-the-appeal" not in page


# ---------------------------------------------------------------- the letter
def test_the_letter_is_shown_in_the_authors_language_and_nothing_is_decided(desk: Desk) -> None:
    desk.author.user.language = "fr"
    desk.author.user.save()
    post = desk.post(body="<p>The words of the author.</p>")
    data = sent(post, "return", reason="unreadable-file", internal_note="Among us.", preview="1")
    answer = signed_in(desk.moderator).post(PANEL, data)
    page = answer.content.decode()
    letter = page[page.index('id="letter"') :]
    assert answer.status_code == 200
    assert "Un fichier joint est illisible." in letter
    assert (
        "Veuillez joindre de nouveau le fichier" in letter
    )  # nothing was written, so the usual advice
    assert "/fr/posts/RT-0001/correct/" in letter
    assert "The words of the author." not in letter
    assert "Among us." not in letter
    assert chosen(page) == ["return"]
    assert "Among us.</textarea>" in page
    assert not Decision.objects.exists()
    assert not Notice.objects.exists()


def test_what_the_letter_shows_is_what_is_sent(desk: Desk) -> None:
    from moderation.mailers import decision_letter

    post = desk.post()
    client = signed_in(desk.moderator)
    data = sent(post, "reject", reason="off-topic", message="It is about <another> treaty.")
    shown = client.post(PANEL, {**data, "preview": "1"}).content.decode()
    client.post(PANEL, data)
    letter = decision_letter(Notice.objects.get(channel="mail"))
    assert letter is not None
    plain = re.sub(r"<[^>]+>", "", shown).replace("&lt;", "<").replace("&gt;", ">")
    for line in filter(None, letter.text.splitlines()):
        assert line.strip() in plain, line


def test_it_says_when_nobody_is_written_to(desk: Desk) -> None:
    post = factories.post(desk.space, None, state="pending")
    data = sent(post, "publish", preview="1")
    page = signed_in(desk.moderator).post(PANEL, data).content.decode()
    assert "Nobody is written to" in page


def test_a_letter_for_what_is_not_possible_is_refused(desk: Desk) -> None:
    post = desk.post()
    answer = signed_in(desk.moderator).post(PANEL, sent(post, "unhide", preview="1"))
    assert answer.status_code == 409


# ---------------------------------------------------------------- nothing is overwritten
def test_who_is_second_reads_what_the_first_did_and_why_and_decides_anew(desk: Desk) -> None:
    post = desk.post()
    data = sent(post, "return", reason="spam", message="My words.", internal_note="My note.")
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    client = signed_in(desk.second)
    answer = client.post(PANEL, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    conflict = page[page.index('role="alert"') : page.index('id="panel-title"')]
    for words in (
        "Marta Lind decided first",
        "Rejected",
        "The text does not concern the subject of this space.",
        "For the author.",
        "Among us.",
        "You had chosen “Return with a reason”",
        "It is advertising",
    ):
        assert words in conflict, words
    assert "My words." in page
    assert "My note." in page
    assert chosen(page) == []
    assert choices(page) == ["reconsider"]
    seen = seen_now(post)
    assert f'name="decision" value="{seen.decision_id}"' in page


def conflict_after(client: Client, data: dict[str, str]) -> str:
    page = client.post(PANEL, data).content.decode()
    return page[page.index('role="alert"') : page.index('id="panel-title"')]


def test_the_choice_is_called_as_the_form_called_it_before_a_colleague_published(
    desk: Desk,
) -> None:
    post = desk.post()
    data = sent(post, "return", reason="spam")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    assert "You had chosen “Return with a reason”" in conflict_after(signed_in(desk.second), data)


def test_nor_is_it_called_otherwise_where_the_text_was_hidden_meanwhile(desk: Desk) -> None:
    post = desk.post(state="published")
    new_version(post)
    data = sent(post, "publish")
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    conflict = conflict_after(signed_in(desk.second), data)
    assert "You had chosen “Publish the new version”" in conflict


def test_nor_where_a_colleague_accepted_a_late_text(desk: Desk) -> None:
    factories.window(desk.space, "closed", late_policy="ask")
    post = desk.post(standing="late")
    Version.objects.filter(post=post).update(standing="late")
    data = sent(post, "publish")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    conflict = conflict_after(signed_in(desk.second), data)
    assert "You had chosen “Accept as late and publish”" in conflict


def test_several_decisions_meanwhile_are_all_told(desk: Desk) -> None:
    post = desk.post(state="published")
    data = sent(post, "hide", reason="spam")
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    unhide(by=people.secretariat().viewer, seen=seen_now(post))
    page = signed_in(desk.second).post(PANEL, data).content.decode()
    conflict = page[page.index('role="alert"') : page.index('id="panel-title"')]
    assert conflict.index("Marta Lind: Hidden") < conflict.index("Paulo Reyes: Shown again")
    assert "hide" in choices(page)
    assert chosen(page) == []  # what would be decided is not what it was
    assert Post.objects.get().state == "published"


def test_a_corrected_version_that_came_meanwhile_is_shown_with_its_differences(
    desk: Desk,
) -> None:
    post = desk.post(body="<p>We ask for seven rooms.</p>")
    factories.attachment(post.latest_version, "old.pdf")
    data = sent(post, "publish", message="Good.", internal_note="Check rooms.")
    factories.attachment(
        new_version(post, body="<p>We ask for nine rooms.</p>"), "new.pdf", b"%PDF-1.4 new"
    )
    client = signed_in(desk.moderator)
    answer = client.post(PANEL, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    changes = page[page.index('id="changes-title"') :]
    assert "What version 2 changed since version 1, which you read" in changes
    assert re.search(r"<del>.*seven.*</del>", changes)
    assert re.search(r"<ins>.*nine.*</ins>", changes)
    assert "old.pdf" in changes
    assert "new.pdf" in changes
    assert "on version 2" in page
    assert "Check rooms.</textarea>" in page
    assert not Decision.objects.exists()
    again: dict[str, Any] = {**sent(post, "publish"), "message": "Good."}
    assert client.post(PANEL, again).status_code == 302
    assert Decision.objects.get().version.number == 2


def test_a_form_that_names_a_version_of_another_post_shows_nothing_of_it(desk: Desk) -> None:
    post, other = desk.post(), desk.post(body="<p>Other words.</p>")
    data = {**sent(post, "publish"), "version": str(other.latest_version_id)}
    answer = signed_in(desk.moderator).post(PANEL, data)
    assert answer.status_code == 409
    assert "Other words." not in answer.content.decode()


def test_what_a_withdrawal_leaves_is_said_and_words_are_kept(desk: Desk) -> None:
    post = desk.post()
    data = sent(post, "publish", message="My words.")
    Post.objects.update(state="withdrawn")
    answer = signed_in(desk.moderator).post(PANEL, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Its author has withdrawn it" in page
    assert "My words." in page


def test_the_panel_leads_to_what_a_correction_changed(desk: Desk) -> None:
    post = desk.post(state="published")
    new_version(post)
    assert "/en/posts/RT-0001/compare/?from=1&amp;to=2" in panel(signed_in(desk.moderator), post)


def test_a_moderator_whose_session_ended_keeps_the_words(desk: Desk) -> None:
    data = sent(desk.post(), "return", reason="spam", message="My words.", internal_note="Note.")
    answer = Client().post(PANEL, data)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "My words." in page
    assert "Note." in page
    assert not Decision.objects.exists()


def test_the_same_person_pressing_twice_decides_once_and_is_not_told_off(desk: Desk) -> None:
    post = desk.post()
    data = sent(post, "reject", reason="spam", message="Two\r\nlines.")
    client = signed_in(desk.moderator)
    assert client.post(PANEL, data).status_code == 302
    assert client.post(PANEL, data).status_code == 302
    assert Decision.objects.count() == 1


def test_publishing_after_an_appeal_gives_the_author_the_letter_of_a_text(desk: Desk) -> None:
    post = desk.post(state="hidden", reason="spam")
    new_version(post)
    for act in ("reject", "reconsider", "publish"):
        data = sent(post, act, reason="spam")
        assert signed_in(desk.moderator).post(PANEL, data).status_code == 302
    assert Notice.objects.filter(channel="mail").count() == 3
    decisions = Decision.objects.order_by("pk").values_list("on_correction", flat=True)
    assert list(decisions) == [False, False, False]
