"""Documents are added, translated, ordered, and get files that stay."""

import io
from datetime import UTC, datetime

import pytest

from discussions.access.viewer import VISITOR
from discussions.errors import AlreadyMade, ChangedMeanwhile, NotComplete, NotModerator
from discussions.models import Document, DocumentFile, Space
from discussions.selectors.set_up import document_setting
from discussions.services.documents import (
    add_document,
    change_document,
    order_documents,
)
from discussions.validators.sent import IncomingFile
from discussions.validators.set_up import DocumentSetting, FileInLanguage, stamp_of
from hub.kit.bilingual import texts_of
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor

TITLES = {"en": "Zero draft", "fr": "Avant-projet"}
DAY = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
def space(db: None) -> Space:
    """A space that takes texts."""
    return factories.space()


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def incoming(content: bytes = b"Draft text.\n", language: str = "en") -> FileInLanguage:
    """A file that was found in order."""
    return FileInLanguage(IncomingFile("rev.txt", "text/plain", io.BytesIO(content)), language)


def added(space: Space, by: Actor, archive_id: str = "a-form") -> Document:
    """A document as a form adds it."""
    document = Document(space=space, archive_id=archive_id)
    return add_document(by=by.viewer, document=document, setting=DocumentSetting(TITLES))


def stamp(document: Document) -> str:
    """What a form carries that is built on the document as it is now."""
    return stamp_of(document_setting(Document.objects.get(pk=document.pk)))


def test_a_document_comes_after_the_others_with_its_files_each_on_record(
    space: Space, moderator: Actor
) -> None:
    first = added(space, moderator)
    second = add_document(
        by=moderator.viewer,
        document=Document(space=space),
        setting=DocumentSetting({**TITLES, "en": "Rev. 1"}, "Rev. 1", DAY),
        files=[incoming(), incoming(b"Projet.\n", "fr")],
    )
    assert (first.position, second.position) == (1, 2)
    second.refresh_from_db()
    assert document_setting(second) == DocumentSetting({**TITLES, "en": "Rev. 1"}, "Rev. 1", DAY)
    files = list(second.files.values_list("position", "name", "language", "size"))
    assert files == [(0, "rev.txt", "en", 12), (1, "rev.txt", "fr", 8)]
    acts = list(Record.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["document-added", "document-added", *["document-file-added"] * 2]


def sent(
    space: Space, by: Actor, setting: DocumentSetting, files: list[FileInLanguage]
) -> Document:
    """The same form once more, with what it says now."""
    document = Document(space=space, archive_id="a-form")
    return add_document(by=by.viewer, document=document, setting=setting, files=files)


def test_the_same_form_again_is_the_same_document(space: Space, moderator: Actor) -> None:
    setting, files = DocumentSetting(TITLES, "Rev. 1", DAY), [b"Draft.\n", b"Projet.\n"]
    made = {
        sent(space, moderator, setting, [incoming(one) for one in files]).pk for _press in range(2)
    }
    assert made == {Document.objects.get().pk}
    assert DocumentFile.objects.count() == 2


DRAFT = (b"Draft text.\n", "en")


@pytest.mark.parametrize(
    ("setting", "files"),
    [
        (DocumentSetting({"en": "A", "fr": "B"}), [DRAFT]),
        (DocumentSetting(TITLES, "Rev. 1"), [DRAFT]),
        (DocumentSetting(TITLES, issued_at=DAY), [DRAFT]),
        (DocumentSetting(TITLES), []),
        (DocumentSetting(TITLES), [(b"Other.\n", "en")]),
        (DocumentSetting(TITLES), [(b"Draft text.\n", "fr")]),
        (DocumentSetting(TITLES), [DRAFT, (b"More.\n", "fr")]),
    ],
    ids=["titles", "label", "day", "no file", "another file", "its language", "one more file"],
)
def test_a_form_that_comes_again_and_says_something_else_is_refused_whole(
    space: Space, moderator: Actor, setting: DocumentSetting, files: list[tuple[bytes, str]]
) -> None:
    made = sent(space, moderator, DocumentSetting(TITLES), [incoming(*DRAFT)])
    with pytest.raises(AlreadyMade) as refused:
        sent(space, moderator, setting, [incoming(*one) for one in files])
    assert refused.value.made == made.pk
    assert document_setting(Document.objects.get()) == DocumentSetting(TITLES)
    assert DocumentFile.objects.count() == 1


def test_the_same_file_again_is_the_file_that_is_there(space: Space, moderator: Actor) -> None:
    document = added(space, moderator)
    for content, language in ((b"One.\n", "en"), (b"One.\n", "en"), (b"One.\n", "fr")):
        change_document(
            by=moderator.viewer,
            document_id=document.pk,
            setting=document_setting(document),
            seen=stamp(document),
            files=[incoming(content, language)],
        )
    assert list(DocumentFile.objects.values_list("language", flat=True)) == ["en", "fr"]
    assert Record.objects.filter(act="document-file-added").count() == 2


def test_who_built_on_what_another_changed_is_told_and_nothing_is_overwritten(
    space: Space, moderator: Actor
) -> None:
    document, other = added(space, moderator), people.secretariat()
    seen, theirs = stamp(document), DocumentSetting(TITLES, "Rev. 2")
    change_document(by=other.viewer, document_id=document.pk, setting=theirs, seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_document(
            by=moderator.viewer,
            document_id=document.pk,
            setting=DocumentSetting(TITLES, "Rev. 1"),
            seen=seen,
            files=[incoming()],
        )
    assert refused.value.by == "Paulo Reyes"
    document.refresh_from_db()
    assert document.label == "Rev. 2"
    assert not DocumentFile.objects.exists()
    last = Record.objects.latest("pk")
    assert (last.act, last.detail) == ("document-changed", {"fields": ["label"]})


def test_a_title_stays_complete_while_texts_can_be_sent(space: Space, moderator: Actor) -> None:
    document, half = added(space, moderator), DocumentSetting({"en": "Zero draft", "fr": ""})
    with pytest.raises(NotComplete) as refused:
        change_document(
            by=moderator.viewer, document_id=document.pk, setting=half, seen=stamp(document)
        )
    assert str(refused.value).endswith("Missing: French.")
    Space.objects.update(published_at=None)
    change_document(
        by=moderator.viewer, document_id=document.pk, setting=half, seen=stamp(document)
    )
    document.refresh_from_db()
    assert texts_of(document, "title") == {"en": "Zero draft"}


def test_documents_get_another_order_and_a_second_one_is_told(
    space: Space, moderator: Actor
) -> None:
    one, two = added(space, moderator, "one").pk, added(space, moderator, "two").pk
    order_documents(by=moderator.viewer, space_id=space.pk, seen=[one, two], wanted=[two, one])
    assert list(Document.objects.order_by("position").values_list("pk", flat=True)) == [two, one]
    assert Record.objects.latest("pk").detail == {"was": [one, two], "is": [two, one]}
    added(space, moderator, "three")
    with pytest.raises(ChangedMeanwhile):
        order_documents(by=moderator.viewer, space_id=space.pk, seen=[two, one], wanted=[one, two])


def test_others_add_and_change_nothing(space: Space, moderator: Actor) -> None:
    document, before = added(space, moderator), Record.objects.count()
    elsewhere = factories.space("elsewhere", "EL")
    for viewer in (
        VISITOR,
        people.stakeholder().viewer,
        people.observer(space).viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ):
        setting = DocumentSetting(TITLES, "Rev. 9")
        with pytest.raises(NotModerator):
            add_document(by=viewer, document=Document(space=space), setting=setting)
        with pytest.raises(NotModerator):
            change_document(
                by=viewer, document_id=document.pk, setting=setting, seen=stamp(document)
            )
        with pytest.raises(NotModerator):
            order_documents(by=viewer, space_id=space.pk, seen=[document.pk], wanted=[])
    assert Record.objects.count() == before
