"""The SQL of the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Role
from app.features.mail.kinds import FOR_STAFF
from app.models import OutboxMail, User


async def due(session: AsyncSession, moment: datetime, *, limit: int) -> Sequence[OutboxMail]:
    """Mails whose time has come, the longest waiting first, that no other process is taking."""
    query = (
        select(OutboxMail)
        .where(col(OutboxMail.sent_at).is_(None), col(OutboxMail.next_try_at) <= moment)
        .where(or_(col(OutboxMail.kind).not_in(FOR_STAFF), _is_to_staff()))
        .order_by(col(OutboxMail.next_try_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def delete_refused(session: AsyncSession, before: datetime) -> None:
    """Forget the mails from before a moment whose receivers may not have them any more."""
    unsent = col(OutboxMail.sent_at).is_(None), col(OutboxMail.created_at) < before
    await session.execute(delete(OutboxMail).where(col(OutboxMail.kind).in_(FOR_STAFF), ~_is_to_staff(), *unsent))


def _is_to_staff() -> ColumnElement[bool]:
    is_staff = col(User.active), col(User.role).in_((Role.STAFF, Role.ADMIN))
    return exists().where(col(User.id) == col(OutboxMail.user_id), *is_staff)


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
