"""What a page of writing says of its draft: when it was saved, who else is at it, what can be done with it."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.drafts import other_writer
from discussions.access.viewer import Viewer
from discussions.models import Draft
from discussions.validators.drafts import DraftPlace, OtherWriter
from hub.kit.dates import clock_in, moment_in
from hub.kit.instants import in_zone


@dataclass(frozen=True)
class DraftBar:
    """See templates/discussions/compose/draft_bar.html. Without a draft `saved` and the addresses are "".

    `revision` goes into the form. `share_with` is the organisation whose colleagues may be let in, ""
    where that is not possible; `is_shared` whether they are. `settings` is JSON for static/js/draft.js.
    """

    revision: int
    saved: str
    saved_by: str
    beside: str
    discard_url: str
    text_url: str
    html_url: str
    share_with: str
    is_shared: bool
    settings: str


def draft_bar(
    place: DraftPlace,
    viewer: Viewer,
    at: datetime,
    draft: Draft | None,
    *,
    revision: int | None = None,
    share_with: str = "",
) -> DraftBar:
    """The bar of a page, in the active language. `revision`: of the draft that a form was built on, if not the present one."""
    is_own = draft is not None and viewer.is_author(draft.author_id)
    text_url = _url("draft-text", draft)
    known = draft.revision if draft is not None else 0
    return DraftBar(
        revision=known if revision is None else revision,
        saved=saved_words(draft.saved_at, at) if draft is not None else "",
        saved_by=draft.saved_by.name
        if draft is not None and draft.saved_by_id != viewer.person_id
        else "",
        beside=beside_words(other_writer(draft, viewer, at), at) if draft is not None else "",
        discard_url=_url("draft-discard", draft) if is_own else "",
        text_url=text_url,
        html_url=f"{text_url}?as=html" if text_url else "",
        share_with=share_with,
        is_shared=draft is not None and draft.shared_with_id is not None,
        settings=json.dumps(
            {
                "owner": viewer.user_id,
                "place": place.code if is_own or draft is None else f"draft:{draft.pk}",
                "revision": known if revision is None else revision,
                "page": _text(draft.saved_page) if draft is not None else "",
                "savedAt": draft.saved_at.isoformat() if draft is not None else "",
                "signIn": reverse("account_login"),
                "words": script_words(),
            }
        ),
    )


def saved_words(saved_at: datetime, at: datetime) -> str:
    """The words "Draft saved at 14:52 UTC", with the day unless it is the same one (UTC)."""
    if in_zone(saved_at, "UTC").date() == in_zone(at, "UTC").date():
        return _("Draft saved at %(time)s UTC") % {"time": clock_in(saved_at)}
    return _("Draft saved on %(moment)s UTC") % {"moment": moment_in(saved_at)}


def beside_words(other: OtherWriter | None, at: datetime) -> str:
    """That somebody else is at it too, with how long ago they saved; "" where nobody is."""
    if other is None:
        return ""
    minutes = max(0, int((at - other.saved_at).total_seconds() // 60))
    if minutes == 0:
        return _("%(name)s is editing this draft now.") % {"name": other.name}
    return ngettext(
        "%(name)s is editing this draft now (%(minutes)d minute ago).",
        "%(name)s is editing this draft now (%(minutes)d minutes ago).",
        minutes,
    ) % {"name": other.name, "minutes": minutes}


def left_out_words(too_many: int, gone: int) -> list[str]:
    """Why files are not in what was saved, a sentence each: the last ones are more than a draft holds, others are kept no longer.

    None of the former is lost at once: its author chooses.
    """
    said = []
    if too_many:
        most = ngettext(
            "A draft holds %(most)d files at most. The last file was left out.",
            "A draft holds %(most)d files at most. The last %(number)d files were left out.",
            too_many,
        )
        said.append(most % {"most": settings.FILES_PER_POST, "number": too_many})
    if gone:
        words = ngettext(
            "%(number)d file is no longer kept here and was left out: attach it again.",
            "%(number)d files are no longer kept here and were left out: attach them again.",
            gone,
        )
        said.append(words % {"number": gone})
    return said


def script_words() -> dict[str, str]:
    """What static/js/draft.js says; "{time}" and "{moment}" stand for what it fills in."""
    return {
        "whileWriting": _("Your text is saved while you write."),
        "inAccount": _(
            "It is kept here with its files, even if the connection drops or the window closes."
        ),
        "saving": _("Saving…"),
        "saved": _("Draft saved at {time}"),
        "savedOn": _("Draft saved on {moment}"),
        "offline": _(
            "No connection. Your text is kept on this device and is saved as soon as the connection is back."
        ),
        "noCopy": _(
            "No connection, and this device cannot keep a copy. Leave this page open: your text is saved as soon as"
            " the connection is back."
        ),
        "signedOut": _(
            "You are signed out. Your text is kept on this device. Sign in in another tab, then go on here."
        ),
        "signIn": _("Sign in in another tab"),
        "kept": _("Your text is kept on this device."),
        "refused": _(
            "This draft cannot be saved here any more. Your text is kept on this device."
        ),
        "both": _("Show both texts"),
        "changed": _("Nothing is overwritten. Saving has stopped until you choose."),
        "found": _("A newer text from this device was found, written on {moment}."),
        "use": _("Use it"),
        "throwAway": _("Throw it away"),
    }


def _url(name: str, draft: Draft | None) -> str:
    return reverse(name, args=[draft.pk]) if draft is not None else ""


def _text(identifier: UUID | None) -> str:
    return str(identifier) if identifier is not None else ""
