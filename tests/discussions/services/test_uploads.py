"""Files between two tries of a form."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from discussions.access.viewer import VISITOR
from discussions.errors import NotPossibleNow, SignInFirst, TooManyPosts
from discussions.models import Attachment, Upload
from discussions.periodic import sweep_uploads
from discussions.services.receive import receive
from discussions.services.submit import Receipt, SubmissionPlace, submit
from discussions.services.uploads import keep_uploads
from discussions.validators.sent import IncomingFile
from hub.kit.clock import database_now
from hub.kit.storage import opened, path_of
from tests import factories, people
from tests.discussions.writing import PDF, text, upload


def incoming(name: str = "note.pdf") -> IncomingFile:
    return IncomingFile(name, "application/pdf", io.BytesIO(PDF))


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
        keep_uploads(by=VISITOR, files=[incoming()])
    assert not Path(settings.MEDIA_ROOT).exists()


@pytest.mark.django_db
@override_settings(POSTS_PER_HOUR=1, FILES_PER_POST=2)
def test_nobody_fills_the_disk() -> None:
    author = people.stakeholder()
    for _ in range(2):
        upload(author)
    with pytest.raises(TooManyPosts):
        upload(author)


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
