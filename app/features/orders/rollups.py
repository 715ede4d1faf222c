"""The rollups' side of an order: signed deltas written in the transaction of the order itself."""

from app.core.unit_of_work import UnitOfWork
from app.features.orders.rules import bucket_of
from app.models import Order, OrderRollup, OrderStatus


def count_in(uow: UnitOfWork, order: Order, *, units: int) -> None:
    """A new order counts in its quarter hour under its status. `units` is its number of pieces."""
    uow.session.add(_delta(order, order.status, units=units, sign=1))


def move(uow: UnitOfWork, order: Order, target: OrderStatus, *, units: int) -> None:
    """An order leaves its status for `target`: minus one there, plus one here."""
    uow.session.add(_delta(order, order.status, units=units, sign=-1))
    uow.session.add(_delta(order, target, units=units, sign=1))


def adjust(uow: UnitOfWork, order: Order, *, amount: int, units: int) -> None:
    """The lines of an order changed: its total by `amount` minor units, its pieces by `units`."""
    if amount or units:
        uow.session.add(_row(order, order.status, orders=0, amount=amount, units=units))


def _delta(order: Order, status: OrderStatus, *, units: int, sign: int) -> OrderRollup:
    return _row(order, status, orders=sign, amount=sign * order.total_amount, units=sign * units)


def _row(order: Order, status: OrderStatus, *, orders: int, amount: int, units: int) -> OrderRollup:
    return OrderRollup(
        bucket=bucket_of(order.ordered_at),
        currency=order.currency,
        status=status,
        orders=orders,
        amount=amount,
        units=units,
    )
