"""The SQL of the key canary and of sealing values again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.crypto import VERSION
from app.models import Change, KeyCanary, Order, OutboxMail, SavedView, User, metadata


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values: the model, its `<field>_ct` column, and the field's name in the associated data."""

    model: Any
    field: str

    @property
    def column(self) -> Any:
        """The column with the ciphertext."""
        return getattr(self.model, f"{self.field}_ct")

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


# The canary is the last: while it opens with the old key, the old key is needed.
SEALED_COLUMNS = (
    SealedColumn(User, "email"),
    SealedColumn(User, "name"),
    SealedColumn(Order, "ship_to"),
    SealedColumn(Order, "note"),
    SealedColumn(OutboxMail, "message"),
    SealedColumn(SavedView, "search"),
)


@dataclass(frozen=True, slots=True)
class LogValue:
    """An entry of the change log with sealed values, and what its associated data is made of."""

    id: int
    entity: Any
    field: str
    row_id: UUID
    old: str | None
    new: str | None


async def canary(session: AsyncSession) -> KeyCanary | None:
    """The canary, where there is one."""
    query = select(KeyCanary).where(col(KeyCanary.id) == 1)
    return await session.scalar(query.execution_options(populate_existing=True))


async def put_canary(session: AsyncSession, word_ct: str) -> None:
    """Write the canary unless there is one."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql_insert if is_postgresql else sqlite_insert
    await session.execute(insert(KeyCanary).values(id=1, word_ct=word_ct).on_conflict_do_nothing())


async def replace_canary(session: AsyncSession, word_ct: str) -> None:
    """Write the canary anew."""
    await session.execute(update(KeyCanary).where(col(KeyCanary.id) == 1).values(word_ct=word_ct))


async def sealed_page(
    session: AsyncSession, where: SealedColumn, *, active: str, after: UUID | None, limit: int
) -> Sequence[tuple[UUID, str]]:
    """Ids and values that another key than `active` has sealed, above the id `after`, in order."""
    query = select(col(where.model.id), where.column).where(where.column.is_not(None), _old(where.column, active))
    if after is not None:
        query = query.where(col(where.model.id) > after)
    rows: Any = await session.execute(query.order_by(col(where.model.id)).limit(limit))
    return [(row_id, value) for row_id, value in rows]


async def swap(session: AsyncSession, where: SealedColumn, pairs: Sequence[tuple[UUID, str, str]]) -> None:
    """Replace values, each only where it still is what was read: (id, old, new). Somebody's newer value stays."""
    statement = (
        update(where.model.__table__)
        .where(where.model.__table__.c.id == bindparam("which"), where.column == bindparam("before"))
        .values({where.column.key: bindparam("after")})
    )
    connection = await session.connection()
    rows = [{"which": row_id, "before": old, "after": new} for row_id, old, new in pairs]
    await connection.execute(statement, rows)


async def log_page(session: AsyncSession, *, active: str, after: int, limit: int) -> tuple[list[LogValue], int]:
    """Entries of the log above `after` that hold a value another key has sealed; and how far was looked."""
    columns = (Change.id, Change.entity, Change.field, Change.row_id, Change.old, Change.new, Change.is_sealed)
    window: Any = select(*(col(column) for column in columns)).where(col(Change.id) > after)
    rows: list[Any] = list(await session.execute(window.order_by(col(Change.id)).limit(limit)))
    mark = f"{VERSION}.{active}."
    found = [
        LogValue(*row[:6])
        for row in rows
        if row[6] and any(value is not None and not value.startswith(mark) for value in row[4:6])
    ]
    return found, rows[-1][0] if rows else 0


async def swap_log(session: AsyncSession, rows: Sequence[tuple[int, str | None, str | None]]) -> None:
    """Replace the sealed values of entries: (id, old, new). The log is append-only, so nobody else writes them."""
    table: Any = metadata.tables["changes"]
    statement = (
        update(table)
        .where(table.c.id == bindparam("which"))
        .values(old=bindparam("value_before"), new=bindparam("value_after"))
    )
    connection = await session.connection()
    await connection.execute(
        statement, [{"which": row_id, "value_before": old, "value_after": new} for row_id, old, new in rows]
    )


async def left(session: AsyncSession, *, active: str) -> int:
    """How many values any other key than `active` still has sealed."""
    total = 0
    for where in (*SEALED_COLUMNS, SealedColumn(KeyCanary, "word")):
        query = (
            select(func.count()).select_from(where.model).where(where.column.is_not(None), _old(where.column, active))
        )
        total += (await session.scalar(query)) or 0
    sealed = select(func.count()).select_from(Change).where(col(Change.is_sealed))
    old = (col(Change.old).is_not(None) & _old(col(Change.old), active)) | (
        col(Change.new).is_not(None) & _old(col(Change.new), active)
    )
    return total + ((await session.scalar(sealed.where(old))) or 0)


def _old(column: Any, active: str) -> Any:
    mark = f"{VERSION}.{active}."
    return func.substr(column, 1, len(mark)) != mark
