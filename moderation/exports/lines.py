"""A post as a table shows it to a reader: everything taken through the one door to text and names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from discussions.access.signatures import co_signatories_for
from discussions.access.viewer import VISITOR, Viewer, looking_behind
from discussions.access.words import (
    Exposure,
    ShownFile,
    ShownSpeaker,
    exposure_of,
    files_for,
    reservation_for,
    speaker_for,
    text_for,
)
from discussions.enums import ScanState, Standing
from discussions.models import CoSignatory, Endorsement, Post, Space, Version, Window
from discussions.selectors.signatures import in_order_of_the_united_nations
from hub.kit.sanitise import to_plain_text
from moderation.enums import ExportVariant, LeftOut
from moderation.exports.candidates import (
    Places,
    candidate_of,
    kept_versions,
    seen_versions,
    survivor_of,
    version_that_counts,
)
from moderation.exports.changes import Change
from moderation.exports.names import attachment_path
from moderation.exports.wanted import Candidate


@dataclass(frozen=True)
class VersionLine:
    """A version of which the reader may know the text. `text` is plain, `html` canonical; empty where all is masked.

    `mask_reason` is the code for which it, or else the first passage in it, is kept from the reader.
    """

    number: int
    received_at: datetime
    standing: str
    language: str
    text: str
    html: str
    sha256: str
    mask_reason: str
    speaker: ShownSpeaker
    files: tuple["FileLine", ...] = ()


@dataclass(frozen=True)
class FileLine:
    """A file of a version. `path` is its place among the files, empty where it is masked; `is_asked_for`: they are in."""

    reference: str
    version: int
    is_current: bool
    number: int
    shown: ShownFile
    path: str
    is_asked_for: bool

    @property
    def path_in_package(self) -> str:
        """Where it lies in the package; "" where it is not in."""
        return self.path if self.is_asked_for else ""

    @property
    def left_out(self) -> str:
        """Why it is not in the package: the code of moderators' reason, or else the scanner's; "" where it is."""
        if self.shown.mask_reason is not None:
            return self.shown.mask_reason
        if self.shown.scan is None:
            return "" if self.is_asked_for else LeftOut.NOT_ASKED_FOR
        is_infected = self.shown.scan == ScanState.INFECTED
        return LeftOut.VIRUS if is_infected else LeftOut.NOT_SCANNED


@dataclass(frozen=True)
class PostLine:
    """A post. `current` is the version that counts, None where the reader may not know the text.

    `later` are versions that came late and do not count (PRODUCT, section 4, `mark`); `others` all else that is no
    more, or not yet, what counts. `change` is what became of it since an earlier export, where one is compared with.
    """

    post: Post
    reference: str
    parent: str
    thread: str
    survivor: str
    prompt: int
    window: Window | None
    exposure: Exposure
    current: VersionLine | None
    versions: tuple[VersionLine, ...]
    version_ids: tuple[UUID, ...]
    candidate: Candidate
    endorsements: tuple[Endorsement, ...] = ()
    co_signatories: tuple[CoSignatory, ...] = ()
    change: Change | None = None

    @property
    def later(self) -> tuple[VersionLine, ...]:
        """Late versions after the one that counts."""
        if self.current is None:
            return ()
        return tuple(
            version
            for version in self.versions
            if version.number > self.current.number and version.standing == Standing.LATE
        )

    @property
    def others(self) -> tuple[VersionLine, ...]:
        """Versions that are neither the one that counts nor late ones after it."""
        return tuple(v for v in self.versions if v != self.current and v not in self.later)

    @property
    def files(self) -> Iterator[FileLine]:
        """The files of all versions that the reader may know."""
        for version in self.versions:
            yield from version.files


def reader_of(variant: str, secretary: Viewer) -> Viewer:
    """For whose eyes a variant is made: everyone's, or the secretariat's, who then look behind masks (on record)."""
    return looking_behind(secretary) if variant == ExportVariant.RESTRICTED else VISITOR


class Lines:
    """Makes the line of each post of a space, in thread order: a post's thread is that of the last root before it.

    Without `with_earlier` versions before the one that counts are left out, and without `with_files` the package has no
    files. A post that is left out is passed by.
    """

    def __init__(
        self,
        space: Space,
        reader: Viewer,
        places: Places,
        *,
        with_earlier: bool = True,
        with_files: bool = True,
    ) -> None:
        self._space = space
        self._reader = reader
        self._places = places
        self._with_earlier = with_earlier
        self._with_files = with_files
        self._thread = ""

    def pass_by(self, post: Post) -> None:
        """Remember the thread that a post begins, where its own line is not wanted."""
        if not post.is_reply:
            self._thread = post.reference

    def line(self, post: Post, change: Change | None = None) -> PostLine:
        """The line; needs what `posts_for_export` fetched."""
        self.pass_by(post)
        seen = seen_versions(post, self._reader)
        counting = version_that_counts(post, seen)
        kept = kept_versions(seen, counting, with_earlier=self._with_earlier)
        versions = tuple(self._version(version, post, counting) for version in kept)
        exposure = exposure_of(post, self._reader)
        is_shown = exposure == Exposure.TEXT
        survivor = survivor_of(post, self._reader)
        return PostLine(
            post=post,
            reference=post.reference,
            parent=self._reference(post.parent_number),  # type: ignore[attr-defined]  # annotated by the query
            thread=self._thread,
            survivor=self._reference(survivor.number if survivor else None),
            prompt=self._places.number_of(post),
            window=self._places.window_of(post),
            exposure=exposure,
            current=next((v for v in versions if counting and v.number == counting.number), None),
            versions=versions,
            version_ids=tuple(version.pk for version in kept),
            candidate=candidate_of(post, self._reader, self._places),
            endorsements=self._endorsements(post) if is_shown else (),
            co_signatories=self._co_signatories(post) if is_shown else (),
            change=change,
        )

    def _reference(self, number: int | None) -> str:
        return "" if number is None else self._space.reference_of(number)

    def _co_signatories(self, post: Post) -> tuple[CoSignatory, ...]:
        """As readers of this export see them, in the order of the United Nations."""
        rows = co_signatories_for(post, self._reader)
        return tuple(in_order_of_the_united_nations(rows, get_language() or "en"))

    def _endorsements(self, post: Post) -> tuple[Endorsement, ...]:
        """Readers see those that stand; an endorsement that was taken back is for the secretariat."""
        shown = [
            endorsement
            for endorsement in post.endorsements.all()
            if self._reader.looks_behind or endorsement.withdrawn_at is None
        ]
        for endorsement in shown:  # rows of one export, never saved
            endorsement.reservation = reservation_for(endorsement, self._reader)
        return tuple(shown)

    def _version(self, version: Version, post: Post, counting: Version | None) -> VersionLine:
        text = text_for(version, post, self._reader)
        speaker = speaker_for(version, post, self._reader)
        assert text is not None, "seen versions have a text"
        assert speaker is not None, "and a speaker"
        is_current = version == counting
        return VersionLine(
            number=version.number,
            received_at=version.received_at,
            standing=version.standing,
            language=text.language,
            text=to_plain_text(text.html),
            html=text.html,
            sha256=text.sha256 if text.is_whole else "",
            mask_reason=text.mask_reason or next(iter(text.withheld), ""),
            speaker=speaker,
            files=tuple(
                FileLine(
                    reference=post.reference,
                    version=version.number,
                    is_current=is_current,
                    number=number,
                    shown=file,
                    path=""
                    if file.is_masked
                    else attachment_path(
                        post.reference,
                        speaker,
                        None if is_current else version.number,
                        number,
                        file,
                    ),
                    is_asked_for=self._with_files,
                )
                for number, file in enumerate(files_for(version, post, self._reader), 1)
            ),
        )
