"""Which notices wait to be sent."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.db.models.functions import Now

from accounts.enums import NoticeChannel, NoticeState
from accounts.models import Notice

#: After this a claim counts as unknown: the mail is sent once more (PRODUCT, section 8).
CLAIM_LASTS: Final = timedelta(minutes=10)


def is_due() -> Q:
    """Mail that waits and whose time has come, or whose claim is too old, by the database's clock."""
    return Q(channel=NoticeChannel.MAIL) & (
        Q(state=NoticeState.WAITING, due_at__lte=Now())
        | Q(state=NoticeState.CLAIMED, claimed_at__lte=Now() - CLAIM_LASTS)
    )


def due_notices(limit: int) -> list[int]:
    """Ids of the notices to be sent now, those that wait longest first."""
    return list(
        Notice.objects.filter(is_due())
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )


def letter_of(act: str) -> Notice | None:
    """The letter that an act wrote to an address without an account; None where it wrote none."""
    return Notice.objects.filter(act=act, receiver=None).order_by("pk").first()
