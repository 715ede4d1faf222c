"""One history of migrations, in step with the models, forward and back on each engine (pytest-alembic's own tests)."""

from collections.abc import Generator
from pathlib import Path

import pytest
from pytest_alembic import MigrationContext, tests
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.support.postgres import Postgres

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))
EMPTY = "migrations"


@pytest.fixture
def alembic_config() -> dict[str, str]:
    """Where Alembic's environment is."""
    return {"script_location": str(Path(__file__).parents[2] / "alembic")}


@pytest.fixture(params=ENGINES)
def alembic_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[AsyncEngine, None, None]:
    """An empty database on each engine; no connection outlives the loop it was made in."""
    if request.param == "sqlite":
        yield create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/empty.db", poolclass=NullPool)
        return
    server: Postgres = request.getfixturevalue("postgres")
    server.run(f"CREATE DATABASE {EMPTY}")
    yield create_async_engine(server.url(EMPTY), poolclass=NullPool)
    server.run(f"DROP DATABASE {EMPTY} WITH (FORCE)")


def test_there_is_one_head(alembic_runner: MigrationContext) -> None:
    tests.test_single_head_revision(alembic_runner)


def test_they_run_to_the_newest(alembic_runner: MigrationContext) -> None:
    tests.test_upgrade(alembic_runner)


def test_they_run_forward_and_back(alembic_runner: MigrationContext) -> None:
    tests.test_up_down_consistency(alembic_runner)


def test_the_models_are_in_step(alembic_runner: MigrationContext) -> None:
    tests.test_model_definitions_match_ddl(alembic_runner)
