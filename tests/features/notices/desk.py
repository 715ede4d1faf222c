"""What the tests of mails and alerts start from: orders at their hour, wishes, and what lies in the outbox."""

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from app.core.actor import system_actor
from app.core.database import read_session
from app.core.formats import Formats
from app.core.ids import new_id
from app.core.parsing import parse
from app.core.unit_of_work import unit_of_work
from app.features.accounts.repository import users
from app.features.notices import service as notices
from app.features.notices.schemas import AlertRow, AlertWish, ReportRow, ReportWish
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderDetail, OrderItemCreate, OrderPatch
from app.models import OrderStatus, OutboxMail
from tests.features.dashboard.goods import stock
from tests.support.cast import Person
from tests.support.server_fixtures import Hour

FORMATS = Formats("en", "UTC")
MORNING = {"name": "Morning figures", "about": "range=yesterday", "cadence": "daily", "at": "08:00"}
LATE = {"name": "", "metric": "open_orders", "side": "above", "threshold": "2", "age": 2, "age_unit": "days"}


@contextmanager
def earlier(hour: Hour, ago: timedelta) -> Generator[None, None, None]:
    """The clock goes back by `ago` inside the block."""
    hour.pass_by(-ago)
    try:
        yield
    finally:
        hour.pass_by(ago)


async def sell(customer: Person, hour: Hour, *, ago: timedelta = timedelta(), price: int = 1000) -> OrderDetail:
    """An order that was placed `ago` and has not been paid."""
    with earlier(hour, ago):
        product = await stock(f"TEA-{new_id()}", price)
        command = OrderCreate(items=(OrderItemCreate(product_id=product, quantity=1),), ship_to="1 Lane, Town")
        return (await orders.place_order(customer.actor(), command)).order


async def move(order: OrderDetail, *path: OrderStatus) -> OrderDetail:
    """The order moved along these statuses."""
    for status in path:
        patch = OrderPatch(status=status)  # pyright: ignore[reportCallIssue]
        order = await orders.patch_order(system_actor(), order.id, version=order.version, patch=patch)
    return order


async def schedule(who: Person, **changed: Any) -> ReportRow:
    """A mail by the clock, made."""
    made = await notices.save_report(who.actor(), parse(ReportWish, {**MORNING, **changed}))
    return next(row for row in await notices.list_reports(who.actor(), FORMATS) if row.id == made)


async def watch(who: Person, **changed: Any) -> AlertRow:
    """An alert, made."""
    made = await notices.save_alert(who.actor(), parse(AlertWish, {**LATE, **changed}))
    return next(row for row in await notices.list_alerts(who.actor(), FORMATS) if row.id == made)


async def the_alert(who: Person) -> AlertRow:
    """The person's one alert as it is now."""
    (row,) = await notices.list_alerts(who.actor(), FORMATS)
    return row


async def the_report(who: Person) -> ReportRow:
    """The person's one mail by the clock as it is now."""
    (row,) = await notices.list_reports(who.actor(), FORMATS)
    return row


async def outbox() -> Sequence[dict[str, str]]:
    """The messages in the outbox, the oldest first."""
    async with read_session() as session:
        mails = (await session.scalars(select(OutboxMail).order_by(col(OutboxMail.id)))).all()
    return [json.loads(mail.message.reveal() or "{}") for mail in mails]


async def subjects() -> list[str]:
    """What the mails in the outbox are about."""
    return [mail["subject"] for mail in await outbox()]


async def become(who: Person, **values: object) -> None:
    """Change a person behind the back of the use cases."""
    async with unit_of_work() as uow:
        user = await users.lock(uow.session, who.id)
        for name, value in values.items():
            setattr(user, name, value)
