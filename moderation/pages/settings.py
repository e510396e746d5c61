"""What is set of a space itself, for those who set it up."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Person
from discussions.access.roles import can_name_moderators
from discussions.access.viewer import Viewer
from discussions.enums import Review
from discussions.models import Space
from discussions.pages.texts import all_languages
from discussions.selectors.spaces import Found
from discussions.services.spaces import unpublishable
from hub.kit.bilingual import texts_of
from hub.kit.dates import moment_in
from moderation.pages.desk import Desk, desk_of
from moderation.pages.set_up import StandsNow, titles_now
from moderation.selectors.set_up import LaidOut


@dataclass(frozen=True)
class Step:
    """Something to be laid out before readers come, and how far it is; `url` "" where it is not this viewer's."""

    name: str
    url: str
    words: str


@dataclass(frozen=True)
class Publication:
    """Whether readers see the space. `missing` keeps it from being published; `steps` are there until it is."""

    is_public: bool
    words: str
    missing: list[str]
    can_be_taken_back: bool
    steps: list[Step]


@dataclass(frozen=True)
class ShownPerson:
    """Somebody whom readers see as moderator, or could."""

    pk: int
    name: str


@dataclass(frozen=True)
class SettingsPage:
    """All that moderation/settings.html shows beside its form."""

    desk: Desk
    address: str
    prefix: str
    publication: Publication
    shown: list[ShownPerson]
    to_show: list[ShownPerson]
    roles_url: str
    now: StandsNow | None


def settings_page(
    found: Found,
    viewer: Viewer,
    shown: Sequence[Person],
    to_show: Sequence[Person],
    *,
    laid: LaidOut,
    is_conflict: bool = False,
) -> SettingsPage:
    """The page in the active language; `shown` are those whom readers see as moderators, `to_show` who could be.

    `laid` says how much of the space is there.
    """
    slug = found.space.slug
    return SettingsPage(
        desk=desk_of(found.space, viewer, "space-settings"),
        address=reverse("space", args=[slug]),
        prefix=found.space.reference_prefix,
        publication=_publication(found, viewer, laid),
        shown=[ShownPerson(person.pk, person.name) for person in shown],
        to_show=[ShownPerson(person.pk, person.name) for person in to_show],
        roles_url=reverse("space-roles", args=[slug]) if can_name_moderators(viewer) else "",
        now=_now(found.space) if is_conflict else None,
    )


def _publication(found: Found, viewer: Viewer, laid: LaidOut) -> Publication:
    space = found.space
    published_at = space.published_at
    if published_at is None:
        words = _("Only those who set it up see this space.")
    elif published_at > found.at:
        words = _("Readers see it from %(moment)s UTC on.") % {"moment": moment_in(published_at)}
    else:
        words = _("Readers have seen it since %(moment)s UTC.") % {
            "moment": moment_in(published_at)
        }
    is_public = published_at is not None and published_at <= found.at
    return Publication(
        is_public=is_public,
        words=words,
        missing=[] if is_public else unpublishable(space),
        can_be_taken_back=published_at is not None and not space.last_number,
        steps=[] if is_public else _steps(space, viewer, laid),
    )


def _steps(space: Space, viewer: Viewer, laid: LaidOut) -> list[Step]:
    questions = ngettext("%(number)d question", "%(number)d questions", laid.questions)
    documents = ngettext("%(number)d document", "%(number)d documents", laid.documents)
    windows = ngettext("%(number)d window", "%(number)d windows", laid.windows)
    moderators = ngettext("%(number)d moderator", "%(number)d moderators", laid.moderators)
    names_moderators, is_staff = can_name_moderators(viewer), viewer.is_staff_of(space.pk)
    steps = [
        ("space-questions", _("Questions"), laid.questions, questions, True),
        ("space-documents", _("Documents"), laid.documents, documents, True),
        ("space-windows", _("Windows"), laid.windows, windows, is_staff),
        ("space-roles", _("Moderators"), laid.moderators, moderators, names_moderators),
    ]
    none = {
        "space-questions": _("none yet: people will write to the space as a whole"),
        "space-documents": _("none yet"),
        "space-windows": _("none yet: once published, it takes texts without end"),
        "space-roles": _("none yet: the secretariat alone reviews texts"),
    }
    return [
        Step(
            label,
            reverse(name, args=[space.slug]) if may else "",
            words % {"number": number} if number else none[name],
        )
        for name, label, number, words, may in steps
    ]


def _now(space: Space) -> StandsNow:
    facts = titles_now(texts_of(space, "title"))
    facts.append((_("Review"), str(Review(space.review).label)))
    numbers = ", ".join(str(number) for number in sorted(space.objectives))
    facts.append((_("Objectives of the Global Compact"), numbers or _("No objective")))
    limit = str(space.length_limit) if space.length_limit else _("No limit")
    facts.append((_("Length limit in visible characters"), limit))
    return StandsNow(all_languages(space, "mandate", get_language() or "en"), facts)
