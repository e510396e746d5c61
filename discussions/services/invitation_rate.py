"""How many letters to addresses that leads give ask to sign a joint submission, in a day: a portal is no way to send spam.

Counted from the letters themselves, and from those that wait for a post to be published.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import QuerySet

from accounts.enums import NoticeChannel
from accounts.models import Notice
from discussions.enums import PostState
from discussions.errors import TooManyInvitations
from discussions.models import CoSignatory

_DAY = timedelta(days=1)


def check_rate_of_invitations(person_id: int, addresses: Iterable[str], at: datetime) -> None:
    """May the person have a letter sent to each of these addresses now? Before a number is given.

    Raises TooManyInvitations, with the seconds until the first letter of those counted is a day old.
    """
    wanted = Counter(address.lower() for address in addresses)
    if not wanted:
        return
    sent = _sent(at).filter(facts__lead=person_id)
    waiting = _waiting(at).filter(post__author_id=person_id)
    _check(sent, waiting, wanted.total(), settings.INVITATIONS_PER_DAY, at)
    for address, letters in sorted(wanted.items()):
        limit = settings.INVITATIONS_PER_ADDRESS_PER_DAY
        to_it = _sent(at).filter(address__iexact=address)
        _check(to_it, _waiting(at).filter(email__iexact=address), letters, limit, at, address)


def may_be_asked_again(address: str, at: datetime) -> bool:
    """Whether one more letter to the address stays within its limit; its first link is good for every version."""
    return (
        _sent(at).filter(address__iexact=address).count()
        < settings.INVITATIONS_PER_ADDRESS_PER_DAY
    )


def _sent(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        receiver__isnull=True,
        channel=NoticeChannel.MAIL,
        created_at__gt=at - _DAY,
        kind="joint-invitation",
    )


def _waiting(at: datetime) -> QuerySet[CoSignatory]:
    return CoSignatory.objects.filter(
        invited_at__isnull=True,
        removed_at__isnull=True,
        post__state__in=[PostState.PENDING, PostState.PUBLISHED],
        post__latest_version__received_at__gt=at - _DAY,
    ).exclude(email="")


def _check(
    sent: QuerySet[Notice],
    waiting: QuerySet[CoSignatory],
    wanted: int,
    limit: int,
    at: datetime,
    address: str = "",
) -> None:
    instants = [
        *sent.values_list("created_at", flat=True),
        *waiting.values_list("post__latest_version__received_at", flat=True),
    ]
    if len(instants) + wanted > limit:
        first = min(instants, default=at)
        rest = min(_DAY, first + _DAY - at)
        raise TooManyInvitations(max(1, ceil(rest.total_seconds())), address)
