"""The SQL of browser sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.actor import Role
from app.models import Session, User


@dataclass(frozen=True, slots=True)
class Live:
    """A session that is good now, and what its person may do now."""

    session_id: UUID
    user_id: UUID
    role: Role
    created_at: datetime
    last_seen_at: datetime


def _is_live(now: datetime) -> ColumnElement[bool]:
    return col(Session.revoked_at).is_(None) & (col(Session.expires_at) > now)


async def find_live(session: AsyncSession, token_hashes: Sequence[str], now: datetime) -> dict[str, Live]:
    """The sessions of these tokens, without those that are over or whose person is inactive."""
    query = (
        select(
            col(Session.token_hash),
            col(Session.id),
            col(Session.user_id),
            col(User.role),
            col(Session.created_at),
            col(Session.last_seen_at),
        )
        .join(User, col(User.id) == col(Session.user_id))
        .where(col(Session.token_hash).in_(token_hashes), _is_live(now), col(User.active))
    )
    return {row[0]: Live(*row[1:]) for row in await session.execute(query)}


async def is_live(session: AsyncSession, session_id: UUID, now: datetime) -> bool:
    """Whether the session of this id is good now."""
    query = (
        select(col(Session.id))
        .join(User, col(User.id) == col(Session.user_id))
        .where(col(Session.id) == session_id, _is_live(now), col(User.active))
    )
    return await session.scalar(query) is not None


async def count_live(session: AsyncSession, user_id: UUID, now: datetime) -> int:
    """How many sessions of a user are good now."""
    query = select(func.count()).select_from(Session).where(col(Session.user_id) == user_id, _is_live(now))
    return (await session.scalar(query)) or 0


async def touch(session: AsyncSession, live: Live, now: datetime, *, until: datetime) -> None:
    """Note that the session is in use, unless another request just did or it was revoked meanwhile."""
    await session.execute(
        update(Session)
        .where(
            col(Session.id) == live.session_id,
            col(Session.last_seen_at) == live.last_seen_at,
            col(Session.revoked_at).is_(None),
        )
        .values(last_seen_at=now, expires_at=until)
    )


async def revoke_token(session: AsyncSession, token_hash: str, now: datetime) -> UUID | None:
    """End the session of this token; its id, if there was one to end."""
    return await session.scalar(
        update(Session)
        .where(col(Session.token_hash) == token_hash, col(Session.revoked_at).is_(None))
        .values(revoked_at=now)
        .returning(col(Session.id))
    )


async def revoke_all(session: AsyncSession, user_id: UUID, now: datetime, *, except_session: UUID | None) -> None:
    """End every session of a user but one."""
    query = update(Session).where(col(Session.user_id) == user_id, col(Session.revoked_at).is_(None))
    if except_session is not None:
        query = query.where(col(Session.id) != except_session)
    await session.execute(query.values(revoked_at=now))


async def delete_expired(session: AsyncSession, before: datetime) -> None:
    """Forget sessions that ended by themselves, or were revoked, before a moment."""
    await session.execute(
        delete(Session).where((col(Session.expires_at) < before) | (col(Session.revoked_at) < before))
    )
