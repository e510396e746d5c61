"""The mail that tells an author of a reply."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.viewer import viewer_of
from discussions.access.words import speaker_for, text_for
from discussions.enums import PostState
from discussions.selectors.letters import post_of_notice
from hub.kit.bilingual import text_in
from hub.kit.sanitise import excerpt

_QUOTED = 600  # characters of the reply; the rest is read on the page


def reply_letter(notice: Notice) -> Letter | None:
    """The mail, in the active language; None when the reply is no longer public, or masked."""
    post = post_of_notice(notice)
    if post is None or post.state != PostState.PUBLISHED or post.public_version is None:
        return None
    viewer = viewer_of(notice.receiver)
    text = text_for(post.public_version, post, viewer)
    speaker = speaker_for(post.public_version, post, viewer)
    if text is None or text.mask_reason or speaker is None or post.parent is None:
        return None
    title = text_in(post.space, "title", get_language() or "en")
    return write_letter(
        "mails/reply",
        subject=_("%(name)s replied to you") % {"name": speaker.name},
        context={
            "organisation": speaker.organisation,
            "space_title": title.value,
            "space_language": title.language,
            "question_number": post.prompt.number if post.prompt else None,
            "own_reference": post.parent.reference,
            "reference": post.reference,
            "words": excerpt(text.html, _QUOTED),
            "words_language": text.language,
            "action_url": f"{settings.SITE_URL}{reverse('post', args=[post.reference])}",
            "action_label": _("Read and reply"),
        },
    )
