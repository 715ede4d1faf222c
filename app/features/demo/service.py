"""Making the demo shop: only in an empty database, the same for the same seed and day, a million orders in minutes.

It is written as an import writes (the same rows of every table), but as if each thing had happened at its time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from random import Random

from app.core import clock
from app.core.actor import Role, Source, system_actor
from app.core.config import get_settings
from app.core.database import read_session
from app.core.errors import Conflict
from app.core.money import exponent
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts.passwords import hash_password
from app.features.demo import people
from app.features.demo.catalogue import Good, goods
from app.features.demo.shape import Draft, drafts, own_drafts
from app.features.imports import bulk_repository as bulk
from app.features.imports.order_rows import Batch, NewProduct, NewUser, Numbering, OrderStep
from app.features.imports.order_writer import flush
from app.features.imports.schemas import ImportedLine, ImportedOrder, ProgressSink, no_progress
from app.features.orders.repository import next_numbers
from app.models import OrderStatus

PASSWORD = "daybook-demo"  # noqa: S105 - public: DESIGN.md, section 3
LOGINS = (
    ("admin@example.com", "Ada Winter", Role.ADMIN),
    ("staff@example.com", "Sam Keller", Role.STAFF),
    ("customer@example.com", "Clara Conti", Role.CUSTOMER),
)
# The shop opened this long ago, before its first order.
OPENED = timedelta(days=400)
# The default shop is one transaction, so a start that is cut off begins again; a large one is written in parts.
BLOCK = 10_000
# Beyond this an order's log has one entry, as an imported order's has, rather than each step of its life.
TIMELINES_UP_TO = 50_000
CHANNELS, CHANNEL_WEIGHTS = ("web", "phone", "api"), (90, 6, 4)


class NotEmpty(Conflict):
    """There is data in the database."""

    code = "not_empty"
    title = "The demo shop goes only into an empty database; this one has data in it"


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How much to make."""

    orders: int = 5_000
    customers: int = 300
    products: int = 40
    seed: int = 1


async def ensure_demo() -> bool:
    """Make the default demo shop where the database is empty; returns whether it was."""
    async with read_session() as session:
        if not await bulk.is_empty(session):
            return False
    await make_demo(DemoSize())
    return True


async def make_demo(size: DemoSize, *, progress: ProgressSink = no_progress) -> None:
    """Make a demo shop. Raises NotEmpty."""
    shop = _Shop(size, await hash_password(PASSWORD))
    rest = shop.orders()
    done, is_first = 0, True
    while (block := list(islice(rest, BLOCK))) or is_first:
        async with unit_of_work() as uow:
            await bulk.begin(uow.session)
            if is_first:
                if not await bulk.is_empty(uow.session):
                    raise NotEmpty
                await shop.open(uow)
            await shop.write(uow, block)
            done += len(block)
            if done >= shop.total:
                await shop.write_others(uow)
        is_first = False
        progress("Making orders", done, shop.total)


class _Shop:
    """One demo shop in the making."""

    def __init__(self, size: DemoSize, password_hash: str) -> None:
        self._size = size
        self._chance = Random(size.seed)  # noqa: S311 - chance of a made-up shop, the same for the same seed
        self._hash = password_hash
        self._now = clock.now()
        self._goods: tuple[Good, ...] = goods(size.products)
        self._currency = get_settings().currency
        self._products: dict[str, str] = {}
        self._users: dict[int, str] = {}
        self._addresses: dict[int, str] = {}
        self._own = min(12, size.orders)

    @property
    def total(self) -> int:
        """How many orders there will be."""
        return self._size.orders

    @property
    def _guest(self) -> int:
        """The place of customer@example.com in the list of customers: after all the others."""
        return self._size.customers

    def orders(self) -> Iterator[Draft]:
        """All orders, oldest first."""
        size = self._size
        own = own_drafts(self._chance, self._now, range(size.products), customer=self._guest)[: self._own]
        others = drafts(
            self._chance,
            self._now,
            orders=size.orders - len(own),
            customers=size.customers,
            products=size.products,
        )
        return merge(own, others, key=lambda draft: draft.ordered_at)

    async def open(self, uow: UnitOfWork) -> None:
        """The people who sign in, and the catalogue."""
        batch, opened = self._batch(uow), self._now - OPENED
        for email, name, role in LOGINS:
            key = batch.add_user(NewUser(email, name, role, self._hash), at=opened)
            if role is Role.CUSTOMER:
                self._users[self._guest] = key
        for good in self._goods:
            product = NewProduct(
                good.sku, good.name, good.category, self._price(good), self._currency, good.description
            )
            self._products[good.sku] = batch.add_product(product, at=opened)
        await flush(uow, batch)

    async def write(self, uow: UnitOfWork, block: list[Draft]) -> None:
        """Write some orders, and the customers who come for the first time."""
        batch = self._batch(uow)
        numbers = await next_numbers(uow.session, len(block)) if block else []
        for number, draft in zip(numbers, block, strict=True):
            if draft.customer not in self._users:
                joined = draft.ordered_at - timedelta(minutes=self._chance.randint(2, 90))
                self._add_customer(batch, draft.customer, joined)
            self._add_order(batch, number, draft)
        await flush(uow, batch)

    async def write_others(self, uow: UnitOfWork) -> None:
        """Write the customers who have not ordered yet."""
        batch = self._batch(uow)
        for place in range(self._size.customers):
            if place not in self._users:
                self._add_customer(batch, place, self._now - timedelta(days=self._chance.uniform(0.1, 390)))
        await flush(uow, batch)

    def _add_customer(self, batch: Batch, place: int, joined: datetime) -> None:
        user = NewUser(f"customer{place + 1:05}@example.com", people.full_name(self._chance), password_hash=self._hash)
        self._users[place] = batch.add_user(user, at=joined)

    def _add_order(self, batch: Batch, number: int, draft: Draft) -> None:
        has_timeline = self._size.orders <= TIMELINES_UP_TO
        steps = tuple(OrderStep(step.status.value, step.at) for step in draft.steps) if has_timeline else ()
        batch.add_order(
            self._order(draft, OrderStatus.PENDING if has_timeline else draft.status),
            Numbering(number, self._users[draft.customer]),
            product_keys=self._products,
            at=draft.ordered_at,
            steps=steps,
        )

    def _order(self, draft: Draft, status: OrderStatus) -> ImportedOrder:
        lines = tuple(self._line(self._goods[place], quantity) for place, quantity in draft.lines)
        if draft.customer not in self._addresses:
            self._addresses[draft.customer] = people.address(self._chance)
        return ImportedOrder(
            reference="",
            ordered_at=draft.ordered_at,
            status=status.value,
            email="",
            name="",
            currency=self._currency,
            ship_to=self._addresses[draft.customer],
            note=people.note(self._chance),
            channel=self._chance.choices(CHANNELS, CHANNEL_WEIGHTS)[0],
            lines=lines,
            total=sum(line.line_total for line in lines),
        )

    def _line(self, good: Good, quantity: int) -> ImportedLine:
        price = self._price(good)
        return ImportedLine(good.sku, good.name, good.category, quantity, price * quantity, price)

    def _price(self, good: Good) -> int:
        return round(good.price * 10 ** (exponent(self._currency) - 2)) or 1

    def _batch(self, uow: UnitOfWork) -> Batch:
        return Batch(system_actor(Source.SYSTEM), uow.now, bulk.moments_for(uow.session))
