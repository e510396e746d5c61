"""Files in an archive: where they lie in it, and what it says of them."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple

from discussions.exports.archive.edition import Edition
from discussions.models import Attachment, DocumentFile, Space
from discussions.models.document import StoredFile
from hub.kit.files import MEDIA_TYPES, extension_of

_FOLDER: Final = "attachments/"
_EXTENSIONS: Final = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}


class FilePlace(NamedTuple):
    """What a file hangs on: a version of a post, or a document by its number in the archive."""

    reference: str = ""
    version: int = 0
    document: int = 0


@dataclass(frozen=True)
class ArchivedFile:
    """A file that the archive names: its row (Attachment or DocumentFile), its path, and the reference of its post.

    `reference` is "" and `version` 0 for a file of a document.
    """

    stored: StoredFile
    path: str
    reference: str = ""
    version: int = 0


@dataclass
class FileList:
    """The files named so far, by path: each path once, and none alike another but for case.

    `reserved`: paths that files of the space brought from archives, folded; made ones lie elsewhere.
    """

    edition: Edition
    reserved: frozenset[str] = frozenset()
    found: dict[str, ArchivedFile] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    numbers: Counter[FilePlace] = field(default_factory=Counter)

    def add(self, stored: StoredFile, name: str, place: FilePlace) -> dict[str, Any]:
        """What the archive says of a file."""
        self.numbers[place] += 1
        path = self._path(stored, place)
        self.found.setdefault(path, ArchivedFile(stored, path, place.reference, place.version))
        return {
            "name": name,
            "path": path,
            "language": stored.language or "und",
            "media_type": stored.archive_media_type or stored.media_type,
            "size": stored.size,
            "sha256": stored.sha256,
        }

    def _path(self, stored: StoredFile, place: FilePlace) -> str:
        if self.edition.path_of is not None:
            return self.edition.path_of(stored, place.version, place.reference)
        is_kept = bool(stored.archive_path) and not self.edition.is_public
        wanted = stored.archive_path if is_kept else _made_path(stored, place, self.numbers[place])
        for path in _alternatives(wanted):
            is_taken = not is_kept and _folded(path) in self.reserved
            if not is_taken and self._is_free(path, stored):
                self.folded[_folded(path)] = path
                self.folders.update(_folders(_folded(path)))
                return path
        raise AssertionError("there is always another number")

    def _is_free(self, path: str, stored: StoredFile) -> bool:
        """Whether nothing else lies there, in a folder of that name, or where it needs a folder.

        Texts that were moved here bring files from archives that knew nothing of each other.
        """
        plain = _folded(path)
        if plain in self.folded:
            there = self.found.get(path)
            return there is not None and there.stored.sha256 == stored.sha256
        needs = any(folder in self.folded for folder in _folders(plain))
        return plain not in self.folders and not needs


def new_list(space: Space, edition: Edition) -> FileList:
    """An empty list that knows the paths which an imported archive has taken; two statements."""
    taken: set[str] = set()
    if not edition.is_public and edition.path_of is None:
        for paths in (
            Attachment.objects.filter(version__post__space=space),
            DocumentFile.objects.filter(document__space=space),
        ):
            known = paths.exclude(archive_path="").values_list("archive_path", flat=True)
            taken.update(map(_folded, known))
    return FileList(edition, frozenset(taken))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _folders(path: str) -> Iterator[str]:
    """Those above a path, but for that of all files."""
    return (path[:place] for place, sign in enumerate(path) if sign == "/")


def _alternatives(path: str) -> Iterator[str]:
    """The path, then the same in a folder with a number."""
    yield path
    below = path.removeprefix(_FOLDER)
    yield from (f"{_FOLDER}{number}/{below}" for number in count(2))


def _made_path(stored: StoredFile, place: FilePlace, number: int) -> str:
    """`attachments/RT2-0047/v1-2.pdf`: by reference, version and place among those in the archive, never by a name."""
    extension = _EXTENSIONS.get(stored.media_type) or extension_of(stored.name)
    if place.document:
        folder, name = "documents", f"{place.document}-{number}"
    else:
        folder, name = place.reference, f"v{place.version}-{number}"
    return f"{_FOLDER}{folder}/{name}" + (f".{extension}" if extension else "")
