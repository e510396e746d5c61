"""Links to exports for readers without an account: made, taken back, used (PRODUCT, section 7)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from discussions.access.viewer import Viewer, check_secretariat
from discussions.errors import NotFound
from hub.kit.clock import database_now, transaction_now
from hub.kit.models import Record
from hub.kit.record import write_record
from hub.kit.storage import opened
from moderation.access.exports import check_link, check_share
from moderation.errors import (
    LinkMadeAlready,
    LinkOver,
    NoLongerShown,
    NothingToShare,
    TooManyFetches,
)
from moderation.exports.held import kept_back_of
from moderation.models import Export, ExportLink
from moderation.selectors.links import FETCHED_BY_LINK, link_of

_HOUR: Final = timedelta(hours=1)
_TOKEN_BYTES: Final = 32
OPENED: Final = "export-link-opened"
FETCHED: Final = FETCHED_BY_LINK


@dataclass(frozen=True)
class WantedLink:
    """What the form says: `key` is its own and becomes the link's id; `days` from now until the link expires."""

    key: UUID
    label: str
    addressee: str
    days: int


def make_link(*, by: Viewer, export: Export, wanted: WantedLink) -> tuple[ExportLink, str]:
    """A link and its token, which is told here alone: 256 random bits, of which the database keeps the SHA-256.

    Not signed: a signature would say no more than the row does, and a change of the portal's secret would end every
    link. Raises NotSecretariat, NothingToShare, LinkMadeAlready where the form was sent before.
    """
    check_secretariat(by)
    assert by.user_id is not None, "the secretariat has an account"
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        locked = Export.objects.select_for_update(no_key=True).get(pk=export.pk)
        check_share(locked)
        if kept_back_of(locked, database_now()) is not None:
            raise NothingToShare
        if ExportLink.objects.filter(pk=wanted.key).exists():
            raise LinkMadeAlready
        link = ExportLink.objects.create(
            id=wanted.key,
            export=locked,
            token_sha256=hash_of(token),
            label=wanted.label,
            addressee=wanted.addressee,
            created_by_id=by.user_id,
            expires_at=transaction_now() + timedelta(days=wanted.days),
        )
        _record("export-link-made", link, locked, by=by, detail={"days": wanted.days})
    return link, token


def revoke_link(*, by: Viewer, link: ExportLink) -> None:
    """It opens nothing from now on. Done already: nothing. Raises NotSecretariat."""
    check_secretariat(by)
    with transaction.atomic():
        locked = ExportLink.objects.select_for_update(no_key=True, of=("self",)).get(pk=link.pk)
        if locked.revoked_at is not None:
            return
        locked.revoked_at = transaction_now()
        locked.revoked_by_id = by.user_id
        locked.save(update_fields=["revoked_at", "revoked_by"])
        _record("export-link-revoked", locked, locked.export, by=by)


def use_link(token: str, *, act: str, is_look: bool = False) -> ExportLink:
    """The link of a token, with its export and space; the use stands on record as `act`, OPENED or FETCHED.

    It does not where it `is_look`: at the headers alone, as mail programs look at an address before anybody follows it.
    Raises NotFound for a token that is none, LinkOver for a link that expired or was taken back or whose export is no
    longer kept, TooManyFetches.
    """
    found = link_of(hash_of(token))
    if found is None:
        raise NotFound
    with transaction.atomic():
        ExportLink.objects.select_for_update(no_key=True).get(pk=found.pk)
        link = link_of(hash_of(token))  # as it stands, now that nobody changes it
        assert link is not None, "links are never deleted"
        check_link(link, database_now())
        _check_rate(link, act)
        if not is_look:
            _record(act, link, link.export, by=None, detail={"sha256": link.export.sha256})
    return link


def fetch_by_link(token: str, *, is_look: bool = False) -> tuple[Export, BinaryIO]:
    """The export of a link and its bytes, while readers are shown all that is in it.

    Raises as use_link, and NoLongerShown.
    """
    with transaction.atomic():  # nothing is on record where there is nothing to fetch
        export = use_link(token, act=FETCHED, is_look=is_look).export
        if kept_back_of(export, database_now()) is not None:
            raise NoLongerShown
        try:
            return export, opened(export.stored_as)
        except FileNotFoundError as gone:
            raise LinkOver from gone


def hash_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_rate(link: ExportLink, act: str) -> None:
    """Counted from the record itself. Raises TooManyFetches, with the seconds until the next is allowed."""
    now = database_now()
    limit = (
        settings.EXPORT_LINK_FETCHES_PER_HOUR
        if act == FETCHED
        else settings.EXPORT_LINK_PAGES_PER_HOUR
    )
    uses = Record.objects.filter(
        subject_type="export-link", subject_id=str(link.pk), act=act, at__gt=now - _HOUR
    )
    latest = list(uses.order_by("-at").values_list("at", flat=True)[:limit])
    if len(latest) >= limit:
        raise TooManyFetches(max(1, ceil((latest[-1] + _HOUR - now).total_seconds())))


def _record(
    act: str,
    link: ExportLink,
    export: Export,
    *,
    by: Viewer | None,
    detail: dict[str, str | int] | None = None,
) -> None:
    write_record(
        act,
        ("export-link", link.pk),
        by=by.user_id if by is not None else None,
        space_id=export.space_id,
        detail={"export": str(export.pk), **(detail or {})},
    )
