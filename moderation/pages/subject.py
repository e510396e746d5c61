"""The text that an act with a page of its own is about, as its moderator meets it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.words import files_for, speaker_for, text_for
from discussions.enums import PostState
from discussions.models import Post
from discussions.pages.addresses import post_url
from discussions.pages.texts import FileLine, Prose, attachment_line, prose_of
from discussions.selectors.reasons import reason_texts
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.languages import language_name


@dataclass(frozen=True)
class Subject:
    """A text with what is known of it (moderation/subject.html). `queue_url`: its panel in the review queue."""

    reference: str
    url: str
    queue_url: str
    name: str
    organisation: str
    meta: list[str]
    place: str
    space: Text
    text: Prose
    files: list[FileLine]
    version_id: UUID
    decision_id: int


def subject_of(post: Post, viewer: Viewer, *, folds: bool) -> Subject:
    """A post from `post_for_review`, for staff of its space, in the active language."""
    language, reasons = get_language() or "en", reason_texts(get_language() or "en")
    version = post.latest_version
    speaker, text = speaker_for(version, post, viewer), text_for(version, post, viewer)
    assert speaker is not None  # staff of a space see every version in it
    assert text is not None
    return Subject(
        reference=post.reference,
        url=post_url(post),
        queue_url=queue_url(post),
        name=speaker.name,
        organisation=speaker.organisation if speaker.organisation != speaker.name else "",
        meta=[
            _("Received %(moment)s UTC") % {"moment": moment_in(post.received_at)},
            language_name(version.language, language),
            _("version %(number)d") % {"number": version.number},
            str(PostState(post.state).label),
        ],
        place=place_words(post),
        space=text_in(post.space, "title", language),
        text=prose_of(text, language, reasons.get(text.mask_reason or "", ""), folds=folds),
        files=[
            attachment_line(file, language, reasons.get(file.mask_reason or "", ""))
            for file in files_for(version, post, viewer)
        ],
        version_id=version.pk,
        decision_id=max((decision.pk for decision in post.decisions.all()), default=0),
    )


def queue_url(post: Post) -> str:
    """The panel of a post in the review queue; needs its space at hand."""
    return f"{reverse('review-queue')}?post={post.reference}"


def place_words(post: Post) -> str:
    """What the post answers, in a few words."""
    if post.parent is not None:
        return _("In reply to %(reference)s") % {"reference": post.parent.reference}
    if post.prompt is not None:
        return _("Question %(number)d") % {"number": post.prompt.number}
    return _("To the space as a whole")
