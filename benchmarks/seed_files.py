"""Files of a large space: their names and hashes are real, their bytes are holes that take no room on the disk."""

import hashlib
import random
import uuid

from discussions.models import Attachment, Space, Version
from hub.kit.storage import forget, path_of

#: Kinds that come most, as they are kept in a package: packed or as they are.
_KINDS = (("pdf", "application/pdf"), ("pdf", "application/pdf"), ("png", "image/png"))
_HOLE = 1 << 20


def add_files(space: Space, files: int, total: int) -> None:
    """So many files of `total` bytes together, one or two with each of as many texts."""
    chance = random.Random(files)
    shares = [chance.uniform(0.2, 1.8) for _ in range(files)]
    versions = list(
        Version.objects.filter(post__space=space)
        .order_by("post__number")
        .values_list("pk")[:files]
    )
    Attachment.objects.bulk_create(
        _file(versions[number % len(versions)][0], number, round(total * share / sum(shares)))
        for number, share in enumerate(shares)
    )


def remove_files(space: Space) -> None:
    """The bytes that `add_files` laid down."""
    files = Attachment.objects.filter(version__post__space=space)
    for stored_as in files.values_list("stored_as", flat=True):
        forget(stored_as)


def _file(version: uuid.UUID, number: int, size: int) -> Attachment:
    name = uuid.uuid4().hex
    stored_as = f"{name[:2]}/{name}"
    path = path_of(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True)
    extension, media_type = _KINDS[number % len(_KINDS)]
    head = f"%PDF-1.7 file {number}\n".encode()
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return Attachment(
        version_id=version,
        position=0,
        name=f"Position paper {number}.{extension}",
        media_type=media_type,
        size=size,
        sha256=_sha256(head, size),
        stored_as=stored_as,
    )


def _sha256(head: bytes, size: int) -> str:
    digest, left = hashlib.sha256(head), size - len(head)
    hole = bytes(_HOLE)
    while left > 0:
        digest.update(hole[:left])
        left -= _HOLE
    return digest.hexdigest()
