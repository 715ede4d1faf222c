"""A scene is asked for once for all who look at it; its pages are told of what has become another, and of delays."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio

from app.core.database import Database
from app.core.formats import Formats
from app.features.changes.feed import Inbox, get_feed
from app.features.dashboard import service as dashboard
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate
from app.models import Entity
from app.ui.dashboard import scene as module
from app.ui.dashboard.address import read
from app.ui.dashboard.asks import Looker
from app.ui.dashboard.scene import Seat
from tests.features.dashboard.goods import stock
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
LONGEST = 20.0


@pytest.fixture
def looker(sam: Person) -> Looker:
    return Looker(replace(sam.actor(), session_id=None), Formats(), read("range=today&cards=orders,statuses"))


@pytest_asyncio.fixture(autouse=True)
async def feed(database: Database) -> AsyncIterator[None]:
    del database
    await get_feed().start()
    yield
    await get_feed().stop()


class Shop:
    """One customer, one product."""

    def __init__(self, customer: Person) -> None:
        self.customer = customer

    async def sell(self) -> None:
        product = await stock("TEA", 250, "EUR", "Tea")
        wanted = OrderCreate(items=(OrderItemCreate(product_id=product, quantity=1),), ship_to="Here 1")
        await orders.place_order(self.customer.actor(), wanted)
        await get_feed().look()


async def until(seat: Seat, is_there: Callable[[], bool]) -> None:
    """Read what the seat is told until something is there."""
    ends = monotonic() + LONGEST
    while not is_there():
        assert monotonic() < ends
        await seat.next(0.5)


async def test_all_who_look_at_the_same_share_what_is_shown_and_are_told_of_an_order(
    looker: Looker, alice: Person
) -> None:
    async with Seat() as one, Seat() as other:
        scene = await one.take(looker)
        assert await other.take(looker) is scene
        await until(one, lambda: scene.phase == "empty")
        currency, before = scene.values["currency"], scene.values["orders"]
        assert before.value == "0"
        await Shop(alice).sell()
        await until(other, lambda: scene.phase == "ready")
        await until(one, lambda: scene.values["statuses"].phase == "ready")
        assert scene.values["orders"].value == "1"
        assert scene.values["currency"] is currency
        # What happened to it, in one batch or in two, is about one order.
        assert len({row for batch in one.taken() for row in batch.rows.get(Entity.ORDER, ())}) == 1
        assert one.taken() == []


async def test_who_goes_last_closes_the_scene_and_another_address_is_another_one(looker: Looker) -> None:
    async with Seat() as one:
        async with Seat() as other:
            scene = await one.take(looker)
            await other.take(looker)
            left = await other.take(replace(looker, address=read("range=7d")))
            assert left is not scene
            await one.leave()
            assert await other.take(looker) is not scene
        again = await one.take(looker)
        assert again is not scene
    async with Seat() as last:
        assert await last.take(looker) is not again


async def test_a_page_that_is_held_is_told_of_each_change(looker: Looker, alice: Person) -> None:
    async with Seat() as seat:
        scene = await seat.take(looker)
        await until(seat, lambda: scene.phase == "empty")
        seat.held = True
        await seat.next(0)
        await Shop(alice).sell()
        seen = [batch for batch in seat.taken() if batch.notices]
        while not seen:
            await seat.next(LONGEST)
            seen = [batch for batch in seat.taken() if batch.notices]
        assert len(seen) == 1


async def test_what_cannot_be_counted_is_said_and_asked_for_again(
    looker: Looker, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stats, broken = dashboard.stats, True

    async def fail(*given: Any, **named: Any) -> Any:
        if broken:
            raise KeyError("gone")
        return await stats(*given, **named)

    monkeypatch.setattr(dashboard, "stats", fail)
    async with Seat() as seat:
        scene = await seat.take(looker)
        await until(seat, lambda: scene.phase == "failed")
        assert "reference" in scene.problem
        broken = False
        await Shop(alice).sell()
        await until(seat, lambda: scene.phase == "ready")
        assert scene.problem == ""


async def test_an_address_that_cannot_be_read_is_said_by_name(looker: Looker) -> None:
    async with Seat() as seat:
        scene = await seat.take(replace(looker, address=read("from=nonsense")))
        await until(seat, lambda: scene.phase == "failed")
        assert "from" in scene.problem


async def test_whoever_is_no_longer_of_the_staff_sees_no_figure(looker: Looker, alice: Person) -> None:
    async with Seat() as seat:
        scene = await seat.take(looker)
        await until(seat, lambda: scene.phase == "empty")
        demoted = await seat.take(replace(looker, actor=replace(looker.actor, role=alice.actor().role)))
        await until(seat, lambda: demoted.phase == "failed")
        assert demoted is not scene
        assert (demoted.values.get("orders"), seat.shown) == (None, {})


async def test_a_change_that_waits_long_is_told_of_until_it_is_shown(
    looker: Looker, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    stats, held = dashboard.stats, asyncio.Event()
    held.set()

    async def wait(*given: Any, **named: Any) -> Any:
        await held.wait()
        return await stats(*given, **named)

    monkeypatch.setattr(dashboard, "stats", wait)
    async with Seat() as seat:
        scene = await seat.take(looker)
        await until(seat, lambda: scene.phase == "empty")
        assert scene.behind == 0
        held.clear()
        await Shop(alice).sell()
        await until(seat, lambda: scene.behind > 0)
        held.set()
        await until(seat, lambda: scene.phase == "ready" and scene.behind == 0)


async def test_a_batch_knows_since_when_its_first_change_waits() -> None:
    inbox, before = Inbox(), monotonic()
    inbox.put([])
    between = monotonic()
    inbox.put([])
    first = await inbox.next(1)
    assert first.since is not None
    assert before <= first.since <= between
    assert (await inbox.next(0)).since is None
