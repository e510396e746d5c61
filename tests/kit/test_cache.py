"""Redis away counts as an empty cache."""

from typing import Any

import pytest
from django.core.cache import cache

from hub.kit.cache import ForgivingRedisCache


def test_what_was_kept_comes_back() -> None:
    cache.set("key", "value", 60)
    assert cache.get("key") == "value"
    assert cache.add("key", "other", 60) is False
    cache.set("number", 1, 60)
    assert cache.incr("number") == 2
    assert cache.delete("key") is True
    assert cache.get("key", "nothing") == "nothing"


@pytest.fixture
def away() -> ForgivingRedisCache:
    """A cache whose server does not answer."""
    options: dict[str, Any] = {"OPTIONS": {"socket_connect_timeout": 0.2}}
    return ForgivingRedisCache("redis://127.0.0.1:1/0", options)


def test_without_redis_nothing_is_found_and_nothing_fails(away: ForgivingRedisCache) -> None:
    away.set("key", "value", 60)
    assert away.get("key", "nothing") == "nothing"
    assert away.add("key", "value", 60) is True
    assert away.delete("key") is False
    with pytest.raises(ValueError, match="away"):
        away.incr("key")
