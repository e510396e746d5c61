"""What the sweep finds, and a worker that is really one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import Notice
from accounts.periodic import sweep_notices
from accounts.services.notices import queue_notice
from tests.mail import Mailbox
from tests.people import actor, stakeholder, stranger
from tests.workers import StartWorker, wait_until

pytestmark = pytest.mark.usefixtures("_letters")


def queue(*receivers: int, kind: str = "hello") -> None:
    """Queue a notice of one act."""
    queue_notice(kind=kind, act=f"{kind}:1", receivers=receivers, facts={})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_redis")
def test_what_could_not_wake_the_worker_is_found_and_sent_once(mailbox: Mailbox) -> None:
    queue(stakeholder().user.pk, stranger().user.pk)
    assert mailbox.messages == []
    assert [sweep_notices(), sweep_notices()] == [2, 0]
    assert sorted(mail["To"] for mail in mailbox.messages) == [
        "stakeholder@test.example",
        "stranger@test.example",
    ]


@pytest.mark.django_db
def test_claims_that_grew_old_are_swept_too(mailbox: Mailbox) -> None:
    queue(stakeholder().user.pk)
    Notice.objects.filter(channel="mail").update(state="claimed", claimed_at=Now())
    assert sweep_notices() == 0
    Notice.objects.filter(channel="mail").update(claimed_at=Now() - timedelta(minutes=11))
    assert sweep_notices() == 1


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_once_per_sweep(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queue(*(actor(f"{n}@test.example", f"Person {n}").user.pk for n in range(3)))
    assert sweep_notices() == 0
    assert sorted(Notice.objects.filter(channel="mail").values_list("attempts", flat=True)) == [
        0,
        0,
        1,
    ]


@pytest.mark.django_db(transaction=True)
def test_mail_that_was_queued_while_no_worker_ran_is_sent_once_when_one_does(
    start_worker: StartWorker, mailbox: Mailbox
) -> None:
    queue(stakeholder().user.pk)
    assert Notice.objects.get(channel="mail").state == "waiting"
    start_worker(settings_module="tests.accounts.worker_settings")
    wait_until(lambda: Notice.objects.get(channel="mail").state == "sent")
    queue(stranger().user.pk)  # and the next while it runs
    wait_until(lambda: Notice.objects.filter(channel="mail", state="sent").count() == 2)
    assert [mail["To"] for mail in mailbox.messages] == [
        "stakeholder@test.example",
        "stranger@test.example",
    ]
