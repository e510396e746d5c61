"""The archive written: JSON in a fixed form, and the files beside it."""

import hashlib
import json
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final, Protocol
from uuid import UUID

from discussions.access.viewer import Viewer
from discussions.exports.archive.edition import Edition, Variant
from discussions.exports.archive.files import ArchivedFile, FileList, new_list
from discussions.exports.archive.frame import prompt_objects, space_object
from discussions.exports.archive.people import people_objects
from discussions.exports.archive.posts import Source, post_objects
from discussions.exports.archive.selection import select
from discussions.models import Prompt, Space
from hub.kit.instants import format_instant
from hub.kit.storage import opened
from hub.kit.tables import ZipOut

Object = dict[str, Any]

GENERATOR: Final = "migration-network-hub"
#: What an archive says of its own export and not of the space.
_OF_THE_EXPORT: Final = frozenset({"variant", "exported_at", "generator"})


def write_archive(
    space: Space,
    out: BinaryIO,
    *,
    viewer: Viewer,
    exported_at: datetime,
    variant: Variant = Variant.RESTRICTED,
) -> None:
    """Write the ZIP: `space.json` and the files under `attachments/`; the same bytes for the same content."""
    edition = Edition(viewer, exported_at, variant)
    with ZipOut(out, exported_at) as archive, tempfile.TemporaryFile() as document:
        files = write_space_json(space, document, edition)
        document.seek(0)
        archive.write_stream("space.json", document)
        for file in files:
            with opened(file.stored.stored_as) as content:
                # Not packed: most kinds are, and no export may unpack to 100 times its size.
                archive.write_stream(file.path, content, packed=False)


class Out(Protocol):
    """Where pieces of a file go, one by one; it may end the work by what it raises."""

    def writelines(self, lines: Iterable[bytes], /) -> object:
        """Write them in their order."""


def write_space_json(space: Space, out: Out, edition: Edition) -> tuple[ArchivedFile, ...]:
    """Write `space.json`, streamed, UTF-8, a line for each person, prompt and post; `out` stays open.

    Answers the files that it names, each path once, in its order.
    """
    written = _begin(space, edition)
    out.writelines(text.encode() for text in _pieces(written))
    return tuple(written.files.found.values())


def space_document(
    space: Space,
    *,
    viewer: Viewer,
    variant: Variant,
    exported_at: datetime,
    post_ids: Collection[UUID] | None = None,
) -> Object:
    """`space.json` as one value in memory."""
    written = _begin(space, Edition(viewer, exported_at, variant, post_ids))
    lists = {key: list(objects) for key, objects in written.lists.items()}
    return {**written.head, **lists}


def content_digest(document: Object) -> str:
    """SHA-256 over what an archive says of its space: all but variant, instant and generator of the export."""
    content = {key: value for key, value in document.items() if key not in _OF_THE_EXPORT}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class _Written:
    head: Object
    lists: dict[str, Iterable[Object]]
    files: FileList


def _begin(space: Space, edition: Edition) -> _Written:
    """All properties in their order; posts are read when their turn comes."""
    selection = select(space, edition)
    files = new_list(space, edition)
    people, ids = people_objects(space, edition, selection)
    prompts = dict(Prompt.objects.filter(space=space).values_list("pk", "archive_id"))
    head = {
        "format": "hub-space-archive",
        "version": 1,
        "variant": str(edition.variant),
        "exported_at": format_instant(edition.exported_at),
        "generator": GENERATOR,
        "space": space_object(space, edition, ids, files),
    }
    lists = {
        "people": people,
        "prompts": prompt_objects(space, ids),
        "posts": post_objects(Source(space, edition, selection, ids, prompts, files)),
    }
    return _Written(head, lists, files)


def _pieces(written: _Written) -> Iterator[str]:
    before = "{\n"
    for key, value in written.head.items():
        yield f"{before}{_json(key)}: {_json(value)}"
        before = ",\n"
    for key, objects in written.lists.items():
        yield f",\n{_json(key)}: ["
        between = "\n"
        for value in objects:
            yield between + _json(value)
            between = ",\n"
        yield "\n]"
    yield "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
