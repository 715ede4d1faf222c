"""The SQL of disclosures: they are added and read, never changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Disclosure


async def page(session: AsyncSession, *, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[Disclosure]:
    """Disclosures older than `before` (moment, id), the newest first."""
    place = (col(Disclosure.at), col(Disclosure.id))
    query = select(Disclosure)
    if before is not None:
        query = query.where(tuple_(*place) < before)
    return (await session.scalars(query.order_by(*(column.desc() for column in place)).limit(limit))).all()
