"""Files that came while the virus scanner was away: taken, closed, scanned once, opened or told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.models import Notice
from discussions.errors import VirusFound
from discussions.models import Attachment, FileScan, FileText, Post, Space, Upload
from discussions.periodic import sweep_scans
from discussions.selectors.file_texts import due_file_texts
from discussions.selectors.scans import due_scans
from discussions.services.correct import correct
from discussions.services.scans import await_scans, resume_scans
from discussions.services.submit import SubmissionPlace, submit
from discussions.tasks import scan_file
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.storage import path_of
from hub.kit.virus_check import HarmfulFile
from tests import factories, people
from tests.discussions.scanning import AWAY, closed
from tests.discussions.writing import PDF, text, upload
from tests.kit.test_virus_check import HARM, Broken, Scanner, scanning
from tests.people import Actor
from tests.workers import StartWorker, wait_until

pytestmark = pytest.mark.django_db


def sent_while_away(settings: Any, author: Actor, content: bytes = PDF) -> Post:
    """A submission with one file that the scanner has not seen."""
    settings.CLAMAV_URL = AWAY
    kept = upload(author, content=content)
    submit(by=author.viewer, to=SubmissionPlace(factories.space()), sent=text(files=[kept.pk]))
    return Post.objects.get()


def state() -> str:
    return FileScan.objects.get().state


def revision() -> int:
    return Space.objects.get().revision


def acts() -> list[str]:
    return list(
        Record.objects.filter(act__in=["file-checked", "virus-found"]).values_list(
            "act", flat=True
        )
    )


def due_now() -> None:
    FileScan.objects.update(due_at=database_now())


# ---------------------------------------------------------------- taken


def test_a_text_with_a_file_is_taken_while_the_scanner_is_away(settings: Any) -> None:
    post = sent_while_away(settings, people.stakeholder())
    file = Attachment.objects.get(version=post.latest_version)
    assert (file.scan_state, state()) == ("waiting", "waiting")
    assert due_scans() == [file.sha256]


def test_without_a_scanner_nothing_waits() -> None:
    author = people.stakeholder()
    kept = upload(author)
    submit(by=author.viewer, to=SubmissionPlace(factories.space()), sent=text(files=[kept.pk]))
    assert not FileScan.objects.exists()


def test_what_the_scanner_has_seen_before_need_not_wait_again(settings: Any) -> None:
    author = people.stakeholder()
    settings.CLAMAV_URL = AWAY
    closed(upload(author), "clean")
    upload(author)
    assert state() == "clean"


def test_what_is_known_to_hold_a_virus_is_refused_while_the_scanner_is_away(settings: Any) -> None:
    author = people.stakeholder()
    settings.CLAMAV_URL = AWAY
    first = upload(author)
    closed(first, "infected")
    with pytest.raises(HarmfulFile):
        upload(author)
    assert Upload.objects.get() == first


@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_form_is_just_bringing_waits_too(settings: Any) -> None:
    """The other transaction may be undone: the second must not count on its row."""
    entered, sha256 = Barrier(2), "a" * 64

    def undone() -> None:
        try:
            with transaction.atomic():
                await_scans([sha256])
                entered.wait(10)
                transaction.set_rollback(True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(undone)
        entered.wait(10)
        await_scans([sha256])
        other.result(timeout=10)
    assert state() == "waiting"


# ---------------------------------------------------------------- scanned


def test_when_it_is_clean_the_space_is_raised_and_the_file_opened(settings: Any) -> None:
    post = sent_while_away(settings, people.stakeholder())
    before = revision()
    with scanning(settings):
        scan_file(FileScan.objects.get().sha256)
    assert (state(), revision(), acts()) == ("clean", before + 1, ["file-checked"])
    assert not Notice.objects.filter(kind="virus-found").exists()
    assert Attachment.objects.get(version=post.latest_version).scan_state == "clean"


def test_when_a_virus_is_found_the_author_is_told_once(settings: Any) -> None:
    author = people.stakeholder()
    post = sent_while_away(settings, author, PDF + HARM)
    sha256, before = FileScan.objects.get().sha256, revision()
    with scanning(settings):
        scan_file(sha256)
        scan_file(sha256)
        resume_scans()
    assert (state(), revision(), acts()) == ("infected", before + 1, ["virus-found"])
    notices = Notice.objects.filter(kind="virus-found", receiver=author.user)
    assert sorted(one.channel for one in notices) == ["mail", "site"]
    assert {one.facts["post"] for one in notices} == {str(post.pk)}


@pytest.mark.parametrize("away", [True, False])
def test_a_scanner_that_cannot_say_is_asked_again_later_and_opens_nothing(
    settings: Any, away: bool
) -> None:
    sent_while_away(settings, people.stakeholder())
    sha256 = FileScan.objects.get().sha256
    waits = []
    for _ in range(3):
        due_now()
        if away:
            scan_file(sha256)
        else:
            with scanning(settings, Broken):
                scan_file(sha256)
        row = FileScan.objects.get()
        waits.append((row.due_at - database_now()).total_seconds())
    assert (row.state, row.attempts) == ("waiting", 3)
    assert waits == pytest.approx([30, 60, 120], abs=5)
    assert due_scans() == []


def test_it_is_asked_again_at_least_every_ten_minutes(settings: Any) -> None:
    sent_while_away(settings, people.stakeholder())
    FileScan.objects.update(attempts=5000)
    scan_file(FileScan.objects.get().sha256)
    assert FileScan.objects.get().due_at < database_now() + timedelta(minutes=10, seconds=1)


def test_a_worker_without_a_scanner_opens_nothing(settings: Any) -> None:
    sent_while_away(settings, people.stakeholder())
    settings.CLAMAV_URL = ""
    scan_file(FileScan.objects.get().sha256)
    resume_scans()
    assert (state(), FileScan.objects.get().attempts) == ("waiting", 0)


def test_bytes_that_lie_in_two_places_are_found_in_the_other(settings: Any) -> None:
    author = people.stakeholder()
    settings.CLAMAV_URL = AWAY
    first, second = upload(author), upload(author)
    path_of(second.stored_as).unlink()
    with scanning(settings):
        scan_file(first.sha256)
    assert state() == "clean"


def test_where_no_bytes_are_left_nothing_is_said_to_be_clean(settings: Any) -> None:
    settings.CLAMAV_URL = AWAY
    kept = upload(people.stakeholder())
    path_of(kept.stored_as).unlink()
    with scanning(settings):
        scan_file(kept.sha256)
    assert state() == "waiting"


@pytest.mark.django_db(transaction=True)
def test_workers_that_come_together_scan_a_file_once(settings: Any) -> None:
    sent_while_away(settings, people.stakeholder())
    sha256, asked, together = FileScan.objects.get().sha256, [], Barrier(4)

    class Counting(Scanner):
        """Notes each file."""

        def handle(self) -> None:
            super().handle()
            asked.append(1)

    def work(_number: int) -> None:
        try:
            together.wait(10)
            scan_file(sha256)
        finally:
            connections.close_all()

    before = revision()
    with scanning(settings, Counting), ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert (len(asked), state(), revision()) == (1, "clean", before + 1)
    assert acts() == ["file-checked"]


def test_a_worker_that_died_is_followed_by_the_next(settings: Any) -> None:
    sent_while_away(settings, people.stakeholder())
    row = FileScan.objects.get()
    FileScan.objects.update(attempts=1, due_at=database_now() + timedelta(minutes=3))
    with scanning(settings):
        scan_file(row.sha256)
        assert state() == "waiting"  # somebody may be scanning it
        due_now()
        scan_file(row.sha256)
    assert state() == "clean"


@pytest.mark.django_db(transaction=True)
def test_the_sweep_wakes_a_worker_for_what_waits(settings: Any, start_worker: StartWorker) -> None:
    sent_while_away(settings, people.stakeholder())
    with scanning(settings):
        start_worker()
        sweep_scans()
        wait_until(lambda: state() == "clean")


# ---------------------------------------------------------------- what follows


def test_the_words_of_a_file_are_taken_out_only_when_it_is_clean(settings: Any) -> None:
    sent_while_away(settings, people.stakeholder())
    sha256 = FileText.objects.get().sha256
    assert due_file_texts() == []
    closed(FileText.objects.get(), "infected")
    assert due_file_texts() == []
    closed(FileText.objects.get(), "clean")
    assert due_file_texts() == [sha256]


def test_a_file_in_which_a_virus_was_found_meanwhile_is_not_sent(settings: Any) -> None:
    author, space = people.stakeholder(), factories.space()
    kept = upload(author, "annex.pdf")
    sent = text(files=[kept.pk])
    closed(kept, "infected")
    with pytest.raises(VirusFound) as refusal:
        submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    assert "annex.pdf" in str(refusal.value)
    assert not Post.objects.exists()


def test_what_was_sent_before_the_virus_was_found_gets_its_receipt_again(settings: Any) -> None:
    author, space = people.stakeholder(), factories.space()
    kept = upload(author)
    sent = text(files=[kept.pk])
    first = submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    closed(kept, "infected")
    assert submit(by=author.viewer, to=SubmissionPlace(space), sent=sent) == first


def test_a_correction_goes_without_the_file_and_not_with_it() -> None:
    author, space = people.stakeholder(), factories.space()
    kept = upload(author)
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=[kept.pk]))
    post, file = Post.objects.get(), Attachment.objects.get()
    closed(file, "infected")
    with pytest.raises(VirusFound):
        correct(by=author.viewer, post_id=post.pk, sent=text("<p>Two.</p>", files=[file.pk]))
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Two.</p>"))
    assert not Attachment.objects.filter(version__post=post, version__number=2).exists()


def test_an_author_is_told_whose_text_was_on_its_way_when_the_virus_was_found() -> None:
    author, space = people.stakeholder(), factories.space()
    kept = upload(author)
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=[kept.pk]))
    closed(kept, "infected")  # by a worker that did not see the text yet
    resume_scans()
    assert Notice.objects.filter(kind="virus-found", receiver=author.user).count() == 2
    FileScan.objects.update(finished_at=factories.LONG_AGO)
    Notice.objects.filter(kind="virus-found").delete()
    resume_scans()
    assert not Notice.objects.filter(kind="virus-found").exists()
