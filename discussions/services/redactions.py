"""Rows by which words and files of a post are kept from readers, in every version that holds them (PRODUCT, 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from discussions.access.viewer import Viewer
from discussions.access.withheld import covers, file_reason, held_again, is_withheld, places_in
from discussions.access.words import places_for
from discussions.enums import RedactionTarget
from discussions.errors import NotFound, NothingToWithhold, PassageNotFound, TooManyPlaces
from discussions.models import Attachment, Post, Redaction, Version
from discussions.validators.withholding import Withholding
from hub.kit.clock import transaction_now
from hub.kit.record import write_record
from hub.kit.sanitise.marked import Place

MOST_PLACES: Final = 500  # of one passage, in all versions


@dataclass(frozen=True)
class Why:
    """For what reason (a code), by which person, and a note among staff."""

    reason: str
    by_person_id: int | None
    at: datetime
    note: str | None = None


def withhold(post: Post, what: Withholding, why: Why, by: Viewer) -> list[Redaction]:
    """Keep passages and files from readers in every version of a post whose row is held.

    Raises PassageNotFound, TooManyPlaces, NotFound for files that came with none of them, and NothingToWithhold where
    all of it is withheld already.
    """
    versions = versions_at_hand(post)
    if what.files - {file.sha256 for version in versions for file in version.attachments.all()}:
        raise NotFound
    places = places_to_withhold(versions, post, what, by)
    made: list[Redaction] = []
    for version in versions:
        rows = _Rows(version, why)
        for place in _outermost(places.get(version.pk, [])):
            if not is_withheld(version, place):
                rows.add_words(place)
        for file in version.attachments.all():
            if file.sha256 in what.files and file_reason(version, file) is None:
                rows.add_file(file)
        made += rows.made
    if not made:
        raise NothingToWithhold
    return Redaction.objects.bulk_create(made)


def places_to_withhold(
    versions: Sequence[Version], post: Post, what: Withholding, by: Viewer
) -> Mapping[UUID, list[Place]]:
    """Where the passages stand, by the version. Raises PassageNotFound and TooManyPlaces."""
    places: dict[UUID, list[Place]] = {}
    for passage in what.passages:
        found = places_for(versions, post, by, passage)
        number = sum(map(len, found.values()))
        if not number:
            raise PassageNotFound(passage)
        if number > MOST_PLACES:
            raise TooManyPlaces(passage, number)
        for version_id, more in found.items():
            places.setdefault(version_id, []).extend(more)
    return places


def is_all_withheld(post: Post, what: Withholding) -> bool:
    """Whether readers see nothing of this in any version; False for a passage that is in none."""
    versions = versions_at_hand(post)
    for passage in what.passages:
        places = places_in(versions, passage)
        rest = [v for v in versions if not all(is_withheld(v, p) for p in places.get(v.pk, []))]
        if not places or rest:
            return False
    return all(
        file.sha256 not in what.files or file_reason(version, file) is not None
        for version in versions
        for file in version.attachments.all()
    )


def show_again(post: Post, redactions: Iterable[int]) -> list[int]:
    """Lift redactions of a post whose row is held, by their ids; those that were standing."""
    standing = Redaction.objects.filter(
        pk__in=list(redactions), version__post=post, lifted_at__isnull=True
    )
    lifted = list(standing.order_by("pk").values_list("pk", flat=True))
    standing.update(lifted_at=transaction_now())
    return lifted


def carry_redactions(post: Post, version: Version) -> None:
    """Keep from readers what a new version of a post, saved already, holds again of what is withheld in earlier ones.

    With a record of its own, by nobody: its author need not know of each.
    """
    standing = Redaction.objects.filter(version__post=post, lifted_at__isnull=True)
    if not standing.exists():
        return
    *earlier, version = versions_at_hand(post, until=version.number)
    made = _carried_words(version, earlier) + _carried_files(version, earlier)
    for position, row in enumerate(made):
        row.position = position
    if made:
        rows = Redaction.objects.bulk_create(made)
        write_record(
            "carry-redactions",
            ("post", post.pk),
            by=None,
            space_id=post.space_id,
            detail={"version": str(version.pk), "redactions": [row.pk for row in rows]},
        )


def may_bring_back(post: Post, files: Sequence[Attachment]) -> bool:
    """Whether a new version with these files may hold in another form what moderators keep from readers.

    Words of any version, but not a whole text, which is masked anyhow; a file, where one comes that was in no version.
    """
    standing = Redaction.objects.filter(version__post=post, lifted_at__isnull=True)
    if standing.filter(start__isnull=False).exists():
        return True
    if not files or not standing.filter(target=RedactionTarget.FILE).exists():
        return False
    known = Attachment.objects.filter(version__post=post).values_list("sha256", flat=True)
    return not {file.sha256 for file in files} <= set(known)


def versions_at_hand(post: Post, *, until: int | None = None) -> list[Version]:
    """The versions of a post in their order, with files and redactions, as they are now; three statements."""
    versions = Version.objects.filter(post=post).order_by("number")
    if until is not None:
        versions = versions.filter(number__lte=until)
    return list(versions.prefetch_related("attachments", "redactions"))


class _Rows:
    """New redactions of one version, after those that it has."""

    def __init__(self, version: Version, why: Why) -> None:
        self._version = version
        self._why = why
        self._position = len(version.redactions.all())
        self.made: list[Redaction] = []

    def add_words(self, place: Place) -> None:
        row = self._row(RedactionTarget.TEXT)
        row.start, row.end = place

    def add_file(self, file: Attachment) -> None:
        self._row(RedactionTarget.FILE).attachment = file

    def _row(self, target: RedactionTarget) -> Redaction:
        row = Redaction(
            version=self._version,
            position=self._position + len(self.made),
            target=target,
            reason=self._why.reason,
            at=self._why.at,
            note=self._why.note,
            by_person_id=self._why.by_person_id,
        )
        self.made.append(row)
        return row


def _outermost(places: Iterable[Place]) -> list[Place]:
    """In order, without those that stand within another."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return kept


def _carried_words(version: Version, earlier: Sequence[Version]) -> list[Redaction]:
    made: list[Redaction] = []
    for row, place in held_again(version, earlier):
        again = _again(row, version)
        if place is not None:
            again.start, again.end = place
        made.append(again)
    return made


def _carried_files(version: Version, earlier: Sequence[Version]) -> list[Redaction]:
    """The same bytes are the same file, whatever its name."""
    withheld: dict[str, Redaction] = {}
    for source in earlier:
        for file in source.attachments.all():
            for row in source.redactions.all():
                if covers(row, file):
                    withheld.setdefault(file.sha256, row)
    made = []
    for file in version.attachments.all():
        if file.sha256 in withheld:
            again = _again(withheld[file.sha256], version)
            again.attachment = file
            made.append(again)
    return made


def _again(row: Redaction, version: Version) -> Redaction:
    return Redaction(
        version=version,
        target=row.target,
        reason=row.reason,
        at=transaction_now(),
        note=row.note,
        by_person_id=row.by_person_id,
    )
