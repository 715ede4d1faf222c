"""Fixtures: a migrated database on each engine, and the cast in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.core.database import Database, get_database
from tests.support.databases import make_postgres_template, make_sqlite_template, postgres_copy, sqlite_copy
from tests.support.postgres import Postgres
from tests.support.process import forget_process

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    return make_sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> Postgres:
    """The server, with a migrated database to copy."""
    make_postgres_template(postgres)
    return postgres


@pytest.fixture
def sqlite_address(sqlite_template: Path, environment: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """DAYBOOK_DATABASE_URL of a fresh SQLite file, set."""
    with sqlite_copy(sqlite_template, environment) as url:
        monkeypatch.setenv("DAYBOOK_DATABASE_URL", url)
        forget_process()
        yield url


@pytest.fixture
def postgresql_address(
    postgres_template: Postgres, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """DAYBOOK_DATABASE_URL of a fresh PostgreSQL database, set."""
    with postgres_copy(postgres_template) as url:
        monkeypatch.setenv("DAYBOOK_DATABASE_URL", url)
        forget_process()
        yield url


@pytest.fixture(params=ENGINES)
def database_address(request: pytest.FixtureRequest) -> str:
    """DAYBOOK_DATABASE_URL of a fresh migrated database, set: each engine in turn."""
    address: str = request.getfixturevalue(f"{request.param}_address")
    return address


@pytest_asyncio.fixture
async def database(database_address: str) -> AsyncIterator[Database]:
    """A migrated, empty database: the test runs once on SQLite and once on PostgreSQL."""
    opened = get_database()
    yield opened
    await opened.dispose()
