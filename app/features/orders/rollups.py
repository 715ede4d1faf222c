"""The rollups' side of an order: signed deltas written in the transaction of the order itself."""

from datetime import datetime
from typing import NamedTuple, Self

from app.core.unit_of_work import UnitOfWork
from app.features.orders.rules import bucket_of
from app.models import Order, OrderRollup, OrderStatus


def count_in(uow: UnitOfWork, order: Order, *, units: int) -> None:
    """A new order counts in its quarter hour under its status. `units` is its number of pieces."""
    uow.session.add(_delta(order, _Place.of(order), units=units, sign=1))


def move(
    uow: UnitOfWork,
    order: Order,
    *,
    units: int,
    status: OrderStatus | None = None,
    ordered_at: datetime | None = None,
) -> None:
    """An order leaves its status or its quarter hour for another: minus one there, plus one here."""
    here = _Place.of(order)
    there = _Place(bucket_of(ordered_at) if ordered_at else here.bucket, status or here.status)
    if there != here:
        uow.session.add(_delta(order, here, units=units, sign=-1))
        uow.session.add(_delta(order, there, units=units, sign=1))


def adjust(uow: UnitOfWork, order: Order, *, amount: int, units: int) -> None:
    """The lines of an order changed: its total by `amount` minor units, its pieces by `units`."""
    if amount or units:
        uow.session.add(_row(order, _Place.of(order), orders=0, amount=amount, units=units))


class _Place(NamedTuple):
    """Where an order counts, within its currency."""

    bucket: datetime
    status: OrderStatus

    @classmethod
    def of(cls, order: Order) -> Self:
        """As the order stands."""
        return cls(bucket_of(order.ordered_at), order.status)


def _delta(order: Order, place: _Place, *, units: int, sign: int) -> OrderRollup:
    return _row(order, place, orders=sign, amount=sign * order.total_amount, units=sign * units)


def _row(order: Order, place: _Place, *, orders: int, amount: int, units: int) -> OrderRollup:
    return OrderRollup(
        bucket=place.bucket,
        currency=order.currency,
        status=place.status,
        orders=orders,
        amount=amount,
        units=units,
    )
