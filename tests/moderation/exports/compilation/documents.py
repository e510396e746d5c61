"""Makes compilations within the transaction of a test, and reads them as people and their programs do."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import docx
from pypdf import PdfReader

from discussions.models import Space
from moderation.enums import ExportPart
from moderation.exports.compilation import Compilation, check_documents, write_pdf
from moderation.exports.gather import gather
from moderation.exports.gathered import Order
from moderation.exports.package import pack
from moderation.exports.progress import Progress
from moderation.exports.tally import Tally
from moderation.exports.wanted import ExportFilter
from tests.people import Actor


@dataclass(frozen=True)
class Documents:
    """A compilation with its two documents."""

    compilation: Compilation
    word: bytes
    tally: Tally
    prefix: str

    @cached_property
    def pdf(self) -> bytes:
        """Set, and counted as in an export, where a test asks for it: it takes its time."""
        with TemporaryFile() as file:
            write_pdf(self.compilation, file, lambda: None)
            file.seek(0)
            check_documents(ExportPart.PDF, file, self.prefix, self.tally)
            file.seek(0)
            return file.read()

    @property
    def read_word(self) -> Any:
        return docx.Document(io.BytesIO(self.word))

    @property
    def read_pdf(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    @property
    def word_headings(self) -> list[tuple[int, str]]:
        """(level, words) of the headings to level 3."""
        return [
            (int(paragraph.style.name[-1]), " ".join(paragraph.text.split()))
            for paragraph in self.read_word.paragraphs
            if paragraph.style.name in {"Heading 1", "Heading 2", "Heading 3"}
        ]

    @property
    def pdf_headings(self) -> list[tuple[int, str]]:
        return [
            (level, " ".join(title.replace("\u2068", "").replace("\u2069", "").split()))
            for level, title in _titles(self.read_pdf.outline, 1)
        ]

    @cached_property
    def word_text(self) -> str:
        with zipfile.ZipFile(io.BytesIO(self.word)) as package:
            return "\n".join(package.read(name).decode() for name in package.namelist())

    @cached_property
    def pdf_text(self) -> str:
        return "\n".join(page.extract_text() for page in self.read_pdf.pages)

    def headings_of(self, title: str) -> list[tuple[int, str]]:
        """The headings below a chapter or annex."""
        found: list[tuple[int, str]] = []
        inside = False
        for level, words in self.word_headings:
            if level == 1:
                inside = words.startswith(title)
            elif inside:
                found.append((level, words))
        return found

    def facts_of(self, reference: str) -> dict[str, list[str]]:
        """What stands around the text of an input, by its label."""
        (entry,) = [
            entry
            for part in self.compilation.parts
            for entry in part.entries
            if entry.key == reference
        ]
        return {
            fact.label: [line.text for line in fact.lines]
            for fact in (*entry.before, *entry.after)
        }


def _titles(outline: Any, level: int) -> Iterator[tuple[int, str]]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one, level + 1)
        else:
            yield level, str(one.title)


def compiled_from(
    space: Space, by: Actor, variant: str = "public", *, progress: Any = None, **chosen: Any
) -> Documents:
    """What the secretariat would get now."""
    parts = (ExportPart.DOCX, ExportPart.ATTACHMENTS)  # of the files alone it says where they lie
    wanted = ExportFilter(**chosen)
    order = Order(Space.objects.get(pk=space.pk), wanted, variant, by.viewer, parts)
    follows = progress or Progress()
    with TemporaryDirectory() as folder:
        gathered = gather(order, Path(folder), follows)
        pack(gathered, follows)
        assert gathered.compilation is not None
        return Documents(
            gathered.compilation,
            (Path(folder) / "compilation-by-prompt.docx").read_bytes(),
            gathered.tally,
            space.reference_prefix,
        )
