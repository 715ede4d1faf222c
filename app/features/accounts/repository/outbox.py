"""The SQL of the mails that accounts write."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import OutboxMail

CONFIRM_SIGN_UP = "confirm_sign_up"


async def lock(session: AsyncSession, mail_id: UUID) -> OutboxMail | None:
    """The mail of this id, which nobody else changes until the commit."""
    query = select(OutboxMail).where(col(OutboxMail.id) == mail_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def delete_unconfirmed(session: AsyncSession, before: datetime) -> None:
    """Forget the sign-ups from before a moment that nobody confirmed."""
    await session.execute(
        delete(OutboxMail).where(
            col(OutboxMail.kind) == CONFIRM_SIGN_UP,
            col(OutboxMail.user_id).is_(None),
            col(OutboxMail.created_at) < before,
        )
    )
