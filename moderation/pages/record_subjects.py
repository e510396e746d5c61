"""On what something was done: its name, and the way there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.roles import can_see_addresses
from discussions.access.viewer import Viewer
from discussions.enums import ReasonCode
from discussions.pages.addresses import place_url, post_url, space_url
from hub.kit.bilingual import text_in
from hub.kit.models import FramePart, Record
from moderation.pages.window_words import window_name
from moderation.selectors.record import Around


@dataclass(frozen=True)
class Subject:
    """The name of a thing in `language` ("": that of the page), and its address; both may be empty."""

    text: str = ""
    url: str = ""
    language: str = ""


_Teller = Callable[[Record, Around, Viewer], Subject]


def subject_of(record: Record, found: Around, viewer: Viewer) -> Subject:
    """What the act was done on; nothing for what concerns the portal as a whole or is gone."""
    teller = _TELLERS.get(record.subject_type)
    return teller(record, found, viewer) if teller is not None else Subject()


def _of(rows: Mapping[Any, Any], record: Record) -> Any:
    return rows.get(int(record.subject_id)) if record.subject_id.isdecimal() else None


def _post(record: Record, found: Around, _viewer: Viewer) -> Subject:
    post = found.post_of(record)
    return Subject(post.reference, post_url(post)) if post is not None else Subject()


def _user(record: Record, found: Around, viewer: Viewer) -> Subject:
    user = _of(found.users, record)
    person = getattr(user, "person", None)
    if person is not None:
        return Subject(person.name)
    return Subject(user.email if user is not None and can_see_addresses(viewer) else "")


def _named_in_detail(record: Record, found: Around, _viewer: Viewer) -> Subject:
    """The person or the account that an entry about something else names."""
    user = found.users.get(record.detail.get("user") or 0)
    person = found.people.get(record.detail.get("person") or 0) or getattr(user, "person", None)
    return Subject(person.name if person is not None else "")


def _person(record: Record, found: Around, _viewer: Viewer) -> Subject:
    person = _of(found.people, record)
    return Subject(person.name if person is not None else "")


def _organisation(record: Record, found: Around, _viewer: Viewer) -> Subject:
    return _titled(_of(found.organisations, record), "name", "")


def _membership(record: Record, found: Around, _viewer: Viewer) -> Subject:
    membership = _of(found.memberships, record)
    if membership is None:
        return Subject()
    organisation = text_in(membership.organisation, "name", get_language() or "en")
    named = {"name": membership.person.name, "organisation": organisation.value}
    return Subject(_("%(name)s for %(organisation)s") % named)


def _space(record: Record, found: Around, _viewer: Viewer) -> Subject:
    space = _of(found.spaces, record)
    return _titled(space, "title", space_url(space) if space is not None else "")


def _window(record: Record, found: Around, viewer: Viewer) -> Subject:
    window, space = _of(found.windows, record), found.spaces.get(record.space_id or 0)
    if window is None or space is None:
        return Subject()
    is_staff = viewer.is_staff_of(space.pk)
    url = reverse("space-windows", args=[space.slug]) if is_staff else ""
    return Subject(window_name(window.position), url)


def _prompt(record: Record, found: Around, _viewer: Viewer) -> Subject:
    prompt, space = _of(found.prompts, record), found.spaces.get(record.space_id or 0)
    number = prompt.number if prompt is not None else record.detail.get("number")
    if not number:
        return Subject()
    url = place_url(space, prompt) if prompt is not None and space is not None else ""
    return Subject(_("Question %(number)s") % {"number": number}, url)


def _document(record: Record, found: Around, _viewer: Viewer) -> Subject:
    return _titled(_of(found.documents, record), "title", "")


def _export(record: Record, found: Around, viewer: Viewer) -> Subject:
    space = found.spaces.get(record.space_id or 0)
    may = viewer.is_secretariat and space is not None
    url = reverse("export", args=[space.slug, record.subject_id]) if may and space else ""
    return Subject(_("Export"), url)


def _export_link(record: Record, found: Around, viewer: Viewer) -> Subject:
    """The export that the link leads to: whom it was given to is no business of the record."""
    space = found.spaces.get(record.space_id or 0)
    export = record.detail.get("export", "")
    may = viewer.is_secretariat and space is not None and export
    url = reverse("export", args=[space.slug, export]) if may and space else ""
    return Subject(_("Link to an export"), url)


def _reason(record: Record, _found: Around, _viewer: Viewer) -> Subject:
    code = record.subject_id
    return Subject(str(ReasonCode(code).label) if code in ReasonCode.values else code)


def _frame_text(record: Record, found: Around, _viewer: Viewer) -> Subject:
    row = _of(found.frame_texts, record)
    return Subject(str(FramePart(row.key).label) if row is not None else "")


def _titled(row: Any, field: str, url: str) -> Subject:
    if row is None:
        return Subject()
    text = text_in(row, field, get_language() or "en")
    return Subject(text.value, url, text.language)


_TELLERS: Final[Mapping[str, _Teller]] = {
    "post": _post,
    "user": _user,
    "person": _person,
    "role": _named_in_detail,
    "shown-moderator": _named_in_detail,
    "organisation": _organisation,
    "membership": _membership,
    "space": _space,
    "window": _window,
    "prompt": _prompt,
    "document": _document,
    "export": _export,
    "export-link": _export_link,
    "reason": _reason,
    "frame-text": _frame_text,
}
