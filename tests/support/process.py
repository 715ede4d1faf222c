"""One test process plays many servers: what `app` keeps for the life of a process is forgotten between tests."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


# What functools.cache and lru_cache make. A protocol in its place would take a tenth of a second a test to look for.
_CACHED = type(cache(lambda: None))


def forget_process() -> None:
    """Empty every functools.cache and lru_cache of `app`: settings, database, bus, keyring and what stands on them."""
    for name, module in tuple(sys.modules.items()):
        if name == "app" or name.startswith("app."):
            for value in tuple(vars(module).values()):
                if isinstance(value, _CACHED):
                    value.cache_clear()


def run_apart(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine to its end in a loop of its own, from code that may stand inside another loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()
