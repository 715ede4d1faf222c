"""The SQL of API refresh tokens. Those that came of one sign-in are a family, and end together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Role
from app.models import RefreshToken, User


async def owner_of(session: AsyncSession, token_hash: str) -> UUID | None:
    """Whose token it is."""
    return await session.scalar(select(col(RefreshToken.user_id)).where(col(RefreshToken.token_hash) == token_hash))


async def find(session: AsyncSession, token_hash: str) -> RefreshToken | None:
    """The token as it is now."""
    query = select(RefreshToken).where(col(RefreshToken.token_hash) == token_hash)
    return await session.scalar(query.execution_options(populate_existing=True))


async def revoke_family(session: AsyncSession, family_id: UUID, now: datetime) -> None:
    """End every token of a family, and with it the access tokens that name it."""
    await session.execute(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=now)
    )


async def revoke_all(session: AsyncSession, user_id: UUID, now: datetime, *, except_family: UUID | None) -> None:
    """End every family of a user but one."""
    query = update(RefreshToken).where(col(RefreshToken.user_id) == user_id, col(RefreshToken.revoked_at).is_(None))
    if except_family is not None:
        query = query.where(col(RefreshToken.family_id) != except_family)
    await session.execute(query.values(revoked_at=now))


async def role_in_family(session: AsyncSession, user_id: UUID, family_id: UUID) -> Role | None:
    """What the user may do now, unless they are inactive or the family has ended."""
    query = (
        select(col(User.role))
        .join(RefreshToken, col(RefreshToken.user_id) == col(User.id))
        .where(
            col(User.id) == user_id,
            col(User.active),
            col(RefreshToken.family_id) == family_id,
            col(RefreshToken.revoked_at).is_(None),
        )
        .limit(1)
    )
    return await session.scalar(query)


async def delete_expired(session: AsyncSession, before: datetime) -> None:
    """Forget tokens that ended by themselves before a moment."""
    await session.execute(delete(RefreshToken).where(col(RefreshToken.expires_at) < before))
