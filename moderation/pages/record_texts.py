"""What the record says of a text beside the act: where it went, with which it was merged, what was reported of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.models import Post
from discussions.pages.texts import listed
from hub.kit.models import Record
from moderation.selectors.record import Around


@dataclass(frozen=True)
class Detail:
    """One thing that is said of an act."""

    label: str
    value: str


def details_of_text(record: Record, around: Around, viewer: Viewer) -> list[Detail]:
    """In the active language and in a fixed order; nothing for an act on something else."""
    found = []
    for tell in (_places, _merged, _reports):
        found += tell(record, around, viewer)
    return found


def _places(record: Record, around: Around, _viewer: Viewer) -> list[Detail]:
    """From where to where a post was moved."""
    found = []
    for key, label in (("from", _("From")), ("to", _("To"))):
        place = record.detail.get(key)
        if isinstance(place, dict):
            found.append(Detail(label, _place(place, around)))
    replies = record.detail.get("replies")
    if isinstance(replies, int) and replies:
        found.append(Detail(_("Replies moved with it"), str(replies)))
    return found


def _place(place: Mapping[str, Any], around: Around) -> str:
    space = around.spaces.get(place.get("space") or 0)
    prompt = around.prompts.get(place.get("prompt") or 0)
    named = {
        "reference": space.reference_of(place.get("post_number") or 0) if space else "–",
        "number": prompt.number if prompt else 0,
    }
    if place.get("parent"):
        return _("%(reference)s, a reply") % named
    if prompt is not None:
        return _("%(reference)s, an answer to question %(number)s") % named
    return _("%(reference)s, to the space as a whole") % named


def _merged(record: Record, around: Around, viewer: Viewer) -> list[Detail]:
    """The text that stays, and what was merged into the other before and goes where that goes."""
    post, detail = around.post_of(record), record.detail
    others = [detail["survivor"]] if isinstance(detail.get("survivor"), str) else []
    found = []
    before = detail.get("along", ())
    for label, ids in ((_("The other text"), others), (_("Merged into it before"), before)):
        texts = [around.posts[UUID(one)] for one in ids if UUID(one) in around.posts]
        told = [text for text in texts if _is_told(post, text, viewer)]
        if told:
            in_order = sorted(told, key=lambda text: (text.space_id, text.number))
            found.append(Detail(label, listed(text.reference for text in in_order)))
    return found


def _is_told(post: Post | None, other: Post, viewer: Viewer) -> bool:
    """Whether the viewer may know that two texts belong together: as readers are led from one to the other, and staff."""
    if viewer.is_staff_of(other.space_id):
        return True
    return post is not None and post.name_withheld == other.name_withheld


def _reports(record: Record, _around: Around, _viewer: Viewer) -> list[Detail]:
    """How many reports of readers an act has closed, or opened again."""
    labels = (("reports", _("Reports closed")), ("reports_opened", _("Reports that wait again")))
    given = [(label, record.detail.get(key)) for key, label in labels]
    return [Detail(label, str(len(ids))) for label, ids in given if isinstance(ids, list)]
