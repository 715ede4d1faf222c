from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlmodel import col, func, select

from app.core.crypto import email_index
from app.core.database import Database, read_session
from app.features.accounts import service as accounts
from app.features.accounts.schemas import Credentials
from app.features.demo.catalogue import GOODS, goods
from app.features.demo.service import PASSWORD, DemoSize, NotEmpty, ensure_demo, make_demo
from app.features.demo.shape import DAYS, drafts
from app.features.orders.rules import can_move
from app.models import Change, Entity, Order, OrderStatus, Product, User
from tests.features.imports.files import stored
from tests.support.rollups import assert_rollups_are_exact

NOW = datetime(2026, 3, 17, 12, tzinfo=UTC)
SMALL = DemoSize(orders=120, customers=20, products=12, seed=3)


def test_the_catalogue_has_forty_goods_and_goes_on_without_repeating() -> None:
    assert len(GOODS) == 40
    assert len({good.sku for good in goods(500)}) == len({good.name for good in goods(500)}) == 500


def test_the_year_has_the_shape_of_a_shop() -> None:
    made = list(drafts(Random(1), NOW, orders=20_000, customers=300, products=40))
    assert NOW - timedelta(days=DAYS) <= made[0].ordered_at
    assert made[-1].ordered_at < NOW
    weekdays = Counter(draft.ordered_at.weekday() for draft in made)
    assert weekdays[0] > weekdays[6] * 1.5
    months = Counter(draft.ordered_at.month for draft in made)
    assert months[12] > months[7] * 1.5
    by_customer = sorted(Counter(draft.customer for draft in made).values(), reverse=True)
    assert sum(by_customer[:60]) > len(made) * 0.4
    old = Counter(draft.status for draft in made if draft.ordered_at < NOW - timedelta(days=12))
    assert old[OrderStatus.DELIVERED] > 0.8 * old.total()
    assert not old[OrderStatus.PENDING]


def test_each_step_of_an_order_is_allowed_and_in_the_past() -> None:
    for draft in drafts(Random(2), NOW, orders=2_000, customers=30, products=10):
        before, moment = OrderStatus.PENDING, draft.ordered_at
        for step in draft.steps:
            assert can_move(before, step.status)
            assert moment <= step.at < NOW
            before, moment = step.status, step.at


@pytest.mark.asyncio
async def test_a_demo_shop_is_whole(database: Database) -> None:
    await make_demo(SMALL)
    await assert_rollups_are_exact()
    async with read_session() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 23
        assert await session.scalar(select(func.count()).select_from(Product)) == 12
        hashes = set((await session.scalars(select(User.password_hash))).all())
        guest = select(User.id).where(col(User.email_index) == email_index("customer@example.com"))
        own = (await session.scalars(select(Order).where(col(Order.user_id).in_(guest)))).all()
        entries = (await session.scalars(select(Change).where(col(Change.entity) == Entity.ORDER))).all()
        orders = {order.id: order for order in await session.scalars(select(Order))}
    assert len(hashes) == 1
    assert len(own) == 12
    assert len({order.status for order in own}) >= 5
    newest = Counter[object]()
    for entry in entries:
        newest[entry.row_id] = max(newest[entry.row_id], entry.version)
    assert {row_id: order.version for row_id, order in orders.items()} == newest
    signed = await accounts.sign_in(Credentials(email="customer00001@example.com", password=PASSWORD))
    assert signed.user.role == "customer"


@pytest.mark.asyncio
async def test_a_demo_goes_only_into_an_empty_database(database: Database) -> None:
    await make_demo(SMALL)
    before = await stored()
    with pytest.raises(NotEmpty):
        await make_demo(SMALL)
    assert not await ensure_demo()
    assert await stored() == before


@pytest.mark.asyncio
async def test_a_demo_without_orders_has_its_people(database: Database) -> None:
    await make_demo(DemoSize(orders=0, customers=3, products=2))
    async with read_session() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 6
