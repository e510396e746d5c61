"""Files between two tries of a form."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from discussions.access.viewer import VISITOR
from discussions.errors import NotPossibleNow, SignInFirst, TooManyUploads, TooMuchWaiting
from discussions.models import Attachment, Draft, DraftFile, FileScan, Post, Upload
from discussions.periodic import sweep_uploads
from discussions.services.receive import receive
from discussions.services.submit import Receipt, SubmissionPlace, submit
from discussions.services.uploads import TakenIn, take_in, upload_file
from discussions.validators.sent import IncomingFile, SentFile
from hub.kit.clock import database_now
from hub.kit.storage import opened, path_of
from hub.kit.virus_check import HarmfulFile
from tests import factories, people
from tests.discussions.writing import PDF, text, upload
from tests.kit.test_virus_check import HARM, Scanner, scanning


def incoming(name: str = "note.pdf", content: bytes = PDF) -> IncomingFile:
    return IncomingFile(name, "application/pdf", io.BytesIO(content))


def stored() -> list[Path]:
    """Every file that lies in the storage."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_is_kept_with_its_size_and_hash() -> None:
    author = people.stakeholder()
    kept = upload(author)
    assert (kept.person, kept.name, kept.size) == (author.person, "note.pdf", len(PDF))
    with opened(kept.stored_as) as stored:
        assert stored.read() == PDF


@pytest.mark.django_db
def test_nothing_is_kept_for_a_visitor() -> None:
    with pytest.raises(SignInFirst):
        take_in(by=VISITOR, files=[incoming()])
    assert not Path(settings.MEDIA_ROOT).exists()


@pytest.mark.django_db
@override_settings(POSTS_PER_HOUR=1, FILES_PER_POST=2)
def test_nobody_fills_the_disk() -> None:
    author = people.stakeholder()
    for _ in range(2):
        upload(author)
    with pytest.raises(TooManyUploads):
        upload(author)


@pytest.mark.django_db
@override_settings(UPLOADS_WAITING_LIMIT=100)
def test_nobody_lets_files_wait_without_end() -> None:
    author, other = people.stakeholder(), people.stranger()
    kept = upload(author, content=b"%PDF-1.4\n" + b"1" * 100)
    with pytest.raises(TooMuchWaiting):
        upload(author)
    with pytest.raises(TooMuchWaiting):
        take_in(by=author.viewer, files=[incoming()])
    upload(other)
    sent = text(files=[kept.pk])
    submit(by=author.viewer, to=SubmissionPlace(factories.space()), sent=sent)
    upload(author)  # what was sent waits no more


@pytest.mark.django_db
def test_a_refusal_leaves_the_files_kept_and_undoes_the_act() -> None:
    author = people.stakeholder()

    def act(uploads: list[Upload]) -> Receipt:
        raise NotPossibleNow

    received = receive(by=author.viewer, files=[incoming()], act=act)
    assert isinstance(received.refusal, NotPossibleNow)
    assert received.receipt is None
    assert list(Upload.objects.all()) == received.uploads


@pytest.mark.django_db(transaction=True)
def test_after_a_day_what_was_not_sent_goes_with_its_bytes() -> None:
    author = people.stakeholder()
    old, young = upload(author), upload(author)
    Upload.objects.filter(pk=old.pk).update(
        created_at=database_now() - timedelta(days=1, minutes=1)
    )
    Upload.objects.filter(pk=young.pk).update(
        created_at=database_now() - timedelta(hours=23, minutes=59)
    )
    assert sweep_uploads() == 1
    assert list(Upload.objects.all()) == [young]
    assert not path_of(old.stored_as).exists()
    assert path_of(young.stored_as).exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_that_a_post_has_stay_when_their_upload_goes() -> None:
    space, author = factories.space(), people.stakeholder()
    kept = upload(author)
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=(kept.pk,)))
    Upload.objects.update(created_at=factories.LONG_AGO)
    assert sweep_uploads() == 1
    with opened(Attachment.objects.get().stored_as) as stored:
        assert stored.read() == PDF


# ---------------------------------------------------------------- one by one, ahead of the text


@pytest.mark.django_db
def test_a_file_that_is_sent_again_by_the_same_try_is_kept_once() -> None:
    author, key = people.stakeholder(), uuid4()
    first = upload_file(by=author.viewer, file=incoming(), key=key)
    with override_settings(CLAMAV_URL="tcp://127.0.0.1:1"):  # away, and not asked again
        again = upload_file(by=author.viewer, file=incoming(), key=key)
    assert again == first
    assert Upload.objects.count() == len(stored()) == 1


@pytest.mark.django_db
def test_the_same_key_of_another_person_is_another_file() -> None:
    key = uuid4()
    mine = upload_file(by=people.stakeholder().viewer, file=incoming(), key=key)
    theirs = upload_file(by=people.stranger().viewer, file=incoming(), key=key)
    assert mine != theirs


@pytest.mark.django_db(transaction=True)
def test_tries_that_arrive_together_leave_one_file_and_no_bytes_behind() -> None:
    author, key = people.stakeholder(), uuid4()
    viewer, together = author.viewer, Barrier(4)

    class Waiting(io.BytesIO):
        """Read by all before any of them is kept."""

        def read(self, *size: int | None) -> bytes:
            if self.tell() == 0:
                together.wait(10)
            return super().read(*size)

    def keep(_number: int) -> UUID:
        try:
            file = IncomingFile("a.pdf", "application/pdf", Waiting(PDF))
            return upload_file(by=viewer, file=file, key=key).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        kept = set(pool.map(keep, range(4)))
    assert kept == {Upload.objects.get().pk}
    assert len(stored()) == 1


@pytest.mark.django_db
def test_over_the_rate_it_says_when_the_oldest_has_passed() -> None:
    author = people.stakeholder()
    with override_settings(POSTS_PER_HOUR=1, FILES_PER_POST=2):
        for minutes in (50, 10):
            upload(author)
            Upload.objects.filter(created_at__gt=database_now() - timedelta(minutes=5)).update(
                created_at=database_now() - timedelta(minutes=minutes)
            )
        with pytest.raises(TooManyUploads) as refusal:
            upload(author)
    assert 590 < (refusal.value.retry_after or 0) <= 601
    assert "many files" in str(refusal.value)


# ---------------------------------------------------------------- the virus scanner


@pytest.mark.django_db
def test_a_harmful_file_is_refused_and_the_others_are_kept(settings: Any) -> None:
    author = people.stakeholder()
    files = [incoming("a.pdf"), incoming("b.pdf", PDF + HARM), incoming("c.pdf")]
    with scanning(settings):
        taken = take_in(by=author.viewer, files=files)
    assert [upload.name for upload in taken.uploads] == ["a.pdf", "c.pdf"]
    ((name, code),) = [(file.name, file.refusal.code) for file in taken.refused]
    assert (name, code) == ("b.pdf", "harmful-file")
    assert len(stored()) == 2


@pytest.mark.django_db
def test_while_the_scanner_is_away_it_is_asked_once_and_all_is_kept_to_wait(settings: Any) -> None:
    author, asked = people.stakeholder(), []

    class Deaf(Scanner):
        """Hangs up."""

        def handle(self) -> None:
            asked.append(1)

    with scanning(settings, Deaf):
        taken = take_in(by=author.viewer, files=[incoming("a.pdf"), incoming("b.pdf")])
    assert [upload.name for upload in taken.uploads] == ["a.pdf", "b.pdf"]
    assert taken.refused == []
    assert len(asked) == 1
    assert len(stored()) == 2
    assert [row.state for row in FileScan.objects.all()] == ["waiting"]  # the same bytes wait once


@pytest.mark.django_db
def test_a_harmful_file_that_is_sent_ahead_leaves_no_row_and_no_bytes(settings: Any) -> None:
    with scanning(settings), pytest.raises(HarmfulFile):
        upload(people.stakeholder(), content=PDF + HARM)
    assert not Upload.objects.exists()
    assert not stored()


@pytest.mark.django_db(transaction=True)
def test_a_slow_scanner_makes_nobody_late(settings: Any) -> None:
    """The instant of a text is that at which its form had been read, before the scanner was asked."""
    space, author = factories.space(), people.stakeholder()
    scanned_at = []

    class Slow(Scanner):
        """Takes its time, by the database's clock."""

        def handle(self) -> None:
            super().handle()
            scanned_at.append(database_now())
            connections.close_all()

    def act(uploads: list[Upload]) -> Receipt:
        sent = text(files=[upload.pk for upload in uploads])
        return submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)

    with scanning(settings, Slow):
        received = receive(by=author.viewer, files=[incoming()], act=act)
    assert received.receipt is not None
    assert Post.objects.get().received_at < scanned_at[0]


@pytest.mark.django_db
def test_nothing_is_sent_with_a_file_less_than_was_meant(settings: Any) -> None:
    author, acts = people.stakeholder(), []

    def act(uploads: list[Upload]) -> Receipt:
        acts.append(uploads)
        return Receipt("RT-0001", 1)

    files = [incoming("good.pdf"), incoming("bad.pdf", PDF + HARM)]
    with scanning(settings):
        received = receive(by=author.viewer, files=files, act=act)
    assert acts == []
    assert (received.receipt, received.refusal) == (None, None)
    assert [file.name for file in received.refused_files] == ["bad.pdf"]
    assert [kept.name for kept in received.uploads] == ["good.pdf"]


def test_no_files_are_nothing_to_take_in() -> None:
    assert take_in(by=VISITOR, files=[]) == TakenIn()


# ---------------------------------------------------------------- as the sender names and orders them


@pytest.mark.django_db
def test_attachments_have_the_names_the_order_and_the_languages_that_were_said() -> None:
    space, author = factories.space(), people.stakeholder()
    first, second = upload(author, "scan0001.pdf"), upload(author, "b.pdf")
    files = (SentFile(second.pk, "", "es"), SentFile(first.pk, "Annex to ../our text"))
    sent = replace(text(), files=files)
    submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    rows = Attachment.objects.order_by("position").values_list("name", "language", "sha256")
    assert [(name, language) for name, language, _sha256 in rows] == [
        ("b.pdf", "es"),
        ("our text.pdf", None),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_a_draft_holds_is_swept_by_nobody() -> None:
    space, author = factories.space(), people.stakeholder()
    kept, other = upload(author), upload(author)
    Upload.objects.update(created_at=factories.LONG_AGO)
    draft = Draft.objects.create(
        author=author.person, space=space, language="en", created_at=database_now(),
        saved_at=database_now(), saved_by=author.person,
    )  # fmt: skip
    DraftFile.objects.create(draft=draft, upload=kept)
    assert sweep_uploads() == 1
    assert list(Upload.objects.all()) == [kept]
    assert path_of(kept.stored_as).exists()
    assert not path_of(other.stored_as).exists()


@pytest.mark.django_db
def test_all_files_of_a_form_have_one_deadline_together(monkeypatch: pytest.MonkeyPatch) -> None:
    deadlines: list[float] = []

    def noted(file: object, late: float) -> None:
        deadlines.append(late)

    monkeypatch.setattr("discussions.services.uploads.check_for_viruses", noted)
    take_in(by=people.stakeholder().viewer, files=[incoming(f"{n}.pdf") for n in range(3)])
    assert len(deadlines) == 3
    assert len(set(deadlines)) == 1
