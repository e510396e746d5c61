"""What a package holds, read from one snapshot of the database into files of a working folder."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from django.utils.translation import override

from discussions.access.words import Exposure
from discussions.exports.archive import (
    Edition,
    Variant,
    people_changed_at,
    write_space_json,
)
from discussions.models import DocumentFile
from discussions.models.document import StoredFile
from hub.kit.bilingual import text_in
from hub.kit.tables import write_csv
from moderation.enums import ExportPart, ExportVariant
from moderation.exports.about import About, about_lines, warning_of
from moderation.exports.candidates import Places
from moderation.exports.changes import ChangeKind
from moderation.exports.compilation import Compilation, Ground, compiled
from moderation.exports.counts import books_of, check_books, check_equal, count_lines
from moderation.exports.gathered import (
    COMPILED,
    DATA,
    NAMES_FILES,
    TABLE,
    WORKBOOK,
    Gathered,
    Order,
)
from moderation.exports.held import held_of
from moderation.exports.lines import Lines, PostLine, reader_of
from moderation.exports.names import document_path
from moderation.exports.progress import Progress, WatchedOut
from moderation.exports.sheets import columns_of_posts, explained, sheets_of
from moderation.exports.sieve import Sieve
from moderation.exports.workbook import Sheets
from moderation.selectors import exports as selectors


def gather(order: Order, folder: Path, progress: Progress) -> Gathered:
    """Write the tables and `space.json` into the folder. Call it inside one snapshot of the database.

    6 statements for each 250 posts, and a number that does not depend on them. Raises ExportFailed where the counts
    do not agree.
    """
    gathered = Gathered(
        order,
        folder,
        cut_off=_cut_off(order),
        books=books_of(order.space),
        windows=selectors.windows_of(order.space),
    )
    files = selectors.files_of(order.space) if ExportPart.ATTACHMENTS in order.parts else 0
    posts = gathered.books.there
    progress.step("texts", total=posts + files, units=posts)
    with override(order.wanted.language):
        _write_tables(gathered, progress)
        if COMPILED.intersection(order.parts):
            gathered.compilation = _compilation(gathered)
    check_books(gathered.books, gathered.tally)
    return gathered


def _cut_off(order: Order) -> datetime:
    """The instant of the last act of which the export tells (UTC): in the space, or on what is said of its people."""
    people = people_changed_at(order.space, is_public=order.variant == ExportVariant.PUBLIC)
    act = selectors.last_act_in(order.space)
    return max(act, people) if people else act


def _write_tables(gathered: Gathered, progress: Progress) -> None:
    """The tables that were asked for, and `space.json`; without one the posts are read and counted all the same."""
    order, folder = gathered.order, gathered.folder
    title = text_in(order.space, "title", order.wanted.language).value
    tables = sheets_of(is_difference=order.is_difference)
    with ExitStack() as stack:
        sheets = None
        if ExportPart.WORKBOOK in order.parts:
            book = Sheets(
                folder / WORKBOOK,
                tables,
                created=gathered.cut_off,
                title=title,
                warning=warning_of(order.variant),
            )
            sheets = stack.enter_context(book)
        rows = _rows(gathered, sheets, progress)
        if ExportPart.CSV in order.parts:
            columns = columns_of_posts(is_difference=order.is_difference)
            table = stack.enter_context((folder / TABLE).open("wb"))
            header = [column.key for column in columns]
            write_csv(table, header, ([c.value(line) for c in columns] for line in rows))
        else:
            deque(rows, maxlen=0)
        if NAMES_FILES.intersection(order.parts):
            progress.step("archive")
            _write_archive(gathered, progress)
        if sheets is not None:
            _finish_workbook(gathered, sheets)


def _write_archive(gathered: Gathered, progress: Progress) -> None:
    """It names each file that goes into the package. Raises Taken."""
    with (gathered.folder / DATA).open("wb") as data:
        watched = WatchedOut(data, progress)
        gathered.files = write_space_json(gathered.order.space, watched, _edition(gathered))
    check_equal("attachments", len(gathered.paths), sum(bool(f.reference) for f in gathered.files))


def _finish_workbook(gathered: Gathered, sheets: Sheets) -> None:
    """The sheets that are known once all posts have gone by."""
    order, tally = gathered.order, gathered.tally
    sheets.add("contributors", tally.contributors_in_order(order.wanted.language))
    counts = list(count_lines(gathered.books, tally, len(gathered.packed_files)))
    tally.rows["counts"] = len(counts)
    sheets.add("counts", counts)
    if order.is_difference:
        tally.rows["changes"] = len(gathered.changes)
        sheets.add("changes", gathered.changes)
    about = list(about_lines(_about(gathered)))
    tally.rows["about"] = len(about)
    sheets.add("about", about)
    rows = list(explained(is_difference=order.is_difference))
    tally.rows["dictionary"] = len(rows)
    sheets.add("dictionary", rows)
    gathered.cut_cells = sheets.close()


def _about(gathered: Gathered) -> About:
    order, tally = gathered.order, gathered.tally
    return About(
        space=order.space,
        wanted=order.wanted,
        variant=order.variant,
        windows=gathered.windows,
        cut_off=gathered.cut_off,
        every=tally.read.total(),
        taken=tally.taken.total(),
        file_name=gathered.file_name,
    )


def _rows(gathered: Gathered, sheets: Sheets | None, progress: Progress) -> Iterator[PostLine]:
    """The lines of the posts that are in, each counted and written to the sheets on its way."""
    is_compiled = bool(COMPILED.intersection(gathered.order.parts))
    with_earlier = gathered.order.wanted.with_earlier
    for line in _taken(gathered, progress):
        gathered.tally.take(line)
        if line.exposure != Exposure.LINE:
            gathered.references.add(line.reference)
        gathered.ids.add(line.post.pk)
        gathered.held[line.reference] = held_of(line.post, with_earlier=with_earlier)
        for file in line.files:
            if file.path:
                gathered.paths[file.shown.attachment.pk] = file.path
                gathered.names[file.path] = file.shown.name
        gathered.versions.update(line.version_ids)
        if sheets is not None:
            sheets.add_post(line)
        if is_compiled:
            gathered.collector.take(line)
        yield line


def _taken(gathered: Gathered, progress: Progress) -> Iterator[PostLine]:
    order = gathered.order
    reader = reader_of(order.variant, order.secretary)
    places = Places(selectors.prompts_of(order.space), gathered.windows)
    lines = Lines(
        order.space,
        reader,
        places,
        with_earlier=order.wanted.with_earlier,
        with_files=ExportPart.ATTACHMENTS in order.parts,
    )
    sieve = Sieve(order.wanted, reader, places, order.earlier)
    for post in selectors.posts_for_export(order.space):
        gathered.tally.read_one(post)
        progress.advance()
        if sieve.takes(post):
            yield lines.line(post, sieve.changes.get(post.reference))
        else:
            lines.pass_by(post)
    gathered.index = sieve.index
    gathered.changes = [*sieve.changes.values(), *sieve.gone()]
    if order.is_difference:
        kinds = Counter(change.kind.value for change in gathered.changes)
        gathered.tally.changes.update({kind.value: kinds[kind] for kind in ChangeKind})


def _compilation(gathered: Gathered) -> Compilation:
    order = gathered.order
    ground = Ground(
        space=order.space,
        wanted=order.wanted,
        variant=order.variant,
        windows=gathered.windows,
        prompts=selectors.prompts_of(order.space),
        cut_off=gathered.cut_off,
        books=gathered.books,
        tally=gathered.tally,
        changes=gathered.changes,
    )
    return compiled(gathered.collector, ground)


def _edition(gathered: Gathered) -> Edition:
    order = gathered.order

    def path_of(stored: StoredFile, _version: int, _reference: str) -> str:
        if isinstance(stored, DocumentFile):
            path = document_path(stored.document, stored)
            gathered.names[path] = stored.name
            return path
        return gathered.paths[stored.pk]

    return Edition(
        viewer=reader_of(order.variant, order.secretary),
        exported_at=gathered.cut_off,
        variant=Variant(order.variant),
        post_ids=None if order.is_whole else gathered.ids,
        version_ids=None if order.wanted.with_earlier else gathered.versions,
        path_of=path_of,
        with_addresses=False,
    )
