"""What can happen in a shop, at random, and a shop in which it does: every way that orders and products change."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from hypothesis import strategies as st
from sqlmodel import col, select

from app.core import clock
from app.core.actor import Role, system_actor
from app.core.database import read_session
from app.core.errors import DomainError
from app.core.ids import new_id
from app.core.ranges import moment_text
from app.features.catalog import service as catalog
from app.features.dashboard import service
from app.features.orders import service as orders
from app.features.orders.line_schemas import LineEdit, LineValues, RemoveLine, SetLine
from app.features.orders.lines import get_sheet
from app.features.orders.rules import TRANSITIONS
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.features.records import undoing
from app.features.records.lines import edit_lines
from app.features.records.schemas import Act
from app.models import Entity, Order
from tests.features.dashboard.goods import stock
from tests.features.imports.files import bring_in, line, write
from tests.support.cast import Person, join
from tests.support.records import edit_order, edit_product

MONDAY = datetime(2026, 3, 23, tzinfo=UTC)  # the week in which Berlin's clocks change
AWAY, LONG_AWAY = timedelta(days=8), timedelta(days=90)
LATER = MONDAY + 2 * LONG_AWAY
GOODS = (("A", 250, "EUR", "Tea"), ("B", 1999, "EUR", "Cups"), ("C", 700, "USD", "Tea"))


def _up_to(longest: timedelta) -> st.SearchStrategy[timedelta]:
    return st.integers(0, longest // timedelta(milliseconds=1)).map(lambda count: timedelta(milliseconds=count))


# Most in one week, so that they meet; some far away, so that there are whole days and four weeks between them.
minutes = st.one_of(_up_to(AWAY), _up_to(AWAY), _up_to(LONG_AWAY))


@dataclass(frozen=True, slots=True)
class Place:
    """An order comes in, by phone where staff take it; of two products where the next one has the same currency."""

    after: timedelta
    customer: int
    product: int
    quantity: int
    by_phone: bool = False
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """A file of an order, paid already, with a line of each of two products; one of them may be an adjustment."""

    after: timedelta
    product: int
    quantities: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Move:
    """The order number `order` (of those there are) goes one of the ways its status allows."""

    order: int
    way: int


@dataclass(frozen=True, slots=True)
class Reschedule:
    """An order turns out to have been placed at another time."""

    order: int
    after: timedelta


@dataclass(frozen=True, slots=True)
class EditLine:
    """A line of an order gets another quantity, or goes (0)."""

    order: int
    line: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Undo:
    """What staff did in the grid is taken back, if nothing stands against it."""

    act: int


@dataclass(frozen=True, slots=True)
class Recategorise:
    """A product moves to another category."""

    product: int
    category: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about an order changes that no figure is made of."""

    order: int


@dataclass(frozen=True, slots=True)
class Fold:
    """The job runs in between."""


Event: TypeAlias = Place | Import | Move | Reschedule | EditLine | Undo | Recategorise | Note | Fold
numbers = st.integers(0, 50)
places = st.builds(Place, minutes, numbers, numbers, st.integers(1, 4), st.booleans(), numbers)
moves = st.builds(Move, numbers, numbers)
changes = st.one_of(
    moves,
    moves,
    st.builds(Reschedule, numbers, minutes),
    st.builds(EditLine, numbers, numbers, st.integers(0, 4)),
    st.builds(EditLine, numbers, numbers, st.integers(0, 4)),
    st.builds(Undo, numbers),
    st.builds(Import, minutes, numbers, st.tuples(st.integers(1, 3), st.integers(0, 3))),
    st.builds(Recategorise, numbers, st.sampled_from(["Tea", "Cups", ""])),
    st.builds(Note, numbers),
    st.just(Fold()),
)
happenings = st.lists(st.one_of(places, changes, changes), min_size=8, max_size=20)


class Shop:
    """Three customers, three products (one of them in dollars), and what happens."""

    def __init__(self, people: Sequence[Person], products: Sequence[UUID], *, admin: Person, folder: Path) -> None:
        self.people = people
        self.admin = admin
        self.products = products
        self.folder = folder
        self.orders: list[UUID] = []
        self.acts: list[UUID] = []
        self.files = 0

    @classmethod
    async def open(cls, folder: Path) -> "Shop":
        people = [await join("Alice Adams"), await join("Bob Baker"), await join("Carol Clark")]
        goods = [await stock(*product) for product in GOODS]
        return cls(people, goods, admin=await join("Ada Stone", role=Role.ADMIN), folder=folder)

    async def happen(self, event: Event) -> None:
        if isinstance(event, Fold):
            await service.fold_rollups()
        elif isinstance(event, Place):
            await self._place(event)
        elif isinstance(event, Import):
            await self._import(event)
        elif isinstance(event, Recategorise):
            await self._recategorise(event)
        elif isinstance(event, Undo):
            await self._undo(event)
        elif self.orders:
            with clock.frozen(LATER):
                await self._change(event, self.orders[event.order % len(self.orders)])

    async def _place(self, event: Place) -> None:
        first, second = (self.products[number % len(self.products)] for number in (event.product, event.beside))
        dollars = self.products[-1]
        wanted = {first, second} if dollars not in {first, second} else {first}
        items = tuple(OrderItemCreate(product_id=product, quantity=event.quantity) for product in sorted(wanted))
        customer = self.people[event.customer % len(self.people)]
        actor, by = (self.admin.actor(), customer.id) if event.by_phone else (customer.actor(), None)
        with clock.frozen(MONDAY + event.after):
            placed = await orders.place_order(actor, OrderCreate(items=items, ship_to="Here 1", user_id=by))
        self.orders.append(placed.order.id)

    async def _import(self, event: Import) -> None:
        self.files += 1
        order = {
            "order_ref": f"T-{self.files}",
            "ordered_at": (MONDAY + event.after).isoformat(),
            "customer_email": self.people[0].email,
        }
        sku, other = ("AB", "BA")[event.product % 2]
        lines = [line(**order, sku=sku, quantity=str(event.quantities[0]), line_total="3.10")]
        lines += [line(**order, sku=other, quantity=str(event.quantities[1]), line_total="0.40")]
        summary, faults = await bring_in(write(self.folder / f"{new_id()}.csv", lines))
        assert (summary.new, faults) == (1, [])
        async with read_session() as session:
            found = await session.scalars(select(Order.id).where(col(Order.reference) == order["order_ref"]))
        self.orders.append(found.one())

    async def _recategorise(self, event: Recategorise) -> None:
        wanted = self.products[event.product % len(self.products)]
        (product,) = await catalog.products_by_ids(self.admin.actor(), [wanted])
        if product.category != event.category:
            await edit_product(self.admin.actor(), product.id, "category", product.category, event.category)

    async def _undo(self, event: Undo) -> None:
        if self.acts:
            act = self.acts[event.act % len(self.acts)]
            with clock.frozen(LATER), suppress(DomainError):
                await undoing.undo(self.admin.actor(), Entity.ORDER, act, act_id=new_id(), partial=False)

    async def _change(self, event: Move | Reschedule | EditLine | Note, order_id: UUID) -> None:
        order = await orders.get_order(system_actor(), order_id)
        actor, act = self.admin.actor(), Act()
        ways = sorted(TRANSITIONS[order.status])
        if isinstance(event, Move) and ways:
            await edit_order(actor, order_id, "status", order.status, ways[event.way % len(ways)], act=act)
        elif isinstance(event, Reschedule):
            then = moment_text(MONDAY + event.after)
            await edit_order(actor, order_id, "ordered_at", moment_text(order.ordered_at), then, act=act)
        elif isinstance(event, EditLine):
            await self._edit_line(event, order_id, act)
        elif isinstance(event, Note):
            patch = OrderPatch(note=f"Ring {order.version} times")
            await orders.patch_order(system_actor(), order.id, version=order.version, patch=patch)
        self.acts.append(act.id)

    async def _edit_line(self, event: EditLine, order_id: UUID, act: Act) -> None:
        lines = (await get_sheet(self.admin.actor(), order_id)).lines
        one = lines[event.line % len(lines)]
        price = one.unit_price.amount if one.unit_price else None
        seen = LineValues(quantity=one.quantity, unit_price=price, line_total=one.line_total.amount)
        edit: LineEdit = RemoveLine(op="remove", line_id=one.id, base=seen)
        if event.quantity:
            edit = SetLine(op="set", line_id=one.id, base=seen, quantity=event.quantity)
        # The lines of an order that has left the shop are closed, and the last line stays.
        with suppress(DomainError):
            await edit_lines(self.admin.actor(), order_id, [edit], act=act)
