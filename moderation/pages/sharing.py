"""How an export is given to readers who are not of the secretariat: observers of its space, and who has a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.models import Space
from moderation.models import Export, ExportLink
from moderation.pages.past_exports import instant_words, name_of
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
    """Whom it was given to, and the ways to give it; an address is "" where there is no such way.

    `is_given`: observers were told that they may fetch it. While it `is_held_back` neither they nor a link get it.
    """

    links: Sequence[LinkView]
    links_url: str
    observers_url: str
    is_given: bool
    is_held_back: bool
    most_days: int

    @property
    def is_there(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.links or self.links_url or self.observers_url)

    @property
    def is_open(self) -> bool:
        """Whether somebody would get it, were it handed out."""
        return self.is_given or any(not link.is_over for link in self.links)


def sharing_of(
    space: Space, export: Export, at: datetime, *, can_give: bool, is_held_back: bool
) -> Sharing:
    """At an instant (UTC); 2 statements. `can_give`: it may be given to others."""
    links = links_to(export)
    uses = uses_of(links)
    of_export = [space.slug, export.pk]
    has_observers = can_give or export.for_observers
    return Sharing(
        links=[
            _link(space, link, uses.get(str(link.pk), Uses()), _state(link, at, is_held_back), at)
            for link in links
        ],
        links_url=reverse("export-links", args=of_export) if can_give else "",
        observers_url=reverse("export-observers", args=of_export) if has_observers else "",
        is_given=export.for_observers,
        is_held_back=is_held_back,
        most_days=settings.EXPORT_LINK_MOST_DAYS,
    )


def _link(space: Space, link: ExportLink, uses: Uses, state: str, at: datetime) -> LinkView:
    is_over = link.revoked_at is not None or link.expires_at <= at
    arguments = [space.slug, link.export_id, link.pk]
    return LinkView(
        label=link.label,
        addressee=link.addressee,
        state=state,
        is_over=is_over,
        made=_("Made by %(name)s on %(instant)s")
        % {"name": name_of(link.created_by), "instant": instant_words(link.created_at)},
        used=_used(uses),
        revoke_url="" if is_over else reverse("export-link-revoke", args=arguments),
    )


def _state(link: ExportLink, at: datetime, is_held_back: bool) -> str:
    if link.revoked_at is not None:
        return _("Taken back by %(name)s on %(instant)s") % {
            "name": name_of(link.revoked_by),
            "instant": instant_words(link.revoked_at),
        }
    until = {"instant": instant_words(link.expires_at)}
    if link.expires_at <= at:
        return _("Expired on %(instant)s") % until
    if is_held_back:
        return _("Would be good until %(instant)s, were the package handed out") % until
    return _("Good until %(instant)s") % until


def _used(uses: Uses) -> str:
    if uses.last is None:
        return _("The file was not fetched by it yet.")
    words = ngettext(
        "The file was fetched by it %(times)s time, last on %(instant)s.",
        "The file was fetched by it %(times)s times, last on %(instant)s.",
        uses.fetched,
    )
    return words % {"times": uses.fetched, "instant": instant_words(uses.last)}
