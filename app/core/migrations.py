"""Where the database stands in the history of its schema, and the way forward."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from sqlalchemy import Connection, text

from app.core.database import Database, get_database

ROOT = Path(__file__).parents[2]
# Any number will do, as long as every process of Daybook uses the same for its advisory lock.
LOCK_ID = 4_115_180_226


class DatabaseNewerThanCodeError(Exception):
    """The database was migrated by a newer Daybook; this one would damage it."""


@dataclass(frozen=True, slots=True)
class SchemaState:
    """The revision of the database (None where it is empty) and the newest one the code knows."""

    current: str | None
    head: str

    @property
    def is_current(self) -> bool:
        """Whether nothing is left to migrate."""
        return self.current == self.head


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, working on `connection` where one is given."""
    config = Config(ROOT / "alembic.ini")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _state(connection: Connection) -> SchemaState:
    scripts = ScriptDirectory.from_config(alembic_config())
    head = scripts.get_current_head() or ""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None:
        try:
            scripts.get_revision(current)
        except (ResolutionError, command.util.CommandError):
            msg = (
                f"the database is at revision {current}, which this version of Daybook does not know: a newer version "
                "has migrated it. Start that version, or restore the backup made before the upgrade."
            )
            raise DatabaseNewerThanCodeError(msg) from None
    return SchemaState(current=current, head=head)


async def schema_state(database: Database | None = None) -> SchemaState:
    """Where the database stands. Raises DatabaseNewerThanCodeError."""
    async with (database or get_database()).engine.connect() as connection:
        return await connection.run_sync(_state)


async def upgrade(database: Database | None = None) -> SchemaState:
    """Migrate to the newest revision; several processes may try at once. Raises DatabaseNewerThanCodeError."""

    def run(connection: Connection) -> SchemaState:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": LOCK_ID})
        before = _state(connection)
        if not before.is_current:
            command.upgrade(alembic_config(connection), "head")
        return before

    async with (database or get_database()).writer.begin() as connection:
        return await connection.run_sync(run)
