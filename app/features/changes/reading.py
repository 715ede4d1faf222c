"""The use cases of reading the log: all of it, the story of a row, the story of a cell.

The story of a row opens what its reader may see of the row itself (app/features/access/rules.py). Across the log only
admins read personal values: nobody ships an order by leafing through everybody's addresses.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Forbidden, invalid
from app.core.paging import Page, decode_cursor, encode_cursor
from app.features.access.rules import may_read_log, may_see
from app.features.changes import repository
from app.features.changes.schemas import CREATED, LogQuery, LogRow
from app.features.changes.service import to_row
from app.models import Change, Entity

LIMIT = 50
# An act may have a million entries; beyond this one reads "999+".
COUNTED = 1_000
HIGHEST_ID = 2**63


async def list_changes(actor: Actor, query: LogQuery, *, cursor: str = "", limit: int = LIMIT) -> Page[LogRow]:
    """Entries of the log, the newest first. Raises Forbidden for customers, Invalid for a cursor that is not ours.

    What staff may not see anywhere else stays closed here: entries about people, for all but admins.
    """
    if not actor.is_staff:
        raise Forbidden
    hidden = [entity for entity in Entity if not may_read_log(actor, entity)]
    asked = replace(query, before=_place(cursor)) if cursor else query
    async with read_session() as session:
        found = await repository.page(session, asked, hidden=hidden, limit=limit + 1)
        items = await _rows(session, actor, found[:limit], leafing=asked.row_id is None)
    more = len(found) > limit
    following = encode_cursor((found[limit - 1].at.isoformat(), found[limit - 1].id)) if more else None
    return Page(items=items, next_cursor=following)


async def row_history(
    actor: Actor, entity: Entity, row_id: UUID, *, before: int | None = None, limit: int = LIMIT
) -> Page[LogRow]:
    """What happened to a row, the newest first, from below the entry `before`; the cursor is the next `before`.

    Raises Forbidden.
    """
    _assert_may_read(actor, entity)
    async with read_session() as session:
        found = await repository.of_row_page(session, entity, row_id, before=before, limit=limit + 1)
        items = await _rows(session, actor, found[:limit])
    return Page(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)


async def cell_history(actor: Actor, entity: Entity, row_id: UUID, *, field: str) -> tuple[LogRow, ...]:
    """What happened to a cell, the newest first, down to the value the row was made with. Raises Forbidden."""
    _assert_may_read(actor, entity)
    async with read_session() as session:
        found = await repository.of_cell(session, entity, row_id, fields=(field, CREATED))
        told = [change for change in found if change.field == field]
        first = [change for change in found if change.field == CREATED]
        return await _rows(session, actor, [*told, *first])


async def _rows(
    session: AsyncSession, actor: Actor, found: Sequence[Change], *, leafing: bool = False
) -> tuple[LogRow, ...]:
    sizes = await repository.sizes(session, list({change.gesture_id for change in found}), most=COUNTED)
    return tuple(_row(change, actor, sizes[change.gesture_id], leafing=leafing) for change in found)


def _row(change: Change, actor: Actor, act_size: int, *, leafing: bool) -> LogRow:
    sees = may_see(actor, change.entity, change.field, owner_id=change.owner_id)
    in_clear = not change.is_sealed or (sees and (actor.is_admin or not leafing))
    opened = to_row(change if in_clear else change.model_copy(update={"old": None, "new": None}))
    return LogRow(
        **opened.model_dump(),
        entity=change.entity,
        row_id=change.row_id,
        masked=not in_clear,
        act_size=act_size,
    )


def _assert_may_read(actor: Actor, entity: Entity) -> None:
    if not may_read_log(actor, entity):
        raise Forbidden


def _place(cursor: str) -> tuple[datetime, int]:
    written, entry_id = decode_cursor(cursor, length=2)
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        moment = None
    known = isinstance(entry_id, int) and not isinstance(entry_id, bool) and 0 <= entry_id < HIGHEST_ID
    if moment is None or moment.tzinfo is None or not known:
        raise invalid("cursor", "invalid_cursor", "this cursor is not one of ours; start from the first page")
    return moment, entry_id
