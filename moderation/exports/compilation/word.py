"""The compilation as a Word document."""

from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, Final

from hub.kit.blocks import blocks_of
from hub.kit.word import Frame, Stand, WordDocument, write_blocks
from hub.kit.word.tables import TableStand, cell, row, table_start
from moderation.exports.compilation.content import (
    Compilation,
    Cover,
    Entry,
    Fact,
    Listing,
    Part,
    Text,
    Words,
)

_REPLY: Final = 400  # twips by which a reply stands in
_LABELS: Final = 1985  # and what is said under a label
_COVER_LABELS: Final = 2500
_FEW_LINES: Final = 12  # of facts that are not parted from what they lead to
_WIDEST_LETTER: Final = 105
_CELL_INSETS: Final = 200
_NEW_LINE: Final = "<w:r><w:br/></w:r>"


def write_word(compilation: Compilation, file: BinaryIO, check: Callable[[], None]) -> None:
    """Write the document; the same compilation gives the same bytes. `file` stays open.

    `check` is asked at each entry whether to go on: what it raises ends the work.
    """
    with WordDocument(_frame(compilation)) as document:
        _cover(document, compilation.cover)
        labels = compilation.labels
        document.contents(labels.contents, _contents(compilation))
        document.line("FrontHeading", document.words(labels.reading))
        for sentence in compilation.reading:
            document.line("Introduction", document.words(sentence))
        for part in compilation.parts:
            _part(document, part)
            for entry in part.entries:
                check()
                _entry(document, entry, labels.files)
            for number, listing in enumerate(part.listings):
                _listing(document, listing, _listing_key(part, number))
        document.save(file)


def _frame(compilation: Compilation) -> Frame:
    cover = compilation.cover
    return Frame(
        title=f"{cover.title} – {cover.subtitle}",
        author=compilation.site,
        language=compilation.language,
        at=compilation.cut_off,
        head=compilation.running,
        foot=" – ".join(part for part in (compilation.site, cover.warning) if part),
        page=compilation.labels.page,
    )


def place_name(key: str) -> str:
    """The name of a bookmark: "at_RT2_0047" for the input RT2-0047, "at_RT2_0047_v3" for a late version."""
    return "at_" + key.replace("-", "_").replace(".", "_")


def _cover(document: WordDocument, cover: Cover) -> None:
    document.line("Kicker", document.words(cover.kicker))
    document.line("Title", document.words(cover.title, language=cover.title_language))
    document.line("Subtitle", document.words(cover.subtitle))
    if cover.warning:
        document.line("Warning", document.words(cover.warning))
    for fact in cover.facts:
        _fact(document, fact, Stand("Fact", document.frame.language, _COVER_LABELS, _COVER_LABELS))
    document.line("FrontHeading", document.words(cover.counts_title))
    widths = (document.width - 1500, 1500)
    document.write(table_start(TableStand(widths), 0))
    for label, number in cover.counts:
        cells = _cell(document, (Words(label),), widths[0]) + _cell(
            document, (Words(number),), widths[1], is_number=True
        )
        document.write(row(cells, is_head=False))
    document.write("</w:tbl>")  # what follows is no table, and begins a page


def _contents(compilation: Compilation) -> Sequence[tuple[int, str, str, str]]:
    rows = []
    for part in compilation.parts:
        rows.append((1, place_name(part.key), part.title, ""))
        rows += [
            (2, place_name(entry.key), entry.entity, _reference(entry))
            for entry in part.entries
            if not entry.depth
        ]
        rows += [
            (2, place_name(_listing_key(part, number)), listing.title, "")
            for number, listing in enumerate(part.listings)
            if listing.title
        ]
    return rows


def _listing_key(part: Part, number: int) -> str:
    return f"{part.key}-{number}"


def _reference(entry: Entry) -> str:
    return " ".join(part for part in (entry.reference, entry.mark) if part)


def _part(document: WordDocument, part: Part) -> None:
    title = document.place(place_name(part.key), document.words(part.title))
    stand = Stand("Heading1", document.frame.language, follows=not part.begins_page)
    document.line("Heading1", title, stand=stand)
    for number, text in enumerate(part.asked):
        style = "AskedToo" if number else "Asked"
        write_blocks(document, blocks_of(text.html), text.language, style=style)
    if part.introduction:
        document.line("Introduction", document.words(part.introduction))


def _entry(document: WordDocument, entry: Entry, files_label: str) -> None:
    indent = _REPLY if entry.depth else 0
    style = "Heading3" if entry.depth else "Heading2"
    title = document.words(entry.entity) + document.words(f"  {_reference(entry)}", "Reference")
    heading = document.place(place_name(entry.key), title)
    document.line(style, heading, stand=Stand(style, document.frame.language, indent))
    byline = Stand("Byline", document.frame.language, indent)
    if entry.byline:
        document.line("Byline", document.words(entry.byline), stand=byline)
    for state in entry.states:
        document.line("Byline", document.words(state, "State"), stand=byline)
    received = document.words(f"{entry.received} · ")
    received += document.to_address(entry.address.url, entry.address.text, "Leading")
    stand = Stand("Received", document.frame.language, indent)
    document.line("Received", received, stand=stand)
    _facts(document, entry.before, indent, lead=True)
    _text(document, entry.text, indent)
    lines = tuple(Words(f"{file.name} ({file.facts})") for file in entry.files)
    files = (Fact(files_label, lines),) if lines else ()
    _facts(document, (*files, *entry.after), indent)


def _text(document: WordDocument, text: Text, indent: int) -> None:
    if text.masked:
        stand = Stand("Masked", document.frame.language, indent)
        document.line("Masked", document.words(text.masked), stand=stand)
    else:
        write_blocks(document, blocks_of(text.html), text.language, indent=indent)


def _facts(
    document: WordDocument, facts: Sequence[Fact], indent: int, *, lead: bool = False
) -> None:
    """Where few of them lead to a text they stand on the page on which it begins."""
    keep = lead and sum(len(fact.lines) for fact in facts) <= _FEW_LINES
    for number, fact in enumerate(facts, 1):
        style = "LastFact" if number == len(facts) else "Fact"
        stand = Stand(style, document.frame.language, indent + _LABELS, _LABELS, keeps_next=keep)
        _fact(document, fact, stand)


def _fact(document: WordDocument, fact: Fact, stand: Stand) -> None:
    """The label at the margin, each line beside it; below it where it is long."""
    is_long = len(fact.label) * _WIDEST_LETTER > stand.hanging
    pieces = [document.words(fact.label, "Label"), _NEW_LINE if is_long else "<w:r><w:tab/></w:r>"]
    for number, words in enumerate(fact.lines):
        if number:
            pieces.append(_NEW_LINE)
        pieces.append(_words(document, words))
    document.line(stand.style, *pieces, stand=stand)


def _words(document: WordDocument, words: Words) -> str:
    if words.url:
        return document.to_address(words.url, words.text)
    if words.key:
        return document.to_place(place_name(words.key), words.text)
    return document.words(words.text)


def _listing(document: WordDocument, listing: Listing, key: str) -> None:
    if listing.title:
        document.line("Heading2", document.place(place_name(key), document.words(listing.title)))
    widths = _widths(listing, document.width)
    document.write(table_start(TableStand(widths), 1))
    heads = "".join(
        _cell(document, (Words(column.title),), width, is_head=True, is_number=column.is_number)
        for column, width in zip(listing.columns, widths, strict=True)
    )
    document.write(row(heads, is_head=True))
    for words in listing.rows:
        cells = "".join(
            _cell(document, (one,), width, is_number=column.is_number)
            for one, column, width in zip(words, listing.columns, widths, strict=True)
        )
        document.write(row(cells, is_head=False))
    document.write("</w:tbl>")
    document.line("TableGap")


def _widths(listing: Listing, whole: int) -> list[int]:
    """Columns of numbers are as wide as their heads, the others share what is left."""
    heads = [
        len(column.title) * _WIDEST_LETTER + _CELL_INSETS if column.is_number else 0
        for column in listing.columns
    ]
    shares = sum(column.share for column in listing.columns if not column.is_number)
    left = whole - sum(heads)
    return [
        head or left * column.share // shares
        for head, column in zip(heads, listing.columns, strict=True)
    ]


def _cell(
    document: WordDocument,
    lines: Iterable[Words],
    width: int,
    *,
    is_head: bool = False,
    is_number: bool = False,
) -> str:
    style = "TableHead" if is_head else ("TableNumber" if is_number else "TableText")
    inner = "".join(document.paragraph(style, _words(document, words)) for words in lines)
    return cell(inner, width, is_head=is_head)
