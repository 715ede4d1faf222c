"""The rollups' side of an order: what a use case does to it, collected and written at the end of its transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.core.unit_of_work import UnitOfWork
from app.features.orders import rollup_repository as repository
from app.features.orders.deltas import Deltas, Goods, Place
from app.models import Order, OrderStatus

KEY = "rollups"


@dataclass(slots=True)
class _Collected:
    """The deltas of one transaction, and what is in the orders that it moves."""

    deltas: Deltas = field(default_factory=Deltas)
    goods: dict[UUID, dict[UUID, tuple[int, int]]] = field(default_factory=dict[UUID, dict[UUID, tuple[int, int]]])


def count_in(uow: UnitOfWork, order: Order, *, goods: Goods) -> None:
    """A new order counts in its quarter hour under its status; `goods` is what it holds, as (pieces, minor units)."""
    deltas, place = _of(uow).deltas, _place(order)
    deltas.add(place, orders=1, amount=order.total_amount, units=order.units)
    deltas.add_goods(place, goods)


async def move(
    uow: UnitOfWork, order: Order, *, status: OrderStatus | None = None, ordered_at: datetime | None = None
) -> None:
    """An order leaves its status or its quarter hour for another: minus one there, plus one here."""
    collected, here = _of(uow), _place(order)
    there = Place.at(ordered_at or order.ordered_at, order.currency, (status or order.status).value, order.channel)
    if there == here:
        return
    deltas = collected.deltas
    deltas.add(here, orders=-1, amount=-order.total_amount, units=-order.units)
    deltas.add(there, orders=1, amount=order.total_amount, units=order.units)
    if here.is_revenue or there.is_revenue:
        if order.id not in collected.goods:
            collected.goods |= await repository.goods_of(uow.session, order.id)
        deltas.add_goods(here, collected.goods[order.id], sign=-1)
        deltas.add_goods(there, collected.goods[order.id])


def adjust(uow: UnitOfWork, order: Order, *, before: Goods, after: Goods) -> None:
    """The lines of an order changed from what it held `before`; its row still has the sums of then."""
    collected, place = _of(uow), _place(order)
    collected.goods.pop(order.id, None)
    units, amount = (sum(one[part] for one in after.values()) for part in (0, 1))
    collected.deltas.add(place, orders=0, amount=amount - order.total_amount, units=units - order.units)
    collected.deltas.add_goods(place, before, sign=-1)
    collected.deltas.add_goods(place, after)


def _place(order: Order) -> Place:
    return Place.at(order.ordered_at, order.currency, order.status.value, order.channel)


def _of(uow: UnitOfWork) -> _Collected:
    """What this transaction has collected so far; it is written before the commit."""
    known = uow.session.info.get(KEY)
    if known is None:
        known = uow.session.info[KEY] = _Collected()
        uow.before_commit(lambda: repository.append(uow.session, known.deltas))
    return known
