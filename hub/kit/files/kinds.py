"""The 15 kinds of file that may be attached (PRODUCT.md, 5), and the refusal of all others."""

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal

Code = Literal[
    "empty",
    "too-large",
    "unknown-type",
    "mismatch",
    "macros",
    "encrypted",
    "bomb",
    "script",
    "damaged",
    "encoding",
    "archive",
    "polyglot",
    "embedded",
    "remote",
    "active",
]

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"

# The kind is the usual extension.
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "doc": "application/msword",
    "odt": f"{_OPEN_DOCUMENT}.text",
    "rtf": "application/rtf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "ppt": "application/vnd.ms-powerpoint",
    "odp": f"{_OPEN_DOCUMENT}.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}
# Every extension that may stand in a name, and the kind it names.
EXTENSIONS: Final = {**{kind: kind for kind in MEDIA_TYPES}, "jpeg": "jpg", "jpe": "jpg"}

_ARCHIVES: Final = (
    "7z ace arj bz2 cab dmg gz img iso jar lha lz4 lzh rar tar tbz2 tgz txz xz zip zst"
)
_WITH_MACROS: Final = "docm dotm potm ppam ppsm pptm xlam xlsb xlsm xltm"
_PROGRAMS: Final = (
    "app apk bat class cmd com cpl css dll elf exe hta htm html js jse lnk mht mhtml mjs msi php pif"
    " pl ps1 psm1 py rb reg scr sh svg swf url vb vbe vbs wasm wsf xht xhtml"
)
# Extensions for which the content need not be asked, and the code of the refusal.
REFUSED_BY_NAME: Final[dict[str, Code]] = {
    **dict.fromkeys(_ARCHIVES.split(), "archive"),
    **dict.fromkeys(_WITH_MACROS.split(), "macros"),
    **dict.fromkeys(_PROGRAMS.split(), "script"),
}

_MESSAGES: Final[dict[Code, str | Promise]] = {
    "empty": _("The file is empty."),
    "too-large": _("The file is larger than {limit}."),
    "unknown-type": _("Files of this type cannot be attached. These can: {kinds}."),
    "mismatch": _(
        "The name ends in “.{named}”, but the content is {found}."
        " Give the file its right name, or save it again in the format that you want."
    ),
    "macros": _("The file contains macros. Save it without macros and attach it again."),
    "encrypted": _("The file is protected by a password, so nobody could read it."),
    "bomb": _("The file unpacks to far more than its size and cannot be attached."),
    "script": _("The file is a program or a web page and cannot be attached."),
    "damaged": _("The file is damaged or incomplete. Save it again and attach it once more."),
    "archive": _("The file is an archive. Attach the documents that are in it one by one."),
    "polyglot": _(
        "The file is two kinds of file at once. Save it again in one format and attach it once more."
    ),
    "embedded": _(
        "The file holds another file or a program inside. Take it out, or save the document as PDF."
    ),
    "remote": _(
        "The file fetches parts of itself from the internet when it is opened. Save it as PDF and"
        " attach that."
    ),
    "active": _(
        "The PDF contains a script or starts a program. Print it to a new PDF and attach that."
    ),
    "encoding": _("The letters of the text cannot be read. Save it in the encoding UTF-8."),
}
_PLAIN_TEXT: Final = _("plain text")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is by its content: the kind (a key of MEDIA_TYPES) and the type to serve it as.

    `extension` is that of the name, in small letters and without the dot, where it names the kind;
    for a name without one it is the usual extension of the kind.
    """

    kind: str
    media_type: str
    extension: str


class UnrecognisedFile(Refusal):
    """A file that cannot be attached. `code` says why, the message says it to the sender.

    `named` is the kind that the name promises, `found` the kind of the content, where known.
    """

    status = 400

    def __init__(
        self, code: Code, *, named: str | None = None, found: str | None = None, limit: str = ""
    ) -> None:
        self.code = code
        self.named = named
        self.found = found
        super().__init__(
            format_lazy(
                _MESSAGES[code],
                named=named or "",
                found=_PLAIN_TEXT if found == "txt" else (found or "").upper(),
                limit=limit,
                kinds=", ".join(MEDIA_TYPES),
            )
        )
