"""The mail to those who endorsed a text that was merged into another: do they endorse that one too?

When endorsing has ended it asks nothing, and says where their endorsement stands.
"""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.posts import refusal_of
from discussions.access.signatures import check_endorse, check_endorse_for
from discussions.access.viewer import VISITOR, viewer_of
from discussions.access.words import speaker_for
from discussions.errors import EndorsingClosed
from discussions.models import Endorsement, Post
from discussions.selectors.letters import post_of_notice
from discussions.selectors.signatures import endorsed_elsewhere
from discussions.selectors.writing import window_for
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now


def survivor_letter(notice: Notice) -> Letter | None:
    """The mail, in the active language; None when they were separated again, or the receiver may not or need not endorse it.

    Nor when they were separated and merged anew since: that merge has a letter of its own. The author is named as
    readers may know it; where readers are no longer led from one to the other, nobody is told that they are the same.
    """
    merged = post_of_notice(notice)
    survivor = merged.survivor if merged is not None else None
    if merged is None or survivor is None or str(survivor.pk) != notice.facts["survivor"]:
        return None
    public, window = survivor.public_version, window_for(survivor.space, survivor.prompt)
    viewer = viewer_of(notice.receiver)
    refusal = refusal_of(check_endorse, viewer, survivor, window, database_now())
    texts = [merged.pk, *(UUID(also) for also in notice.facts.get("also", ()))]
    waiting = endorsed_elsewhere(notice.receiver_id or 0, texts, survivor)
    speaker = speaker_for(public, survivor, VISITOR) if public is not None else None
    asks = refusal is None
    if not (asks or isinstance(refusal, EndorsingClosed)):
        return None
    if asks:
        waiting = [row for row in waiting if _may(row, survivor)]
    if not waiting or speaker is None or _is_asked_anew(notice):
        return None
    page = "endorse" if asks else "post"
    title = text_in(survivor.space, "title", get_language() or "en")
    return write_letter(
        "mails/survivor",
        subject=_subject(asks) % {"reference": merged.reference},
        context={
            "name": speaker.name,
            "names": [row.endorser_name for row in waiting],
            "reference": merged.reference,
            "survivor": survivor.reference,
            "space_title": title.value,
            "space_language": title.language,
            "asks": asks,
            "action_url": f"{settings.SITE_URL}{reverse(page, args=[survivor.reference])}",
            "action_label": _("Read it and decide") if asks else _("Read it"),
        },
    )


def _subject(asks: bool) -> str:
    if asks:
        return _("%(reference)s was merged into another text: do you endorse that one?")
    return _("%(reference)s, which you endorsed, was merged into another text")


def _may(endorsement: Endorsement, survivor: Post) -> bool:
    """Whether whom it was given for may endorse the survivor, as its page would say."""
    organisation = endorsement.organisation
    return organisation is None or refusal_of(check_endorse_for, survivor, organisation) is None


def _is_asked_anew(notice: Notice) -> bool:
    """Whether a later notice asks the same receiver about the same two texts."""
    same = Notice.objects.filter(
        kind=notice.kind,
        channel=notice.channel,
        facts__post=notice.facts["post"],
        facts__survivor=notice.facts["survivor"],
    )
    return same.filter(receiver=notice.receiver, pk__gt=notice.pk).exists()
