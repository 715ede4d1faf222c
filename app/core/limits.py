"""Rate limits: so many attempts in a span of time for a key, in memory or in Redis.

Keys are stored keyed-hashed, so that neither addresses nor e-mails stand in Redis. When Redis does not answer, the
process counts for itself rather than refusing everyone.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from functools import cache
from math import ceil

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from app.core.config import get_settings
from app.core.errors import TooMany
from app.core.keyring import get_keyring

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `times` in any `minutes`, counted for each key by itself under `name`."""

    name: str
    times: int
    minutes: int

    @property
    def item(self) -> RateLimitItem:
        """The rule in the library's words."""
        return RateLimitItemPerMinute(self.times, self.minutes, namespace="daybook")


SIGN_IN_BY_ACCOUNT = Rule("sign-in-account", times=10, minutes=15)
SIGN_IN_BY_ADDRESS = Rule("sign-in-address", times=60, minutes=5)
PASSWORD_CHANGE_BY_ACCOUNT = Rule("password-change-account", times=10, minutes=15)
SIGN_UP_BY_ADDRESS = Rule("sign-up-address", times=20, minutes=60)
DISCLOSURES_BY_ACCOUNT = Rule("disclosures-account", times=30, minutes=60)
NOTICES_BY_ACCOUNT = Rule("notices-account", times=20, minutes=60)
SETUP_BY_ADDRESS = Rule("setup-address", times=10, minutes=15)


async def check(rule: Rule, key: str) -> None:
    """Count one attempt of `key` under `rule`. Raises TooMany with the seconds to wait."""
    if not get_settings().rate_limits:
        return
    hashed = _hashed(rule, key)
    try:
        retry_after = await _hit(_limiter(), rule, hashed)
    except (RedisError, OSError) as error:
        log.warning("limits.redis_lost", cause=type(error).__name__)
        retry_after = await _hit(_own_limiter(), rule, hashed)
    if retry_after is not None:
        raise TooMany(retry_after=retry_after)


async def _hit(limiter: MovingWindowRateLimiter, rule: Rule, key: str) -> int | None:
    """Seconds to wait where the attempt is one too many, else None."""
    if await limiter.hit(rule.item, rule.name, key):
        return None
    window = await limiter.get_window_stats(rule.item, rule.name, key)
    return max(1, ceil(window.reset_time - time.time()))


def _hashed(rule: Rule, key: str) -> str:
    return hmac.new(get_keyring().index, f"limits|{rule.name}|{key}".encode(), hashlib.sha256).hexdigest()[:32]


@cache
def _own_limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@cache
def _limiter() -> MovingWindowRateLimiter:
    url = get_settings().redis_url
    if url is None:
        return _own_limiter()
    storage: Storage = RedisStorage(f"async+{url}", implementation="redispy", key_prefix="daybook:limits")
    return MovingWindowRateLimiter(storage)


async def close() -> None:
    """Close the connection to Redis, if one was opened."""
    storage = _limiter().storage
    if isinstance(storage, RedisStorage):
        await storage.bridge.storage.aclose()  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
    forget()


def forget() -> None:
    """Forget every count of this process."""
    _own_limiter.cache_clear()
    _limiter.cache_clear()
