"""The SQL of views. A reader sees their own, those that are shared, and links; never what is deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.models import DefaultView, SavedView, User, ViewKind


def _visible(reader: UUID, page: str) -> SelectOfScalar[SavedView]:
    mine = col(SavedView.owner_id) == reader
    open_to_all = or_(col(SavedView.is_shared), col(SavedView.kind) == ViewKind.LINK)
    return select(SavedView).where(
        col(SavedView.page) == page, col(SavedView.deleted_at).is_(None), or_(mine, open_to_all)
    )


async def visible(session: AsyncSession, reader: UUID, page: str, *, view_id: UUID) -> SavedView | None:
    """The view, if this reader may see it."""
    return await session.scalar(_visible(reader, page).where(col(SavedView.id) == view_id))


async def listed(session: AsyncSession, reader: UUID, page: str) -> Sequence[SavedView]:
    """The named views of a page that this reader may see."""
    return (await session.scalars(_visible(reader, page).where(col(SavedView.kind) == ViewKind.NAMED))).all()


async def count_named(session: AsyncSession, owner: UUID, page: str) -> int:
    """How many named views a person has on a page."""
    query = select(func.count()).select_from(SavedView).where(*_own(owner, page, ViewKind.NAMED))
    return (await session.scalar(query)) or 0


async def same(session: AsyncSession, owner: UUID, page: str, *, kind: ViewKind, digest: str) -> SavedView | None:
    """A person's view of that digest: the one of the same name, or the link to the same."""
    query = select(SavedView).where(*_own(owner, page, kind), col(SavedView.digest) == digest)
    return await session.scalar(query.order_by(col(SavedView.id)).limit(1))


def _own(owner: UUID, page: str, kind: ViewKind) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SavedView.owner_id) == owner,
        col(SavedView.page) == page,
        col(SavedView.kind) == kind,
        col(SavedView.deleted_at).is_(None),
    )


async def lock(session: AsyncSession, reader: UUID, page: str, *, view_id: UUID) -> SavedView | None:
    """A named view that the reader may see, locked; their own deleted one too."""
    own = and_(col(SavedView.owner_id) == reader, col(SavedView.page) == page)
    query = select(SavedView).where(col(SavedView.id) == view_id, col(SavedView.kind) == ViewKind.NAMED)
    shared = and_(col(SavedView.page) == page, col(SavedView.is_shared), col(SavedView.deleted_at).is_(None))
    return await session.scalar(query.where(or_(own, shared)).with_for_update())


async def hold_person(session: AsyncSession, person: UUID) -> None:
    """Let one person save one view at a time, so that no two get the same name."""
    await session.execute(select(col(User.id)).where(col(User.id) == person).with_for_update(key_share=True))


async def note_use(session: AsyncSession, view_id: UUID, now: datetime) -> None:
    """Remember that a view was opened."""
    await session.execute(update(SavedView).where(col(SavedView.id) == view_id).values(used_at=now))


async def default_of(session: AsyncSession, person: UUID, page: str) -> UUID | None:
    """The view with which a person begins."""
    return await session.scalar(
        select(DefaultView.view_id).where(col(DefaultView.user_id) == person, col(DefaultView.page) == page)
    )


async def put_default(session: AsyncSession, person: UUID, page: str, *, view_id: UUID | None) -> None:
    """Begin with this view; with None, with the page as it is made."""
    await session.execute(delete(DefaultView).where(col(DefaultView.user_id) == person, col(DefaultView.page) == page))
    if view_id is not None:
        session.add(DefaultView(user_id=person, page=page, view_id=view_id))


async def names(session: AsyncSession, people: Sequence[UUID]) -> dict[UUID, str]:
    """What people are called."""
    found = await session.scalars(select(User).where(col(User.id).in_(people)))
    return {person.id: person.name.reveal() or "" for person in found}


async def purge(session: AsyncSession, *, links_before: datetime, deleted_before: datetime) -> int:
    """Forget links that nobody opened since, and views that were deleted before; answers how many."""
    unused = and_(col(SavedView.kind) == ViewKind.LINK, col(SavedView.used_at) < links_before)
    condition = or_(unused, col(SavedView.deleted_at) < deleted_before)
    count = (await session.scalar(select(func.count()).select_from(SavedView).where(condition))) or 0
    if count:
        await session.execute(delete(SavedView).where(condition))
    return count
