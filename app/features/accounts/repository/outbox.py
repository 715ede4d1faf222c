"""The SQL of the mails that accounts write."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import OutboxMail


async def lock(session: AsyncSession, mail_id: UUID) -> OutboxMail | None:
    """The mail of this id, which nobody else changes until the commit."""
    query = select(OutboxMail).where(col(OutboxMail.id) == mail_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))
