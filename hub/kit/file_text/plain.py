"""The words of plain text, as far as they are wanted."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

_MOST_READ: Final = 8 * 1024**2  # more than enough for MOST_BYTES, whatever the encoding
_PIECE: Final = 1 << 16
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def words_of_text(file: BinaryIO) -> Iterator[str]:
    """The text in pieces: in the encoding that its mark names, else UTF-8, else that of Western Windows."""
    content = file.read(_MOST_READ)
    codec = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = codecs.getincrementaldecoder(codec)().decode(content)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    for at in range(0, len(text), _PIECE):
        yield text[at : at + _PIECE]
