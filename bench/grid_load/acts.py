"""What one does with a million rows but look: edit a cell, change ten thousand rows, take everything out."""

import random
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from sqlalchemy import text

from app.core.actor import Actor
from app.core.ids import new_id
from app.core.paging import GridQuery
from app.core.unit_of_work import unit_of_work
from app.features.exports import service as exports
from app.features.exports.schemas import ExportRequest, SheetColumn
from app.features.jobs.runner import Runner
from app.features.orders import scanning
from app.features.orders import service as orders
from app.features.records import bulk
from app.features.records.schemas import Act, CellEdit
from app.features.records.service import edit_cells
from app.models import Entity, GestureKind, JobKind
from grid_load.timing import memory

MANY = 10_000
COLUMNS = ("number", "customer", "status", "total", "ordered_at", "ship_to", "note")


async def some_rows(who: Actor, count: int, *, orders_there: int) -> list[Any]:
    """Rows from all over the list."""
    found: list[Any] = []
    for _ in range(count):
        query = GridQuery(offset=random.randrange(orders_there), limit=1)
        found += await orders.window(who, query)
    return found


def edits(who: Actor, rows: list[Any]) -> Callable[[], Awaitable[Any]]:
    """One edit after the other, each of another row's note."""
    rest = iter(rows)

    async def edit() -> None:
        row = next(rest)
        cell = CellEdit(row.id, "note", row.note, f"Measured {random.random()}")
        act = Act(id=new_id(), kind=GestureKind.EDIT)
        outcomes = await edit_cells(who, [cell], act, entity=Entity.ORDER)
        assert [outcome.state for outcome in outcomes] == ["saved"], outcomes

    return edit


def plain_edits(rows: list[Any]) -> Callable[[], Awaitable[Any]]:
    """The same as one bare UPDATE, committed."""
    rest = iter(rows)

    async def edit() -> None:
        async with unit_of_work() as uow:
            query = text("UPDATE orders SET channel = channel, version = version + 1 WHERE number = :number")
            await uow.session.execute(query, {"number": next(rest).number})

    return edit


async def many(who: Actor, first: int) -> str:
    """Ten thousand rows rehearsed, and changed as a job; beside it one UPDATE of as many rows."""
    range_ = {"field": "number", "kind": "range", "low": first, "high": first + MANY}
    query = GridQuery.model_validate({"filters": [range_]})
    begun = perf_counter()
    said = await bulk.rehearse(
        who, bulk.Selection(query=query), bulk.Wish("note", f"Measured {random.random()}"), entity=Entity.ORDER
    )
    while not said.finished:
        said = await bulk.go_on(who, said.job_id)
    rehearsed = perf_counter() - begun
    await bulk.run(who, said.job_id)
    begun = perf_counter()
    await Runner({JobKind.BULK: bulk.change_rows}).work_off()
    changed = perf_counter() - begun
    begun = perf_counter()
    async with unit_of_work() as uow:
        statement = text("UPDATE orders SET version = version + 1 WHERE number >= :low AND number < :high")
        await uow.session.execute(statement, {"low": first, "high": first + MANY})
    plain = perf_counter() - begun
    return (
        f"bulk change of {said.count('change'):,} rows: rehearsed in {rehearsed:.1f} s, done in {changed:.1f} s; "
        f"one UPDATE {plain:.2f} s; {memory():.0f} MiB"
    )


async def everything(who: Actor) -> str:
    """All rows as CSV, written to nowhere."""
    asked = ExportRequest(columns=COLUMNS, tz="Europe/Berlin")
    kinds = {"total": "money", "ordered_at": "moment"}
    columns = tuple(SheetColumn(name, name, kinds.get(name, "plain")) for name in COLUMNS)  # pyright: ignore[reportArgumentType]
    writer: Any = exports.writer_for(asked, columns, title="Orders")
    before, begun = memory(), perf_counter()
    size, rows = len(writer.start()), 0
    async for part in scanning.scan(who, asked, COLUMNS):
        cells = [{name: getattr(row, name) for name in COLUMNS} | _money(row) for row in part]
        size, rows = size + len(writer.rows(cells)), rows + len(part)
    size += len(writer.end())
    took = perf_counter() - begun
    return (
        f"export of {rows:,} rows: {took:.0f} s, {rows / took:,.0f} rows/s, {size / 2**20:.0f} MiB of CSV; "
        f"memory {before:.0f} → {memory():.0f} MiB"
    )


def _money(row: Any) -> dict[str, object]:
    return {"total": {"amount": row.total, "currency": row.currency}}
