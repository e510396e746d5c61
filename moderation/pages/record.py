"""The record, prepared: who did what, on what, when and why, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Person, User
from discussions.access.roles import can_see_addresses
from discussions.access.viewer import Viewer
from discussions.access.words import speaker_for
from discussions.models import Post
from discussions.pages.addresses import space_url
from discussions.selectors.reasons import reason_texts
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.models import Record
from moderation.access.record import ShownAs, shown_as
from moderation.pages.record_details import details_of, reason_of
from moderation.pages.record_subjects import Subject, subject_of
from moderation.pages.record_texts import Detail
from moderation.pages.record_words import act_label
from moderation.selectors.record import Around, RecordSlice, around

#: Acts that are done from a shell of the machine alone.
_SHELL = frozenset({"export_space", "import_space", "load_demonstration"})


@dataclass(frozen=True)
class Entry:
    """One act in words. `space_url` and `subject.url` are empty where there is nowhere to go."""

    number: int
    at: datetime
    moment: str
    who: str
    act: str
    subject: Subject
    space: Text
    space_url: str
    reason: str
    details: list[Detail]


@dataclass(frozen=True)
class RecordPage:
    """All that moderation/record.html shows beside the form; `about` names the post that is asked for."""

    entries: list[Entry]
    about: str
    is_filtered: bool
    csv_url: str
    first_url: str
    next_url: str
    all_url: str


def record_page(
    piece: RecordSlice, viewer: Viewer, *, query: str, about: str, before: int
) -> RecordPage:
    """The page of a piece of the record, in the active language; `query` is the address of what is asked for."""
    here = reverse("record")
    asked = f"?{query}" if query else ""
    older = f"{query}&" if query else ""
    last = piece.records[-1].pk if piece.has_more else 0
    return RecordPage(
        entries=entries_of(piece.records, viewer),
        about=about,
        is_filtered=bool(query),
        csv_url=f"{reverse('record-csv')}{asked}",
        first_url=f"{here}{asked}" if before else "",
        next_url=f"{here}?{older}before={last}" if last else "",
        all_url=here,
    )


def entries_of(records: Sequence[Record], viewer: Viewer) -> list[Entry]:
    """The entries in words, as far as the viewer may know them; a bounded number of statements however many."""
    found, reasons = around(records), reason_texts(get_language() or "en")
    return [_entry(record, found, reasons, viewer) for record in records]


def _entry(record: Record, found: Around, reasons: Mapping[str, str], viewer: Viewer) -> Entry:
    space = found.spaces.get(record.space_id or 0)
    return Entry(
        number=record.pk,
        at=record.at,
        moment=moment_in(record.at),
        who=_who(record, found, viewer),
        act=act_label(record.act),
        subject=subject_of(record, found, viewer),
        space=text_in(space, "title", get_language() or "en") if space else Text("", ""),
        space_url=space_url(space) if space else "",
        reason=reason_of(record, reasons),
        details=details_of(record, found, viewer),
    )


def _who(record: Record, found: Around, viewer: Viewer) -> str:
    """Who did it, as the viewer may know them."""
    if record.actor_id is None:
        return _nobody(record)
    user = found.users.get(record.actor_id)
    person: Person | None = getattr(user, "person", None)
    post = found.post_of(record)
    how = shown_as(record.act, person.pk if person else None, post, viewer)
    if how == ShownAs.SPEAKER and post is not None:
        return _speaker(post, viewer)
    if how == ShownAs.SIGNATORY:
        return _("Somebody who was asked to sign")
    if how == ShownAs.SOMEBODY:
        return _("Somebody")
    return name_of(user, viewer)


def name_of(user: User | None, viewer: Viewer) -> str:
    """The name of an account; its address only for those who may know it."""
    person: Person | None = getattr(user, "person", None)
    if person is not None:
        return person.name
    if user is not None and can_see_addresses(viewer):
        return user.email
    return _("An account without a name")


def _nobody(record: Record) -> str:
    if record.act in _SHELL:
        return _("From the shell")
    if record.act == "joint-answer":
        return _("Somebody with the link of a letter")
    if record.act in {"export-link-opened", "export-link-fetched"}:
        return _("Somebody with a link to the export")
    return _("The portal itself")


def _speaker(post: Post, viewer: Viewer) -> str:
    """The author, by the one door to names."""
    is_staff = viewer.is_staff_of(post.space_id)
    version = post.latest_version if is_staff else (post.public_version or post.latest_version)
    speaker = speaker_for(version, post, viewer)
    return speaker.name if speaker is not None else _("The author")
