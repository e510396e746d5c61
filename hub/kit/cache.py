"""The cache: Redis, and plain absence where Redis is away (PRODUCT, section 6, "Caching")."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis as Django's cache, except that an unreachable Redis counts as an empty cache instead of an error."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default` when it is missing or Redis is away."""
        try:
            return super().get(key, default, version)
        except (RedisError, OSError) as error:
            return self._away(error, default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the value if Redis is there."""
        try:
            super().set(key, value, *args, **kwargs)
        except (RedisError, OSError) as error:
            self._away(error, None)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep the value if there was none; True also when Redis is away."""
        try:
            return bool(super().add(key, value, *args, **kwargs))
        except (RedisError, OSError) as error:
            return bool(self._away(error, True))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The raised counter; ValueError when there is none, which is also what an absent Redis means."""
        try:
            return int(super().incr(key, delta, version))
        except (RedisError, OSError) as error:
            self._away(error, None)
            raise ValueError("the cache is away") from error

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget the value; False when Redis is away."""
        try:
            return bool(super().delete(key, version))
        except (RedisError, OSError) as error:
            return bool(self._away(error, False))

    @staticmethod
    def _away(error: Exception, answer: Any) -> Any:
        logger.warning("cache away: %s", type(error).__name__)
        return answer
