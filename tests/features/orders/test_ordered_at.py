"""The moment of an order can be corrected: the figures move with it, and the log tells of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic_core import to_json
from sqlmodel import col, func, select

from app.core import clock
from app.core.database import read_session
from app.core.errors import Invalid
from app.core.ranges import moment_text
from app.features.orders import service as orders
from app.features.orders.rules import NotYet, bucket_of
from app.features.orders.schemas import OrderDetail
from app.models import OrderRollup, OrderStatus
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.records import edit_order
from tests.support.rollups import assert_rollups_are_exact

pytestmark = pytest.mark.asyncio
MAY = datetime(2026, 5, 4, 10, 20, 30, 500, tzinfo=UTC)


async def counted() -> dict[tuple[datetime, OrderStatus], int]:
    """How many orders the rollups count, by quarter hour and status."""
    keys = (col(OrderRollup.bucket), col(OrderRollup.status))
    async with read_session() as session:
        rows: Any = await session.execute(select(*keys, func.sum(col(OrderRollup.orders))).group_by(*keys))
        return {(bucket, status): int(many) for bucket, status, many in rows if many}


async def move(sam: Person, placed: OrderDetail, to: datetime) -> None:
    await edit_order(sam.actor(), placed.id, "ordered_at", moment_text(placed.ordered_at), moment_text(to))


async def test_a_corrected_moment_takes_the_figures_along(alice: Person, sam: Person, ada: Person) -> None:
    with clock.frozen(MAY):
        placed = await order(alice.actor(), await product(ada))
    earlier = MAY - timedelta(days=3)
    await move(sam, placed, earlier)
    assert await counted() == {(bucket_of(earlier), OrderStatus.PENDING): 1}
    await edit_order(sam.actor(), placed.id, "status", "pending", "paid")
    assert await counted() == {(bucket_of(earlier), OrderStatus.PAID): 1}
    await assert_rollups_are_exact()
    stands = await orders.get_order(sam.actor(), placed.id)
    assert (stands.ordered_at, stands.created_at, stands.version) == (earlier, placed.created_at, 3)


async def test_the_log_holds_both_moments(alice: Person, sam: Person, ada: Person) -> None:
    with clock.frozen(MAY):
        placed = await order(alice.actor(), await product(ada))
    await move(sam, placed, MAY - timedelta(minutes=1))
    last = (await orders.history(sam.actor(), placed.id))[-1]
    assert (last.field, last.old, last.new) == (
        "ordered_at",
        "2026-05-04T10:20:30.000500Z",
        "2026-05-04T10:19:30.000500Z",
    )


async def test_an_order_is_not_of_the_future_nor_of_no_time(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(NotYet):
        await move(sam, placed, placed.ordered_at + timedelta(days=1))
    for wrong in ("", "yesterday", "1815-06-18T11:00:00Z", None):
        with pytest.raises(Invalid):
            await edit_order(sam.actor(), placed.id, "ordered_at", moment_text(placed.ordered_at), wrong)
    assert (await orders.get_order(sam.actor(), placed.id)).version == 1


@pytest.mark.parametrize("moment", [MAY, MAY.replace(microsecond=0), MAY.replace(second=0, microsecond=0)])
async def test_a_moment_reads_as_in_json(moment: datetime) -> None:
    assert to_json(moment).decode() == f'"{moment_text(moment)}"'
