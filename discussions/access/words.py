"""The one door to text, names and files (PRODUCT, section 6): every channel asks here, for a viewer.

Nothing else reads `Version.body`, the speaker's columns or the names of attachments but `access.withheld`, which works
out the masks of moderators (tests/discussions/access/test_one_door.py keeps it so).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Case, Exists, F, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.scans import scan_of
from discussions.access.viewer import Viewer
from discussions.access.withheld import (
    file_reason,
    passages_withheld,
    places_in,
    whole_text_reason,
    without_withheld_words,
)
from discussions.enums import Capacity, NameWithheld, PostState, ScanState, VersionReview
from discussions.models import Attachment, Endorsement, FileText, Post, Version
from hub.kit.files import EXTENSIONS, extension_of
from hub.kit.personal_data import Kind, mask_html, mask_plain
from hub.kit.sanitise import own_text, visible_text
from hub.kit.sanitise.marked import Place, places_of
from hub.kit.search import begins_each, holds
from hub.kit.similarity import Sketch, sketch_of


class Exposure(StrEnum):
    """How much of a post a viewer meets."""

    TEXT = "text"  # its text and speaker
    STUB = "stub"  # its place in the thread, with state and reason
    LINE = "line"  # its line in the register alone


@dataclass(frozen=True)
class ShownText:
    """A text as a viewer may read it. `html` is canonical and safe to print; "" where all of it is masked.

    `mask_reason`: why all of it is masked. `withheld`: why moderators keep words of it from readers, a code for each
    passage in whose place a mask stands. `masked_data`: the same for the kinds of addresses and numbers.
    `sha256` is that of the text as sent; it is the hash of `html` only where the text `is_whole`.
    """

    html: str
    language: str
    sha256: str
    mask_reason: str | None = None
    masked_data: tuple[Kind, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is masked."""
        return self.mask_reason is None and not self.masked_data and not self.withheld


@dataclass(frozen=True)
class ShownSpeaker:
    """Who speaks, as a viewer may know it. `name` is never blank; codes are those of the enums."""

    name: str
    organisation: str = ""
    group: str | None = None
    country: str | None = None
    is_verified: bool = True
    is_withheld: bool = False
    is_known: bool = True


@dataclass(frozen=True)
class Snapshot:
    """The speaker as it was kept when the version was sent: null where nothing was, for archives."""

    name: str | None
    organisation: str | None
    group: str | None
    country: str | None
    capacity: str | None
    is_verified: bool


@dataclass(frozen=True)
class ShownFile:
    """A file as a viewer may know it. A masked one keeps name, size and why; it cannot be fetched.

    `mask_reason` is the code of moderators; `kept_because` the same for who has it all the same, its author. `scan`: the
    virus scanner keeps it from everybody, and no act of anybody opens it.
    """

    attachment: Attachment
    name: str
    mask_reason: str | None = None
    scan: ScanState | None = None
    kept_because: str | None = None

    @property
    def is_masked(self) -> bool:
        """Whether it is kept from the viewer."""
        return self.mask_reason is not None or self.scan is not None


def exposure_of(post: Post, viewer: Viewer) -> Exposure:
    """The table of PRODUCT, sections 1 and 4: published texts to all, the rest to author and staff."""
    if post.state == PostState.PUBLISHED or _is_insider(post, viewer) or _is_asked(post, viewer):
        return Exposure.TEXT
    is_stub = post.state in {PostState.HIDDEN, PostState.MERGED, PostState.WITHDRAWN}
    return Exposure.STUB if is_stub and post.has_been_public else Exposure.LINE


def public_exposure_of(post: Post) -> Exposure:
    """The exposure for a visitor."""
    return exposure_of(post, Viewer())


def can_see_version(version: Version, post: Post, viewer: Viewer) -> bool:
    """Readers see what was made public of a published post; its author and staff see every version.

    Who was asked to sign it sees the latest as well, while the post waits or is public.
    """
    if _is_insider(post, viewer):
        return True
    if _is_asked(post, viewer) and version.pk == post.latest_version_id:
        return True
    # One that was public, and was rejected or returned since, is not shown again by a later one that is published.
    was_let_through = version.review in {VersionReview.APPROVED, VersionReview.SUPERSEDED}
    return (
        post.state == PostState.PUBLISHED and version.published_at is not None and was_let_through
    )


def text_for(version: Version, post: Post, viewer: Viewer) -> ShownText | None:
    """The text of a version for a viewer, withheld words, addresses and numbers masked; None where they may not see it.

    Its author reads it whole, staff by an act on record. Needs the version's `redactions` prefetched on
    pages that show many.
    """
    if not can_see_version(version, post, viewer):
        return None
    if _sees_behind(post, viewer):
        return ShownText(version.body, version.language, version.sha256)
    return _as_readers_see_it(version)


def masked_for_readers(version: Version) -> tuple[Kind, ...]:
    """The kinds of the addresses and numbers in a text that its readers do not see, one for each."""
    return _as_readers_see_it(version).masked_data


def withheld_from_readers(version: Version) -> tuple[str, ...]:
    """The codes of the reasons for which moderators keep words of a text from its readers, one for each passage."""
    return _as_readers_see_it(version).withheld


def words_kept_from_readers(version: Version, post: Post, viewer: Viewer) -> list[tuple[str, str]]:
    """The passages that moderators keep from readers, each with its code, for who reads them all the same; else none."""
    if not can_see_version(version, post, viewer) or not _sees_behind(post, viewer):
        return []
    return passages_withheld(version)


def places_for(
    versions: Sequence[Version], post: Post, viewer: Viewer, passage: str
) -> dict[UUID, list[Place]]:
    """Where versions hold a passage, by their id; nowhere where the viewer reads it in none of them.

    So nobody finds out by trying what stands behind a mask. Needs the versions' `redactions` at hand.
    """
    shown = (text_for(version, post, viewer) for version in versions)
    if not any(text and places_of(visible_text(text.html), passage) for text in shown):
        return {}
    return places_in(versions, passage)


def _as_readers_see_it(version: Version) -> ShownText:
    reason = whole_text_reason(version)
    if reason is not None:
        return ShownText("", version.language, version.sha256, reason)
    cut = without_withheld_words(version)
    masked = mask_html(cut.html, version.language)
    return ShownText(
        masked.text,
        version.language,
        version.sha256,
        masked_data=masked.found,
        withheld=cut.reasons,
    )


def speaker_for(version: Version, post: Post, viewer: Viewer) -> ShownSpeaker | None:
    """The speaker of a version for a viewer; None where they may not see the version."""
    if not can_see_version(version, post, viewer):
        return None
    if post.name_withheld != NameWithheld.NO and not _sees_behind(post, viewer):
        return _withheld(version, post)
    return ShownSpeaker(
        name=version.speaker_name or version.speaker_organisation or _("Author not known"),
        organisation=version.speaker_organisation or "",
        group=version.speaker_group,
        country=version.speaker_country,
        is_verified=version.speaker_verified,
        is_known=bool(version.speaker_name or version.speaker_organisation),
    )


def reservation_for(endorsement: Endorsement, viewer: Viewer) -> str | None:
    """The reservation of an endorsement, addresses and numbers in it masked but for who looks behind; None without one.

    The form refuses them; archives may bring them.
    """
    words = endorsement.reservation
    return words if words is None or viewer.looks_behind else mask_plain(words)


def named_organisation() -> Case:
    """SQL: the organisation that the public version of a post names to every reader, null where there is none.

    For counting distinct ones; it leaves the database as a number only.
    """
    return Case(
        When(name_withheld=NameWithheld.NAME_AND_ORGANISATION, then=Value(None)),
        default=NullIf(F("public_version__speaker_organisation"), Value("")),
        output_field=TextField(),
    )


def reviewed_first() -> Q:
    """SQL: posts whose latest version speaks, unverified, for a State or a UN entity (PRODUCT, section 2)."""
    return Q(
        latest_version__speaker_verified=False,
        latest_version__speaker_group__in=[
            StakeholderGroup.MEMBER_STATE,
            StakeholderGroup.UN_ENTITY,
        ],
    )


def sent_for(organisation: str) -> Q:
    """SQL: posts that were sent for an organisation, where that is known to all who may read them."""
    return Q(latest_version__speaker_organisation=organisation) & ~Q(
        name_withheld=NameWithheld.NAME_AND_ORGANISATION
    )


def in_group(group: str) -> Q:
    """SQL: posts whose latest version speaks for a stakeholder group, which all who may read them know."""
    return Q(latest_version__speaker_group=group)


def may_say(words: Sequence[str]) -> Q:
    """SQL: posts whose latest version holds all words (`hub.kit.search`), masked or not.

    In its text or its speaker, or all of them in the name of a file. What a viewer learns by it is asked of each with
    `says`.
    """
    named = Attachment.objects.filter(version=OuterRef("latest_version_id")).annotate(
        folded=Func(F("name"), function="portal_fold", output_field=TextField())
    )
    for word in words:
        named = named.filter(folded__contains=word)
    return Q(holds("latest_version__found_by__words", words)) | Q(Exists(named))


def says(version: Version, post: Post, viewer: Viewer, words: Sequence[str]) -> bool:
    """Whether the words stand in what the viewer may know of a version: nobody finds what they may not see.

    Needs `attachments` and `redactions` prefetched on pages that show many.
    """
    text, speaker = text_for(version, post, viewer), speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return False
    known = "" if speaker.is_withheld else speaker.name
    if begins_each(f"{known} {speaker.organisation} {visible_text(text.html)}", words):
        return True
    return any(begins_each(file.name, words) for file in files_for(version, post, viewer))


def compared_by(version: Version) -> Sketch:
    """What the text of a version is compared by, for everyone: hashes of words, from which nothing can be read."""
    return sketch_of(visible_text(version.body), own_text(version.body))


def snapshot_for(version: Version, post: Post, viewer: Viewer) -> Snapshot | None:
    """The speaker of a version as kept, for a viewer; None where they may not see the version."""
    if not can_see_version(version, post, viewer):
        return None
    sees_name = sees_who_speaks(post, viewer)
    sees_organisation = sees_name or post.name_withheld == NameWithheld.NAME
    return Snapshot(
        name=version.speaker_name if sees_name else None,
        organisation=version.speaker_organisation if sees_organisation else None,
        group=version.speaker_group,
        country=version.speaker_country if sees_organisation else None,
        capacity=version.speaker_capacity,
        is_verified=version.speaker_verified,
    )


def sees_who_speaks(post: Post, viewer: Viewer) -> bool:
    """Whether a viewer who may read the text may know the name of its author too."""
    return post.name_withheld == NameWithheld.NO or _sees_behind(post, viewer)


def is_verified_lead(version: Version) -> bool:
    """Whether staff know who sends the version: somebody who speaks for an organisation, both verified.

    A person that speaks for themselves counts as verified elsewhere: there is no organisation to verify.
    """
    return version.speaker_verified and version.speaker_capacity == Capacity.ORGANISATION


def sees_organisations(post: Post, viewer: Viewer) -> bool:
    """Whether a viewer may know for and with whom the author speaks: with whom one speaks tells who one is."""
    withheld = post.name_withheld == NameWithheld.NAME_AND_ORGANISATION
    return not withheld or _sees_behind(post, viewer)


def files_for(version: Version, post: Post, viewer: Viewer) -> list[ShownFile]:
    """The files of a version for a viewer, in their order; none where they may not see the version.

    One that the virus scanner has not seen, or has found something in, is masked for its author and staff too. Needs `attachments` and `redactions` prefetched on pages that show many.
    """
    if not can_see_version(version, post, viewer):
        return []
    sees_behind = _sees_behind(post, viewer)
    hides_names = post.name_withheld != NameWithheld.NO and not sees_behind
    return [
        ShownFile(
            attachment,
            _file_name(attachment, hides_names),
            None if sees_behind else file_reason(version, attachment),
            scan_of(attachment),
            file_reason(version, attachment) if sees_behind else None,
        )
        for attachment in version.attachments.all()
    ]


def file_text_for(
    attachment: Attachment, version: Version, post: Post, viewer: Viewer
) -> str | None:
    """The words that were taken out of a file of a version, for a viewer; None where they may not have the file.

    "" while they are not taken out yet. A file says what it says: where the name of its author is
    withheld, a reader who may fetch it may search it too.
    """
    shown = [
        file for file in files_for(version, post, viewer) if file.attachment.pk == attachment.pk
    ]
    if not shown or shown[0].is_masked:
        return None
    texts = FileText.objects.filter(pk=attachment.sha256).values_list("extracted", flat=True)
    return texts.first() or ""


#: Stands in the place of the name of a file, as in exports (PRODUCT, section 7).
_WITHHELD: Final = "name-withheld"
_WITHHELD_FILE: Final = re.compile(rf"{_WITHHELD}_([1-9][0-9]{{0,3}})(?:\.[a-z]+)?", re.ASCII)


def withheld_name() -> str:
    """What stands in the place of a name."""
    return _("Name withheld")


def withheld_file_name(name: str, position: int) -> str:
    """A withheld name leaves no file name (PRODUCT, section 6): the place, from 0, and the kind alone.

    In every language the same, as it stands in addresses. A file that came so from an archive for every reader keeps its
    number: others are not in that.
    """
    came = _WITHHELD_FILE.fullmatch(name)
    number = f"{_WITHHELD}_{came[1] if came else position + 1}"
    extension = extension_of(name)
    return f"{number}.{extension}" if extension in EXTENSIONS else number


def may_check(
    version: Version, post: Post, viewer: Viewer, file: Attachment | None = None
) -> bool:
    """Whether a viewer may be told that a hash is that of the text of a version, or of one of its files.

    Whoever is told can try what stands behind a mask, word by word: so only its author and staff are where the text
    or the file is not whole for every reader.
    """
    if _is_insider(post, viewer):
        return True
    visitor = Viewer()
    if not can_see_version(version, post, visitor):
        return False
    if file is not None:
        return file_reason(version, file) is None
    text = text_for(version, post, visitor)
    return text is not None and text.is_whole


def is_kept_from(version: Version, post: Post, viewer: Viewer) -> bool:
    """Whether moderators or its author keep something of a version from a viewer who may read it: speaker, text, files."""
    text = text_for(version, post, viewer)
    speaker = speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return False
    files = files_for(version, post, viewer)
    return speaker.is_withheld or not text.is_whole or any(file.mask_reason for file in files)


def _file_name(attachment: Attachment, is_hidden: bool) -> str:
    if not is_hidden:
        return attachment.name
    return withheld_file_name(attachment.name, attachment.position)


def _withheld(version: Version, post: Post) -> ShownSpeaker:
    keeps_organisation = post.name_withheld == NameWithheld.NAME
    return ShownSpeaker(
        name=withheld_name(),
        organisation=(version.speaker_organisation or "") if keeps_organisation else "",
        group=version.speaker_group,
        country=version.speaker_country if keeps_organisation else None,
        is_verified=version.speaker_verified,
        is_withheld=True,
    )


def _is_insider(post: Post, viewer: Viewer) -> bool:
    return viewer.is_author(post.author_id) or viewer.is_staff_of(post.space_id)


def _is_asked(post: Post, viewer: Viewer) -> bool:
    """Asked to sign a joint submission that stands (`access.signatures` makes such viewers)."""
    return post.pk in viewer.asked_to_sign and post.state in {
        PostState.PENDING,
        PostState.PUBLISHED,
    }


def _sees_behind(post: Post, viewer: Viewer) -> bool:
    """The author sees their own; staff only by an act on record (PRODUCT, section 1)."""
    return viewer.is_author(post.author_id) or viewer.looks_behind
