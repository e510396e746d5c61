"""The side panel of the review queue: one post, what was decided on it, what can be decided now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.access.words import files_for, speaker_for
from discussions.enums import PostState, Standing, VersionReview
from discussions.errors import OwnText
from discussions.models import Post, Version
from discussions.pages.addresses import compare_url, place_url, post_url
from discussions.pages.card_shapes import Link
from discussions.pages.texts import FileLine, Prose, attachment_line
from discussions.pages.windows import Status
from discussions.selectors.appeals import open_appeal
from discussions.selectors.reasons import reason_texts
from discussions.selectors.writing import window_for
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from moderation.access.decisions import is_late_and_waits, possible_acts, takes_late_on_request
from moderation.pages.around import Below, Context, answers_of, below_of, staff_prose
from moderation.pages.choices import Choice, choices_of
from moderation.pages.look import Look, look_of
from moderation.pages.own_pages import links_of, record_link
from moderation.pages.speaking import about_author, speaker_line
from moderation.pages.steps import Appeal, Step, appeal_of, step_of


@dataclass(frozen=True)
class Panel:
    """All that moderation/panel.html shows. `choices`: what can be decided now.

    `look`: how what is kept from readers, and from staff, is looked at on record; None where all is shown. `below`: the
    replies to it; None where there are none. `compare_url`: what the latest version changed; `reasons_url`: where the words for reasons are edited, for those who
    may; "" where there is nothing. `links`: the ways to acts that have pages of their own.
    """

    reference: str
    url: str
    name: str
    organisation: str
    meta: list[str]
    standing: Status | None
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
    is_public: bool
    version: int
    version_id: UUID
    decision_id: int
    steps: list[Step]
    choices: list[Choice]
    note: str
    look: Look | None = None
    below: Below | None = None
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
        meta=_meta(post, reasons, language),
        standing=_standing(version),
        about=about_author(post, viewer, speaker, language),
        place=_place(post),
        place_url=place_url(post.space, post.prompt),
        space=title.value,
        space_language=title.language,
        answers=answers_of(post, viewer, reasons),
        text=staff_prose(version, post, viewer, reasons, folds=True),
        files=[
            attachment_line(file, language, reasons.get(file.mask_reason or "", ""))
            for file in files_for(version, post, viewer)
        ],
        public_text=public[1] if public else None,
        public_version=public[0] if public else 0,
        is_public=post.state == PostState.PUBLISHED,
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
        note=_note(post, viewer, is_about_lateness=is_about_lateness),
        look=look_of([version], post, viewer),
        below=below_of(post, viewer),
        compare_url=_compare_url(post),
        reasons_url=reverse("reasons") if can_set_up(viewer) else "",
        appeal=appeal_of(appeal),
        links=[*links_of(possible_acts(viewer, post), post), record_link(post)],
    )


def _meta(post: Post, reasons: Mapping[str, str], language: str) -> list[str]:
    """When the text came, its language and state; and of a newer version the same, as it is another thing."""
    version = post.latest_version
    meta = [
        _("Received %(moment)s UTC") % {"moment": moment_in(post.received_at)},
        language_name(version.language, language),
        _state(post, reasons),
    ]
    if version.number > 1:
        words = _("Version %(number)d, received %(moment)s UTC: %(review)s")
        review = VersionReview(version.review).label
        moment = moment_in(version.received_at)
        meta.append(words % {"number": version.number, "moment": moment, "review": review})
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


def _place(post: Post) -> str:
    if post.prompt is None:
        return _("To the space as a whole")
    return _("Question %(number)d") % {"number": post.prompt.number}


def _public_text_beside(
    post: Post, viewer: Viewer, reasons: Mapping[str, str]
) -> tuple[int, Prose] | None:
    """What readers see, or saw before it was hidden or merged, where the latest version is another."""
    if post.public_version_id is None or post.public_version_id == post.latest_version_id:
        return None
    version = next(one for one in post.versions.all() if one.pk == post.public_version_id)
    return version.number, staff_prose(version, post, viewer, reasons)


def _compare_url(post: Post) -> str:
    """From what readers see, else from the version before, to the latest one."""
    latest = post.latest_version
    if latest.number == 1:
        return ""
    numbers = {version.pk: version.number for version in post.versions.all()}
    public = numbers.get(post.public_version_id) if post.public_version_id else None
    return compare_url(post, min(public or latest.number, latest.number - 1), latest.number)


def _note(post: Post, viewer: Viewer, *, is_about_lateness: bool) -> str:
    """Why nothing, or not everything, can be decided; and what else there is to decide."""
    if viewer.is_author(post.author_id):
        return str(OwnText.message)
    if is_about_lateness:
        return _(
            "It came after the window had closed, and here moderators decide whether late texts are taken."
        )
    if post.merged_into is not None:
        return _merged(post, post.merged_into)
    if post.state == PostState.HIDDEN and post.latest_version.review == VersionReview.WAITING:
        return _("A newer version waits. It can be published without the hidden one.")
    return {
        PostState.RETURNED: _("It is with its author, who can mend it and send it again."),
        PostState.WITHDRAWN: _("Its author has withdrawn it. Nothing is left to decide."),
    }.get(PostState(post.state), "")


def _merged(post: Post, into: Post) -> str:
    """What readers see of a merged text; whether they can read what it says at all."""
    named = {"reference": into.reference}
    if into.state != PostState.PUBLISHED:
        words = _(
            "It was merged into %(reference)s, which readers do not see now. If what it says shall be read, separate the"
            " two again."
        )
        return words % named
    if post.survivor is None:
        words = _(
            "It was merged into %(reference)s. Readers see no link to it: one of the two withholds a name."
        )
        return words % named
    return _("Readers see a link to %(reference)s in its place.") % named
