"""The mail that asks endorsers whether their endorsement holds for a new version."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.posts import refusal_of
from discussions.access.signatures import check_takes_endorsements
from discussions.access.viewer import VISITOR
from discussions.access.words import speaker_for
from discussions.enums import PostState
from discussions.selectors.letters import version_of_notice
from discussions.selectors.signatures import endorsed_by
from discussions.selectors.writing import window_for
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now


def reconfirm_letter(notice: Notice) -> Letter | None:
    """The mail, in the active language; None when there is nothing left to confirm, or no time to.

    The author is named as readers may know it.
    """
    version = version_of_notice(notice)
    if version is None or version.post.state != PostState.PUBLISHED:
        return None
    post = version.post
    if version.pk != post.public_version_id:
        return None
    window = window_for(post.space, post.prompt)
    waiting = endorsed_by(notice.receiver_id or 0, post)
    speaker = speaker_for(version, post, VISITOR)
    is_over = refusal_of(check_takes_endorsements, window, database_now()) is not None
    if is_over or not waiting or speaker is None:
        return None
    title = text_in(post.space, "title", get_language() or "en")
    return write_letter(
        "mails/reconfirm",
        subject=_("%(reference)s has changed: do you still endorse it?")
        % {"reference": post.reference},
        context={
            "name": speaker.name,
            "names": [row.endorser_name for row in waiting],
            "reference": post.reference,
            "version": version.number,
            "space_title": title.value,
            "space_language": title.language,
            "action_url": f"{settings.SITE_URL}{reverse('endorse', args=[post.reference])}",
            "action_label": _("Read it and confirm"),
        },
    )
