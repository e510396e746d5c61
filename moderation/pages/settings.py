"""What is set of a space itself, for those who set it up."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Person
from discussions.access.roles import can_name_moderators
from discussions.access.viewer import Viewer
from discussions.enums import Review
from discussions.models import Space
from discussions.pages.texts import LanguageText, all_languages
from discussions.selectors.spaces import Found
from discussions.services.spaces import unpublishable
from hub.kit.bilingual import texts_of
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from moderation.pages.desk import Desk, desk_of


@dataclass(frozen=True)
class Publication:
    """Whether readers see the space. `missing` keeps it from being published."""

    is_public: bool
    words: str
    missing: list[str]
    can_be_taken_back: bool


@dataclass(frozen=True)
class ShownPerson:
    """Somebody whom readers see as moderator, or could."""

    pk: int
    name: str


@dataclass(frozen=True)
class SettingsNow:
    """What stands there, where somebody else changed it meanwhile."""

    texts: list[LanguageText]
    facts: list[tuple[str, str]]


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
    conflict: SettingsNow | None


def settings_page(
    found: Found,
    viewer: Viewer,
    shown: Sequence[Person],
    to_show: Sequence[Person],
    *,
    is_conflict: bool = False,
) -> SettingsPage:
    """The page in the active language; `shown` are those whom readers see as moderators, `to_show` who could be."""
    slug = found.space.slug
    return SettingsPage(
        desk=desk_of(found.space, viewer, "space-settings"),
        address=reverse("space", args=[slug]),
        prefix=found.space.reference_prefix,
        publication=_publication(found),
        shown=[ShownPerson(person.pk, person.name) for person in shown],
        to_show=[ShownPerson(person.pk, person.name) for person in to_show],
        roles_url=reverse("space-roles", args=[slug]) if can_name_moderators(viewer) else "",
        conflict=_now(found.space) if is_conflict else None,
    )


def _publication(found: Found) -> Publication:
    space = found.space
    published_at = space.published_at
    if published_at is None:
        words = _("Only those who set it up see this space.")
    elif published_at > found.at:
        words = _("Readers see it from %(moment)s UTC on.") % {"moment": moment_in(published_at)}
    else:
        words = _("Readers see it since %(moment)s UTC.") % {"moment": moment_in(published_at)}
    is_public = published_at is not None and published_at <= found.at
    return Publication(
        is_public=is_public,
        words=words,
        missing=[] if is_public else unpublishable(space),
        can_be_taken_back=published_at is not None and not space.last_number,
    )


def _now(space: Space) -> SettingsNow:
    language = get_language() or "en"
    titles = texts_of(space, "title")
    facts = [
        (_("Title (%(language)s)") % {"language": language_name(one, language)}, titles[one])
        for one in settings.CONTENT_LANGUAGES
        if titles.get(one)
    ]
    facts.append((_("Review"), str(Review(space.review).label)))
    numbers = ", ".join(str(number) for number in sorted(space.objectives))
    facts.append((_("Objectives of the Global Compact"), numbers or _("No objective")))
    limit = str(space.length_limit) if space.length_limit else _("No limit")
    facts.append((_("Length limit in visible characters"), limit))
    return SettingsNow(all_languages(space, "mandate", language), facts)
