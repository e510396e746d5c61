"""The files of an archive: unpacked once into the storage, measured, hashed and recognised by their content."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from discussions.services.import_space.faults import Faults
from discussions.services.import_space.package import DAMAGE, Package
from discussions.services.import_space.reading import objects
from hub.kit.files import UnrecognisedFile, recognise
from hub.kit.storage import StoredBytes, forget, keep, opened
from hub.kit.tables import UnsafePath, safe_member_path

#: Where `space.json` names files.
PATTERNS = ("space/documents/*/files/*/file", "posts/*/versions/*/attachments/*")


@dataclass
class KeptFiles:
    """What lies in the storage by now: the bytes by path, the recognised type by the JSON pointer of the file."""

    bytes_of: dict[str, StoredBytes] = field(default_factory=dict)
    media_types: dict[str, str] = field(default_factory=dict)

    def forget(self) -> None:
        """Remove the bytes again: no row names them."""
        for stored in self.bytes_of.values():
            forget(stored.stored_as)


def listed_files(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """(JSON pointer, file) of every file that the document names."""
    for pattern in PATTERNS:
        yield from objects(document, pattern)


def listed_paths(document: Any) -> set[str]:
    """The paths that it names."""
    found = (file.get("path") for _pointer, file in listed_files(document))
    return {path for path in found if isinstance(path, str)}


def keep_files(document: Any, package: Package, kept: KeptFiles, faults: Faults) -> None:
    """Unpack what the document names and note what is missing, damaged, of another size or hash, or not allowed."""
    for pointer, file in listed_files(document):
        path = file.get("path")
        if isinstance(path, str) and _is_there(path, pointer, package, faults):
            stored = kept.bytes_of.get(path) or _kept(path, pointer, package, faults)
            if stored is not None:
                kept.bytes_of[path] = stored
                _compare(file, pointer, stored, faults)
                _recognise(file, pointer, kept, faults)


def _is_there(path: str, pointer: str, package: Package, faults: Faults) -> bool:
    try:
        safe_member_path(path)
    except UnsafePath:
        faults.add(f"{pointer}/path", "outside-folder", _("This is no path inside an archive."))
        return False
    if path in package:
        return True
    if path not in package.names:
        faults.add(f"{pointer}/path", "missing-member", _("The archive has no such file."))
    return False


def _kept(path: str, pointer: str, package: Package, faults: Faults) -> StoredBytes | None:
    try:
        with package.opened(path) as member:
            return keep(member)
    except DAMAGE:
        faults.add(f"{pointer}/path", "damaged-member", _("The file is damaged in the archive."))
        return None


def _compare(file: dict[str, Any], pointer: str, stored: StoredBytes, faults: Faults) -> None:
    if file.get("size", stored.size) != stored.size:
        faults.add(
            f"{pointer}/size", "size", _("The file has %(size)d bytes.") % {"size": stored.size}
        )
    if file.get("sha256", stored.sha256) != stored.sha256:
        faults.add(
            f"{pointer}/sha256",
            "sha256",
            _("The file has the SHA-256 %(hash)s.") % {"hash": stored.sha256},
        )


def _recognise(file: dict[str, Any], pointer: str, kept: KeptFiles, faults: Faults) -> None:
    name = file.get("name")
    if not isinstance(name, str):
        return
    with opened(kept.bytes_of[str(file["path"])].stored_as) as content:
        try:
            kept.media_types[pointer] = recognise(content, name).media_type
        except UnrecognisedFile as refused:
            faults.add(pointer, f"file-{refused.code}", refused)


def complete_file(
    file: dict[str, Any], pointer: str, *, language: str, files: KeptFiles
) -> dict[str, Any]:
    """The file with all that an archive may leave out: language, type, size, SHA-256."""
    stored = files.bytes_of[file["path"]]
    return {
        "name": file["name"],
        "path": file["path"],
        "language": file.get("language", language),
        "media_type": file.get("media_type", files.media_types[pointer]),
        "size": stored.size,
        "sha256": stored.sha256,
    }


def stored_fields(
    file: dict[str, Any], pointer: str, position: int, files: KeptFiles
) -> dict[str, Any]:
    """The columns of a file of a complete archive; it is served as what it was recognised as."""
    recognised = files.media_types[pointer]
    return {
        "position": position,
        "name": file["name"],
        "language": file["language"],
        "media_type": recognised,
        "archive_media_type": "" if file["media_type"] == recognised else file["media_type"],
        "size": file["size"],
        "sha256": file["sha256"],
        "stored_as": files.bytes_of[file["path"]].stored_as,
        "archive_path": file["path"],
    }
