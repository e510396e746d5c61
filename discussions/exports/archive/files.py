"""Files in an archive: where they lie in it, and what it says of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from discussions.exports.archive.edition import Edition
from discussions.models import Attachment, DocumentFile, Space
from discussions.models.document import StoredFile
from hub.kit.files import MEDIA_TYPES, extension_of

_EXTENSIONS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}


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
    """The files named so far, by path: each path once."""

    edition: Edition
    reserved: frozenset[str] = frozenset()
    found: dict[str, ArchivedFile] = field(default_factory=dict)

    def add(self, stored: StoredFile, name: str, place: tuple[int, str]) -> dict[str, Any]:
        """What the archive says of a file; `place` is the number of its version and the reference of its post."""
        path = self._path(stored, *place)
        self.found.setdefault(path, ArchivedFile(stored, path, place[1], place[0]))
        return {
            "name": name,
            "path": path,
            "language": stored.language or "und",
            "media_type": stored.archive_media_type or stored.media_type,
            "size": stored.size,
            "sha256": stored.sha256,
        }

    def _path(self, stored: StoredFile, version: int, reference: str) -> str:
        if self.edition.path_of is not None:
            return self.edition.path_of(stored, version, reference)
        if stored.archive_path and not self.edition.is_public:
            return stored.archive_path
        path = _made_path(stored, version, reference)
        # Nobody but an archive that was made to do harm has a file where one of ours would lie.
        return f"attachments/{stored.pk}" if path.casefold() in self.reserved else path


def new_list(space: Space, edition: Edition) -> FileList:
    """An empty list that knows the paths which an imported archive has taken; two statements."""
    taken: set[str] = set()
    if not edition.is_public and edition.path_of is None:
        for paths in (
            Attachment.objects.filter(version__post__space=space),
            DocumentFile.objects.filter(document__space=space),
        ):
            taken |= _folded(paths.exclude(archive_path="").values_list("archive_path", flat=True))
    return FileList(edition, frozenset(taken))


def _folded(paths: Iterable[str]) -> set[str]:
    return {path.casefold() for path in paths}


def _made_path(stored: StoredFile, version: int, reference: str) -> str:
    """`attachments/RT2-0047/v1-2.pdf`: by reference, version and place, never by a name."""
    extension = _EXTENSIONS.get(stored.media_type) or extension_of(stored.name)
    if isinstance(stored, DocumentFile):
        folder, name = "documents", f"{stored.document.position + 1}-{stored.position + 1}"
    else:
        folder, name = reference, f"v{version}-{stored.position + 1}"
    return f"attachments/{folder}/{name}" + (f".{extension}" if extension else "")
