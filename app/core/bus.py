"""The bus: small hints between the parts of one process, and through Redis between processes.

A hint is a topic and a small JSON object of ids and numbers, never personal data. Hints are a courtesy: whoever
listens must also come to know in another way (open pages read the change log), so a lost one costs time only.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Protocol, TypeAlias, cast

import redis.asyncio as redis
import structlog

from app.core.config import get_settings

CHANNEL = "daybook:hints"
RETRY_SECONDS = 1.0

Hint: TypeAlias = dict[str, Any]
Listener: TypeAlias = Callable[[Hint], None]

log = structlog.get_logger(__name__)


class Transport(Protocol):
    """What carries hints to other processes."""

    async def send(self, message: str) -> None:
        """Carry one message; never raises for a lost connection."""
        ...

    async def run(self, receive: Callable[[str], None]) -> None:
        """Call `receive` for each message of another process, until cancelled."""
        ...

    async def is_up(self) -> bool:
        """Whether messages pass at present."""
        ...

    async def close(self) -> None:
        """Let the connections go."""
        ...


class Bus:
    """Hints by topic. Listeners are called in the loop of the process, at once, and must not block."""

    def __init__(self, transport: Transport | None = None) -> None:
        self._transport = transport
        self._listeners: dict[str, list[Listener]] = {}
        self._task: asyncio.Task[None] | None = None

    def listen(self, topic: str, listener: Listener) -> Callable[[], None]:
        """Call `listener` for each hint of `topic`; returns the function that ends it."""
        self._listeners.setdefault(topic, []).append(listener)
        return lambda: self._listeners[topic].remove(listener)

    async def publish(self, topic: str, hint: Hint) -> None:
        """Tell this process at once and the others through the transport."""
        self._deliver(topic, hint)
        if self._transport is not None:
            await self._transport.send(json.dumps({"topic": topic, "hint": hint}))

    def start(self) -> None:
        """Begin to receive from other processes."""
        if self._transport is not None and self._task is None:
            self._task = asyncio.create_task(self._transport.run(self._receive), name="bus")

    async def stop(self) -> None:
        """Stop receiving, and let the connections go."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._transport is not None:
            await self._transport.close()

    async def is_up(self) -> bool:
        """Whether hints reach other processes (true where there are none)."""
        return self._transport is None or await self._transport.is_up()

    def _receive(self, message: str) -> None:
        try:
            document = cast("dict[str, Any]", json.loads(message))
            self._deliver(document["topic"], document["hint"])
        except (ValueError, KeyError, TypeError):
            log.warning("bus.unreadable_hint")

    def _deliver(self, topic: str, hint: Hint) -> None:
        for listener in tuple(self._listeners.get(topic, ())):
            listener(hint)


class RedisTransport:
    """Hints over Redis publish/subscribe. A process also receives its own: listeners do not mind a hint twice."""

    def __init__(self, url: str) -> None:
        # Typed Any: redis-py's hints are unions of its sync and async clients.
        self._redis: Any = cast("Any", redis.Redis).from_url(url, socket_timeout=5, socket_connect_timeout=2)

    async def send(self, message: str) -> None:
        """Publish; a lost connection is logged and left to the readers' polling."""
        try:
            await self._redis.publish(CHANNEL, message)
        except redis.RedisError as error:
            log.warning("bus.not_sent", cause=type(error).__name__)

    async def run(self, receive: Callable[[str], None]) -> None:
        """Receive for as long as the process runs, through lost connections."""
        while True:
            try:
                await self._receive_all(receive)
            except (redis.RedisError, OSError) as error:
                log.warning("bus.lost", cause=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _receive_all(self, receive: Callable[[str], None]) -> None:
        async with self._redis.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            while True:
                message = await channel.get_message(ignore_subscribe_messages=True, timeout=1.0)
                if message is not None:
                    receive(message["data"].decode())

    async def is_up(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self._redis.ping())
        except (redis.RedisError, OSError):
            return False

    async def close(self) -> None:
        """Close every connection."""
        await self._redis.aclose()


@cache
def get_bus() -> Bus:
    """The bus of this process."""
    url = get_settings().redis_url
    return Bus(RedisTransport(url) if url else None)
