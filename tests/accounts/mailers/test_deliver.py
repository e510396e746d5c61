"""From a row of the outbox to the mail server."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from aiosmtpd.smtp import SMTP
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.db.models.functions import Now

from accounts.mailers.deliver import MOST_ATTEMPTS, Outcome, deliver
from accounts.models import Notice, User
from hub.kit.clock import database_now
from tests.mail import FreePort, Mailbox
from tests.people import stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_letters")]


def notice(kind: str = "hello", **more: Any) -> Notice:
    """A mail that waits."""
    receiver = User.objects.first() or stakeholder().user
    return Notice.objects.create(
        kind=kind, act=f"{kind}:1", receiver=receiver, channel="mail", **more
    )


class Answering(Mailbox):
    """A mail server that answers each receiver in its own way."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Refuse."""
        return self.answer


@pytest.fixture
def server(settings: Any) -> Iterator[Callable[[Mailbox], Mailbox]]:
    """`server(box)` receives mails by SMTP in that box."""
    started = []

    def start(box: Mailbox) -> Mailbox:
        controller = FreePort(box)
        controller.start()
        started.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        return box

    yield start
    for controller in started:
        controller.stop()


def test_a_letter_arrives_in_both_halves_in_the_receiver_s_language(mailbox: Mailbox) -> None:
    User.objects.create(email="amina@test.example", language="fr")
    row = notice()
    assert deliver(row.pk) is Outcome.SENT
    (mail,) = mailbox.messages
    assert mail["To"] == "amina@test.example"
    assert mail["Message-ID"] == f"<{row.message_id}@127.0.0.1>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert [part.get_content_type() for part in mail.get_payload()] == ["text/plain", "text/html"]
    assert "Bonjour à toi" in mail.get_payload()[0].get_payload(decode=True).decode()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == ("sent", 1, "")
    assert row.sent_at is not None


def test_a_second_time_it_is_not_due(mailbox: Mailbox) -> None:
    row = notice()
    assert [deliver(row.pk), deliver(row.pk)] == [Outcome.SENT, Outcome.NOT_DUE]
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"state": "sent", "sent_at": Now()},
        {"state": "failed"},
        {"state": "skipped"},
        {"state": "claimed", "claimed_at": Now()},
        {"due_at": Now() + timedelta(minutes=1)},
    ],
)
def test_what_is_not_due_is_left_alone(mailbox: Mailbox, more: dict[str, Any]) -> None:
    row = notice(**more)
    assert deliver(row.pk) is Outcome.NOT_DUE
    assert mailbox.messages == []


def test_a_notice_on_the_site_is_never_mailed(mailbox: Mailbox) -> None:
    row = notice()
    Notice.objects.filter(pk=row.pk).update(channel="site")
    assert deliver(row.pk) is Outcome.NOT_DUE


def test_a_row_that_is_gone_is_not_due() -> None:
    assert deliver(999_999) is Outcome.NOT_DUE


def test_a_closed_account_gets_no_mail(mailbox: Mailbox) -> None:
    row = notice()
    User.objects.update(is_active=False)
    assert deliver(row.pk) is Outcome.SKIPPED
    assert mailbox.messages == []


def test_what_has_nothing_to_say_any_more_is_skipped(mailbox: Mailbox) -> None:
    row = notice("nothing")
    assert deliver(row.pk) is Outcome.SKIPPED
    row.refresh_from_db()
    assert (row.state, row.sent_at) == ("skipped", None)
    assert mailbox.messages == []


def test_a_server_that_is_away_is_tried_again_later_and_later(
    settings: Any, mailbox: Mailbox
) -> None:
    row = notice()
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    waits = []
    for _ in range(10):
        Notice.objects.update(due_at=Now())
        assert deliver(row.pk) is Outcome.POSTPONED
        row.refresh_from_db()
        waits.append(round((row.due_at - database_now()).total_seconds() / 30))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert (row.state, row.attempts) == ("waiting", 10)
    assert row.last_error == "ConnectionRefusedError"
    assert deliver(row.pk) is Outcome.NOT_DUE
    settings.EMAIL_PORT = there
    Notice.objects.update(due_at=Now())
    assert deliver(row.pk) is Outcome.SENT
    row.refresh_from_db()
    assert row.last_error == ""


def test_after_a_week_of_trying_it_is_given_up(settings: Any, mailbox: Mailbox) -> None:
    row = notice(attempts=MOST_ATTEMPTS - 1)
    settings.EMAIL_PORT = 1
    assert deliver(row.pk) is Outcome.FAILED


@pytest.mark.parametrize(
    ("answer", "outcome", "error"),
    [
        ("550 5.1.1 <amina@test.example> unknown", "FAILED", "SMTPRecipientsRefused 550"),
        ("451 4.7.1 <amina@test.example> later", "POSTPONED", "SMTPRecipientsRefused 451"),
    ],
)
def test_a_refusal_for_good_ends_it_and_no_address_is_kept(
    server: Callable[[Mailbox], Mailbox],
    caplog: pytest.LogCaptureFixture,
    answer: str,
    outcome: str,
    error: str,
) -> None:
    server(Answering(answer))
    row = notice()
    assert deliver(row.pk).name == outcome
    row.refresh_from_db()
    assert row.last_error == error
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("accounts")]
    assert ours == [f"notice {row.pk} not sent: {error}"]


class DiesAfterSending(EmailBackend):
    """The worker is killed after the server's 250, before the row is marked."""

    def send_messages(self, email_messages: Any) -> int:
        """Send, and die."""
        super().send_messages(email_messages)
        raise KeyboardInterrupt


def test_a_crash_after_the_claim_sends_once_more_after_ten_minutes_under_the_same_id(
    settings: Any, mailbox: Mailbox
) -> None:
    row = notice()
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.DiesAfterSending"
    with pytest.raises(KeyboardInterrupt):
        deliver(row.pk)
    settings.EMAIL_BACKEND = usual
    Notice.objects.update(claimed_at=Now() - timedelta(minutes=9, seconds=50))
    assert deliver(row.pk) is Outcome.NOT_DUE
    Notice.objects.update(claimed_at=Now() - timedelta(minutes=10, seconds=1))
    assert deliver(row.pk) is Outcome.SENT
    assert deliver(row.pk) is Outcome.NOT_DUE
    assert len(mailbox.messages) == 2
    assert len({mail["Message-ID"] for mail in mailbox.messages}) == 1


def test_a_fault_in_the_words_leaves_the_claim_to_grow_old(mailbox: Mailbox) -> None:
    row = notice("broken")
    with pytest.raises(LookupError):
        deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("claimed", 1)


class Watching(Mailbox):
    """Looks at the row, by a connection of its own, while the mail comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[str] = []

    def handle_message(self, message: Any) -> None:
        """What others see of the row before the server has said 250."""
        parameters = connection.settings_dict
        with (
            psycopg2.connect(
                dbname=parameters["NAME"],
                user=parameters["USER"],
                password=parameters["PASSWORD"],
                host=parameters["HOST"],
                port=parameters["PORT"] or None,
            ) as other,
            other.cursor() as cursor,
        ):
            cursor.execute("SELECT state FROM accounts_notice")
            self.states += [state for (state,) in cursor.fetchall()]
        other.close()
        super().handle_message(message)


@pytest.mark.django_db(transaction=True)
def test_the_claim_is_committed_before_the_server_is_spoken_to(
    server: Callable[[Mailbox], Mailbox],
) -> None:
    box = Watching()
    server(box)
    row = notice()
    assert deliver(row.pk) is Outcome.SENT
    assert box.states == ["claimed"]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_sends(mailbox: Mailbox) -> None:
    row = notice()
    start = threading.Barrier(2)
    outcomes = []

    def work() -> None:
        start.wait(5)
        outcomes.append(deliver(row.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert sorted(outcome.name for outcome in outcomes) == ["NOT_DUE", "SENT"]
    assert len(mailbox.messages) == 1
