"""A running Daybook: `python -m app serve` on a free port, with a database and keys of its own."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.support.databases import sqlite_url
from tests.support.net import free_port, wait_until

ROOT = Path(__file__).parents[2]
DEMO_PASSWORD = "daybook-demo"
SMALL_DEMO = ("--orders", "200", "--customers", "25", "--products", "12", "--seed", "7")


@dataclass(frozen=True, slots=True)
class Shop:
    """A server, its address, and the folder with its database, keys and log."""

    port: int
    folder: Path
    environment: dict[str, str]

    @property
    def url(self) -> str:
        """Where it serves, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """What the server has said."""
        return self.folder / "server.log"

    def command(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `python -m app …` beside the server, on its database. Raises CalledProcessError."""
        return subprocess.run(
            (sys.executable, "-m", "app", *arguments),
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            text=True,
            capture_output=True,
            check=True,
        )

    def module(self, name: str, *arguments: str) -> str:
        """Run another module in the server's environment; what it printed. Raises CalledProcessError."""
        command = (sys.executable, "-m", name, *arguments)
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE, check=True
        ).stdout

    def answers(self) -> bool:
        """Whether the server is ready."""
        try:
            with urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 (http on this machine)
                return answer.status == 200
        except (URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def alone(name: str) -> Generator[None, None, None]:
    """One test process at a time in this block: two would build the front end over each other."""
    with (Path(tempfile.gettempdir()) / f"daybook-{os.getuid()}-{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def shop_environment(folder: Path, port: int, settings: dict[str, str]) -> dict[str, str]:
    """The environment of a server that shares nothing with the person who runs the tests."""
    own = {
        "HOME": str(folder),
        "DAYBOOK_PORT": str(port),
        "DAYBOOK_DATABASE_URL": sqlite_url(folder / "daybook.db"),
        "DAYBOOK_KEYRING": str(folder / "keyring.json"),
        "DAYBOOK_RATE_LIMITS": "off",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    return {**inherited, **own, **settings}


@contextmanager
def running_shop(folder: Path, *, demo: bool = True, **settings: str) -> Generator[Shop, None, None]:
    """Start a server, with a small demo shop unless told otherwise; `settings` are DAYBOOK_ variables, whole names."""
    port = free_port()
    shop = Shop(port=port, folder=folder, environment=shop_environment(folder, port, settings))
    if demo:
        shop.command("migrate")
        shop.command("demo", *SMALL_DEMO)
    with alone("build"):
        shop.command("build")
    with shop.log.open("w") as log:
        process = subprocess.Popen(
            (sys.executable, "-m", "app", "serve"), cwd=ROOT, env=shop.environment, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: process.poll() is not None or shop.answers(), what="Daybook", seconds=120)
        if process.poll() is not None:
            raise RuntimeError(f"Daybook ended at once:\n{shop.log.read_text()}")
        yield shop
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
