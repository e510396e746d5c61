"""The mail that tells an author of a virus in a file that was taken while the scanner was away."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.posts import check_correct, refusal_of
from discussions.access.viewer import viewer_of
from discussions.access.words import files_for
from discussions.enums import ScanState
from discussions.selectors.letters import latest_of_notice
from discussions.selectors.writing import window_for
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now


def virus_letter(notice: Notice) -> Letter | None:
    """The mail, in the active language; None when the latest version has no such file (any more)."""
    post = latest_of_notice(notice)
    if post is None:
        return None
    viewer = viewer_of(notice.receiver)
    files = files_for(post.latest_version, post, viewer)
    names = [file.name for file in files if file.scan == ScanState.INFECTED]
    if not names:
        return None
    title = text_in(post.space, "title", get_language() or "en")
    window = window_for(post.space, post.prompt)
    can_correct = refusal_of(
        check_correct, viewer, post, window, database_now()
    ) is None and viewer.is_author(post.author_id)
    action = "post-correct" if can_correct else "post-receipt"
    return write_letter(
        "mails/virus",
        subject=ngettext(
            "A virus was found in a file of %(reference)s",
            "A virus was found in files of %(reference)s",
            len(names),
        )
        % {"reference": post.reference},
        context={
            "reference": post.reference,
            "space_title": title.value,
            "space_language": title.language,
            "names": names,
            "can_correct": can_correct,
            "action_url": f"{settings.SITE_URL}{reverse(action, args=[post.reference])}",
            "action_label": _("Send a correction without it")
            if can_correct
            else _("See the receipt"),
        },
    )
