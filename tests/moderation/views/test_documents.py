"""The documents of a space in a browser without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from discussions.models import Document, DocumentFile, Space, Upload
from discussions.services.documents import change_document
from discussions.validators.set_up import DocumentSetting
from hub.kit.bilingual import texts_of
from hub.kit.models import Record
from hub.kit.storage import path_of
from tests import factories, people
from tests.moderation.views.test_windows import hidden
from tests.people import Actor, signed_in

LIST = "/en/moderation/spaces/roundtable/documents/"
NEW = f"{LIST}new/"
TITLES = {"title_en": "Zero draft", "title_fr": "Avant-projet"}
LINE = '<li id="document-'


@pytest.fixture
def space(db: None) -> Space:
    """A published space."""
    return factories.space()


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def document(space: Space, position: int = 1, **more: object) -> Document:
    """A document with a file."""
    made = Document.objects.create(
        space=space, position=position, title_en="Note", title_fr="Note", **more
    )
    DocumentFile.objects.create(
        document=made,
        name=f"note-{position}.pdf",
        language="en",
        media_type="application/pdf",
        size=1234,
        sha256="0" * 64,
        stored_as="none",
    )
    return made


def upload(content: bytes = b"Draft text.\n", name: str = "rev-1.txt") -> SimpleUploadedFile:
    """A file that is chosen."""
    return SimpleUploadedFile(name, content)


def test_those_who_set_up_the_space_come_in_and_nobody_else(space: Space) -> None:
    addresses = [LIST, NEW, f"{LIST}{document(space).pk}/"]
    allowed = [people.moderator(space), people.secretariat(), people.administrator()]
    refused = [people.stakeholder(), people.observer(space)]
    for address in addresses:
        for someone in allowed:
            assert signed_in(someone).get(address).status_code == 200
        for someone in refused:
            assert signed_in(someone).get(address).status_code == 403
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    space: Space,
    moderator: Actor,
    count: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for position in range(1, count + 1):
        document(space, position)
    client = signed_in(moderator)
    with django_assert_num_queries(9):
        page = client.get(LIST).content.decode()
    assert page.count(LINE) == count
    assert page.count("note-") == 2 * count


def test_buttons_change_the_order_and_a_second_one_is_told(space: Space, moderator: Actor) -> None:
    one, two = document(space, 1).pk, document(space, 2).pk
    client = signed_in(moderator)
    shown = hidden(client.get(LIST).content.decode(), "order")
    assert client.post(LIST, {"order": shown, "down": one}).status_code == 302
    assert list(Document.objects.order_by("position").values_list("pk", flat=True)) == [two, one]
    document(space, 3)
    assert client.post(LIST, {"order": f"{two},{one}", "down": two}).status_code == 409


def test_a_document_is_added_once_with_a_file_in_each_language(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    key = hidden(client.get(NEW).content.decode(), "key")
    for _press in range(2):
        data = {
            **TITLES,
            "key": key,
            "label": "Rev. 1",
            "issued_on": "2027-03-01",
            "file_en": upload(),
            "file_fr": upload(b"Texte.\n", "rev-1-fr.txt"),
            "file_other": upload(b"Texto.\n", "rev-1-es.txt"),
            "language_other": "es",
        }
        assert client.post(NEW, data).headers["Location"] == LIST
    made = Document.objects.get()
    assert texts_of(made, "title") == {"en": "Zero draft", "fr": "Avant-projet"}
    assert (made.label, str(made.issued_at)) == ("Rev. 1", "2027-03-01 00:00:00+00:00")
    files = list(made.files.values_list("name", "language").order_by("position"))
    assert files == [("rev-1.txt", "en"), ("rev-1-fr.txt", "fr"), ("rev-1-es.txt", "es")]
    readers = Client().get("/en/spaces/roundtable/").content.decode()
    assert "rev-1-fr.txt" in readers


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title_en": "", "title_fr": " "}, "Write the title."),
        ({"file_en": ("note.pdf", b"MZ\x90\x00")}, "The file is a program"),
        ({"file_en": ("note.txt", b"")}, "is empty"),
        ({"file_other": ("note.txt", b"Nota.\n")}, "Choose the language of the file."),
        ({"issued_on": "soon"}, "Enter a valid date."),
    ],
)
def test_what_is_not_in_order_is_said_at_its_field_and_the_rest_is_kept(
    space: Space, moderator: Actor, more: dict[str, object], words: str
) -> None:
    sent = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in more.items()
    }
    response = signed_in(moderator).post(NEW, {**TITLES, "label": "Rev. 7", **sent})
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert 'value="Rev. 7"' in page
    assert not Document.objects.exists()


def test_an_incomplete_title_is_refused_in_words(space: Space, moderator: Actor) -> None:
    response = signed_in(moderator).post(NEW, {**TITLES, "title_fr": ""})
    assert response.status_code == 409
    assert "Missing: French." in response.content.decode()
    assert not Document.objects.exists()


def test_a_document_is_translated_and_gets_another_file(space: Space, moderator: Actor) -> None:
    made, client = document(space), signed_in(moderator)
    address = f"{LIST}{made.pk}/"
    page = client.get(address).content.decode()
    assert "note-1.pdf" in page
    data = {**TITLES, "seen": hidden(page, "seen"), "file_fr": upload()}
    assert client.post(address, data).status_code == 302
    assert texts_of(Document.objects.get(), "title")["fr"] == "Avant-projet"
    assert made.files.count() == 2


def test_an_instant_of_issue_stays_while_its_day_does(space: Space, moderator: Actor) -> None:
    made = document(space, issued_at="2027-03-01T14:30:00Z")
    address, client = f"{LIST}{made.pk}/", signed_in(moderator)
    page = client.get(address).content.decode()
    assert hidden(page, "issued_on") == "2027-03-01"
    data = {**TITLES, "seen": hidden(page, "seen"), "issued_on": "2027-03-01"}
    client.post(address, data)
    made.refresh_from_db()
    assert str(made.issued_at) == "2027-03-01 14:30:00+00:00"


def test_the_second_of_two_is_told_sees_what_stands_there_and_keeps_the_words(
    space: Space, moderator: Actor
) -> None:
    made, client = document(space), signed_in(moderator)
    address = f"{LIST}{made.pk}/"
    seen = hidden(client.get(address).content.decode(), "seen")
    theirs = DocumentSetting({"en": "Theirs", "fr": "Le leur"}, "Rev. 3")
    change_document(by=people.secretariat().viewer, document_id=made.pk, setting=theirs, seen=seen)
    response = client.post(address, {**TITLES, "seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Paulo Reyes changed this on" in page
    assert "<dd>Theirs</dd>" in page
    assert 'value="Zero draft"' in page
    assert Record.objects.count() == 1
    client.post(address, {**TITLES, "seen": hidden(page, "seen")})
    assert texts_of(Document.objects.get(), "title")["en"] == "Zero draft"


def test_the_file_that_is_in_order_is_kept_where_another_is_refused(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    page = client.get(NEW).content.decode()
    data = {**TITLES, "key": hidden(page, "key"), "seen": "", "shown": hidden(page, "shown")}
    bad = SimpleUploadedFile("evil.pdf", b"MZ\x90\x00")
    response = client.post(NEW, {**data, "file_en": upload(), "file_fr": bad})
    page = response.content.decode()
    assert response.status_code == 400
    assert "rev-1.txt (12\xa0bytes) is kept." in page
    assert "Leave out rev-1.txt" in page
    kept = hidden(page, "kept_file_en")
    assert (kept, hidden(page, "kept_file_fr")) == (str(Upload.objects.get().pk), "")
    good = upload(b"Texte.\n", "rev-1-fr.txt")
    again = {**data, "kept_file_en": kept, "file_fr": good}
    assert client.post(NEW, again).status_code == 302
    files = DocumentFile.objects.order_by("position")
    assert [(one.name, one.language) for one in files] == [
        ("rev-1.txt", "en"),
        ("rev-1-fr.txt", "fr"),
    ]
    assert path_of(files[0].stored_as).read_bytes() == b"Draft text.\n"


def test_a_file_is_kept_where_the_document_is_refused_too(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    data = {
        "title_en": "Draft",
        "title_fr": "",
        "key": hidden(client.get(NEW).content.decode(), "key"),
    }
    response = client.post(NEW, {**data, "file_other": upload(), "language_other": "es"})
    page = response.content.decode()
    assert response.status_code == 409
    more = {"title_fr": "Projet", "kept_file_other": hidden(page, "kept_file_other")}
    assert client.post(NEW, {**data, **more, "language_other": "es"}).status_code == 302
    assert DocumentFile.objects.get().language == "es"


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"drop_file_en": "on"}, []),
        ({"file_en": b"Newer.\n"}, ["newer.txt"]),
    ],
    ids=["left out", "replaced"],
)
def test_a_kept_file_can_be_left_out_or_replaced(
    space: Space, moderator: Actor, more: dict[str, object], names: list[str]
) -> None:
    client = signed_in(moderator)
    page = client.post(NEW, {"file_en": upload()}).content.decode()
    data = {**TITLES, "kept_file_en": hidden(page, "kept_file_en")}
    sent = {
        name: upload(value, "newer.txt") if isinstance(value, bytes) else value
        for name, value in more.items()
    }
    assert client.post(NEW, {**data, **sent}).status_code == 302
    assert [one.name for one in DocumentFile.objects.all()] == names


def test_what_somebody_else_sent_is_no_file_of_this_form(space: Space, moderator: Actor) -> None:
    page = signed_in(people.secretariat()).post(NEW, {"file_en": upload()}).content.decode()
    kept = hidden(page, "kept_file_en")
    response = signed_in(moderator).post(NEW, {**TITLES, "kept_file_en": kept})
    assert response.status_code == 400
    assert "no longer kept here. Choose it again." in response.content.decode()
    assert not Document.objects.exists()


def test_a_form_that_comes_again_with_a_file_more_is_told_and_can_add_another(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    data = {**TITLES, "key": hidden(client.get(NEW).content.decode(), "key")}
    assert client.post(NEW, data).status_code == 302
    response = client.post(NEW, {**data, "label": "Rev. 1", "file_en": upload()})
    page, made = response.content.decode(), Document.objects.get()
    assert response.status_code == 409
    assert f'<a href="{LIST}{made.pk}/">Open the document</a>' in page
    assert 'value="Rev. 1"' in page
    again = {**data, "key": hidden(page, "key"), "kept_file_en": hidden(page, "kept_file_en")}
    assert client.post(NEW, {**again, "label": "Rev. 1"}).status_code == 302
    other = Document.objects.exclude(pk=made.pk).get()
    assert (other.label, other.files.get().name) == ("Rev. 1", "rev-1.txt")


def test_what_the_second_left_alone_takes_over_what_the_first_saved(
    space: Space, moderator: Actor
) -> None:
    made, client = document(space), signed_in(moderator)
    address = f"{LIST}{made.pk}/"
    page = client.get(address).content.decode()
    built = {"seen": hidden(page, "seen"), "shown": hidden(page, "shown")}
    old = {"title_en": "Note", "title_fr": "Note", "label": "", "issued_on": ""}
    theirs = {**old, "title_en": "Theirs", "issued_on": "2027-03-01"}
    signed_in(people.secretariat()).post(address, {**theirs, **built})
    page = client.post(address, {**old, "title_fr": "La mienne", **built}).content.decode()
    assert page.count("Taken over as it was saved") == 2
    merged = {name: hidden(page, name) for name in (*old, "seen", "shown")}
    assert client.post(address, merged).status_code == 302
    made.refresh_from_db()
    assert texts_of(made, "title") == {"en": "Theirs", "fr": "La mienne"}
    assert str(made.issued_at) == "2027-03-01 00:00:00+00:00"


def test_a_document_of_another_space_is_not_found(space: Space, moderator: Actor) -> None:
    other = document(factories.space("elsewhere", "EL"))
    assert signed_in(moderator).get(f"{LIST}{other.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("title", "label", "shown"),
    [
        ("Projet, Rév. 2", "Rev. 2", False),
        ("Projet, Rév. 20", "Rev. 2", True),
        ("Projet", "Rev. 2", True),
    ],
)
def test_a_revision_that_the_title_says_itself_is_not_said_again(
    space: Space, moderator: Actor, title: str, label: str, shown: bool
) -> None:
    document(space, label=label)
    Document.objects.update(title_fr=title)
    page = signed_in(moderator).get(LIST.replace("/en/", "/fr/")).content.decode()
    assert (f"<bdi>{label}</bdi>" in page) is shown
