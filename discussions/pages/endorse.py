"""The page on which somebody endorses a post, takes it back, or confirms it for a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from discussions.access.posts import refusal_of
from discussions.access.signatures import (
    check_change_endorsement,
    check_endorse,
    check_endorse_for,
)
from discussions.access.viewer import Viewer
from discussions.access.words import speaker_for, text_for
from discussions.models import Endorsement, Post, Window
from discussions.pages.addresses import place_url, post_url
from discussions.pages.sections import Crumb, crumbs_to, place_name
from discussions.pages.signatures import endorsement_notes
from discussions.pages.texts import direction_of
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt

_OPENING = 600  # characters of the text; the whole stands behind its link


@dataclass(frozen=True)
class EndorsementLine:
    """An endorsement by the reader or their organisation, and what can be done with it now."""

    identifier: int
    name: str
    told: str
    notes: list[str]
    can_be_withdrawn: bool
    can_be_confirmed: bool


@dataclass(frozen=True)
class EndorsePage:
    """All that `discussions/endorse.html` shows. `refusal` says why nothing more can be endorsed, "" where it can."""

    crumbs: list[Crumb]
    reference: str
    post_url: str
    name: str
    organisation: str
    opening: str
    language: str
    direction: str
    version: int
    refusal: str
    can_endorse: bool
    lines: list[EndorsementLine]
    withdraw_url: str
    confirm_url: str


@dataclass(frozen=True)
class Endorsing:
    """A post that somebody may endorse, with what stands already, at an instant.

    `memberships` are the viewer's; `standing` all endorsements that were not taken back; `unconfirmed`
    those of them (ids) in whose place one of a confirmed member may come.
    """

    post: Post
    window: Window | None
    at: datetime
    memberships: Sequence[Membership]
    standing: Sequence[Endorsement]
    unconfirmed: frozenset[int] = frozenset()

    def own(self, viewer: Viewer) -> list[Endorsement]:
        """Those of the viewer and of their organisations."""
        organisations = {membership.organisation_id for membership in self.memberships}
        return [
            row
            for row in self.standing
            if row.organisation_id in organisations
            or (row.person_id is not None and row.person_id == viewer.person_id)
        ]

    def choices(self, viewer: Viewer) -> tuple[tuple[int | None, str], ...]:
        """(id, name) of the organisations that may endorse and for which the viewer has not yet, last None for themselves."""
        language = get_language() or "en"
        taken = {row.organisation_id for row in self.own(viewer) if not self._yields(row, viewer)}
        organisations = [
            (row.organisation_id, text_in(row.organisation, "name", language).value)
            for row in self.memberships
            if row.organisation_id not in taken
            and refusal_of(check_endorse_for, self.post, row.organisation) is None
        ]
        myself = [] if None in taken else [(None, _("Myself"))]
        return (*organisations, *myself)

    def speaks_confirmed(self, organisation: int | None) -> bool:
        """Whether staff have confirmed that the viewer speaks for it."""
        return any(
            row.organisation_id == organisation and row.confirmed_at is not None
            for row in self.memberships
        )

    def _yields(self, row: Endorsement, viewer: Viewer) -> bool:
        return (
            row.pk in self.unconfirmed
            and row.by_person_id != viewer.person_id
            and self.speaks_confirmed(row.organisation_id)
        )


def endorse_page(endorsing: Endorsing, viewer: Viewer) -> EndorsePage:
    """The page, in the active language, of a post whose text is public."""
    post, language = endorsing.post, get_language() or "en"
    version = post.public_version
    assert version is not None
    text, speaker = text_for(version, post, viewer), speaker_for(version, post, viewer)
    assert text is not None
    assert speaker is not None
    organisation = speaker.organisation if speaker.organisation != speaker.name else ""
    refusal = refusal_of(check_endorse, viewer, post, endorsing.window, endorsing.at)
    return EndorsePage(
        crumbs=crumbs_to(
            post.space,
            language,
            Crumb(place_name(post.prompt), place_url(post.space, post.prompt)),
            Crumb(post.reference, post_url(post)),
            Crumb(_("Endorse")),
        ),
        reference=post.reference,
        post_url=post_url(post),
        name=speaker.name,
        organisation=organisation,
        opening=excerpt(text.html, _OPENING),
        language=text.language,
        direction=direction_of(text.language),
        version=version.number,
        refusal=str(refusal or ""),
        can_endorse=refusal is None and bool(endorsing.choices(viewer)),
        lines=_lines(endorsing, viewer),
        withdraw_url=reverse("endorsement-withdraw", args=[post.reference]),
        confirm_url=reverse("endorsement-confirm", args=[post.reference]),
    )


def _lines(endorsing: Endorsing, viewer: Viewer) -> list[EndorsementLine]:
    memberships = {row.organisation_id: row for row in endorsing.memberships}
    return [_line(row, endorsing, memberships, viewer) for row in endorsing.own(viewer)]


def _line(
    row: Endorsement, endorsing: Endorsing, memberships: Mapping[int, Membership], viewer: Viewer
) -> EndorsementLine:
    post = endorsing.post
    refusal = refusal_of(
        check_change_endorsement,
        viewer,
        row,
        memberships.get(row.organisation_id or 0),
        endorsing.window,
        endorsing.at,
    )
    is_earlier = row.version_id is not None and row.version_id != post.public_version_id
    return EndorsementLine(
        identifier=row.pk,
        name=row.endorser_name,
        told=_told(row, viewer, is_confirmed=endorsing.speaks_confirmed(row.organisation_id)),
        notes=endorsement_notes(row, post),
        can_be_withdrawn=refusal is None,
        can_be_confirmed=refusal is None and is_earlier,
    )


def _told(row: Endorsement, viewer: Viewer, *, is_confirmed: bool) -> str:
    """When, and by which colleague; their name is for members whom staff have confirmed."""
    if row.at is None:
        return ""
    moment = moment_in(row.at)
    if row.by_person_id == viewer.person_id or row.by_person is None:
        return _("Endorsed on %(moment)s UTC.") % {"moment": moment}
    if not is_confirmed:
        return _("A colleague endorsed it for your organisation on %(moment)s UTC.") % {
            "moment": moment
        }
    words = _("%(name)s endorsed it for your organisation on %(moment)s UTC.")
    return words % {"name": row.by_person.name, "moment": moment}
