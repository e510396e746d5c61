"""The page of one export: what came of it, and whom it was given to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.viewer import Viewer
from discussions.models import Space
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.access.exports import check_share
from moderation.exports.held import kept_back_of
from moderation.models import Export, ExportLink
from moderation.pages.desk import Desk, desk_of
from moderation.pages.kept_back import KeptBackView, kept_back_view
from moderation.pages.past_exports import (
    ExportView,
    ProgressView,
    export_view,
    instant_words,
    name_of,
    progress_view,
)
from moderation.selectors.exports import RUNNING, windows_of
from moderation.selectors.links import Uses, links_to, uses_of


@dataclass(frozen=True)
class LinkView:
    """A link as the secretariat sees it; its address is shown once, when it is made. `revoke_url`: "" once it is over."""

    label: str
    addressee: str
    state: str
    is_over: bool
    made: str
    used: str
    revoke_url: str


@dataclass(frozen=True)
class Sharing:
    """How it can be given to readers who are not of the secretariat."""

    links: Sequence[LinkView]
    links_url: str
    observers_url: str
    is_given: bool
    most_days: int


@dataclass(frozen=True)
class ExportPage:
    """One export. `sharing` is None where it cannot be given away. `new_link` is the address of one just made.

    `kept_back` says why links and observers get it no longer, None while they do.
    """

    desk: Desk
    all_url: str
    progress: ProgressView | None
    export: ExportView
    kept_back: KeptBackView | None
    sharing: Sharing | None
    new_link: str


def export_page(space: Space, viewer: Viewer, export: Export, new_link: str = "") -> ExportPage:
    """10 statements at most."""
    can_share = _can_share(export)
    closed = kept_back_of(export, database_now()) if can_share else None
    return ExportPage(
        desk=desk_of(space, viewer, "exports"),
        all_url=reverse("exports", args=[space.slug]),
        progress=progress_view(space, export) if export.state in RUNNING else None,
        export=export_view(space, export, windows_of(space)),
        kept_back=kept_back_view(space, export, closed),
        sharing=_sharing(space, export, can_share and closed is None),
        new_link=new_link,
    )


def shared_url(token: str) -> str:
    """The whole address of a link, in the active language."""
    return f"{settings.SITE_URL}{reverse('shared', args=[token])}"


def _sharing(space: Space, export: Export, can_share: bool) -> Sharing | None:
    links = links_to(export)
    if not links and not can_share and not export.for_observers:
        return None
    uses, at = uses_of(links), database_now()
    of_export = [space.slug, export.pk]
    return Sharing(
        links=[_link(space, link, uses.get(str(link.pk), Uses()), at) for link in links],
        links_url=reverse("export-links", args=of_export) if can_share else "",
        observers_url=reverse("export-observers", args=of_export)
        if can_share or export.for_observers
        else "",
        is_given=export.for_observers,
        most_days=settings.EXPORT_LINK_MOST_DAYS,
    )


def _can_share(export: Export) -> bool:
    try:
        check_share(export)
    except Refusal:
        return False
    return True


def _link(space: Space, link: ExportLink, uses: Uses, at: datetime) -> LinkView:
    is_over = link.revoked_at is not None or link.expires_at <= at
    arguments = [space.slug, link.export_id, link.pk]
    return LinkView(
        label=link.label,
        addressee=link.addressee,
        state=_state(link, at),
        is_over=is_over,
        made=_("Made by %(name)s on %(instant)s")
        % {"name": name_of(link.created_by), "instant": instant_words(link.created_at)},
        used=_used(uses),
        revoke_url="" if is_over else reverse("export-link-revoke", args=arguments),
    )


def _state(link: ExportLink, at: datetime) -> str:
    if link.revoked_at is not None:
        return _("Taken back by %(name)s on %(instant)s") % {
            "name": name_of(link.revoked_by),
            "instant": instant_words(link.revoked_at),
        }
    words = _("Expired on %(instant)s") if link.expires_at <= at else _("Good until %(instant)s")
    return words % {"instant": instant_words(link.expires_at)}


def _used(uses: Uses) -> str:
    if uses.last is None:
        return _("The file was not fetched by it yet.")
    words = ngettext(
        "The file was fetched by it %(times)s time, last on %(instant)s.",
        "The file was fetched by it %(times)s times, last on %(instant)s.",
        uses.fetched,
    )
    return words % {"times": uses.fetched, "instant": instant_words(uses.last)}
