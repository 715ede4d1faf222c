"""The use case of reading the whole log: for staff, with personal values opened for admins only."""

from dataclasses import dataclass

from app.core.actor import Actor, Role, Source
from app.core.database import read_session
from app.core.errors import Forbidden, invalid
from app.core.paging import Page, decode_cursor, encode_cursor
from app.features.changes import repository
from app.features.changes.schemas import LogRow
from app.features.changes.service import to_row
from app.models import Change, Entity

LIMIT = 50


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which entries; None means all. `cursor` is the one of the page before."""

    entity: Entity | None = None
    role: Role | None = None
    source: Source | None = None
    cursor: str = ""


async def list_changes(actor: Actor, query: LogQuery, *, limit: int = LIMIT) -> Page[LogRow]:
    """Entries of the log, the newest first. Raises Forbidden for customers, Invalid for a cursor that is not ours.

    What staff may not see anywhere else stays closed here: entries about people, for all but admins.
    """
    if not actor.is_staff:
        raise Forbidden
    before = _place(query.cursor) if query.cursor else None
    hidden = () if actor.is_admin else (Entity.USER,)
    wanted = {"entity": query.entity, "actor_role": query.role, "source": query.source}
    async with read_session() as session:
        found = await repository.page(session, wanted, before=before, hidden=hidden, limit=limit + 1)
    shown = found[:limit]
    cursor = encode_cursor((shown[-1].id,)) if len(found) > limit else None
    return Page(items=tuple(_row(change, actor) for change in shown), next_cursor=cursor)


def _row(change: Change, actor: Actor) -> LogRow:
    masked = change.is_sealed and not actor.is_admin
    opened = to_row(change.model_copy(update={"old": None, "new": None}) if masked else change)
    return LogRow(**opened.model_dump(), entity=change.entity, row_id=change.row_id, masked=masked)


def _place(cursor: str) -> int:
    (place,) = decode_cursor(cursor, length=1)
    if not isinstance(place, int) or not 0 <= place < 2**63:
        raise invalid("cursor", "invalid_cursor", "this cursor is not one of ours; start from the first page")
    return place
