"""The SQL of the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import OutboxMail


async def due(session: AsyncSession, moment: datetime, *, limit: int) -> Sequence[OutboxMail]:
    """Mails whose time has come, the longest waiting first, that no other process is taking."""
    query = (
        select(OutboxMail)
        .where(col(OutboxMail.sent_at).is_(None), col(OutboxMail.next_try_at) <= moment)
        .order_by(col(OutboxMail.next_try_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def get(session: AsyncSession, mail: OutboxMail) -> OutboxMail | None:
    """The mail as it stands, locked; None where it was deleted meanwhile."""
    query = select(OutboxMail).where(col(OutboxMail.id) == mail.id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def delete_sent(session: AsyncSession, before: datetime) -> None:
    """Forget the mails that were sent before a moment."""
    await session.execute(delete(OutboxMail).where(col(OutboxMail.sent_at) < before))


def lease(mail: OutboxMail, moment: datetime) -> None:
    """Take a mail for one try: whoever dies with it leaves it to the next try, which comes later each time."""
    minutes = min(2**mail.tries, 60)
    mail.tries += 1
    mail.next_try_at = moment + timedelta(minutes=minutes)
