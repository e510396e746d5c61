"""The side panel of the review queue: one post, what was decided on it, what can be decided now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.access.words import (
    ShownSpeaker,
    files_for,
    is_kept_from,
    speaker_for,
    text_for,
)
from discussions.enums import PostState, Standing, VersionReview
from discussions.models import Post, Version
from discussions.pages.addresses import compare_url, place_url, post_url
from discussions.pages.card_shapes import Link
from discussions.pages.texts import FileLine, Prose, attachment_line, prose_of
from discussions.pages.windows import Status
from discussions.selectors.appeals import open_appeal
from discussions.selectors.reasons import reason_texts
from discussions.selectors.writing import window_for
from hub.kit.bilingual import text_in
from hub.kit.countries import country_name
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from moderation.access.decisions import is_late_and_waits, possible_acts, takes_late_on_request
from moderation.pages.choices import Choice, choices_of
from moderation.pages.own_pages import links_of, record_link
from moderation.pages.steps import Appeal, Step, appeal_of, step_of
from moderation.selectors.queue import states_of_author


@dataclass(frozen=True)
class Context:
    """What a post answers: another post, in its words."""

    reference: str
    url: str
    name: str
    text: Prose | None


@dataclass(frozen=True)
class Panel:
    """All that moderation/panel.html shows. `choices`: what can be decided now.

    `look_url`: where what is kept from readers, and from staff, is looked at on record; "" where all is shown.
    `compare_url`: what the latest version changed; `reasons_url`: where the words for reasons are edited, for those who
    may; "" where there is nothing. `links`: the ways to acts that have pages of their own.
    """

    reference: str
    url: str
    name: str
    organisation: str
    meta: list[str]
    standing: Status | None
    state: str
    about: list[str]
    place: str
    place_url: str
    space: str
    space_language: str
    answers: Context | None
    text: Prose
    files: list[FileLine]
    public_text: Prose | None
    public_version: int
    version: int
    version_id: UUID
    decision_id: int
    steps: list[Step]
    choices: list[Choice]
    note: str
    look_url: str = ""
    compare_url: str = ""
    reasons_url: str = ""
    appeal: Appeal | None = None
    links: list[Link] = field(default_factory=list)

    @property
    def needs_reason(self) -> bool:
        """Whether any of the choices needs a reason."""
        return any(choice.needs_reason for choice in self.choices)


def panel_of(post: Post, viewer: Viewer) -> Panel:
    """The panel of a post from `post_for_review`, for staff of its space, in the active language."""
    language = get_language() or "en"
    reasons = reason_texts(language)
    version = post.latest_version
    speaker = speaker_for(version, post, viewer)
    assert speaker is not None  # staff of a space see every version in it
    name, organisation = speaker_line(speaker)
    public = _public_text_beside(post, viewer, reasons)
    title = text_in(post.space, "title", language)
    decisions = list(post.decisions.all())
    appeal = open_appeal(post.pk)
    is_about_lateness = is_late_and_waits(post) and takes_late_on_request(
        window_for(post.space, post.prompt)
    )
    return Panel(
        reference=post.reference,
        url=post_url(post),
        name=name,
        organisation=organisation,
        meta=_meta(version, language),
        standing=_standing(version),
        state=_state(post, reasons),
        about=_about(post, speaker, language),
        place=_place(post),
        place_url=place_url(post.space, post.prompt),
        space=title.value,
        space_language=title.language,
        answers=_answers(post, viewer, reasons),
        text=_prose(version, post, viewer, reasons),
        files=[
            attachment_line(file, language, reasons.get(file.mask_reason or "", ""))
            for file in files_for(version, post, viewer)
        ],
        public_text=public[1] if public else None,
        public_version=public[0] if public else 0,
        version=version.number,
        version_id=version.pk,
        decision_id=decisions[-1].pk if decisions else 0,
        steps=[step_of(decision, reasons) for decision in decisions],
        choices=choices_of(
            possible_acts(viewer, post),
            post,
            about_lateness=is_about_lateness,
            has_appeal=appeal is not None,
        ),
        note=_note(post, is_about_lateness=is_about_lateness),
        look_url=reverse("look-behind", args=[post.reference])
        if is_kept_from(version, post, viewer)
        else "",
        compare_url=_compare_url(post),
        reasons_url=reverse("reasons") if can_set_up(viewer) else "",
        appeal=appeal_of(appeal),
        links=[*links_of(possible_acts(viewer, post), post), record_link(post)],
    )


def speaker_line(speaker: ShownSpeaker) -> tuple[str, str]:
    """Name and organisation; the organisation is empty where the name says it already."""
    organisation = speaker.organisation if speaker.organisation != speaker.name else ""
    return speaker.name, organisation


def _meta(version: Version, language: str) -> list[str]:
    received = _("Received %(moment)s UTC") % {"moment": moment_in(version.received_at)}
    meta = [received, language_name(version.language, language)]
    if version.number > 1:
        meta.append(_("version %(number)d") % {"number": version.number})
    return meta


def _standing(version: Version) -> Status | None:
    if version.standing == Standing.ON_TIME:
        return None
    kind = "urgent" if version.standing == Standing.LATE else "soon"
    return Status(kind, str(Standing(version.standing).label))


def _state(post: Post, reasons: Mapping[str, str]) -> str:
    state = str(PostState(post.state).label)
    if not post.reason:
        return state
    return _("%(state)s: %(reason)s") % {"state": state, "reason": reasons[post.reason]}


def _about(post: Post, speaker: ShownSpeaker, language: str) -> list[str]:
    about = []
    if speaker.group:
        about.append(str(StakeholderGroup(speaker.group).label))
    if speaker.country:
        about.append(country_name(speaker.country, language))
    if not speaker.is_verified:
        about.append(_("not verified"))
    if speaker.is_withheld:
        about.append(_("the author asked not to be named in public"))
    return about + _history(post)


def _history(post: Post) -> list[str]:
    """What else the author has sent, in numbers."""
    states = states_of_author(post.author_id)
    if not states:
        return []
    if sum(states.values()) == 1:
        return [_("first text of this author")]
    shown = [
        (PostState.PUBLISHED, _("texts of this author that are published: %(number)d")),
        (PostState.RETURNED, _("returned: %(number)d")),
        (PostState.HIDDEN, _("hidden: %(number)d")),
        (PostState.REJECTED, _("rejected: %(number)d")),
        (PostState.WITHDRAWN, _("withdrawn: %(number)d")),
    ]
    return [
        words % {"number": states.get(state, 0)}
        for state, words in shown
        if states.get(state) or state == PostState.PUBLISHED
    ]


def _place(post: Post) -> str:
    if post.prompt is None:
        return _("To the space as a whole")
    return _("Question %(number)d") % {"number": post.prompt.number}


def _answers(post: Post, viewer: Viewer, reasons: Mapping[str, str]) -> Context | None:
    parent = post.parent
    if parent is None:
        return None
    version = parent.public_version or parent.latest_version
    speaker = speaker_for(version, parent, viewer)
    return Context(
        reference=parent.reference,
        url=post_url(parent),
        name=speaker.name if speaker is not None else "",
        text=_prose(version, parent, viewer, reasons, folds=True),
    )


def _public_text_beside(
    post: Post, viewer: Viewer, reasons: Mapping[str, str]
) -> tuple[int, Prose] | None:
    """What readers see now, where the latest version is another."""
    if post.public_version_id is None or post.public_version_id == post.latest_version_id:
        return None
    version = next(one for one in post.versions.all() if one.pk == post.public_version_id)
    return version.number, _prose(version, post, viewer, reasons)


def _prose(
    version: Version,
    post: Post,
    viewer: Viewer,
    reasons: Mapping[str, str],
    *,
    folds: bool = False,
) -> Prose:
    text = text_for(version, post, viewer)
    assert text is not None  # staff of a space see every version in it
    reason = reasons.get(text.mask_reason or "", "")
    return prose_of(text, get_language() or "en", reason, folds=folds)


def _compare_url(post: Post) -> str:
    """From what readers see, else from the version before, to the latest one."""
    latest = post.latest_version
    if latest.number == 1:
        return ""
    numbers = {version.pk: version.number for version in post.versions.all()}
    public = numbers.get(post.public_version_id) if post.public_version_id else None
    return compare_url(post, min(public or latest.number, latest.number - 1), latest.number)


def _note(post: Post, *, is_about_lateness: bool) -> str:
    """Why nothing, or not everything, can be decided; and what else there is to decide."""
    if is_about_lateness:
        return _(
            "It came after the window had closed, and here moderators decide whether late texts are taken."
        )
    if post.state == PostState.RETURNED:
        return _("It is with its author, who can mend it and send it again.")
    if post.state == PostState.WITHDRAWN:
        return _("Its author has withdrawn it. Nothing is left to decide.")
    if post.merged_into is not None:
        reference = post.merged_into.reference
        return _("Readers see a link to %(reference)s in its place.") % {"reference": reference}
    if post.state == PostState.HIDDEN and post.latest_version.review == VersionReview.WAITING:
        return _("A newer version waits. It can be decided on once the text is shown again.")
    return ""
