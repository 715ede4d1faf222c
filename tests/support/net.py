"""Ports and waiting, for tests that start a server."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    """A TCP port of the loopback address that is free at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until(is_ready: Callable[[], bool], *, what: str, seconds: float = 30.0) -> None:
    """Ask `is_ready` until it says yes. Raises TimeoutError that names `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was not ready after {seconds:.0f} s")
        time.sleep(0.02)
