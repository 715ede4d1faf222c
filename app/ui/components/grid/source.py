"""Where a grid's rows come from: a feature's use cases in the grid's terms."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from app.core import money
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.paging import GridQuery
from app.features.changes.schemas import Entity
from app.features.records.service import Act, CellEdit, Outcome
from app.ui.components.grid.columns import Column, Money
from app.ui.components.grid.messages import GridRow, GridTotal, GridWindow


class Row(Protocol):
    """What a feature's row has in any case; its other attributes are read by the columns' names."""

    @property
    def id(self) -> UUID:
        """The record's id."""
        ...

    @property
    def version(self) -> int:
        """The record's version."""
        ...


R = TypeVar("R", bound=Row)


class Offered(Protocol):
    """A value that a filter offers, and how it is read."""

    @property
    def value(self) -> str:
        """What the filter takes."""
        ...

    @property
    def label(self) -> str:
        """What people read."""
        ...

    @property
    def hint(self) -> str:
        """What tells it from others that read alike; empty where nothing needs to."""
        ...


class GridSource(Protocol):
    """What the grid's door needs of an entity."""

    @property
    def entity(self) -> Entity:
        """What the rows are."""
        ...

    @property
    def columns(self) -> Sequence[Column]:
        """The columns that may be shown, sorted, filtered and edited."""
        ...

    @property
    def facets(self) -> Sequence[Column]:
        """What rows may be filtered by besides."""
        ...

    async def window(self, actor: Actor, query: GridQuery, *, count: bool) -> GridWindow:
        """The rows of the window that the actor may see. Without `count` the total may be None."""
        ...

    async def count(self, actor: Actor, query: GridQuery) -> int:
        """How many rows pass the query's filters and search."""
        ...

    async def sums(self, actor: Actor, query: GridQuery) -> Mapping[str, Sequence[money.Money]]:
        """The sum of each column that can be summed over the rows that pass, one amount for each currency."""
        ...

    async def totals(self, actor: Actor, query: GridQuery) -> Sequence[GridTotal]:
        """All that the rows that pass come to."""
        ...

    async def rows(self, actor: Actor, ids: Sequence[UUID]) -> Sequence[GridRow]:
        """Those of `ids` that the actor may see, in any order."""
        ...

    def scan(self, actor: Actor, query: GridQuery, fields: Collection[str]) -> AsyncGenerator[Sequence[GridRow], None]:
        """All rows of the query in its order with these fields, some at a time."""
        ...

    async def matching(self, actor: Actor, query: GridQuery, ids: Sequence[UUID]) -> Sequence[UUID]:
        """Those of `ids` (at most 500) that pass the query's filters and search, in any order."""
        ...

    async def ids(self, actor: Actor, query: GridQuery) -> Sequence[UUID]:
        """The ids of the window's rows, in their order; `query.limit` may be up to MAX_IDS."""
        ...

    async def choices(self, actor: Actor, field: str, text: str) -> Sequence[Offered]:
        """What the filter of a facet offers for `text`. Raises NotFound where it offers nothing."""
        ...

    async def names(self, actor: Actor, field: str, values: Sequence[str]) -> Sequence[Offered]:
        """How values of a filter are read that say nothing by themselves. Raises NotFound where they do."""
        ...

    async def edit(self, actor: Actor, cells: Sequence[CellEdit], act: Act) -> Sequence[Outcome]:
        """Change cells as one gesture; what became of each, in their order."""
        ...

    async def rehearse(self, actor: Actor, cells: Sequence[CellEdit]) -> Sequence[Outcome]:
        """What would become of cells, in their order; nothing is changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSource(Generic[R]):
    """A source over a feature's service functions. Only the declared columns leave the server.

    A `Money` column is read from the row's attribute of its name, in minor units, and the row's `currency`. Where a row
    has `masked`, the cells it names hold a mask instead of the value, and `_masked` tells the adapter so.
    """

    entity: Entity
    columns: Sequence[Column]
    read_window: Callable[[Actor, GridQuery], Awaitable[Sequence[R]]]
    count_rows: Callable[[Actor, GridQuery], Awaitable[int]]
    read_rows: Callable[[Actor, Sequence[UUID]], Awaitable[Sequence[R]]]
    edit_cells: Callable[[Actor, Sequence[CellEdit], Act], Awaitable[Sequence[Outcome]]]
    rehearse_cells: Callable[[Actor, Sequence[CellEdit]], Awaitable[Sequence[Outcome]]]
    read_ids: Callable[[Actor, GridQuery], Awaitable[Sequence[UUID]]]
    facets: Sequence[Column] = ()
    sum_rows: Callable[[Actor, GridQuery], Awaitable[Mapping[str, Sequence[money.Money]]]] | None = None
    read_totals: Callable[[Actor, GridQuery], Awaitable[Sequence[GridTotal]]] | None = None
    read_choices: Callable[[Actor, str, str], Awaitable[Sequence[Offered]]] | None = None
    read_names: Callable[[Actor, str, Sequence[str]], Awaitable[Sequence[Offered]]] | None = None
    scan_rows: Callable[[Actor, GridQuery, Collection[str]], AsyncGenerator[Sequence[Row], None]] | None = None

    async def window(self, actor: Actor, query: GridQuery, *, count: bool) -> GridWindow:
        """The rows of the window, and with `count` how many there are, where that is seen without counting."""
        found = await self.read_window(actor, query)
        total = query.offset + len(found) if count and _is_the_end(query, len(found)) else None
        return GridWindow([self._row(row) for row in found], total)

    async def count(self, actor: Actor, query: GridQuery) -> int:
        """How many rows pass."""
        return await self.count_rows(actor, query)

    async def sums(self, actor: Actor, query: GridQuery) -> Mapping[str, Sequence[money.Money]]:
        """The sums by column; none where the feature sums nothing."""
        return await self.sum_rows(actor, query) if self.sum_rows else {}

    async def totals(self, actor: Actor, query: GridQuery) -> Sequence[GridTotal]:
        """The totals; none where the feature adds nothing up."""
        return await self.read_totals(actor, query) if self.read_totals else ()

    async def rows(self, actor: Actor, ids: Sequence[UUID]) -> Sequence[GridRow]:
        """The rows of these ids."""
        return [self._row(row) for row in await self.read_rows(actor, ids)]

    async def scan(
        self, actor: Actor, query: GridQuery, fields: Collection[str]
    ) -> AsyncGenerator[Sequence[GridRow], None]:
        """All rows of the query with these fields, some at a time. Raises NotFound where the feature gives none."""
        if self.scan_rows is None:
            raise NotFound("There is no export of this list")
        columns = [column for column in self.columns if column.field in fields]
        async with aclosing(self.scan_rows(actor, query, fields)) as parts:
            async for rows in parts:
                yield [GridRow(row.id, row.version, {c.field: _cell(c, row) for c in columns}) for row in rows]

    async def matching(self, actor: Actor, query: GridQuery, ids: Sequence[UUID]) -> Sequence[UUID]:
        """Those of `ids` that pass."""
        alone = {"only": tuple(ids), "offset": 0, "limit": len(ids), "sort": ()}
        return [row.id for row in await self.read_window(actor, query.model_copy(update=alone))]

    async def choices(self, actor: Actor, field: str, text: str) -> Sequence[Offered]:
        """What the feature offers."""
        if self.read_choices is None:
            raise NotFound("There is nothing to choose from here")
        return await self.read_choices(actor, field, text)

    async def names(self, actor: Actor, field: str, values: Sequence[str]) -> Sequence[Offered]:
        """How the feature reads them."""
        if self.read_names is None:
            raise NotFound("These values read as they are")
        return await self.read_names(actor, field, values)

    async def edit(self, actor: Actor, cells: Sequence[CellEdit], act: Act) -> Sequence[Outcome]:
        """What became of each cell."""
        return await self.edit_cells(actor, cells, act)

    async def ids(self, actor: Actor, query: GridQuery) -> Sequence[UUID]:
        """The ids of the window's rows."""
        return await self.read_ids(actor, query)

    async def rehearse(self, actor: Actor, cells: Sequence[CellEdit]) -> Sequence[Outcome]:
        """What would become of each cell."""
        return await self.rehearse_cells(actor, cells)

    def _row(self, row: R) -> GridRow:
        cells = {column.field: _cell(column, row) for column in self.columns}
        masked = [field for field in getattr(row, "masked", ()) if field in cells]
        return GridRow(row.id, row.version, cells | ({"_masked": masked} if masked else {}))


def _is_the_end(query: GridQuery, found: int) -> bool:
    """Whether the window holds the last row there is."""
    return found < query.limit and (found > 0 or query.offset == 0)


def _cell(column: Column, row: object) -> object:
    value = getattr(row, column.field)
    if isinstance(column, Money) and value is not None:
        return {"amount": value, "currency": getattr(row, "currency", column.currency)}
    return value
