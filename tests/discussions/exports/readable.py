"""What every reader may see of a space, by the one door; and what a public archive of it holds."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from discussions.access.signatures import co_signatories_for
from discussions.access.viewer import VISITOR
from discussions.access.words import files_for, reservation_for, speaker_for, text_for
from discussions.exports.archive import Variant
from discussions.models import Post, Space
from discussions.models.document import StoredFile
from discussions.selectors.spaces import displayed_moderators_of
from discussions.services.import_space import import_archive
from hub.kit.bilingual import texts_of
from hub.kit.storage import opened
from tests import archives
from tests.discussions.exports.test_archive import document, exported
from tests.lives import WORD


def words_in(*texts: str) -> set[str]:
    """Those that were said once and nowhere else."""
    return set(WORD.findall("\n".join(texts)))


def words_of_archive(archive: io.BytesIO) -> set[str]:
    """Those in the names and the bytes of its members."""
    with zipfile.ZipFile(archive) as package:
        members = [package.read(name).decode(errors="replace") for name in package.namelist()]
        return words_in(*package.namelist(), *members)


def words_for_readers(space: Space) -> set[str]:
    """Those that a visitor meets in the space."""
    return words_in(*_frame(space), *(text for post in space.posts.all() for text in _post(post)))


def check_public_again(public: io.BytesIO) -> None:
    """A public archive is held whole by that of its import, which comes back to the byte."""
    with archives.elsewhere():
        first = exported(import_archive(public).space, Variant.PUBLIC)
    archives.held(_content(public), _content(first))
    with archives.elsewhere():
        again = import_archive(first)
        assert exported(again.space, Variant.PUBLIC).getvalue() == first.getvalue()
        assert not import_archive(first).is_new


def said_again(space: Space, variant: Variant = Variant.PUBLIC) -> tuple[Any, Any]:
    """What is said of a space, and what of it once it was taken in elsewhere."""
    archive = exported(space, variant)
    with archives.elsewhere():
        Space.objects.filter(pk=space.pk).update(slug="was-here", reference_prefix="WH")
        after = document(import_archive(archive).space, variant)
    return archives.document_in(archive), after


def _content(archive: io.BytesIO) -> Any:
    document = archives.document_in(archive)
    del document["exported_at"], document["generator"]
    return document


def _frame(space: Space) -> Iterator[str]:
    yield from (*texts_of(space, "title").values(), *texts_of(space, "mandate").values())
    for window in space.windows.all():
        yield from (change.reason or "" for change in window.changes.all())
    for paper in space.documents.all():
        yield from (*texts_of(paper, "title").values(), paper.label or "")
        for file in paper.files.all():
            yield from (file.name, _bytes(file))
    for prompt in space.prompts.all():
        yield from texts_of(prompt, "text").values()
        yield prompt.asked_by.name if prompt.asked_by else ""
        for wording in prompt.earlier_wordings.all():
            yield from texts_of(wording, "text").values()
    for person in displayed_moderators_of(space):
        current = person.memberships.filter(ended_at=None).order_by("since", "pk").first()
        own = current.organisation.name if current else ""
        yield from (person.name, person.organisation_name or own)


def _post(post: Post) -> Iterator[str]:
    seen = False
    for version in post.versions.all():
        text, speaker = text_for(version, post, VISITOR), speaker_for(version, post, VISITOR)
        if text is not None and speaker is not None:
            seen = True
            yield from (text.html, speaker.name, speaker.organisation)
            for file in files_for(version, post, VISITOR):
                yield from () if file.is_masked else (file.name, _bytes(file.attachment))
    if seen:
        yield from (row.organisation_name for row in co_signatories_for(post, VISITOR))
        for row in post.endorsements.filter(withdrawn_at=None):
            yield from (row.endorser_name, reservation_for(row, VISITOR) or "")


def _bytes(file: StoredFile) -> str:
    with opened(file.stored_as) as content:
        return content.read().decode()
