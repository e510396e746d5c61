"""When someone who tried too often may try again: read from what django-allauth keeps of each attempt."""

import time
from math import ceil

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"


def seconds_until_free(request: HttpRequest, action: str, *, key: str | None = None) -> int:
    """Seconds until every rate of the action has room again; 0 when none is full or nothing is known of it.

    `key` is what a rate per key counts by: without it such a rate is left out.
    """
    rates = ratelimit.get_rates(app=_APP, action=action)
    waits = [_wait(request, action, rate, key) for rate in rates if _applies(request, rate, key)]
    return max(waits, default=0)


def _applies(request: HttpRequest, rate: ratelimit.Rate, key: str | None) -> bool:
    if rate.per == "key":
        return key is not None
    return rate.per == "ip" or request.user.is_authenticated


def _wait(request: HttpRequest, action: str, rate: ratelimit.Rate, key: str | None) -> int:
    kept = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
    now = time.time()
    history = [at for at in cache.get(kept, []) if at > now - rate.duration]
    if len(history) < rate.amount:
        return 0
    free_at: float = history[rate.amount - 1] + rate.duration
    return ceil(free_at - now)


def consume(request: HttpRequest, action: str, *, most: int, seconds: int) -> int:
    """Count a request of its address towards `most` within so many seconds; the seconds to wait if they are full, else 0.

    Nothing is counted while the cache is away.
    """
    rate = ratelimit.Rate(most, seconds, "ip")
    kept = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate)
    now = time.time()
    history = [at for at in cache.get(kept, []) if at > now - seconds]
    if len(history) >= most:
        free_at: float = history[most - 1] + seconds
        return max(1, ceil(free_at - now))
    cache.set(kept, [now, *history], seconds)
    return 0
