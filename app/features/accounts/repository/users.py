"""The SQL of users: found by id or by the blind index of their e-mail address, searched by the terms of their name.

Locks (PostgreSQL; SQLite has one writer anyway) are taken in one order: the active admins first, then the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, false, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.core.actor import Role
from app.core.crypto import email_index, name_index, name_query
from app.features.accounts.errors import EmailTaken
from app.models import User, UserNameTerm

# Any number will do as long as nothing else in the product uses it.
FIRST_ADMIN_LOCK = 7_310_001


@dataclass(frozen=True, slots=True)
class Known:
    """What is needed to check a password."""

    user_id: UUID
    password_hash: str | None
    active: bool


async def find(session: AsyncSession, user_id: UUID) -> User | None:
    """The user of this id."""
    return await session.scalar(select(User).where(col(User.id) == user_id))


async def find_by_email(session: AsyncSession, email: str) -> User | None:
    """The user of this address."""
    return await session.scalar(select(User).where(col(User.email_index) == email_index(email)))


async def known_by_email(session: AsyncSession, email: str) -> Known | None:
    """What is kept to check the password of whoever has this address."""
    query = select(col(User.id), col(User.password_hash), col(User.active)).where(
        col(User.email_index) == email_index(email)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Known(*row)


async def lock(session: AsyncSession, user_id: UUID, *, also_references: bool = False) -> User | None:
    """The user as they are now; until the commit nobody else changes them or their sessions and tokens.

    `also_references` waits for, and holds off, new rows that refer to them too, such as orders.
    """
    query = select(User).where(col(User.id) == user_id).with_for_update(key_share=not also_references)
    return await session.scalar(query.execution_options(populate_existing=True))


async def lock_many(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[User]:
    """The users of these ids as they are now, locked in the order of their ids until the commit."""
    query = select(User).where(col(User.id).in_(ids)).order_by(col(User.id)).with_for_update(key_share=True)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def lock_active_admins(session: AsyncSession) -> frozenset[UUID]:
    """The ids of all active admins, who stay so until the commit."""
    query = select(User).where(col(User.role) == Role.ADMIN, col(User.active)).order_by(col(User.id))
    return frozenset(user.id for user in await session.scalars(query.with_for_update(key_share=True)))


async def active_admins(session: AsyncSession) -> frozenset[UUID]:
    """The ids of all active admins."""
    return frozenset(await session.scalars(select(col(User.id)).where(col(User.role) == Role.ADMIN, col(User.active))))


async def any_exist(session: AsyncSession) -> bool:
    """Whether there is any user at all."""
    return await session.scalar(select(col(User.id)).limit(1)) is not None


async def any_admin(session: AsyncSession) -> bool:
    """Whether there is an admin."""
    return await session.scalar(select(col(User.id)).where(col(User.role) == Role.ADMIN).limit(1)) is not None


async def lock_first_admin(session: AsyncSession) -> None:
    """Let one set-up run at a time."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": FIRST_ADMIN_LOCK})


async def insert_user(session: AsyncSession, user: User) -> None:
    """Write a new user. Raises EmailTaken, after which the unit of work must end."""
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise EmailTaken from None


async def write_name_terms(session: AsyncSession, user_id: UUID, name: str | None) -> None:
    """Make the person findable by `name` and by nothing else; by nothing at all without one."""
    await session.execute(delete(UserNameTerm).where(col(UserNameTerm.user_id) == user_id))
    rows = [{"term": term, "user_id": user_id} for term in sorted(name_index(name or ""))]
    if rows:
        await session.execute(insert(UserNameTerm), rows)


def matching_user_ids(text: str) -> Select[UUID]:
    """The ids of users that `text` means: their exact e-mail address, or the beginnings of words of their name.

    A subquery for `.in_()`. It reads two indexes and decrypts nothing. Text without a word finds nobody.
    """
    if "@" in text:
        return select(col(User.id)).where(col(User.email_index) == email_index(text))
    terms = sorted(name_query(text))
    if not terms:
        return select(col(User.id)).where(false())
    first, *others = terms
    query = select(col(UserNameTerm.user_id)).where(col(UserNameTerm.term) == first)
    for term in others:
        query = query.where(_also(term))
    return query


def _also(term: str) -> ColumnElement[bool]:
    other = aliased(UserNameTerm)
    return exists().where(col(other.term) == term, col(other.user_id) == col(UserNameTerm.user_id))


async def of_ids(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[User]:
    """The users of these ids that are there."""
    return (await session.scalars(select(User).where(col(User.id).in_(ids)))).all()
