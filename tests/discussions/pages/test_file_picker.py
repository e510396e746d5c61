"""What the script that sends files knows: the limits and the words of the server, in the reader's language."""

import json

import pytest
from django.test import override_settings
from django.utils.translation import override

from discussions.errors import TooManyFiles
from discussions.pages.file_picker import file_picker
from hub.kit.files import EXTENSIONS, REFUSED_BY_NAME, UnrecognisedFile


@override_settings(FILES_PER_POST=4, FILE_SIZE_LIMIT=5 * 1024**2)
def test_the_limits_are_those_of_the_settings() -> None:
    picker = file_picker()
    limits = json.loads(picker.limits)
    assert (limits["files"], limits["size"]) == (4, 5 * 1024**2)
    assert set(limits["extensions"]) == EXTENSIONS.keys()
    assert json.loads(picker.words)["tooLarge"] == "The file is larger than 5\xa0MB."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_is_refused_in_the_words_of_the_server(language: str) -> None:
    with override(language):
        picker = file_picker()
        words = json.loads(picker.words)
        assert picker.url == f"/{language}/uploads/"
        assert words["empty"] == str(UnrecognisedFile("empty"))
        assert words["tooMany"] == str(TooManyFiles())
        for extension, code in REFUSED_BY_NAME.items():
            assert words["byName"][extension] == str(UnrecognisedFile(code))


def test_every_word_that_counts_has_its_forms() -> None:
    words = json.loads(file_picker().words)
    for name in ("bytes", "seconds", "minutes", "again"):
        assert set(words[name]) == {"one", "other"}
        assert "{number}" in words[name]["other"]


def test_no_kind_that_may_be_attached_is_refused_by_its_name() -> None:
    assert not EXTENSIONS.keys() & REFUSED_BY_NAME.keys()
