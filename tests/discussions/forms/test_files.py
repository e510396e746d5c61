"""What a form says of its kept files, read leniently: also half a form, as an autosave sends it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import QueryDict
from django.test import override_settings
from django.utils.datastructures import MultiValueDict

from discussions.errors import NoFile
from discussions.forms.files import sent_files, sent_upload
from discussions.validators.sent import SentFile
from hub.kit.files import UnrecognisedFile
from tests.discussions.writing import PDF, pdf

A, B, C = (UUID(int=number) for number in (1, 2, 3))


def said(**fields: Any) -> QueryDict:
    """A form's raw data. `keep` is a list of ids; other names end in a letter for the file."""
    data = QueryDict(mutable=True)
    ids = {"a": A, "b": B, "c": C}
    for name, value in fields.items():
        if name == "keep":
            data.setlist("keep", [str(one) for one in value])
        else:
            field, _, letter = name.partition("_")
            data[f"{field}_{ids[letter]}"] = value
    return data


def test_files_stand_in_the_order_in_which_they_were_sent() -> None:
    assert sent_files(said(keep=[B, A])) == (SentFile(B), SentFile(A))


def test_places_put_them_in_order_without_script() -> None:
    data = said(keep=[A, B, C], place_a="3", place_b="1", place_c="2")
    assert [file.id for file in sent_files(data)] == [B, C, A]


@pytest.mark.parametrize("place", ["", "x", "-1", "1.5", "9" * 50, "²"])
def test_a_place_that_is_no_number_is_the_last_one(place: str) -> None:
    data = said(keep=[A, B, C], place_a=place, place_b="1", place_c="1")
    assert [file.id for file in sent_files(data)] == [B, C, A]


def test_names_are_made_safe_and_languages_checked() -> None:
    data = said(
        keep=[A, B, C],
        name_a=" ../Our annex ", name_b="  ", name_c="x",
        language_a="es", language_b="<b>", language_c="",
    )  # fmt: skip
    assert sent_files(data) == (
        SentFile(A, "Our annex", "es"),
        SentFile(B, "", None),
        SentFile(C, "x", None),
    )


def test_what_is_not_known_is_left_out_and_nothing_counts_twice() -> None:
    data = said(keep=[A, A, uuid4(), "nonsense", B])
    assert [file.id for file in sent_files(data, {A, B})] == [A, B]
    assert sent_files(said()) == ()


def test_a_file_that_is_sent_ahead_comes_with_the_key_of_its_try() -> None:
    key = uuid4()
    files = MultiValueDict({"file": [pdf("../a b .pdf")]})
    file, found = sent_upload({"upload_key": str(key)}, files)
    assert (file.name, file.media_type, found) == ("a b.pdf", "application/pdf", key)
    assert file.content.read() == PDF
    _file, other = sent_upload({"upload_key": "x"}, MultiValueDict({"file": [pdf()]}))
    assert isinstance(other, UUID)


@pytest.mark.parametrize("files", [[], [pdf(), pdf()]])
def test_no_file_or_several_are_refused(files: list[Any]) -> None:
    with pytest.raises(NoFile):
        sent_upload({}, MultiValueDict({"file": files}))


@override_settings(FILE_SIZE_LIMIT=20)
def test_it_is_recognised_and_measured() -> None:
    with pytest.raises(UnrecognisedFile, match="larger than"):
        sent_upload({}, MultiValueDict({"file": [pdf()]}))
    with pytest.raises(UnrecognisedFile, match="program"):
        sent_upload({}, MultiValueDict({"file": [pdf("a.pdf", b"MZ\x00")]}))
