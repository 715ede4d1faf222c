"""Writing checked orders in the caller's unit of work: what is new, what is there already, and what contradicts it."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor, Source, system_actor
from app.core.crypto import email_index
from app.core.unit_of_work import UnitOfWork
from app.features.changes.service import TOPIC
from app.features.imports import bulk_repository as bulk
from app.features.imports.order_rows import (
    COLUMNS,
    ORDER_OF_TABLES,
    Batch,
    NewProduct,
    NewUser,
    Numbering,
    digest_of,
    new_key,
    price_of,
)
from app.features.imports.schemas import Fault, ImportedLine, ImportedOrder, Summary
from app.features.imports.stored import OWN, stored_orders
from app.features.orders.repository import next_numbers

KNOWN_AT_MOST = 250_000
LONGEST_NUMBER = 18
Placed = tuple[int, ImportedOrder]


@dataclass(slots=True)
class OrderWriter:
    """Writes chunk after chunk as the act of `actor`, and remembers the customers and products it has met.

    What it writes belongs to `gesture` (an id as hex digits), or each chunk to one of its own.
    """

    actor: Actor = field(default_factory=lambda: system_actor(Source.IMPORT))
    gesture: str | None = None
    _users: dict[str, str] = field(default_factory=dict[str, str])
    _products: dict[str, str] = field(default_factory=dict[str, str])
    _indexes: dict[str, str] = field(default_factory=dict[str, str])

    def forget(self) -> None:
        """What is remembered may be wrong: look everything up again."""
        self._users.clear()
        self._products.clear()
        self._indexes.clear()

    async def write(
        self, uow: UnitOfWork, orders: Sequence[Placed], *, digests: dict[str, str], summary: Summary
    ) -> list[Fault]:
        """Write what is new and count into `summary`; `digests` are `digests_of` these orders.

        Returns the conflicts. Raises RowsCollide.
        """
        if len(self._users) + len(self._products) > KNOWN_AT_MOST:
            self.forget()
        stored = await _stored_digests(uow.session, list(digests))
        fresh = [order for _line, order in orders if order.reference not in stored]
        faults: list[Fault] = []
        for line, order in orders:
            if order.reference in stored:
                if _is_same(stored[order.reference], digests[order.reference]):
                    summary.unchanged += 1
                else:
                    faults.append(Fault(line, order.reference, "order_ref", "reference_conflict"))
        summary.refused += len(faults)
        if fresh:
            await self._write_fresh(uow, fresh, digests=digests, summary=summary)
        return faults

    async def _write_fresh(
        self, uow: UnitOfWork, orders: Sequence[ImportedOrder], *, digests: dict[str, str], summary: Summary
    ) -> None:
        batch = Batch(self.actor, uow.now, bulk.moments_for(uow.session), self.gesture or new_key())
        summary.customers += await self._meet_users(uow.session, batch, orders)
        summary.products += await self._meet_products(uow.session, batch, orders)
        numbers = await next_numbers(uow.session, len(orders))
        for number, order in zip(numbers, orders, strict=True):
            batch.add_order(
                order,
                Numbering(number, self._users[self._index(order.email)]),
                product_keys=self._products,
                digest=digests[order.reference],
            )
            summary.new += 1
            summary.lines += len(order.lines)
        await flush(uow, batch)

    async def _meet_users(self, session: AsyncSession, batch: Batch, orders: Sequence[ImportedOrder]) -> int:
        """Know the ids of all customers of these orders; returns how many are new."""
        wanted: dict[str, ImportedOrder] = {}
        for order in orders:
            # Whoever the file names first is who is made; empty names wait for a better one.
            index = self._index(order.email)
            if index not in self._users and not (index in wanted and wanted[index].name):
                wanted[index] = order
        self._users.update(await bulk.user_keys(session, list(wanted)))
        new = {index: order for index, order in wanted.items() if index not in self._users}
        for index, order in new.items():
            self._users[index] = batch.add_user(NewUser(order.email, order.name))
        return len(new)

    async def _meet_products(self, session: AsyncSession, batch: Batch, orders: Sequence[ImportedOrder]) -> int:
        """Know the ids of all products of these orders; returns how many are new.

        A product whose price the file does not tell is made, but is not for sale.
        """
        wanted: dict[str, tuple[ImportedLine, str]] = {}
        for order in orders:
            for line in order.lines:
                if line.sku in self._products:
                    continue
                if line.sku not in wanted or price_of(wanted[line.sku][0]) is None:
                    wanted[line.sku] = (line, order.currency)
        self._products.update(await bulk.product_keys(session, list(wanted)))
        new = {sku: line for sku, line in wanted.items() if sku not in self._products}
        for sku, (line, currency) in new.items():
            price = price_of(line)
            product = NewProduct(sku, line.name, line.category, price or 0, currency, active=price is not None)
            self._products[sku] = batch.add_product(product)
        return len(new)

    def _index(self, email: str) -> str:
        """The blind index of an address, worked out once."""
        index = self._indexes.get(email)
        if index is None:
            if len(self._indexes) > KNOWN_AT_MOST:
                self._indexes.clear()
            index = self._indexes[email] = email_index(email)
        return index


def digests_of(orders: Sequence[Placed]) -> dict[str, str]:
    """The digests of orders by reference; worked out before the transaction, so that it is short."""
    return {order.reference: digest_of(order) for _line, order in orders}


async def flush(uow: UnitOfWork, batch: Batch) -> None:
    """Write the rows of a batch and empty it; open pages get a hint after the commit."""
    batch.close_rollups()
    for model in ORDER_OF_TABLES:
        await bulk.insert_rows(uow.session, model, columns=COLUMNS[model], rows=batch.rows[model])
        batch.rows[model] = []
    uow.hint(TOPIC, {})


async def _stored_digests(session: AsyncSession, references: list[str]) -> dict[str, str | None]:
    """The digests of the orders that are there already, by reference, or by number as our own exports name them."""
    found = await bulk.order_digests(session, references)
    numbers = {int(ref[1:]): ref for ref in references if ref not in found and _is_own(ref)}
    if numbers:
        ids = await bulk.unnamed_orders(session, list(numbers))
        for order in await stored_orders(session, list(ids.values())):
            found[order.reference] = digest_of(order)
    return found


def _is_own(reference: str) -> bool:
    digits = reference[1:]
    return reference.startswith(OWN) and digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER


def _is_same(stored: str | None, given: str) -> bool:
    return stored is not None and hmac.compare_digest(stored, given)
