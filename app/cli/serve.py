"""`python -m app serve`: migrate, build the front end where it is stale, and serve everything on one port."""

import asyncio
import os
import socket
import time

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from app.cli.demo import logins
from app.cli.frontend import BuildFailed, build, is_stale
from app.core.config import get_settings
from app.core.database import get_database
from app.core.errors import Conflict
from app.core.migrations import upgrade
from app.features.accounts import service as accounts
from app.features.demo.service import ensure_demo
from app.features.privacy.canary import ensure_canary

TARGET = "app.app:app"
STOP_SECONDS = 10
BACKLOG = 2048


def serve() -> int:
    """Serve until stopped by SIGTERM or SIGINT; returns the exit status."""
    settings = get_settings()
    assert_port_free(settings.host, settings.port)
    asyncio.run(_prepare_database())
    try:
        _prepare_front_end()
    except BuildFailed as failed:
        print(f"The front end could not be built:\n{failed}")
        return 1
    _as_production()
    print(f"Daybook serves {settings.public_url}", flush=True)
    Server(
        TARGET,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.auto,
        workers=settings.workers,
        backlog=BACKLOG,
        websockets=True,
        respawn_failed_workers=settings.workers > 1,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def assert_port_free(host: str, port: int) -> None:
    """Raises Conflict where something listens there already.

    The server's workers share their port, so a second server would share it too, and each would get some requests.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            msg = f"port {port} of {host} cannot be used ({error.strerror}): stop what runs there, or set DAYBOOK_PORT"
            raise Conflict(msg) from None


async def _prepare_database() -> None:
    """Migrate, see that the keyring is the right one, and let the first visitor in.

    With the demo an empty database is filled and its logins are printed; else, where there is nobody yet, the code
    with which /setup makes the first admin.
    """
    try:
        await upgrade()
        await ensure_canary()
        if get_settings().demo:
            if await ensure_demo():
                print("The demo shop was made.", flush=True)
            print(logins(), flush=True)
        elif await accounts.needs_setup():
            print(f"No admin yet. Open /setup with this code: {accounts.setup_code()}", flush=True)
    finally:
        await get_database().dispose()
        get_database.cache_clear()


def _prepare_front_end() -> None:
    if not is_stale():
        return
    print("Building the front end (once; about half a minute) …", flush=True)
    begun = time.monotonic()
    build()
    print(f"Built in {time.monotonic() - begun:.0f} s.", flush=True)


def _as_production() -> None:
    """Tell Reflex, in the workers too, to serve what is built: no compiling, no node, nothing of development."""
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    os.environ["REFLEX_ENV_MODE"] = "prod"
    os.environ.setdefault("REFLEX_TELEMETRY_ENABLED", "false")
