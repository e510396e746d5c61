"""Who acts on a text while it is moved to another space acts on it there, under the rules of where it stands."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from discussions.enums import PostState, ReasonCode
from discussions.models import Endorsement, Post, Report, Window
from discussions.services.correct import correct
from discussions.services.endorse import GivenEndorsement, endorse
from discussions.services.prompts import delete_prompt
from discussions.services.report import GivenReport, report
from discussions.services.withdraw import withdraw
from hub.kit.refusals import Refusal
from moderation.services.move import move
from tests import factories, people
from tests.discussions.writing import text
from tests.moderation.moving import WHY, to
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.moderation.services.test_move_races import waits
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def while_it_moves(post: Post, act: Callable[[], object], *, window: Window | None = None) -> str:
    """What the act came to, "" where it was done: it begins before the move to another space ends, and waits for it."""
    other, paulo = factories.space("declaration", "PD"), people.secretariat()
    if window is not None:
        window.space = other
        window.save()
    outcome: list[str] = []

    def run() -> None:
        try:
            act()
            outcome.append("")
        except Refusal as refusal:
            outcome.append(type(refusal).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        move(by=paulo.viewer, seen=seen_now(post), to=to(other), words=WHY)
        thread.start()
        waits(1)
    thread.join()
    return outcome[0] if outcome else "unfinished"


def test_the_author_withdraws_it_there(desk: Desk) -> None:
    post, author = desk.post(state="published"), desk.author.viewer
    assert while_it_moves(post, lambda: withdraw(by=author, post_id=post.pk)) == ""
    post = Post.objects.select_related("space").get(pk=post.pk)
    assert (post.reference, post.state) == ("PD-0001", PostState.WITHDRAWN)


def test_the_author_corrects_it_there(desk: Desk) -> None:
    post, author = desk.post(state="published"), desk.author.viewer
    sent = text("<p>Corrected.</p>")
    assert while_it_moves(post, lambda: correct(by=author, post_id=post.pk, sent=sent)) == ""
    assert Post.objects.get(pk=post.pk).latest_version.number == 2


def test_a_reader_reports_and_endorses_it_there(desk: Desk) -> None:
    post, reader = desk.post(state="published"), people.stranger().viewer

    def both() -> None:
        report(by=reader, post_id=post.pk, given=GivenReport(ReasonCode.SPAM))
        endorse(by=reader, post_id=post.pk, given=GivenEndorsement(1))

    assert while_it_moves(post, both) == ""
    assert Report.objects.get().post_id == Endorsement.objects.get().post_id == post.pk


def test_who_moves_it_to_a_question_that_is_just_deleted_keeps_what_they_wrote(
    desk: Desk,
) -> None:
    post, question = desk.post(state="published"), factories.prompt(desk.space, 2)
    seen, client = seen_now(post), signed_in(desk.moderator)
    sent = {
        "version": str(seen.version_id),
        "decision": "0",
        "reason": "wrong-prompt",
        "message": "It answers question 2.",
        "internal_note": "Seen with K.",
    }
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(client.post("/en/moderation/posts/RT-0001/move/?place=RT%3A2", sent))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        delete_prompt(by=desk.second.viewer, prompt_id=question.pk)
        thread.start()
        waits(1)
    thread.join()
    page = answers[0].content.decode()
    assert answers[0].status_code == 404
    for words in (sent["message"], sent["internal_note"]):
        assert words in page


def test_the_window_is_that_of_where_it_stands_now(desk: Desk) -> None:
    post, author = desk.post(state="published"), desk.author.viewer
    factories.window(desk.space, "open")
    closed = factories.window(factories.space("elsewhere", "EL"), "closed")

    def act() -> None:
        correct(by=author, post_id=post.pk, sent=text("<p>Corrected.</p>"))

    assert while_it_moves(post, act, window=closed) == "WindowClosed"
