"""A space as data: the archive of space-archive.schema.json (PRODUCT, section 7).

Three doors, all inside one snapshot of the database that the caller opens:

- `write_archive(space, out, ...)`: the whole ZIP, `space.json` and `attachments/`;
- `write_space_json(space, out, edition)`: `space.json` alone, streamed; answers the files that it names, in its order,
  each with its path, so that the caller can lay them beside it;
- `space_document(space, ...)`: the same as one value in memory.

Memory and the number of statements do not grow with the posts but by a statement each for 500 of them.
"""

from discussions.exports.archive.edition import Edition, Variant
from discussions.exports.archive.files import ArchivedFile
from discussions.exports.archive.people import people_changed_at
from discussions.exports.archive.writing import (
    content_digest,
    space_document,
    write_archive,
    write_space_json,
)

__all__ = [
    "ArchivedFile",
    "Edition",
    "Variant",
    "content_digest",
    "people_changed_at",
    "space_document",
    "write_archive",
    "write_space_json",
]
