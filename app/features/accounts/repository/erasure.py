"""The SQL that takes what is personal out of everything that is about one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import (
    Alert,
    Change,
    Disclosure,
    Entity,
    IdempotencyKey,
    Job,
    Order,
    OutboxMail,
    ReportSchedule,
    SavedView,
)


@dataclass(frozen=True, slots=True)
class ErasedOrder:
    """An order whose personal fields were emptied, and the version that led to."""

    order_id: UUID
    version: int
    fields: tuple[str, ...]


async def erase_orders(session: AsyncSession, user_id: UUID, now: datetime) -> Sequence[ErasedOrder]:
    """Empty ship-to and note of a person's orders; amounts and dates stay, as the books need them."""
    mine = col(Order.user_id) == user_id
    filled = or_(col(Order.ship_to_ct).is_not(None), col(Order.note_ct).is_not(None))
    columns = (
        col(Order.id),
        col(Order.version),
        col(Order.ship_to_ct).is_not(None),
        col(Order.note_ct).is_not(None),
    )
    query = select(*columns).where(mine, filled).order_by(col(Order.id)).with_for_update(key_share=True)
    found = (await session.execute(query)).all()
    await session.execute(
        update(Order)
        .where(mine, filled)
        .values(ship_to_ct=None, note_ct=None, updated_at=now, version=col(Order.version) + 1)
    )
    return [
        ErasedOrder(row[0], row[1] + 1, tuple(n for n, had in (("ship_to", row[2]), ("note", row[3])) if had))
        for row in found
    ]


async def erase_log(session: AsyncSession, user_id: UUID) -> None:
    """Empty the personal values of the change log about a person and their orders; that it happened stays."""
    orders = select(col(Order.id)).where(col(Order.user_id) == user_id)
    for about in (
        (col(Change.entity) == Entity.USER) & (col(Change.row_id) == user_id),
        (col(Change.entity) == Entity.ORDER) & col(Change.row_id).in_(orders),
    ):
        await session.execute(update(Change).where(about, col(Change.is_sealed)).values(old=None, new=None))


async def erase_reasons(session: AsyncSession, user_id: UUID) -> None:
    """Empty the reasons for which the person's values were shown, or the person had others' shown."""
    about = or_(col(Disclosure.owner_id) == user_id, col(Disclosure.actor_id) == user_id)
    await session.execute(update(Disclosure).where(about).values(reason_ct=None))


async def delete_belongings(session: AsyncSession, user_id: UUID) -> None:
    """Delete what served the person only: mails to them, what mails them, saved views, jobs and idempotency keys."""
    await session.execute(delete(OutboxMail).where(col(OutboxMail.user_id) == user_id))
    await session.execute(delete(ReportSchedule).where(col(ReportSchedule.owner_id) == user_id))
    await session.execute(delete(Alert).where(col(Alert.owner_id) == user_id))
    await session.execute(delete(SavedView).where(col(SavedView.owner_id) == user_id))
    await session.execute(delete(Job).where(col(Job.owner_id) == user_id))
    await session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.user_id) == user_id))
