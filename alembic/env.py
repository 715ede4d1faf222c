"""Alembic's environment: one history for SQLite and PostgreSQL, on the connection it is given or on the settings'."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, DateTime
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.types import TypeDecorator
from sqlmodel import AutoString

from app.core.database import get_database
from app.models import metadata


def render_plain(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain ones below them, so that old migrations never depend on today's code."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.impl.length})" if item.impl.length else "sa.String()"
    if kind == "type" and isinstance(item, TypeDecorator) and isinstance(item.impl, DateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run the migrations on one connection. SQLite alters a table by making it anew (batch mode)."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        render_item=render_plain,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_on(engine: AsyncEngine) -> None:
    """Run them on an engine, for the `alembic` command itself and for pytest-alembic."""
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given: Connection | AsyncEngine | None = context.config.attributes.get("connection")
if isinstance(given, Connection):
    run(given)
elif context.is_offline_mode():
    context.configure(url=get_database().url, target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(run_on(given or get_database().writer))
