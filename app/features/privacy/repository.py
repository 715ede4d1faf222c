"""The SQL of the key canary and of sealing values again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import bindparam, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.crypto import VERSION, Place
from app.models import (
    Alert,
    Change,
    Disclosure,
    Export,
    Job,
    JobRow,
    KeyCanary,
    Order,
    OutboxMail,
    ReportSchedule,
    SavedView,
    Upload,
    UploadPart,
    User,
    metadata,
)

Key: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values: the model, its `<field>_ct` column, and the field's name in the associated data.

    `keys` are the names of the primary key's columns. A value is bound to the one id, or to all with `/` between.
    `page` is how many values are held in memory at once.
    """

    model: Any
    field: str
    keys: tuple[str, ...] = ("id",)
    page: int = 1_000

    @property
    def column(self) -> Any:
        """The column with the ciphertext."""
        return getattr(self.model, f"{self.field}_ct")

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)

    @property
    def key(self) -> list[Any]:
        """The columns of the primary key."""
        return [col(getattr(self.model, name)) for name in self.keys]

    def place(self, key: Key) -> Place:
        """Where the value of the row with this key belongs."""
        return Place(self.table, self.field, key[0] if len(key) == 1 else "/".join(str(part) for part in key))


# The canary is the last: while it opens with the old key, the old key is needed.
SEALED_COLUMNS = (
    SealedColumn(User, "email"),
    SealedColumn(User, "name"),
    SealedColumn(Order, "ship_to"),
    SealedColumn(Order, "note"),
    SealedColumn(OutboxMail, "message"),
    SealedColumn(SavedView, "name"),
    SealedColumn(SavedView, "search"),
    SealedColumn(ReportSchedule, "name"),
    SealedColumn(Alert, "name"),
    SealedColumn(Job, "spec"),
    SealedColumn(JobRow, "payload", keys=("job_id", "position")),
    SealedColumn(Export, "asked"),
    SealedColumn(Disclosure, "reason"),
    SealedColumn(Upload, "name"),
    SealedColumn(Upload, "facts"),
    SealedColumn(UploadPart, "content", keys=("upload_id", "kind", "number"), page=20),
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
    session: AsyncSession, where: SealedColumn, *, active: str, after: Key | None, limit: int
) -> Sequence[tuple[Key, str]]:
    """Keys and values that another key than `active` has sealed, behind the key `after`, in order."""
    query = select(*where.key, where.column).where(where.column.is_not(None), _old(where.column, active))
    if after is not None:
        last = [literal(value, column.type) for column, value in zip(where.key, after, strict=True)]
        query = query.where(tuple_(*where.key) > tuple_(*last))
    rows: Any = await session.execute(query.order_by(*where.key).limit(limit))
    return [(tuple(row[:-1]), row[-1]) for row in rows]


async def swap(session: AsyncSession, where: SealedColumn, pairs: Sequence[tuple[Key, str, str]]) -> None:
    """Replace values, each only where it still is what was read: (key, old, new). Somebody's newer value stays."""
    table = where.model.__table__
    which = [table.c[name] == bindparam(f"which_{name}") for name in where.keys]
    statement = (
        update(table).where(*which, where.column == bindparam("before")).values({where.column.key: bindparam("after")})
    )
    connection = await session.connection()
    rows = [
        {f"which_{name}": part for name, part in zip(where.keys, key, strict=True)} | {"before": old, "after": new}
        for key, old, new in pairs
    ]
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
