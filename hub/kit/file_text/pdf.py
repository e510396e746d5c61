"""The words of a PDF, page by page."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

#: What a page that is damaged, or made to do harm, may raise; the others are still read.
_FAULTS: Final = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    RecursionError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


def words_of_pdf(file: BinaryIO) -> Iterator[str]:
    """The text of each page. Raises PermissionError where the file asks for a password."""
    reader = PdfReader(file)
    if reader.is_encrypted and not _opens_without_password(reader):
        raise PermissionError
    for page in reader.pages:
        yield f"{_words(page)}\n\n"


def _opens_without_password(reader: PdfReader) -> bool:
    """Many files only ask not to be printed or copied: an empty password opens them."""
    try:
        return reader.decrypt("") != PasswordType.NOT_DECRYPTED
    except (DependencyError, NotImplementedError):
        return False


def _words(page: PageObject) -> str:
    try:
        return page.extract_text()
    except _FAULTS:
        return ""
