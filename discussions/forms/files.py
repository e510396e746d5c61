"""What a form says of the files that are kept for it: which, in which order, under which name, in which language."""

from collections.abc import Collection
from typing import Any, BinaryIO, Final, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from discussions.errors import NoFile
from discussions.forms.fields import KeptField, KeyField
from discussions.validators.sent import IncomingFile, SentFile
from hub.kit.files import recognise, safe_file_name
from hub.kit.languages import is_language_code

_LAST: Final = 10**6


def sent_files(data: Any, known: Collection[UUID] | None = None) -> tuple[SentFile, ...]:
    """The kept files of a form in their order, from its raw data (a QueryDict); never refuses anything.

    `keep` holds their ids in order; of each, `name_<id>` is its name, `language_<id>` its language
    and `place_<id>` its place, a number, by which readers without script put them in order: files of
    the same place keep the order of `keep`, those without one come last. What is no id, stands there
    twice or is not among `known` (None: all are) is left out; a name is made safe, one that is empty
    counts as not given, and so does what is no language.
    """
    wanted = KeptField().clean(data.getlist("keep"))
    kept = [identifier for identifier in wanted if known is None or identifier in known]
    kept.sort(key=lambda identifier: _place(data.get(f"place_{identifier}", "")))
    return tuple(_sent(data, identifier) for identifier in kept)


def accepted_file(file: UploadedFile) -> IncomingFile:
    """A file that may be attached by what it is, under a safe name. Raises UnrecognisedFile."""
    name = safe_file_name(file.name or "")
    content = cast("BinaryIO", file.file)
    recognised = recognise(content, name, limit=settings.FILE_SIZE_LIMIT)
    name = safe_file_name(file.name or "", extension=recognised.extension)
    return IncomingFile(name, recognised.media_type, content)


def sent_upload(data: Any, files: Any) -> tuple[IncomingFile, UUID]:
    """The one file of a request that sends it ahead of its text (`file`), and the key of the try (`upload_key`).

    Raises NoFile, and UnrecognisedFile for one that cannot be attached.
    """
    sent = files.getlist("file")
    if len(sent) != 1:
        raise NoFile
    key = KeyField().to_python(data.get("upload_key"))
    return accepted_file(sent[0]), key or uuid4()


def _sent(data: Any, identifier: UUID) -> SentFile:
    name = data.get(f"name_{identifier}", "").strip()
    language = data.get(f"language_{identifier}", "")
    return SentFile(
        identifier,
        safe_file_name(name) if name else "",
        language if is_language_code(language) else None,
    )


def _place(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < len(str(_LAST)) else _LAST
