"""Text without a format: what tells it from a program, a web page and from anything else."""

import codecs
import re
from typing import BinaryIO, Final

from hub.kit.files.kinds import UnrecognisedFile

_CHUNK: Final = 64 * 1024
_NOT_IN_TEXT: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_NOT_IN_TEXT_BYTES: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# A file without a mark is UTF-8, or from a Windows computer of Western Europe; Latin-1 differs from
# that only in control characters, which no text holds.
_UNMARKED: Final = ("utf-8", "cp1252")

_PROGRAMS: Final = (
    b"#!", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\x00asm", b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
_WEB_PAGE: Final = re.compile(
    r"(?:\s|<!--.*?-->)*+<(?:!doctype\s+(?:html|svg)|(?:html|head|body|script|svg|iframe|meta|object"
    r"|embed|style|title)\b|\?(?:php\b|=)|%@)",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_PAGE_IN_XML: Final = re.compile(r"<(?:html|svg|script)\b|<\?xml-stylesheet\b", re.IGNORECASE)


def refuse_programs(head: bytes) -> None:
    """Raise UnrecognisedFile `script` if a file that begins with `head` runs or is a web page."""
    windows_program = head.startswith(b"MZ") and b"\x00" in head
    text = _beginning(head)
    page = _WEB_PAGE.match(text) or (_XML.match(text) and _PAGE_IN_XML.search(text))
    if windows_program or head.startswith(_PROGRAMS) or page:
        raise UnrecognisedFile("script")


def text_encoding(file: BinaryIO) -> str:
    """The name of the codec in which the whole file is text, read in pieces of 64 KiB.

    Raises UnrecognisedFile: `encoding` for letters in no encoding that is tried, `unknown-type` for
    what is no text at all.
    """
    file.seek(0)
    head = file.read(4)
    marked = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), None)
    for codec in (marked,) if marked else _UNMARKED:
        if _is_text(file, codec):
            return codec
    file.seek(0)
    binary = marked is None and _NOT_IN_TEXT_BYTES.search(file.read(_CHUNK))
    raise UnrecognisedFile("unknown-type" if binary else "encoding")


def _beginning(head: bytes) -> str:
    codec = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), "latin-1")
    return head.decode(codec, "replace")


def _is_text(file: BinaryIO, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    file.seek(0)
    chunk = b"first"
    try:
        while chunk:
            chunk = file.read(_CHUNK)
            if _NOT_IN_TEXT.search(decoder.decode(chunk, final=not chunk)):
                return False
    except UnicodeDecodeError:
        return False
    return True
