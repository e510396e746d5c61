"""Both documents: counted from the finished files, the same bytes each time, the same words, for assistive technology too."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from discussions.models import Space
from moderation.enums import ExportPart
from moderation.exports.compilation import check_documents, write_pdf, write_word
from moderation.exports.compilation.content import Compilation
from moderation.exports.failure import ExportFailed
from moderation.exports.progress import Progress, Taken
from moderation.exports.tally import Tally
from tests import factories, people
from tests.moderation.exports.compilation.documents import Documents, compiled_from
from tests.moderation.exports.test_package import correct
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def paulo() -> Actor:
    """The secretariat."""
    return people.secretariat()


@pytest.fixture
def space() -> Space:
    """With inputs of all kinds."""
    made = factories.space()
    factories.window(made, "closed")
    prompt = factories.prompt(made, 1)
    html = (
        "<h3>Part one</h3><p>Words and <a href='https://x.example/a'>a link</a></p>"
        "<ol><li>first</li><li>second<ul><li>below</li></ul></li></ol><blockquote><p>Quoted.</p></blockquote>"
        "<table><thead><tr><th>Head</th><th>Other</th></tr></thead><tbody><tr><td>left</td><td>right</td></tr></tbody></table>"
    )
    root = factories.post(made, None, html, prompt=prompt)
    factories.post(
        made, None, "<p>نرحب <strong>بهذا</strong> النص</p>", answers=root, language="ar"
    )
    factories.post(made, None, "<p>移民问题</p>", language="zh-hans")
    factories.post(made, None, "<p>Late one.</p>", standing="late")
    factories.post(made, None, "<p>Hidden.</p>", state="hidden", reason="spam")
    later = root.received_at + timedelta(days=3)
    correct(root, "<p>Too late wording.</p>", standing="late", received_at=later)
    factories.attachment(root.latest_version, "note.pdf")
    return made


@pytest.fixture
def documents(space: Space, paulo: Actor) -> Documents:
    """Those of `space`, made once: most tests only read them."""
    if not _MADE:
        _MADE.append(compiled_from(space, paulo))
    return _MADE[0]


_MADE: list[Documents] = []


def test_both_say_the_same(documents: Documents) -> None:
    assert documents.word_headings == documents.pdf_headings
    shown = [
        "Words and", "a link", "first", "below", "Quoted.", "Head", "right", "移民问题", "Late one.", "Too late wording.",
        "Received", "On time", "Hidden by a moderator", "RT-0005", "note.pdf", "Migration Network Hub",
    ]  # fmt: skip
    word = re.sub(r"<[^>]+>", "", documents.word_text)
    for words in shown:
        assert words in word, words
        assert words in documents.pdf_text, words


def test_the_same_export_gives_the_same_bytes(space: Space, paulo: Actor) -> None:
    one, other = compiled_from(space, paulo), compiled_from(space, paulo)
    assert one.word == other.word
    assert one.pdf == other.pdf


@pytest.mark.prove
def test_other_processes_zones_and_seeds_give_the_same_bytes(
    documents: Documents, tmp_path: Path
) -> None:
    """What is written follows from the compilation alone."""
    import pickle

    (tmp_path / "kept").write_bytes(pickle.dumps(documents.compilation))
    program = (
        "import django, pickle, sys; django.setup()\n"
        "from moderation.exports.compilation import write_pdf, write_word\n"
        "kept = pickle.load(open('kept', 'rb'))\n"
        "write_word(kept, open('word', 'wb'), lambda: None)\n"
        "write_pdf(kept, open('pdf', 'wb'), lambda: None)\n"
    )
    more = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    root = str(Path(__file__).parents[4])
    environment = {
        **os.environ,
        **more,
        "PYTHONPATH": root,
        "DJANGO_SETTINGS_MODULE": "hub.settings",
    }
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "word").read_bytes() == documents.word
    assert (tmp_path / "pdf").read_bytes() == documents.pdf


def test_the_pdf_is_tagged_named_and_dated(documents: Documents) -> None:
    reader = documents.read_pdf
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in documents.pdf
    title = "Title of roundtable – Compilation of inputs by question"
    assert reader.metadata is not None
    assert reader.metadata.title == title
    cut_off = documents.compilation.cut_off
    assert reader.metadata.creation_date == cut_off.replace(microsecond=0)
    tags = _tags(root["/StructTreeRoot"])
    wanted = {"H1", "H2", "H3", "P", "L", "LI", "Table", "TH", "TD", "BlockQuote", "Link", "TOC"}
    assert wanted <= tags


def _tags(root: Any) -> set[str]:
    found, waiting = set(), [root]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")).removeprefix("/"))
            waiting.append(node.get("/K"))
    return found


def test_what_is_copied_from_the_pdf_is_what_was_written(space: Space, paulo: Actor) -> None:
    factories.post(space, None, f"<p>{'unbroken' * 30} and a capital area.</p>")
    text = " ".join(compiled_from(space, paulo).pdf_text.split())
    assert "and a capital area." in text
    assert "unbroken" * 30 in text.replace(" ", "")
    assert "\u200b" not in text


def test_languages_are_marked_in_both(documents: Documents) -> None:
    assert 'w:bidi="ar-SA"' in documents.word_text
    assert 'w:eastAsia="zh-CN"' in documents.word_text
    assert b"/Lang(ar)" in documents.pdf
    assert b"/Lang(zh)" in documents.pdf


def test_pages_carry_the_space_and_the_cut_off(documents: Documents) -> None:
    left, right = documents.compilation.running
    assert left == "Title of roundtable"
    assert re.fullmatch(r"As of .* UTC", right)
    pages = documents.read_pdf.pages
    assert f"Page 2 of {len(pages)}" in pages[1].extract_text()
    assert right in pages[1].extract_text()
    assert right not in pages[0].extract_text()


def test_what_stands_over_a_text_in_word_keeps_to_it_and_what_stands_below_does_not(
    documents: Documents,
) -> None:
    """So no head stands at the foot of a page, and no chain of them is longer than one input."""
    kept: dict[str, set[bool]] = {}
    for paragraph in documents.read_word.paragraphs:
        if paragraph.style.name in {"Fact", "Last fact"}:
            keeps = bool(paragraph.paragraph_format.keep_with_next)
            kept.setdefault(paragraph.text.split("\t")[0], set()).add(keeps)
    assert kept["Language"] == kept["Answers"] == kept["Came late"] == {True}
    assert kept["Files"] == kept["Space"] == kept["Cut-off"] == {False}
    for style in ("Heading 2", "Heading 3", "Byline", "Received"):
        assert documents.read_word.styles[style].paragraph_format.keep_with_next


def test_links_within_the_document_lead_to_a_place(documents: Documents) -> None:
    text = documents.word_text
    places = set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', text))
    links = set(re.findall(r'w:hyperlink w:anchor="([^"]+)"', text))
    assert links
    assert links <= places
    assert all(re.fullmatch("[a-zA-Z][A-Za-z0-9_]{0,39}", place) for place in places)


@pytest.mark.parametrize("part", [ExportPart.DOCX, ExportPart.PDF])
def test_an_entry_that_is_missing_is_found_by_counting_the_file(
    part: ExportPart, documents: Documents
) -> None:
    content = documents.word if part == ExportPart.DOCX else documents.pdf
    tally = _tally(documents)
    check_documents(part, BytesIO(content), "RT", tally)
    for key in ("RT-0002", "RT-0004"):
        lacking = _without(documents.compilation, key)
        with pytest.raises(ExportFailed) as failure:
            check_documents(part, _written(part, lacking), "RT", tally)
        assert failure.value.code == "counts-differ"


def test_an_entry_that_stands_twice_is_found_too(documents: Documents) -> None:
    part = documents.compilation.parts[1]
    twice = _with_entries(documents.compilation, part.key, (*part.entries, part.entries[1]))
    with pytest.raises(ExportFailed):
        check_documents(ExportPart.DOCX, _written(ExportPart.DOCX, twice), "RT", _tally(documents))


def test_a_compilation_that_is_no_longer_wanted_is_not_written_on(
    space: Space, paulo: Actor
) -> None:
    class Cancelled(Progress):
        def check(self) -> None:
            if self.current in {"docx", "pdf"}:
                raise Taken

    with pytest.raises(Taken):
        compiled_from(space, paulo, progress=Cancelled())


def _tally(documents: Documents) -> Tally:
    """As if counted while reading: what `space` holds."""
    from accounts.enums import StakeholderGroup
    from discussions.access.words import ShownSpeaker
    from moderation.exports.annexes import Contributor

    at = documents.compilation.cut_off
    speaker = ShownSpeaker("A", group=StakeholderGroup.ACADEMIA)
    tally = Tally(contributors={speaker: Contributor(speaker, 3, 1, 1, at, at)})
    tally.rows["late"] = 2
    tally.standings["late"] = 1
    return tally


def _written(part: ExportPart, compilation: Compilation) -> BytesIO:
    if part == ExportPart.DOCX:
        file = BytesIO()
        write_word(compilation, file, lambda: None)
    else:
        import tempfile

        with tempfile.TemporaryFile() as on_disk:
            write_pdf(compilation, on_disk, lambda: None)
            on_disk.seek(0)
            file = BytesIO(on_disk.read())
    file.seek(0)
    return file


def _without(compilation: Compilation, key: str) -> Compilation:
    for part in compilation.parts:
        kept = tuple(entry for entry in part.entries if entry.key != key)
        if len(kept) < len(part.entries):
            return _with_entries(compilation, part.key, kept)
    raise AssertionError(key)


def _with_entries(compilation: Compilation, key: str, entries: Any) -> Compilation:
    from dataclasses import replace

    parts = tuple(
        replace(part, entries=entries) if part.key == key else part for part in compilation.parts
    )
    return replace(compilation, parts=parts)


def test_no_text_of_one_takes_the_pdf_or_its_tags_from_all(paulo: Actor) -> None:
    """Each of these once stopped the setting, or left a document that is no PDF/UA."""
    space = factories.space()
    address = f"https://x.example/{'a' * 9_000}"
    for html in (
        f"<p>Over <a href='{address}'>a very long link</a></p>",
        "<blockquote><h4>In a quotation</h4><p>Quoted.</p></blockquote>",
        "<ul><li><h4>In a list</h4></li></ul><table><tr><td><h4>In a cell</h4></td></tr></table>",
        "<table><thead><tr><th><a href='https://x.example/'>Linked head</a></th></tr></thead><tbody>"
        + "<tr><td>row</td></tr>" * 120
        + "</tbody></table>",
        "<table><thead><tr><th>"
        + "<p>tall</p>" * 60
        + "</th></tr></thead><tbody>"
        + "<tr><td>row</td></tr>" * 300
        + "</tbody></table>",
        "<p>Ogham\u1680space, \u070f, \U000110bd, \U00013430.</p>",
    ):
        factories.post(space, body=html)
    documents = compiled_from(space, paulo)
    assert b"pdfuaid:part" in documents.pdf
    assert (
        len(documents.read_pdf.pages) < 30
    )  # a head that fills a page is not drawn once for each row
    words = " ".join(page.extract_text() for page in documents.read_pdf.pages)
    for said in (
        "a very long link",
        "In a quotation",
        "In a list",
        "In a cell",
        "[ogham space mark]",
    ):
        assert said in words
