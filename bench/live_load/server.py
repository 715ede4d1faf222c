"""The server under load: started on a database of its own in a temporary folder, and how much it uses."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1 << 20
READY_SECONDS = 180.0
SAMPLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much the demo shop holds."""

    orders: int
    customers: int


def free_port() -> int:
    """A TCP port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running_server(size: Size, *, port: int | None, postgres: bool) -> Generator[tuple[str, psutil.Process]]:
    """Make a demo shop and serve it: the address and the server's first process."""
    port = port or free_port()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="daybook-live-")))
        settings = _postgres_settings(stack) if postgres else {}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")} | {
            "DAYBOOK_PORT": str(port),
            "DAYBOOK_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/daybook.db",
            "DAYBOOK_KEYRING": str(folder / "keyring.json"),
            "DAYBOOK_RATE_LIMITS": "off",
            **settings,
        }
        amounts = ("--orders", str(size.orders), "--customers", str(size.customers))
        for command in (("migrate",), ("demo", *amounts), ("build",)):
            subprocess.run((sys.executable, "-m", "app", *command), cwd=ROOT, env=environment, check=True)
        process = psutil.Popen((sys.executable, "-m", "app", "serve"), cwd=ROOT, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(url, process)
            yield url, process
        finally:
            process.terminate()
            with suppress(psutil.TimeoutExpired):
                process.wait(timeout=30)


def _postgres_settings(stack: ExitStack) -> dict[str, str]:
    """A real PostgreSQL and a real Valkey, and two workers."""
    sys.path.insert(0, str(ROOT))
    from tests.support.postgres import running_postgres  # noqa: PLC0415 - only here are they needed
    from tests.support.valkey import running_valkey  # noqa: PLC0415

    server = stack.enter_context(running_postgres())
    server.run("CREATE DATABASE live")
    valkey = stack.enter_context(running_valkey())
    return {"DAYBOOK_DATABASE_URL": server.url("live"), "DAYBOOK_REDIS_URL": valkey.url, "DAYBOOK_WORKERS": "2"}


def _wait_until_ready(url: str, process: psutil.Process) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            raise SystemExit("the server ended at once")
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(f"{url}/readyz", timeout=5):  # noqa: S310
            return
        time.sleep(0.1)
    raise SystemExit(f"the server was not ready after {READY_SECONDS:.0f} s")


@dataclass
class Usage:
    """What the server's processes use: resident memory in MiB, seconds of CPU."""

    process: psutil.Process
    memory: list[float] = field(default_factory=list)

    def _tree(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return [self.process, *self.process.children(recursive=True)]
        return []

    def memory_now(self) -> float:
        """Resident memory of all processes together; what they share is counted for each."""
        total = 0
        for process in self._tree():
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total / MEBIBYTE

    def cpu_now(self) -> float:
        """Seconds of CPU that the processes have used since their start."""
        total = 0.0
        for process in self._tree():
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
        return total

    async def watch(self) -> None:
        """Note the memory until cancelled."""
        while True:
            self.memory.append(self.memory_now())
            await asyncio.sleep(SAMPLE_SECONDS)
