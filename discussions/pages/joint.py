"""Joint submissions: whom a post names, and the page on which one of them answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.posts import acts_for_author, refusal_of
from discussions.access.signatures import (
    asked_reader,
    check_answer_joint,
    co_signatories_for,
    joint_answers_end_at,
    version_to_sign,
)
from discussions.access.viewer import Viewer
from discussions.access.words import ShownFile, ShownSpeaker, files_for, speaker_for, text_for
from discussions.enums import CoSignatoryState
from discussions.models import CoSignatory, Post, Window
from discussions.pages.addresses import place_url, post_url, space_url
from discussions.pages.card_shapes import Signature
from discussions.pages.sections import Crumb, crumbs_to, place_name, window_for
from discussions.pages.signatures import co_signatory_notes, joint_with
from discussions.pages.texts import FileLine, Prose, attachment_line, prose_of
from discussions.pages.windows import Status
from discussions.selectors.signatures import open_invitations
from discussions.validators.joint_links import JointLink, token_of
from discussions.validators.sent import NamedCoSignatory
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in


@dataclass(frozen=True)
class JointChoice:
    """One organisation that is asked, with its answer so far (`told` in words, "" while there is none)."""

    co_signatory: int
    organisation: str
    state: str
    status: Status
    told: str
    can_agree: bool
    can_decline: bool


@dataclass(frozen=True)
class JointPage:
    """All that `discussions/joint.html` shows."""

    crumbs: list[Crumb]
    title: str
    reference: str
    post_url: str
    is_public: bool
    lead: str
    lead_organisation: str
    lead_group: str
    space_title: Text
    space_url: str
    place: str
    place_url: str
    version: int
    text: Prose
    files: list[FileLine]
    with_others: list[Signature]
    choices: list[JointChoice]
    until: str


@dataclass(frozen=True)
class AskedFor:
    """A post that somebody is asked to sign, for one or more organisations, at an instant.

    `link`: they came by a signed link.
    """

    post: Post
    rows: Sequence[CoSignatory]
    window: Window | None
    at: datetime
    link: JointLink | None = None


def joint_page(asked: AskedFor, viewer: Viewer) -> JointPage | None:
    """The page, in the active language, for who may answer; None where the text is not theirs to read."""
    post, language = asked.post, get_language() or "en"
    eyes = asked_reader(viewer, asked.rows[0])
    version = version_to_sign(post)
    text, speaker = text_for(version, post, eyes), speaker_for(version, post, eyes)
    if text is None or speaker is None:
        return None
    organisation = speaker.organisation if speaker.organisation != speaker.name else ""
    end = joint_answers_end_at(asked.window)
    return JointPage(
        crumbs=crumbs_to(
            post.space,
            language,
            Crumb(place_name(post.prompt), place_url(post.space, post.prompt)),
            Crumb(_("Joint submission")),
        ),
        title=_title(asked),
        reference=post.reference,
        post_url=post_url(post),
        is_public=post.public_version_id == version.pk,
        lead=speaker.name,
        lead_organisation=organisation,
        lead_group=_group(speaker),
        space_title=text_in(post.space, "title", language),
        space_url=space_url(post.space),
        place=place_name(post.prompt),
        place_url=place_url(post.space, post.prompt),
        version=version.number,
        text=prose_of(text, language, "", folds=False),
        files=[_file(file, asked, language) for file in files_for(version, post, eyes)],
        with_others=joint_with(post, version, eyes, language),
        choices=[_choice(row, asked, viewer) for row in asked.rows],
        until=_("%(moment)s UTC") % {"moment": moment_in(end)} if end is not None else "",
    )


def waiting_invitations(person_id: int, at: datetime) -> list[CoSignatory]:
    """What a person may answer now for an organisation of theirs, the latest first."""
    return [
        row
        for row in open_invitations(person_id)
        if refusal_of(check_answer_joint, row, row.post, _window(row.post), at) is None
    ]


def already_named(post: Post, viewer: Viewer) -> tuple[NamedCoSignatory, ...] | None:
    """Whom a post names, as the form of a correction begins with it, for who may correct it; None for a reply."""
    if post.is_reply:
        return None
    if not acts_for_author(viewer, post):  # nobody else learns the addresses
        return ()
    return tuple(
        NamedCoSignatory(row.organisation_id, row.organisation_name, row.email)
        for row in co_signatories_for(post, viewer)
    )


def _window(post: Post) -> Window | None:
    """The window that decides, of those at hand."""
    main = next((row for row in post.space.windows.all() if row.position == 0), None)
    return window_for(post.prompt, main)


def _title(asked: AskedFor) -> str:
    names = [row.organisation_name for row in asked.rows]
    if len(names) > 1:
        return _("Sign a joint submission")
    return _("Does %(organisation)s sign this text?") % {"organisation": names[0]}


def _group(speaker: ShownSpeaker) -> str:
    return str(StakeholderGroup(speaker.group).label) if speaker.group else ""


def _file(file: ShownFile, asked: AskedFor, language: str) -> FileLine:
    """With a link of its own: who comes by a signed link has no account to fetch it with."""
    line = attachment_line(file, language, "")
    if not line.url or asked.link is None:
        return line
    url = reverse("joint-file", args=[token_of(asked.link), file.attachment.pk])
    return FileLine(line.kind, line.name, url, line.size, line.notes, line.language)


def _choice(row: CoSignatory, asked: AskedFor, viewer: Viewer) -> JointChoice:
    state, version = CoSignatoryState(row.state), version_to_sign(asked.post)
    is_of_now = row.version_id == version.pk
    kind = {CoSignatoryState.CONFIRMED: "open", CoSignatoryState.DECLINED: ""}.get(state, "soon")
    kind = "soon" if kind == "open" and not is_of_now else kind
    words = co_signatory_notes(row, asked.post, version)
    if state == CoSignatoryState.CONFIRMED and is_of_now:
        words = [str(state.label), *words]
    return JointChoice(
        co_signatory=row.pk,
        organisation=row.organisation_name,
        state=row.state,
        status=Status(kind, " · ".join(words)),
        told=_told(row),
        can_agree=not is_of_now
        or state != CoSignatoryState.CONFIRMED
        or _would_verify(row, asked, viewer),
        can_decline=not is_of_now or state != CoSignatoryState.DECLINED,
    )


def _would_verify(row: CoSignatory, asked: AskedFor, viewer: Viewer) -> bool:
    """Whether the same answer of this reader would be worth more than the one that stands."""
    by_address = asked.link is not None and asked.link.person is None
    return not row.is_verified and not by_address and row.by_person_id != viewer.person_id


def _told(row: CoSignatory) -> str:
    if row.answered_at is None:
        return ""
    words = (
        _("It agreed on %(moment)s UTC.")
        if row.state == CoSignatoryState.CONFIRMED
        else _("It declined on %(moment)s UTC.")
    )
    return words % {"moment": moment_in(row.answered_at)}
