"""Migrated databases for tests: each engine is migrated once a process, then a new one costs a copy."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import delete

from app.core.database import Database
from app.core.migrations import upgrade
from app.models import metadata
from tests.support.postgres import Postgres
from tests.support.process import run_apart

TEMPLATE = "template_daybook"
_numbers = count(1)


def sqlite_url(path: Path) -> str:
    """The DAYBOOK_DATABASE_URL of a file."""
    return f"sqlite+aiosqlite:///{path}"


def migrate(url: str) -> None:
    """Bring an empty database to the newest revision."""

    async def work() -> None:
        database = Database(url)
        await upgrade(database)
        await database.dispose()

    run_apart(work)


def make_sqlite_template(folder: Path) -> Path:
    """A migrated, empty SQLite file."""
    path = folder / "template.db"
    migrate(sqlite_url(path))
    return path


def make_postgres_template(server: Postgres) -> None:
    """A migrated, empty database named TEMPLATE, from which others are copied."""
    server.run(f"CREATE DATABASE {TEMPLATE}")
    migrate(server.url(TEMPLATE))


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Generator[str, None, None]:
    """The address of a fresh copy in `folder`, which goes with it."""
    path = folder / "daybook.db"
    shutil.copyfile(template, path)
    yield sqlite_url(path)


@contextmanager
def postgres_copy(server: Postgres) -> Generator[str, None, None]:
    """The address of a fresh copy, dropped in the end."""
    name = f"test_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    try:
        yield server.url(name)
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


async def empty(database: Database) -> None:
    """Every row of every table away, for a test that lives through many shops in one database."""
    async with database.writing() as session:
        for table in reversed(metadata.sorted_tables):
            await session.execute(delete(table))
        await session.commit()
