"""The SQL of exports."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Export


async def find(session: AsyncSession, export_id: UUID, *, lock: bool = False) -> Export | None:
    """An export; `lock` lets one request at a time have it."""
    query = select(Export).where(col(Export.id) == export_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def set_ended(session: AsyncSession, export_id: UUID, *, at: datetime, rows: int) -> None:
    """Note that all rows went out."""
    await session.execute(update(Export).where(col(Export.id) == export_id).values(ended_at=at, rows=rows))


async def forget(session: AsyncSession, *, unopened_before: datetime, opened_before: datetime) -> None:
    """Delete tickets that nobody used, and old records."""
    unopened: Sequence[object] = (col(Export.opened_at).is_(None), col(Export.created_at) < unopened_before)
    await session.execute(delete(Export).where(*unopened))  # pyright: ignore[reportArgumentType]
    await session.execute(delete(Export).where(col(Export.created_at) < opened_before))
