"""The texts of the review queue's list, each in a few words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.words import files_for, speaker_for
from discussions.enums import Standing
from discussions.models import Post
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from moderation.pages.speaking import speaker_line
from moderation.validators.queue import QueueQuery


@dataclass(frozen=True)
class Row:
    """One post of the list. `is_chosen`: for one decision on many."""

    reference: str
    url: str
    name: str
    organisation: str
    facts: list[str]
    is_current: bool
    is_urgent: bool
    is_chosen: bool


def row_of(
    post: Post, viewer: Viewer, asked: QueueQuery, at: datetime, *, names_space: bool
) -> Row:
    """A post of a slice, for staff of its space, in the active language, as it was at `at`."""
    version = post.latest_version
    speaker = speaker_for(version, post, viewer)
    assert speaker is not None  # staff of a space see every version in it
    name, organisation = speaker_line(speaker)
    return Row(
        reference=post.reference,
        url=panel_url(asked, post.reference),
        name=name,
        organisation=organisation,
        facts=_facts(post, viewer, at, names_space=names_space),
        is_current=post.reference == asked.post,
        is_urgent=version.standing == Standing.LATE,
        is_chosen=post.reference in asked.chosen,
    )


def panel_url(asked: QueueQuery, reference: str) -> str:
    """The same piece of the queue with a post beside it; "" for none."""
    return f"{asked.query(post=reference, then='', last='')}#panel" if reference else ""


def age_of(waited: timedelta) -> str:
    """How long something has waited, in whole days, hours or minutes, never rounded up."""
    minutes = max(int(waited.total_seconds()), 0) // 60
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def _facts(post: Post, viewer: Viewer, at: datetime, *, names_space: bool) -> list[str]:
    version, language = post.latest_version, get_language() or "en"
    since: datetime = post.waits_since  # type: ignore[attr-defined]  # comes with each post of a slice
    facts = [
        post.reference,
        _("%(moment)s UTC") % {"moment": moment_in(since, year=False)},
        _ago(at - since),
    ]
    if version.language != language:
        facts.append(language_name(version.language, language))
    files = len(files_for(version, post, viewer))
    if files:
        facts.append(ngettext("%(n)d file", "%(n)d files", files) % {"n": files})
    if post.is_reply:
        facts.append(_("reply"))
    if version.number > 1:
        facts.append(_("version %(number)d") % {"number": version.number})
    if version.standing == Standing.LATE:
        facts.append(_("late"))
    if viewer.is_author(post.author_id):
        facts.append(_("your own text"))
    facts += _reported(post)
    if names_space:
        facts.append(text_in(post.space, "title", language).value)
    return facts


def _ago(waited: timedelta) -> str:
    if waited < timedelta(minutes=1):
        return _("just now")
    return _("%(age)s ago") % {"age": age_of(waited)}


def _reported(post: Post) -> list[str]:
    """What waits beside the text; the numbers come with each post of a slice."""
    facts = []
    readers, appeals = getattr(post, "open_reports", None), getattr(post, "open_appeals", None)
    if readers:
        words = ngettext("reported by %(n)d reader", "reported by %(n)d readers", readers)
        facts.append(words % {"n": readers})
    if appeals:
        facts.append(_("its author asks for another look"))
    return facts
