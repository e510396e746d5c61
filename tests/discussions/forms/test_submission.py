"""The form: what it takes, what it fills in, what it refuses and what it leaves alone."""

import io
import zipfile
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from discussions.enums import Capacity
from discussions.forms.submission import SubmissionForm, Writer
from discussions.validators.sent import PERSONAL, Speaker
from tests.discussions.writing import pdf

NOBODY = Writer("Amina Otieno")
ONE = Writer("Amina Otieno", ((7, "Coastal Crossings"),))
TWO = Writer("Amina Otieno", ((7, "Coastal Crossings"), (9, "Harbour Union")))


def form(
    data: dict[str, Any],
    *files: SimpleUploadedFile,
    writer: Writer = NOBODY,
    **more: Any,
) -> SubmissionForm:
    """A form as it was sent."""
    values = MultiValueDict({
        name: value if isinstance(value, list) else [value]
        for name, value in {"body": "We agree.", **data}.items()
    })  # fmt: skip
    return SubmissionForm(values, MultiValueDict({"files": list(files)}), writer=writer, **more)


def test_only_the_text_is_required() -> None:
    with override("fr"):
        sent = form({})
        assert sent.is_valid()
        value = sent.sent([])
    assert value.body == "<p>We agree.</p>"
    assert value.language == "fr"
    assert value.speaker == PERSONAL
    assert isinstance(value.key, UUID)
    assert value.files == ()


@pytest.mark.parametrize("body", ["", "  \n ", "<p>&nbsp;</p>", "<p><script>x</script></p>"])
def test_a_text_without_a_visible_character_is_none(body: str) -> None:
    sent = form({"body": body})
    assert not sent.is_valid()
    assert sent.errors["body"] == ["Write your text before you send it."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One\r\n\r\nTwo\r\nlines", "<p>One</p>\n<p>Two<br>lines</p>"),
        ("<p onclick=x>Hi<script>alert(1)</script></p>", "<p>Hi</p>"),
        (
            '<p><a href="javascript:x">a</a> <a href="https://b.example">b</a></p>',
            '<p>a <a href="https://b.example" rel="nofollow ugc noopener">b</a></p>',
        ),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_the_text_is_made_canonical(typed: str, kept: str) -> None:
    sent = form({"body": typed})
    assert sent.is_valid()
    assert sent.sent([]).body == kept


def test_a_text_over_the_limit_is_refused_and_shown_again() -> None:
    sent = form({"body": "One two"}, limit=6)
    assert sent.errors["body"] == ["The text is 1 character too long."]
    assert "One two" in str(sent["body"])
    assert "Up to 6 characters." in str(sent.fields["body"].help_text)
    assert form({"body": "One two"}, limit=7).is_valid()


@pytest.mark.parametrize("code", ["es", "und", "tlh", "zh-hans"])
def test_every_language_code_is_taken(code: str) -> None:
    sent = form({"language": code})
    assert sent.is_valid()
    assert sent.sent([]).language == code


def test_what_is_no_language_code_is_refused() -> None:
    assert "language" in form({"language": "<b>"}).errors


def test_the_key_of_the_form_is_kept_and_what_is_none_replaced() -> None:
    key = uuid4()
    with_key, without = form({"key": str(key)}), form({"key": "nonsense"})
    assert with_key.is_valid()
    assert without.is_valid()
    assert with_key.sent([]).key == key
    assert isinstance(without.sent([]).key, UUID)


# ---------------------------------------------------------------- for whom


@pytest.mark.parametrize(
    ("writer", "data", "speaker"),
    [
        (NOBODY, {}, PERSONAL),
        (NOBODY, {"capacity": "organisation", "organisation": "7"}, PERSONAL),
        (ONE, {}, Speaker(Capacity.ORGANISATION, 7)),
        (ONE, {"capacity": "organisation"}, Speaker(Capacity.ORGANISATION, 7)),
        (ONE, {"capacity": "personal"}, PERSONAL),
        (TWO, {"capacity": "personal"}, PERSONAL),
        (TWO, {"organisation": "9"}, Speaker(Capacity.ORGANISATION, 9)),
    ],
)
def test_for_whom_one_speaks(writer: Writer, data: dict[str, str], speaker: Speaker) -> None:
    sent = form(data, writer=writer)
    assert sent.is_valid()
    assert sent.sent([]).speaker == speaker


@pytest.mark.parametrize("organisation", ["", "8"])
def test_with_several_organisations_one_of_them_is_chosen(organisation: str) -> None:
    sent = form({"organisation": organisation}, writer=TWO)
    assert list(sent.errors) == ["organisation"]


def test_what_there_is_no_choice_of_is_not_asked() -> None:
    assert {"capacity", "organisation"}.isdisjoint(form({}).fields)
    assert "organisation" not in form({}, writer=ONE).fields
    assert "Coastal Crossings" in str(form({}, writer=ONE)["capacity"])


# ---------------------------------------------------------------- files


def archive(*names: str) -> bytes:
    """A ZIP with empty members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        for name in names:
            zipped.writestr(zipfile.ZipInfo(name), "")
    return content.getvalue()


def test_files_are_taken_in_their_order_under_safe_names() -> None:
    sent = form({}, pdf("../../b .pdf"), pdf("without extension"))
    assert sent.is_valid()
    names = [(file.name, file.media_type) for file in sent.accepted]
    assert names == [
        ("b.pdf", "application/pdf"),
        ("without extension.pdf", "application/pdf"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"MZ\x90\x00", "is a program"),
        ("a.exe", b"MZ\x90\x00", "is a program"),
        ("a.docx", b"%PDF-1.4\n%%EOF", "content is PDF"),
        ("a.pdf", b"", "empty"),
        ("a.html", b"<html><script>", "is a program or a web page"),
        ("a.zip", archive("x"), "is an archive"),
        ("a.docx", archive("x"), "is an archive"),
    ],
)
def test_a_refused_file_says_why_and_leaves_the_others_and_the_text_alone(
    name: str, content: bytes, words: str
) -> None:
    sent = form({"body": "My text"}, pdf("good.pdf"), pdf(name, content), pdf("also.pdf"))
    assert list(sent.errors) == ["files"]
    (message,) = sent.errors["files"]
    assert str(message).startswith(f"{name}: ")
    assert words in str(message)
    assert [file.name for file in sent.accepted] == ["good.pdf", "also.pdf"]
    assert "My text" in str(sent["body"])


@override_settings(FILE_SIZE_LIMIT=60)
def test_a_file_over_the_limit_is_refused_by_its_size() -> None:
    sent = form({}, pdf("good.pdf"), pdf("long.pdf", b"%PDF-1.4" + b"x" * 60))
    assert sent.errors["files"] == ["long.pdf: The file is larger than 60\xa0bytes."]
    assert len(sent.accepted) == 1


@override_settings(FILES_PER_POST=3)
def test_kept_and_new_files_together_keep_to_the_number() -> None:
    kept = uuid4()
    writer = Writer("Amina", uploads=frozenset({kept}))
    sent = form({"keep": [str(kept)]}, pdf("1.pdf"), pdf("2.pdf"), pdf("3.pdf"), writer=writer)
    (message,) = sent.errors["files"]
    assert str(message).startswith("3.pdf: There are too many files.")
    assert len(sent.accepted) == 2


def test_kept_files_go_where_they_belong() -> None:
    waiting, attached, new = uuid4(), uuid4(), uuid4()
    writer = Writer("A", uploads=frozenset({waiting}), attachments=frozenset({attached}))
    sent = form({"keep": [str(waiting), str(attached), "nonsense"]}, writer=writer)
    assert sent.is_valid()
    assert [file.id for file in sent.sent([new]).files] == [waiting, attached, new]


def test_a_file_that_is_kept_no_longer_is_told() -> None:
    sent = form({"keep": [str(uuid4())]})
    assert sent.errors["keep"] == [
        "A file of an earlier try is no longer kept here. Attach it again."
    ]
