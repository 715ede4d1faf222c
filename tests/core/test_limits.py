"""Rate limits, in memory and in a real Valkey."""

from collections.abc import Iterator

import pytest

from app.core import limits
from app.core.config import get_settings
from app.core.errors import TooMany
from app.core.limits import Rule

pytestmark = pytest.mark.asyncio
THREE = Rule("three", times=3, minutes=1)


@pytest.fixture(autouse=True)
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits are on."""
    monkeypatch.setenv("DAYBOOK_RATE_LIMITS", "on")
    get_settings.cache_clear()
    limits.forget()
    yield
    limits.forget()


async def assert_three_pass() -> None:
    for _ in range(3):
        await limits.check(THREE, "10.0.0.1")
    with pytest.raises(TooMany) as refused:
        await limits.check(THREE, "10.0.0.1")
    assert 0 < refused.value.retry_after <= 60
    await limits.check(THREE, "10.0.0.2")


async def test_each_key_has_its_own_count() -> None:
    await assert_three_pass()


async def test_limits_can_be_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_RATE_LIMITS", "off")
    get_settings.cache_clear()
    for _ in range(10):
        await limits.check(THREE, "10.0.0.1")


@pytest.mark.valkey
async def test_counts_are_shared_through_redis_and_hold_no_address(redis_url: str) -> None:
    import redis.asyncio as redis

    get_settings.cache_clear()
    limits.forget()
    await assert_three_pass()
    async with redis.from_url(redis_url) as client:
        keys = [key.decode() async for key in client.scan_iter()]
    assert keys
    assert not any("10.0.0" in key for key in keys)
    await limits.close()


async def test_without_redis_the_process_counts_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_REDIS_URL", "redis://127.0.0.1:1/0")
    get_settings.cache_clear()
    limits.forget()
    await assert_three_pass()
    await limits.close()
