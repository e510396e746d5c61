"""What an archive shows, to whom, as of when."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from discussions.access.viewer import Viewer
from discussions.models.document import StoredFile


class Variant(StrEnum):
    """`public`: what every reader may see. `restricted`: what the viewer may, e-mail addresses too if they look behind."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


@dataclass(frozen=True)
class Edition:
    """One way to write a space down.

    `viewer`: through whose eyes texts, names and files are taken (the public variant is always a visitor's).
    `exported_at`: UTC, the instant of the last record of the snapshot.
    `post_ids`: only these posts; those that they need in their place (what they answer, what they were merged into)
    stand as a bare line without text, name and files. None: all.
    `version_ids`: of those posts only these versions, then not numbered from 1. None: all.
    `path_of`: where a file lies in the archive, by its row, the number of its version and the reference of its post
    (0 and "" for files of documents); paths begin with `attachments/` and differ in more than case. None: where an
    imported archive had it, or a path made of the reference.
    `with_addresses`: False keeps e-mail addresses out of the restricted variant too.
    """

    viewer: Viewer
    exported_at: datetime
    variant: Variant = Variant.RESTRICTED
    post_ids: Collection[UUID] | None = None
    version_ids: Collection[UUID] | None = None
    path_of: Callable[[StoredFile, int, str], str] | None = None
    with_addresses: bool = True

    @property
    def is_public(self) -> bool:
        """Whether every reader may see it."""
        return self.variant is Variant.PUBLIC

    @property
    def eyes(self) -> Viewer:
        """The viewer for whom texts, names and files are asked."""
        return Viewer() if self.is_public else self.viewer

    @property
    def shows_all_people(self) -> bool:
        """Whether it names everyone, with e-mail addresses; else only those whose names the viewer meets elsewhere."""
        return not self.is_public and self.viewer.looks_behind

    @property
    def shows_addresses(self) -> bool:
        """Whether people's e-mail addresses stand in it."""
        return self.shows_all_people and self.with_addresses
