"""The SQL of mails by the clock and of alerts. They are their owner's alone: to anybody else they do not exist."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Alert, OutboxMail, ReportSchedule, User

Notice = TypeVar("Notice", bound=ReportSchedule | Alert)
Owned = tuple[ReportSchedule, User]
Watched = tuple[Alert, User]


async def listed(session: AsyncSession, model: type[Notice], owner: UUID) -> Sequence[Notice]:
    """A person's own, the oldest first."""
    query = select(model).where(col(model.owner_id) == owner, col(model.deleted_at).is_(None))
    return (await session.scalars(query.order_by(col(model.id)))).all()


async def count(session: AsyncSession, model: type[Notice], owner: UUID) -> int:
    """How many a person has."""
    query = select(func.count()).select_from(model)
    return (await session.scalar(query.where(col(model.owner_id) == owner, col(model.deleted_at).is_(None)))) or 0


async def own(session: AsyncSession, model: type[Notice], owner: UUID, *, notice_id: UUID) -> Notice | None:
    """One of a person's own that is not deleted."""
    query = select(model).where(col(model.id) == notice_id, col(model.owner_id) == owner)
    return await session.scalar(query.where(col(model.deleted_at).is_(None)))


async def owner(session: AsyncSession, person: UUID) -> User | None:
    """The person."""
    return await session.scalar(select(User).where(col(User.id) == person))


async def lock(session: AsyncSession, model: type[Notice], notice_id: UUID) -> Notice | None:
    """One as it is now, which nobody else changes until the commit; a deleted one too."""
    query = select(model).where(col(model.id) == notice_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def hold_person(session: AsyncSession, person: UUID) -> None:
    """Let one person make one at a time, so that there are never more than there may be.

    A mail refers to its receiver, so whoever writes one asks for them first, as an erasure does.
    """
    await session.execute(select(col(User.id)).where(col(User.id) == person).with_for_update(key_share=True))


async def due_reports(session: AsyncSession, now: datetime, *, limit: int) -> Sequence[Owned]:
    """Mails whose time has come, or whose owner lives by another clock since, with their owners."""
    query = (
        select(ReportSchedule, User)
        .join(User, col(User.id) == col(ReportSchedule.owner_id))
        .where(col(ReportSchedule.deleted_at).is_(None), ~col(ReportSchedule.paused))
        .where(or_(col(ReportSchedule.next_due_at) <= now, col(ReportSchedule.time_zone) != col(User.time_zone)))
    )
    rows = await session.execute(query.order_by(col(ReportSchedule.next_due_at)).limit(limit))
    return [(schedule, owner) for schedule, owner in rows]


async def move_on(
    session: AsyncSession, seen: ReportSchedule, *, next_due_at: datetime, time_zone: str, mail: OutboxMail | None
) -> bool:
    """Set when a mail is due next, unless it is not any more what was seen; with `mail`, that this one went out."""
    values: dict[str, object] = {"next_due_at": next_due_at, "time_zone": time_zone}
    if mail is not None:
        values |= {"mail_id": mail.id, "last_sent_at": mail.created_at}
    is_as_seen = (
        col(ReportSchedule.id) == seen.id,
        col(ReportSchedule.version) == seen.version,
        col(ReportSchedule.next_due_at) == seen.next_due_at,
        col(ReportSchedule.time_zone) == seen.time_zone,
        col(ReportSchedule.deleted_at).is_(None),
    )
    moved = update(ReportSchedule).where(*is_as_seen).values(**values).returning(col(ReportSchedule.id))
    return await session.scalar(moved) is not None


async def any_to_look_at(session: AsyncSession, before: datetime) -> bool:
    """Whether there is an alert that nobody looked at since `before`."""
    return await session.scalar(select(col(Alert.id)).where(*_unseen_since(before)).limit(1)) is not None


async def take_alerts(session: AsyncSession, *, before: datetime, now: datetime, limit: int) -> Sequence[Watched]:
    """Alerts that nobody looked at since `before`, with their owners; they count as looked at from here on.

    What another process takes just now is left to it.
    """
    query = (
        select(Alert, User)
        .join(User, col(User.id) == col(Alert.owner_id))
        .where(*_unseen_since(before))
        .order_by(col(Alert.checked_at), col(Alert.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Alert)
    )
    taken = [(alert, owner) for alert, owner in await session.execute(query)]
    for alert, _ in taken:
        alert.checked_at = now
    return taken


def _unseen_since(before: datetime) -> tuple[ColumnElement[bool], ...]:
    is_unseen = or_(col(Alert.checked_at).is_(None), col(Alert.checked_at) <= before)
    return ~col(Alert.paused), col(Alert.deleted_at).is_(None), is_unseen


async def waiting(session: AsyncSession, mails: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the mails that have not gone out."""
    query = select(col(OutboxMail.id)).where(col(OutboxMail.id).in_(mails), col(OutboxMail.sent_at).is_(None))
    return frozenset(await session.scalars(query)) if mails else frozenset()


async def drop_unsent(session: AsyncSession, mail_id: UUID) -> None:
    """Take a mail that has not gone out from the outbox: a newer one takes its place."""
    await session.execute(delete(OutboxMail).where(col(OutboxMail.id) == mail_id, col(OutboxMail.sent_at).is_(None)))


async def purge(session: AsyncSession, before: datetime) -> None:
    """Forget what was deleted before a moment."""
    await session.execute(delete(ReportSchedule).where(col(ReportSchedule.deleted_at) < before))
    await session.execute(delete(Alert).where(col(Alert.deleted_at) < before))
