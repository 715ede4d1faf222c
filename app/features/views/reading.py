"""Use cases that read views: the list of a page, one to open, the one to begin with."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import NotFound
from app.core.unit_of_work import unit_of_work
from app.features.views import repository, rules
from app.features.views.mapping import to_detail, to_row
from app.features.views.schemas import ViewDetail, ViewRow
from app.models import SavedView, ViewKind


async def list_views(actor: Actor, page: str) -> tuple[ViewRow, ...]:
    """The reader's own views of a page and those that others share, by name. Raises NotFound, Forbidden."""
    reader = rules.assert_may_use(actor, page)
    async with read_session() as session:
        found = await repository.listed(session, reader, page)
        owners = await _owners(session, found, reader)
        default = await repository.default_of(session, reader, page)
    rows = [to_row(view, reader, owners=owners, default=default) for view in found]
    return tuple(sorted(rows, key=lambda row: (not row.is_mine, row.name.casefold(), row.id)))


async def open_view(actor: Actor, page: str, view_id: UUID) -> ViewDetail:
    """A view that the reader may see; opening a link keeps it. Raises NotFound, Forbidden."""
    reader = rules.assert_may_use(actor, page)
    async with read_session() as session:
        view = await repository.visible(session, reader, page, view_id=view_id)
        if view is None:
            raise NotFound("This view is not there any more, or it is not shared with you")
        detail = await shown(session, view, reader)
    now = clock.now()
    if view.kind is ViewKind.LINK and now - view.used_at > rules.NOTE_USE_AFTER:
        async with unit_of_work() as uow:
            await repository.note_use(uow.session, view.id, uow.now)
    return detail


async def default_view(actor: Actor, page: str) -> UUID | None:
    """The view with which the person begins on a page. It may be deleted or no longer shared: opening it tells."""
    person = rules.assert_may_use(actor, page)
    async with read_session() as session:
        return await repository.default_of(session, person, page)


async def shown(session: AsyncSession, view: SavedView, reader: UUID) -> ViewDetail:
    """A view with what it holds, as the reader sees it."""
    owners = await _owners(session, [view], reader)
    return to_detail(view, reader, owners=owners, default=await repository.default_of(session, reader, view.page))


async def _owners(session: AsyncSession, views: Sequence[SavedView], reader: UUID) -> dict[UUID, str]:
    others = sorted({view.owner_id for view in views} - {reader})
    return await repository.names(session, others) if others else {}
