"""A feature of one thing, to try the grid's door on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.core import money
from app.core.actor import Actor, Role, Source
from app.core.errors import FieldConflict, NotFound, invalid
from app.core.ids import new_id
from app.core.paging import GridQuery
from app.features.records.schemas import refused
from app.features.records.service import Act, CellEdit, Outcome
from app.ui.components.grid import Choice, Column, Money, Number, Option, Text

OURS = {"origin": "http://localhost:3000", "x-who": "sam"}
SAM = Actor(user_id=new_id(), role=Role.STAFF, source=Source.WEB)
COLUMNS: tuple[Column, ...] = (
    Text(field="name", label="Name", sortable=True, filterable=True, editable=True, required=True, max_length=20),
    Money(field="price", label="Price", filterable=True, editable=True, minimum=0),
    Number(field="stock", label="Stock", editable=True, minimum=0),
    Choice(
        field="state", label="State", filterable=True, editable=True, options=(Option("on", "On"), Option("off", "Off"))
    ),
)


NAMED = {"field": "name", "kind": "contains", "text": "a"}
NESTED = {"kind": "any", "parts": [{"kind": "all", "parts": [NAMED]}]}


@dataclass(frozen=True)
class Thing:
    id: UUID
    version: int = 1
    name: str = "Pear"
    price: int = 250
    currency: str = "EUR"
    stock: int = 4
    state: str = "on"


class Shelf:
    """A feature of one thing, which remembers what it was asked."""

    def __init__(self) -> None:
        self.thing = Thing(new_id())
        self.queries: list[GridQuery] = []
        self.actors: list[Actor] = []
        self.acts: list[Act] = []
        self.passes = True
        self.sums: dict[str, tuple[money.Money, ...]] = {}

    async def window(self, actor: Actor, query: GridQuery) -> Sequence[Thing]:
        self.queries.append(query)
        self.actors.append(actor)
        return [self.thing] if self.passes else []

    async def count(self, actor: Actor, query: GridQuery) -> int:
        self.queries.append(query)
        self.actors.append(actor)
        return 1

    async def sum(self, actor: Actor, query: GridQuery) -> Mapping[str, Sequence[money.Money]]:
        return self.sums

    async def rows(self, actor: Actor, ids: Sequence[UUID]) -> Sequence[Thing]:
        return [self.thing] if self.thing.id in ids else []

    async def edit(self, actor: Actor, cells: Sequence[CellEdit], act: Act) -> Sequence[Outcome]:
        self.acts.append(act)
        return [self._edit(cell) for cell in cells]

    async def rehearse(self, actor: Actor, cells: Sequence[CellEdit]) -> Sequence[Outcome]:
        before = self.thing
        outcomes = [self._edit(cell) for cell in cells]
        self.thing = before
        return outcomes

    async def ids(self, actor: Actor, query: GridQuery) -> Sequence[UUID]:
        self.queries.append(query)
        return [self.thing.id]

    def _edit(self, cell: CellEdit) -> Outcome:
        stored: object = getattr(self.thing, cell.field)
        if cell.id != self.thing.id:
            return refused(cell, NotFound())
        if stored not in {cell.base, cell.value}:
            return refused(cell, FieldConflict(field=cell.field))
        if cell.value == "Stone":
            return refused(cell, invalid("value", "not_fruit", "A stone is not a fruit"))
        changes: dict[str, Any] = {cell.field: cell.value, "version": self.thing.version + 1}
        self.thing = replace(self.thing, **changes)
        return Outcome(cell.id, cell.field, "saved", stands=cell.value)


def an_edit(shelf: Shelf, **changes: object) -> dict[str, object]:
    first: dict[str, object] = {
        "id": str(shelf.thing.id),
        "field": "name",
        "base": "Pear",
        "value": "Plum",
        "version": 1,
        "key": str(new_id()),
    }
    return first | changes
