"""Whatever happens to the lines of orders, totals and rollups are the plain sums over the rows, on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.actor import Role, system_actor
from app.core.database import get_database
from app.core.errors import DomainError
from app.core.unit_of_work import unit_of_work
from app.features.dashboard.service import fold_rollups
from app.features.orders import service as orders
from app.features.orders.line_schemas import AddLine, LineEdit, LineValues, RemoveLine, SetLine
from app.features.orders.lines import get_sheet, revert_lines
from app.features.orders.reading import visible_order
from app.features.orders.rules import TRANSITIONS
from app.features.orders.schemas import OrderPatch
from app.features.records.lines import edit_lines
from app.features.records.schemas import Act
from tests.features.orders.shop import order, product
from tests.support.cast import Person, join
from tests.support.databases import empty
from tests.support.process import forget_process, run_apart
from tests.support.rollups import assert_rollups_are_exact

ADMIN = system_actor()
few = st.integers(0, 9)


@dataclass(frozen=True, slots=True)
class Edit:
    """A gesture of up to three edits: (what, which line or product, a number)."""

    order: int
    parts: Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Move:
    """The order goes one of the ways its status allows."""

    order: int
    way: int


@dataclass(frozen=True, slots=True)
class Undo:
    """One of the gestures so far is taken back; an undo is a gesture too."""

    which: int


@dataclass(frozen=True, slots=True)
class Fold:
    """The job runs in between."""


Event: TypeAlias = Edit | Move | Undo | Fold
part = st.tuples(st.sampled_from(["add", "quantity", "price", "remove"]), few, st.integers(1, 400))
edits = st.builds(Edit, st.integers(0, 1), st.lists(part, min_size=1, max_size=3))
events = st.lists(
    st.one_of(edits, edits, st.builds(Move, st.integers(0, 1), few), st.builds(Undo, few), st.just(Fold())),
    min_size=1,
    max_size=14,
)


@dataclass(slots=True)
class Desk:
    """Two orders of two lines, three products, and the gestures so far."""

    orders: Sequence[UUID]
    products: Sequence[UUID]
    gestures: list[tuple[UUID, UUID]] = field(default_factory=list[tuple[UUID, UUID]])

    @classmethod
    async def open(cls) -> "Desk":
        ada: Person = await join("Ada Admin", Role.ADMIN)
        goods = [await product(ada, sku, price=price) for sku, price in (("A", 250), ("B", 0), ("C", 1999))]
        made = [await order(ada.actor(), goods[0], goods[2]) for _ in range(2)]
        return cls([one.id for one in made], goods)

    async def happen(self, event: Event) -> None:
        try:
            match event:
                case Edit():
                    await self._edit(event)
                case Move():
                    await self._move(event)
                case Undo():
                    await self._undo(event)
                case Fold():
                    await fold_rollups()
        except DomainError:
            # A refusal leaves everything as it was, which the sums show.
            return

    async def _edit(self, event: Edit) -> None:
        order_id, gesture = self.orders[event.order], uuid4()
        lines = (await get_sheet(ADMIN, order_id)).lines
        wanted: list[LineEdit] = []
        for what, which, number in event.parts:
            line = lines[which % len(lines)]
            price = line.unit_price.amount if line.unit_price else None
            base = LineValues(quantity=line.quantity, unit_price=price, line_total=line.line_total.amount)
            if what == "add":
                wanted.append(AddLine(op="add", product_id=self.products[which % 3], quantity=number))
            elif what == "remove":
                wanted.append(RemoveLine(op="remove", line_id=line.id, base=base))
            else:
                name = "quantity" if what == "quantity" else "unit_price"
                wanted.append(SetLine.model_validate({"op": "set", "line_id": line.id, "base": base, name: number}))
        await edit_lines(ADMIN, order_id, wanted, act=Act(gesture))
        self.gestures.append((order_id, gesture))

    async def _move(self, event: Move) -> None:
        found = await orders.get_order(ADMIN, self.orders[event.order])
        ways = sorted(TRANSITIONS[found.status])
        if ways:
            patch = OrderPatch(status=ways[event.way % len(ways)])
            await orders.patch_order(ADMIN, found.id, version=found.version, patch=patch)

    async def _undo(self, event: Undo) -> None:
        if not self.gestures:
            return
        order_id, gesture = self.gestures[event.which % len(self.gestures)]
        changes = [entry for entry in await orders.history(ADMIN, order_id) if entry.gesture_id == gesture]
        undoing = uuid4()
        async with unit_of_work() as uow:
            found = await visible_order(uow.session, ADMIN, order_id, lock=True)
            await revert_lines(uow, ADMIN, found, changes=changes, gesture_id=undoing)
        self.gestures.append((order_id, undoing))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=events)
def test_totals_and_rollups_are_the_plain_sums_whatever_happens_to_lines(
    database_address: str, happenings: Sequence[Event]
) -> None:
    async def work() -> None:
        database = get_database()
        try:
            await empty(database)
            desk = await Desk.open()
            for event in happenings:
                await desk.happen(event)
                await assert_rollups_are_exact()
        finally:
            await database.dispose()

    forget_process()
    run_apart(work)
