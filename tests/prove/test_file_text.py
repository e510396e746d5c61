"""Files that are made to do harm, and files as large as they may be: their words within 60 seconds and 512 MB."""

import io
import random
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from hub.kit.file_text import MOST_BYTES, MOST_MEMORY, MOST_SECONDS, Ending
from tests.kit.test_file_text import W, pdf

pytestmark = pytest.mark.prove

LARGEST = 25 * 1024**2
PATIENCE = MOST_SECONDS + 15  # for a machine that has other things to do


#: Starts the process and says how it ended and how much memory it had, in kilobytes. A program of its own, as a child
#: is counted with all that its parent has until it begins.
MEASURE = """
import resource, subprocess, sys
ended = subprocess.run([sys.executable, "-m", "hub.kit.file_text", sys.argv[1]], stdout=subprocess.PIPE)
open(sys.argv[2], "wb").write(ended.stdout)
print(ended.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def read(content: bytes, kind: str, folder: Path) -> tuple[int, bytes]:
    """The status and the output of the process; fails where it took more time or memory than it may."""
    place, output = folder / "file", folder / "words"
    place.write_bytes(content)
    begun = time.monotonic()
    with place.open("rb") as file:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, kind, f"{output}"],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            check=True,
        )
    status, kilobytes = map(int, measured.stdout.split())
    assert time.monotonic() - begun < PATIENCE
    assert kilobytes * 1024 < MOST_MEMORY
    found = output.read_bytes()
    assert len(found) <= MOST_BYTES
    return status, found


def bomb(part: str, unit: bytes, size: int, ahead: bytes = b"") -> bytes:
    """A document one part of which unpacks to so many bytes."""
    buffer = io.BytesIO()
    block = unit * (1024**2 // len(unit))
    member = zipfile.ZipInfo(part)
    member.compress_type = zipfile.ZIP_DEFLATED
    with (
        zipfile.ZipFile(buffer, "w", compresslevel=1) as target,
        target.open(member, "w", force_zip64=True) as stream,
    ):
        stream.write(ahead)
        for _ in range(size // len(block)):
            stream.write(block)
    return buffer.getvalue()


def huge_stream() -> bytes:
    """A page that unpacks to a gigabyte."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1024**2) for _ in range(1024)) + packer.flush()
    return pdf("x").replace(
        b"11 0 obj<<", b"11 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        b"13 0 obj<<" % (len(packed), packed)
    )  # fmt: skip


def many_words() -> bytes:
    """A text of the greatest length."""
    return (b"Regular pathways save lives. " * (LARGEST // 29))[:LARGEST]


DOCUMENT = f"<w:document {W}><w:body>".encode()
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a document of 1 GB without a word": ("docx", lambda: bomb("word/document.xml", b"<w:p></w:p>", 1024**3, DOCUMENT)),
    "a document of 1 GB of words": ("docx", lambda: bomb("word/document.xml", b"<w:p><w:t>word</w:t></w:p>", 1024**3, DOCUMENT)),
    "one word of 1 GB": ("docx", lambda: bomb("word/document.xml", b"a", 1024**3, DOCUMENT + b"<w:t>")),
    "elements deep in one another": ("docx", lambda: bomb("word/document.xml", b"<w:p>", 64 * 1024**2)),
    "one attribute of 1 GB": ("docx", lambda: bomb("word/document.xml", b"a", 1024**3, b'<x y="')),
    "an archive cut off": ("odt", lambda: bomb("content.xml", b"<p>x</p>", 1024**2)[:-5000]),
    "a page that unpacks to 1 GB": ("pdf", huge_stream),
    "arrays deep in one another": ("pdf", lambda: pdf("x").replace(b"/MediaBox[0 0 600 800]", b"/MediaBox" + b"[" * 2_000_000)),
    "pages in a circle": ("pdf", lambda: pdf("x").replace(b"/Kids[10 0 R]", b"/Kids[2 0 R 2 0 R]")),
    "nothing that means anything": ("pdf", lambda: b"%PDF-1.7\n" + random.Random(7).randbytes(LARGEST)),
    "groups deep in one another": ("rtf", lambda: b"{\\rtf1" + b"{" * LARGEST),
    "letters and nothing else": ("rtf", lambda: b"{\\rtf1 " + b"\\'e9" * (LARGEST // 4)),
    "a text of 25 MB": ("txt", many_words),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_file_that_is_made_to_do_harm_ends_its_own_process_in_time(
    name: str, tmp_path: Path
) -> None:
    kind, make = HOSTILE[name]
    status, _words = read(make(), kind, tmp_path)
    assert status < 0 or status in set(Ending)


def test_of_a_text_of_25_megabytes_the_first_is_found(tmp_path: Path) -> None:
    status, words = read(many_words(), "txt", tmp_path)
    assert status == Ending.LENGTH
    assert len(words) == MOST_BYTES


def test_a_long_report_is_read_to_its_end_or_as_far_as_it_may(tmp_path: Path) -> None:
    pages = [f"Page {n}: {'regular pathways save lives ' * 30}" for n in range(400)]
    status, words = read(pdf(*pages), "pdf", tmp_path)
    assert status == Ending.WHOLE
    assert b"Page 399" in words
