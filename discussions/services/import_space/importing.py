"""An archive taken in, whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from discussions.access.viewer import Viewer, looking_behind
from discussions.exports.archive import Variant, content_digest, space_document
from discussions.models import Space
from discussions.services.import_space.completing import complete
from discussions.services.import_space.faults import Faults, PrefixTaken, SlugTaken
from discussions.services.import_space.files import KeptFiles, keep_files, listed_paths
from discussions.services.import_space.identity import check_identity
from discussions.services.import_space.package import (
    DAMAGE,
    DOCUMENT,
    Package,
    check_listed,
    open_package,
)
from discussions.services.import_space.posts import check_posts, check_references
from discussions.services.import_space.prefixes import new_prefix, stated_prefix
from discussions.services.import_space.reading import NOTHING, parse
from discussions.services.import_space.rows import write_frame
from discussions.services.import_space.rows_of_posts import write_posts
from discussions.services.import_space.schema import check_schema
from discussions.services.import_space.values import check_values
from hub.kit.clock import transaction_now
from hub.kit.record import write_record

#: Names the lock under which one archive after the other is taken in (any number that nobody else uses).
_LOCK = 7_301_447


@dataclass(frozen=True)
class Imported:
    """The space; `is_new` is False where it was there already with this very content, and nothing was changed."""

    space: Space
    is_new: bool


def import_archive(
    source: BinaryIO, *, prefix: str | None = None, known: Mapping[str, Person] | None = None
) -> Imported:
    """Take in the archive of a space (PRODUCT, section 7) and publish it, in one transaction.

    `source` can be sought in. `prefix` is for archives that state none. `known`: people who are in the portal already,
    by their ids in the archive; all others are made, without accounts. Windows, limits and rates do not bind, and
    nobody gets a notice. Raises BadArchive with all faults, SlugTaken where the slug holds other content, PrefixTaken.
    """
    kept = KeptFiles()
    try:
        document, stated = _checked(source, prefix, kept)
        with transaction.atomic():
            imported = _import(document, stated, known or {}, kept)
    except BaseException:
        kept.forget()
        raise
    if not imported.is_new:
        kept.forget()
    return imported


def _import(
    document: Any, stated: str | None, known: Mapping[str, Person], kept: KeptFiles
) -> Imported:
    _one_after_the_other()
    slug = document["space"]["slug"]
    prefix = stated or new_prefix(slug)
    archive = complete(document, prefix=prefix, files=kept)
    digest = content_digest(archive)
    there = Space.objects.filter(slug=slug).first()
    if there is not None:
        if digest != there.archive_digest and digest != _digest_now(there):
            raise SlugTaken(slug)
        return Imported(there, is_new=False)
    if Space.objects.filter(reference_prefix=prefix).exists():
        raise PrefixTaken(prefix)
    is_public = document.get("variant") == Variant.PUBLIC
    return Imported(_written(archive, digest, known, kept, is_public=is_public), is_new=True)


def _checked(source: BinaryIO, prefix: str | None, kept: KeptFiles) -> tuple[Any, str | None]:
    """The document of a sound archive, its files in the storage, and its prefix if it has one. Raises BadArchive."""
    faults = Faults()
    package = open_package(source, faults)
    document = NOTHING if package is None else _document(package, faults)
    stated = None
    if package is not None and document is not NOTHING:
        stated = stated_prefix(document, prefix, faults)
        for check in (check_schema, check_identity, check_values, check_posts):
            check(document, faults)
        check_references(document, stated, faults)
        check_listed(package, listed_paths(document), faults)
        keep_files(document, package, kept, faults)
    faults.refuse()
    return document, stated


def _document(package: Package, faults: Faults) -> Any:
    if DOCUMENT not in package:
        if DOCUMENT not in package.names:
            faults.add("", "no-document", _("The archive has no space.json."))
        return NOTHING
    try:
        with package.opened(DOCUMENT) as member:
            content = member.read()
    except DAMAGE:
        faults.add("", "damaged-member", _("space.json is damaged in the archive."))
        return NOTHING
    return parse(content, faults)


def _written(
    archive: dict[str, Any],
    digest: str,
    known: Mapping[str, Person],
    kept: KeptFiles,
    *,
    is_public: bool,
) -> Space:
    rows = write_frame(archive, digest, kept, known)
    rows.is_public = is_public
    write_posts(rows, archive["posts"])
    write_record(
        "import_space",
        ("space", rows.space.pk),
        by=None,
        space_id=rows.space.pk,
        detail={
            "digest": digest,
            "posts": len(archive["posts"]),
            "files": len(kept.bytes_of),
        },
    )
    return rows.space


def _digest_now(space: Space) -> str:
    """Of what the space holds now, native posts included."""
    eyes = looking_behind(Viewer(is_secretariat=True))
    return content_digest(
        space_document(
            space, viewer=eyes, variant=Variant.RESTRICTED, exported_at=transaction_now()
        )
    )


def _one_after_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
