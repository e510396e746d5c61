"""The ZIP file: what may be in it, and reading its members."""

import stat
import struct
import unicodedata
import zipfile
import zlib
from typing import BinaryIO, Final

from django.conf import settings
from django.utils.translation import gettext as _

from discussions.services.import_space.faults import Faults
from hub.kit.files import file_size_text
from hub.kit.tables import UnsafePath, safe_member_path

DOCUMENT: Final = "space.json"
FOLDER: Final = "attachments/"

#: What reading a damaged ZIP file may raise.
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip
_ENCRYPTED: Final = 0x1 | 0x40
_LONGEST_SHOWN: Final = 200


class Package:
    """The members of an archive by path; only those that are sound can be opened."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._archive = archive
        self._members = members

    def __contains__(self, path: str) -> bool:
        return path in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all members, the unsound ones too."""
        return tuple(dict.fromkeys(self._archive.namelist()))

    def opened(self, path: str) -> BinaryIO:
        """A sound member for reading. Raises one of DAMAGE, also while it is read."""
        return self._archive.open(self._members[path])  # type: ignore[return-value]  # zipfile promises less than it gives


def open_package(source: BinaryIO, faults: Faults) -> Package | None:
    """The members, with a fault for each that may not be; None where nothing of it should be unpacked."""
    try:
        archive = zipfile.ZipFile(source)
    except DAMAGE:
        faults.add("", "not-a-zip", _("This is not a ZIP file, or it is damaged."))
        return None
    if not _sizes_fit(archive, source, faults):
        return None
    sound: dict[str, zipfile.ZipInfo] = {}
    taken: dict[str, str] = {}
    for member in archive.infolist():
        if _is_sound(member, faults) and _is_alone(member, taken, faults):
            sound[member.filename] = member
    _check_folders(taken, faults)
    return Package(archive, sound)


def check_listed(package: Package, listed: set[str], faults: Faults) -> None:
    """Note every member that `space.json` does not name; a folder is no fault where something listed lies in it."""
    folders = {
        path[: place + 1] for path in listed for place, sign in enumerate(path) if sign == "/"
    }
    for name in package.names:
        if name.startswith(FOLDER) and name not in listed | folders | {FOLDER}:
            faults.add(
                "",
                "unlisted-member",
                _("space.json does not list the member %(name)s.") % {"name": _shown(name)},
            )


def _sizes_fit(archive: zipfile.ZipFile, source: BinaryIO, faults: Faults) -> bool:
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = source.seek(0, 2)
    if unpacked > settings.ARCHIVE_MOST_UNPACKED:
        limit = file_size_text(settings.ARCHIVE_MOST_UNPACKED)
        faults.add(
            "", "too-large", _("Unpacked it would be larger than %(limit)s.") % {"limit": limit}
        )
    if unpacked > settings.ARCHIVE_MOST_RATIO * packed:
        faults.add(
            "",
            "bomb",
            _("It would unpack to more than %(ratio)d times its size.")
            % {"ratio": settings.ARCHIVE_MOST_RATIO},
        )
    return not faults.found


def _is_sound(member: zipfile.ZipInfo, faults: Faults) -> bool:
    name = _shown(member.orig_filename)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if member.flag_bits & _ENCRYPTED:
        faults.add("", "encrypted-member", _("The member %(name)s is encrypted.") % {"name": name})
        return False
    if kind not in {0, stat.S_IFDIR if member.is_dir() else stat.S_IFREG}:
        faults.add(
            "", "link", _("The member %(name)s is a link or no plain file.") % {"name": name}
        )
        return False
    if not _lies_inside(member):
        faults.add(
            "",
            "outside-folder",
            _("The member %(name)s lies outside the folder attachments.") % {"name": name},
        )
        return False
    return True


def _lies_inside(member: zipfile.ZipInfo) -> bool:
    path = member.filename.removesuffix("/") if member.is_dir() else member.filename
    try:
        safe_member_path(path)
    except UnsafePath:
        return False
    inside = member.filename.startswith(FOLDER) or path == DOCUMENT
    return inside and member.orig_filename == member.filename


def _is_alone(member: zipfile.ZipInfo, taken: dict[str, str], faults: Faults) -> bool:
    """Whether no other member would lie on it where case or composed letters do not count."""
    plain = unicodedata.normalize("NFC", member.filename).casefold()
    if plain not in taken:
        taken[plain] = member.filename
        return True
    faults.add(
        "",
        "alike-members",
        _("The members %(one)s and %(other)s are alike but for case.")
        % {"one": _shown(taken[plain]), "other": _shown(member.filename)},
    )
    return False


def _check_folders(taken: dict[str, str], faults: Faults) -> None:
    """A file may not be where another member has a folder."""
    for plain, name in taken.items():
        folder = plain.rstrip("/").rpartition("/")[0]
        while folder:
            if folder in taken:
                faults.add(
                    "",
                    "alike-members",
                    _("The member %(one)s lies in %(other)s, which is no folder.")
                    % {"one": _shown(name), "other": _shown(taken[folder])},
                )
            folder = folder.rpartition("/")[0]


def _shown(name: str) -> str:
    return repr(name[:_LONGEST_SHOWN])
