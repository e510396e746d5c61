"""A whole export of nasty words, made as a worker makes it, and every part of it looked at."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from accounts.models import User
from discussions.models import Space, Version
from hub.kit.bilingual import text_in
from hub.kit.sanitise import to_plain_text, visible_text
from hub.kit.sanitise.characters import clean_characters, is_visible
from hub.kit.storage import path_of
from hub.kit.text import one_line
from moderation.exports.make import make
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from tests import people
from tests.moderation.exports.nasty import nasty_space
from tests.moderation.exports.opened import (
    TURNING,
    cells_of,
    check_names,
    check_path,
    check_pdf,
    rows_of,
    words_of,
)
from tests.moderation.exports.packages import Package

#: They may go where what they join is named.
_JOINERS = "\u200d\ufe0e\ufe0f"


def made(words: Sequence[str], number: int, *, variant: str, language: str = "en") -> Export:
    """The finished export of a space of its own; `number` tells the spaces of a test apart."""
    paulo = User.objects.filter(is_secretariat=True).first() or people.secretariat().user
    space = nasty_space(words, slug=f"space-{number}", prefix=f"N{number}X")
    wanted = ExportFilter(language=language).to_json()
    export = Export.objects.create(space=space, requested_by=paulo, variant=variant, filter=wanted)
    make(export.pk)
    export.refresh_from_db()
    return export


def check_export(export: Export) -> None:
    """Nothing in the export calls, loads or lies elsewhere, and what people wrote is there, letter by letter."""
    assert (export.state, export.failure, export.counts.get("failure")) == ("finished", "", None)
    check_path(export.file_name)
    package = Package(path_of(export.stored_as).read_bytes())
    with package.zip as archive:
        assert archive.testzip() is None
        check_names(archive)
    _check_members(package)
    if export.variant == "restricted":
        _check_words(package, export.space)
    title = one_line(text_in(export.space, "title", export.filter["language"]).value)
    reader = check_pdf(package.member("compilation-by-prompt.pdf"))
    assert reader.metadata is not None
    assert _drawn(clean_characters(title) or export.space.slug).match(str(reader.metadata.title))


def _drawn(words: str) -> re.Pattern[str]:
    """The words as a PDF says them: in the place of a character that no font has stands its name in brackets."""
    either = (rf"(?:{re.escape(one)}|\[[^\]]+\])" for one in words if one not in _JOINERS)
    return re.compile(f"[{_JOINERS}]*".join(either))


def _check_members(package: Package) -> None:
    cells_of(package.member("submissions.xlsx"))
    words_of(package.member("compilation-by-prompt.docx"))
    for name in ("submissions.csv", "manifest.csv"):
        rows_of(package.member(name))
    listed = [row["path"] for row in package.table("manifest.csv")]
    assert listed == [name for name in package.names if name.startswith("attachments/")]
    for language in ("en", "fr"):
        text = package.member(f"README.{language}.txt").decode()
        assert text.split("\n")[1].strip("=") == ""
        assert text == clean_characters(text)
        assert not TURNING.search(text.replace("\u2068", "").replace("\u2069", ""))


def _check_words(package: Package, space: Space) -> None:
    """Each text and each name is in each part: as it is in data and tables, its letters in documents."""
    cells = {
        cell
        for sheet in cells_of(package.member("submissions.xlsx"))
        for row in sheet
        for cell in row
    }
    table = {_bare(cell) for row in rows_of(package.member("submissions.csv")) for cell in row}
    data = set(_texts(package.data))
    document = _letters(words_of(package.member("compilation-by-prompt.docx")))
    for version in Version.objects.filter(post__space=space):
        assert {version.body, version.speaker_name} - {None, ""} <= data
        plain, name = to_plain_text(version.body), clean_characters(version.speaker_name or "")
        is_latest = version.pk == version.post.latest_version_id
        assert {plain, name} - {""} <= cells
        assert {_bare(plain), _bare(name)} <= table or not is_latest
        for word in f"{visible_text(version.body)} {name}".split():
            assert _letters(word) in document or not is_latest, word


def _bare(text: str) -> str:
    return text.replace("'", "")


def _letters(text: str) -> str:
    """What of a text is neither white space nor a mark that is not seen, composed."""
    seen = "".join(
        c for c in text if is_visible(c) and unicodedata.category(c) not in {"Cc", "Cn"}
    )
    return unicodedata.normalize("NFC", seen)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
