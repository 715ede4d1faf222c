"""Use cases that read orders: one, a list, a window of the grid, a history."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Forbidden, NotFound
from app.core.money import Money
from app.core.paging import GridQuery, Page, encode_cursor
from app.core.ranges import time_range
from app.features.changes import repository as changes
from app.features.changes.schemas import ChangeRow
from app.features.changes.service import to_row
from app.features.orders import grid_repository, list_repository, repository
from app.features.orders.mapping import to_customer, to_detail, to_grid_row
from app.features.orders.schemas import Customer, MoneyOut, OrderDetail, OrderGridRow, OrderQuery, OrderTotals
from app.models import Entity, Order, OrderStatus


async def load_detail(session: AsyncSession, order: Order) -> OrderDetail:
    """An order with its lines, in the caller's session."""
    items = await repository.items_of(session, [order.id])
    return to_detail(order, items[order.id])


async def get_order(actor: Actor, order_id: UUID) -> OrderDetail:
    """An order that the actor may see. Raises NotFound."""
    async with read_session() as session:
        return await load_detail(session, await visible_order(session, actor, order_id))


async def visible_order(session: AsyncSession, actor: Actor, order_id: UUID, *, lock: bool = False) -> Order:
    """The order, if the actor may see it. Raises NotFound otherwise: the two look the same."""
    order = await repository.get(session, actor, order_id, lock=lock)
    if order is None:
        msg = "There is no such order"
        raise NotFound(msg)
    return order


async def customer_of(actor: Actor, order_id: UUID) -> Customer:
    """Whose order it is. Raises NotFound, Forbidden for customers."""
    async with read_session() as session:
        order = await visible_order(session, actor, order_id)
        assert_staff(actor)
        found = await repository.users(session, [order.user_id])
        return to_customer(found[order.user_id], actor)


async def email_of_customer(actor: Actor, order_id: UUID) -> tuple[UUID, str]:
    """Whose order it is, and their address in clear: for who has given a reason. Raises NotFound, Forbidden."""
    async with read_session() as session:
        order = await visible_order(session, actor, order_id)
        assert_staff(actor)
        found = await repository.users(session, [order.user_id])
        return order.user_id, found[order.user_id].email.reveal() or ""


async def list_orders(actor: Actor, query: OrderQuery, *, personal: bool = False) -> Page[OrderDetail]:
    """A page of the orders the actor may see. With `personal`, which is for staff, `q` also takes e-mail and names.

    Raises Invalid naming the field, Forbidden.
    """
    if personal:
        assert_staff(actor)
    span = time_range(query.from_, query.to, tz=query.tz)
    async with read_session() as session:
        found = await list_repository.page(session, actor, query, span=span, personal=personal)
        orders = found[: query.limit]
        items = await repository.items_of(session, [order.id for order in orders])
    more = len(found) > query.limit
    return Page(
        items=tuple(to_detail(order, items[order.id]) for order in orders),
        next_cursor=encode_cursor(list_repository.cursor_values(orders[-1], query.sort)) if more else None,
    )


async def list_totals(actor: Actor, query: OrderQuery) -> OrderTotals:
    """How many orders a list of `list_orders` has on all its pages, and what they come to. Raises Invalid."""
    span = time_range(query.from_, query.to, tz=query.tz)
    async with read_session() as session:
        found = await list_repository.totals(session, actor, query, span=span)
    amounts = (MoneyOut(amount=amount, currency=currency) for currency, _, amount in found)
    return OrderTotals(orders=sum(count for _, count, _ in found), amounts=tuple(amounts))


async def window(actor: Actor, query: GridQuery) -> tuple[OrderGridRow, ...]:
    """The rows of a window of the grid. Staff only; raises Forbidden, or Invalid naming the sort or filter."""
    assert_staff(actor)
    async with read_session() as session:
        return await _grid_rows(session, actor, await grid_repository.window(session, actor, query))


async def window_ids(actor: Actor, query: GridQuery) -> Sequence[UUID]:
    """The ids of the rows of a window, in their order. Staff only; raises Forbidden, Invalid."""
    assert_staff(actor)
    async with read_session() as session:
        return await grid_repository.window_ids(session, actor, query)


async def count(actor: Actor, query: GridQuery) -> int:
    """How many rows the grid's filters and search let through. Staff only; raises Forbidden, Invalid."""
    assert_staff(actor)
    async with read_session() as session:
        return await grid_repository.total(session, actor, query)


async def sums(actor: Actor, query: GridQuery) -> dict[str, tuple[Money, ...]]:
    """The sum of each column of the grid that can be summed, by currency. Staff only; raises Forbidden, Invalid."""
    assert_staff(actor)
    async with read_session() as session:
        found = await grid_repository.sums(session, actor, query)
    return {"total": tuple(Money(amount, currency) for currency, amount in found)}


async def rows(actor: Actor, ids: Sequence[UUID]) -> tuple[OrderGridRow, ...]:
    """Rows of the grid by id; those that are not there (any more) are left out. Staff only."""
    assert_staff(actor)
    async with read_session() as session:
        return await _grid_rows(session, actor, await grid_repository.rows(session, actor, ids))


async def _grid_rows(session: AsyncSession, actor: Actor, orders: Sequence[Order]) -> tuple[OrderGridRow, ...]:
    customers = await repository.users(session, list({order.user_id for order in orders}))
    items = await repository.units_of_each(session, [order.id for order in orders])
    return tuple(
        to_grid_row(order, customers.get(order.user_id), actor, items=items.get(order.id, 0)) for order in orders
    )


async def history(actor: Actor, order_id: UUID) -> tuple[ChangeRow, ...]:
    """What happened to an order, oldest first, for those who may see it. Raises NotFound."""
    async with read_session() as session:
        order = await visible_order(session, actor, order_id)
        return tuple(to_row(change) for change in await changes.of_row(session, Entity.ORDER, order.id))


async def status_counts(actor: Actor) -> dict[OrderStatus, int]:
    """How many of the orders the actor may see stand in each status; statuses without orders are left out."""
    async with read_session() as session:
        return await repository.status_counts(session, actor)


def assert_staff(actor: Actor) -> None:
    """Raise Forbidden for customers."""
    if not actor.is_staff:
        raise Forbidden
