"""The way between the pages of one space for those who work on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from discussions.access.roles import can_name_moderators
from discussions.access.spaces import can_see_space, can_set_up
from discussions.access.viewer import Viewer
from discussions.models import Space
from discussions.pages.addresses import space_url
from hub.kit.bilingual import text_in
from hub.kit.clock import now
from moderation.access.exports import can_see_exports
from moderation.access.numbers import can_see_numbers


@dataclass(frozen=True)
class DeskLink:
    """A page of the space; `is_current`: the one that shows it, or a part of that one."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Desk:
    """The inputs of components/space_desk.html: the space, and the pages of it that are this viewer's."""

    title: str
    language: str
    space_url: str
    links: list[DeskLink]
    make_url: str  # of another space; "" for those who make none


def _is_staff(viewer: Viewer, space: Space) -> bool:
    return viewer.is_staff_of(space.pk)


def _sets_up(viewer: Viewer, space: Space) -> bool:
    return can_set_up(viewer, space.pk)


def _names_moderators(viewer: Viewer, _space: Space) -> bool:
    return can_name_moderators(viewer)


def _exports(viewer: Viewer, space: Space) -> bool:
    return can_see_exports(viewer, space.pk)


def _sees_numbers(viewer: Viewer, space: Space) -> bool:
    return can_see_numbers(viewer, space.pk)


#: The name of the address, what it is called, and whose it is; each page checks the right itself.
_PAGES: Final[tuple[tuple[str, str | Promise, Callable[[Viewer, Space], bool]], ...]] = (
    ("space-windows", pgettext_lazy("page of a space", "Windows"), _is_staff),
    ("space-questions", pgettext_lazy("page of a space", "Questions"), _sets_up),
    ("space-documents", pgettext_lazy("page of a space", "Documents"), _sets_up),
    ("space-settings", _("Settings"), _sets_up),
    ("space-roles", pgettext_lazy("page of a space", "Roles"), _names_moderators),
    ("outside-input", _("Outside input"), _is_staff),
    ("exports", _("Exports"), _exports),
    ("participation", _("Participation"), _sees_numbers),
    ("reconciliation", _("Reconciliation"), _sees_numbers),
)


def desk_of(space: Space, viewer: Viewer, current: str) -> Desk:
    """The desk of a space in the active language; `current` is the name of the page's address. Without a statement."""
    title = text_in(space, "title", get_language() or "en")
    is_shown = can_see_space(space, viewer, now())  # observers come once readers do
    links = [
        DeskLink(str(label), reverse(name, args=[space.slug]), name == current)
        for name, label, may in _PAGES
        if is_shown and may(viewer, space)
    ]
    make_url = reverse("new-space") if can_set_up(viewer) else ""
    return Desk(title.value or space.slug, title.language, space_url(space), links, make_url)
