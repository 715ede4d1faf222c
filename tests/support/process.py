"""One test process plays many servers: what `app` keeps for the life of a process is forgotten between tests."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class _Cached(Protocol):
    """A function under functools.cache."""

    def cache_clear(self) -> None: ...

    def cache_parameters(self) -> dict[str, Any]: ...


def forget_process() -> None:
    """Empty every functools.cache and lru_cache of `app`: settings, database, bus, keyring and what stands on them."""
    for name, module in tuple(sys.modules.items()):
        if name == "app" or name.startswith("app."):
            for value in tuple(vars(module).values()):
                if isinstance(value, _Cached):
                    value.cache_clear()


def run_apart(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine to its end in a loop of its own, from code that may stand inside another loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()
