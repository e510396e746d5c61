"""The mail of the receipt."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.scans import scan_note
from discussions.access.viewer import Viewer, viewer_of
from discussions.access.words import files_for, speaker_for, text_for
from discussions.mailers.receipt_words import (
    heading_of,
    instant_in_zone,
    instant_text,
    next_steps,
    sent_again_words,
)
from discussions.models import Version
from discussions.selectors.letters import version_of_notice
from discussions.selectors.writing import window_for
from discussions.validators.receipt_proof import proof_of
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now
from hub.kit.files import file_size_text


def receipt_letter(notice: Notice) -> Letter | None:
    """The mail, in the active language; None when the receiver may no longer see the version.

    The receipt of a text that was withdrawn before its mail went out still says what was received.
    """
    version = version_of_notice(notice)
    if version is None:
        return None
    post = version.post
    facts = receipt_facts(version, viewer_of(notice.receiver))
    if facts is None:
        return None
    is_withdrawal = bool(notice.facts.get("withdrawn"))
    window, at = window_for(post.space, post.prompt), database_now()
    address = reverse("post-receipt", args=[post.reference])
    heading = heading_of(post, version, is_withdrawal=is_withdrawal)
    return write_letter(
        "mails/receipt",
        subject=_("%(reference)s: %(heading)s")
        % {"reference": post.reference, "heading": heading},
        context={
            **facts,
            "heading": heading,
            "steps": next_steps(post, version, window, at),
            "links": _links(version),
            "action_url": f"{settings.SITE_URL}{address}?version={version.number}",
            "action_label": _("See the receipt"),
        },
    )


def _links(version: Version) -> list[tuple[str, str]]:
    """The very bytes of the text, the receipt as a document, and where anyone checks it."""
    reference, number = version.post.reference, version.number
    checked = urlencode(
        {"reference": reference, "sha256": version.sha256, "proof": proof_of(version.pk)}
    )
    links = [
        (
            _("Download the text with these very bytes"),
            f"{reverse('post-receipt', args=[reference])}?text=1&version={number}",
        ),
        (_("Receipt as PDF"), f"{reverse('receipt-pdf', args=[reference])}?version={number}"),
        (_("Check the fingerprint"), f"{reverse('check-receipt')}?{checked}"),
    ]
    return [(label, settings.SITE_URL + path) for label, path in links]


def receipt_facts(version: Version, viewer: Viewer) -> dict[str, Any] | None:
    """What every receipt says of a version, as mails/receipt takes it; None where the viewer may not see it."""
    post = version.post
    text, speaker = text_for(version, post, viewer), speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return None
    window = window_for(post.space, post.prompt)
    title = text_in(post.space, "title", get_language() or "en")
    return {
        "reference": post.reference,
        "version": version.number,
        "received": instant_text(version.received_at),
        "received_in_zone": instant_in_zone(version.received_at, window),
        "sent_again": sent_again_words(version),
        "standing": version.get_standing_display(),
        "space_title": title.value,
        "space_language": title.language,
        "question_number": post.prompt.number if post.prompt else None,
        "on_behalf_of": speaker.organisation or _("In a personal capacity"),
        "sha256": text.sha256,
        "files": [
            {
                "name": file.name,
                "size": file_size_text(file.attachment.size),
                "sha256": file.attachment.sha256,
                "scan": scan_note(file.scan),
            }
            for file in files_for(version, post, viewer)
        ],
    }
