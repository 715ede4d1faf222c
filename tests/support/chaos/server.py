"""A server that is killed and started again on the same port, database and keys."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.support.net import free_port, wait_until
from tests.support.shop import ROOT, SMALL_DEMO, Shop, alone, shop_environment


class Killable:
    """`python -m app serve` in a process group of its own."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        with self.shop.log.open("a") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "app", "serve"),
                cwd=ROOT,
                env=self.shop.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self.shop.answers, what="Daybook", seconds=120)

    def kill(self) -> None:
        """End it with SIGKILL, workers and all, in the middle of whatever it does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextmanager
def killable_shop(folder: Path) -> Generator[Killable, None, None]:
    """A running shop with a small demo."""
    port = free_port()
    shop = Shop(port=port, folder=folder, environment=shop_environment(folder, port, {"DAYBOOK_DEMO": "1"}))
    shop.command("migrate")
    shop.command("demo", *SMALL_DEMO)
    with alone("build"):
        shop.command("build")
    server = Killable(shop)
    server.start()
    try:
        yield server
    finally:
        server.kill()
