"""The words of attached files: taken out once, by whoever claims the row, and taken up again after a crash."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from discussions import tasks
from discussions.enums import FileTextState
from discussions.models import Attachment, FileText
from discussions.periodic import sweep_file_texts
from discussions.selectors.file_texts import STALE, due_file_texts
from discussions.services.file_texts import await_texts
from discussions.services.submit import SubmissionPlace, submit
from discussions.tasks import extract_file_text
from hub.kit.clock import database_now
from hub.kit.file_text import words_in
from hub.kit.storage import forget
from tests import factories, people
from tests.discussions.writing import text, upload
from tests.kit.test_file_text import pdf
from tests.workers import StartWorker, wait_until

pytestmark = pytest.mark.django_db
WORDS = "Regular pathways save lives"


def attached(content: bytes | None = None, **more: Any) -> Attachment:
    """A file of a post, whose text waits."""
    content = pdf(WORDS) if content is None else content
    version = factories.post(factories.space()).latest_version
    file = factories.attachment(version, content=content, **more)
    await_texts([file], wake=False)
    return file


def row() -> FileText:
    """The one row."""
    return FileText.objects.get()


def begun(attempts: int, ago: Any = STALE * 2) -> None:
    """As if so many workers had begun and none had finished."""
    FileText.objects.update(attempts=attempts, claimed_at=database_now() - ago)


def test_the_words_are_taken_out_once() -> None:
    file = attached()
    extract_file_text(file.sha256)
    done = row()
    assert (done.state, done.extracted.strip(), done.error) == (FileTextState.DONE, WORDS, "")
    extract_file_text(file.sha256)
    assert row().attempts == 1
    assert due_file_texts() == []


def test_a_file_without_words_has_nothing() -> None:
    file = attached(pdf())
    extract_file_text(file.sha256)
    assert row().state == FileTextState.NOTHING


@pytest.mark.parametrize("media_type", ["image/png", "application/msword"])
def test_where_no_words_are_looked_for_nothing_waits(media_type: str) -> None:
    attached(media_type=media_type)
    assert row().state == FileTextState.NOTHING
    assert due_file_texts() == []


def test_a_file_that_cannot_be_read_is_not_tried_again() -> None:
    file = attached(b"nonsense")
    extract_file_text(file.sha256)
    assert (row().state, row().error) == (FileTextState.FAILED, "unreadable")
    assert due_file_texts() == []


def test_bytes_that_are_gone_are_told() -> None:
    file = attached()
    forget(file.stored_as)
    extract_file_text(file.sha256)
    assert (row().state, row().error) == (FileTextState.FAILED, "missing")


def test_what_another_worker_is_reading_is_left_to_it() -> None:
    file = attached()
    begun(1, STALE / 2)
    extract_file_text(file.sha256)
    assert (row().state, row().attempts) == (FileTextState.WAITING, 1)
    assert due_file_texts() == []


def test_what_a_worker_left_behind_is_taken_up_again_three_times_in_all() -> None:
    file = attached()
    begun(2)
    assert due_file_texts() == [file.sha256]
    extract_file_text(file.sha256)
    assert (row().state, row().attempts) == (FileTextState.DONE, 3)


def test_after_three_dead_workers_it_is_given_up(no_redis: None) -> None:
    file = attached()
    begun(3)
    extract_file_text(file.sha256)
    assert row().state == FileTextState.WAITING
    sweep_file_texts()
    assert (row().state, row().error) == (FileTextState.FAILED, "given-up")


def test_a_worker_that_was_overtaken_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its claim was stale and another took over: the other's result stands."""
    file = attached()
    read = words_in

    def slowly(*arguments: Any) -> Any:
        begun(2, STALE / 10)
        return read(*arguments)

    monkeypatch.setattr(tasks, "words_in", slowly)
    extract_file_text(file.sha256)
    assert (row().state, row().attempts) == (FileTextState.WAITING, 2)


# ---------------------------------------------------------------- which files wait


def test_the_same_bytes_are_read_once() -> None:
    file = attached()
    again = factories.attachment(file.version, "again.pdf", content=pdf(WORDS))
    assert again.sha256 == file.sha256
    await_texts([again, file], wake=False)
    assert FileText.objects.count() == 1


def test_the_sweep_finds_what_was_missed(no_redis: None) -> None:
    version = factories.post(factories.space()).latest_version
    file = factories.attachment(version, content=pdf(WORDS))
    assert not FileText.objects.exists()
    sweep_file_texts()
    assert due_file_texts() == [file.sha256]


def test_a_post_with_a_file_asks_for_its_words_in_its_own_transaction() -> None:
    space, author = factories.space(), people.stakeholder()
    kept = upload(author, content=pdf(WORDS))
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=[kept.pk]))
    assert (row().sha256, row().state) == (kept.sha256, FileTextState.WAITING)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another_s_row() -> None:
    """Two posts with the same bytes at once: the second leaves the row to the first, and does not wait for it."""
    version = factories.post(factories.space()).latest_version
    file = factories.attachment(version, content=pdf(WORDS))

    def elsewhere() -> None:
        try:
            await_texts([file], wake=False)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        await_texts([file], wake=False)
        pool.submit(elsewhere).result(timeout=10)
    assert FileText.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it_soon_after_the_post(start_worker: StartWorker) -> None:
    space, author = factories.space(), people.stakeholder()
    start_worker()
    kept = upload(author, content=pdf(WORDS))
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=[kept.pk]))
    wait_until(lambda: row().state == FileTextState.DONE)
    assert row().extracted.strip() == WORDS
