"""What lies before the present hour is counted once, until something there changes; answers are exact all the while."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import text

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database, read_session, steady
from app.features.dashboard import (
    goods_repository,
    people_repository,
    questions,
    service,
    sums_repository,
)
from app.features.dashboard.past import get_past
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import Stats, StatsQuery
from app.features.dashboard.segments import segment_of
from app.features.dashboard.sharing import get_shared
from app.models import OrderStatus
from tests.features.dashboard.happenings import (
    MONDAY,
    EditLine,
    Event,
    Move,
    Note,
    Place,
    Recategorise,
    Reschedule,
    Shop,
)
from tests.support.engines import on_postgresql

BORDER = timedelta(days=3)
NOW = MONDAY + BORDER + timedelta(minutes=50)
EVERYTHING = StatsQuery(currency="EUR")
EARLY, LATE = Place(timedelta(days=1), 0, 0, 2), Place(BORDER + timedelta(minutes=20), 0, 0, 1)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is counted of the past, in order."""
    made: list[str] = []

    def spy(module: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(module, name)

        async def noted(*given: Any, **named: Any) -> Any:
            made.append(name)
            return await real(*given, **named)

        monkeypatch.setattr(module, name, noted)

    spy(sums_repository, "added_up")
    spy(sums_repository, "picked")
    spy(goods_repository, "top_goods")
    spy(people_repository, "top_customers")
    spy(people_repository, "months_of_people")
    return made


async def ask() -> Stats:
    with clock.frozen(NOW):
        await service.top_products(system_actor(), EVERYTHING)
        await service.top_customers(system_actor(), EVERYTHING)
        await service.cohorts(system_actor(), EVERYTHING)
        return await service.stats(system_actor(), EVERYTHING)


async def open_shop(folder: Path) -> Shop:
    """Two orders of the past, one of them paid."""
    shop = await Shop.open(folder)
    for event in (EARLY, EARLY, Move(0, 1)):
        await shop.happen(event)
    return shop


@pytest.mark.asyncio
@pytest.mark.parametrize("event", [LATE, Note(0)], ids=["a new order", "a note"])
async def test_what_leaves_the_past_alone_has_it_counted_no_more(
    database: Database, tmp_path: Path, counted: list[str], event: Event
) -> None:
    del database
    shop = await open_shop(tmp_path)
    before = await ask()
    assert "months_of_people" in counted
    counted.clear()
    await shop.happen(event)
    after = await ask()
    assert after.orders == before.orders + (event is LATE)
    # The recent part of the figures is added up from the rollups, too.
    assert set(counted) <= {"added_up"}
    assert counted.count("added_up") <= 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "event",
    [EARLY, Reschedule(0, BORDER + timedelta(minutes=5)), EditLine(1, 0, 3), Recategorise(0, "Cups")],
    ids=["came late", "was placed later", "holds more", "another category"],
)
async def test_what_changes_the_past_has_it_counted_again(
    database: Database, tmp_path: Path, counted: list[str], event: Event
) -> None:
    del database
    shop = await open_shop(tmp_path)
    await ask()
    counted.clear()
    await shop.happen(event)
    await ask()
    assert {"top_goods", "top_customers", "months_of_people"} <= set(counted)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("event", "again"),
    [(Move(1, 1), {"top_goods", "top_customers"}), (Move(0, 2), set[str]())],
    ids=["paid", "shipped"],
)
async def test_another_status_of_a_past_order_has_only_that_counted_again_which_tells_of_it(
    database: Database, tmp_path: Path, counted: list[str], event: Event, again: set[str]
) -> None:
    del database
    shop = await open_shop(tmp_path)
    before = await ask()
    counted.clear()
    await shop.happen(event)
    after = await ask()
    assert after.by_status != before.by_status
    # The recent part of the figures is added up from the rollups, too.
    assert set(counted) - {"added_up"} == again
    assert counted.count("added_up") <= 1


@pytest.mark.asyncio
@pytest.mark.parametrize("filters", [{}, {"category": ("Tea",)}, {"status": (OrderStatus.SHIPPED,)}], ids=str)
async def test_figures_are_those_of_now_after_any_number_of_statuses(
    database: Database, tmp_path: Path, filters: dict[str, Any]
) -> None:
    del database
    shop = await open_shop(tmp_path)
    query = EVERYTHING.model_copy(update=filters)

    async def figures() -> Stats:
        with clock.frozen(NOW):
            return await service.stats(system_actor(), query)

    await figures()
    for event in (Move(0, 2), LATE, Move(1, 1), Move(0, 0), Move(1, 2), Move(2, 1), Note(0), Move(1, 0)):
        await shop.happen(event)
        found = await figures()
    get_past.cache_clear()
    get_shared.cache_clear()
    assert found == await figures()


@pytest.mark.asyncio
async def test_figures_of_goods_are_mended_after_another_status(
    database: Database, tmp_path: Path, counted: list[str]
) -> None:
    del database
    shop = await open_shop(tmp_path)
    tea = EVERYTHING.model_copy(update={"category": ("Tea",)})
    for event in (Note(0), Move(0, 2), Move(1, 1)):
        await shop.happen(event)
        with clock.frozen(NOW):
            found = await service.stats(system_actor(), tea)
    assert (found.by_status["shipped"].orders, found.by_status["paid"].orders, found.orders) == (1, 1, 2)
    assert counted == ["picked"]


@pytest.mark.asyncio
async def test_which_orders_are_of_a_status_is_counted_again_after_another_status(
    database: Database, tmp_path: Path, counted: list[str]
) -> None:
    del database
    shop = await open_shop(tmp_path)
    paid = EVERYTHING.model_copy(update={"status": (OrderStatus.PAID,)})

    async def customers() -> int:
        with clock.frozen(NOW):
            return sum(cohort.customers for cohort in await service.cohorts(system_actor(), paid))

    assert await customers() == 1
    await shop.happen(Move(0, 2))
    counted.clear()
    assert (await customers(), counted) == (0, ["months_of_people"])


@pytest.mark.asyncio
async def test_who_sees_less_than_others_did_counts_what_they_see(database: Database, tmp_path: Path) -> None:
    del database
    shop = await open_shop(tmp_path)
    segment = segment_of(EVERYTHING, span=Span(MONDAY, NOW), currency="EUR")
    with clock.frozen(NOW):
        async with read_session() as early:
            await steady(early)
            await early.execute(text("SELECT count(*) FROM orders"))
            await shop.happen(EARLY)
            async with read_session() as late:
                await steady(late)
                assert await get_past().cut(late, segment) is not None
            assert await get_past().cut(early, segment) is None


@on_postgresql
@pytest.mark.asyncio
async def test_nothing_is_kept_while_a_transaction_may_still_reach_into_the_past(
    database: Database, tmp_path: Path
) -> None:
    await open_shop(tmp_path)
    segment = segment_of(EVERYTHING, span=Span(MONDAY, NOW), currency="EUR")

    async def cut() -> object:
        async with read_session() as session:
            await steady(session)
            return await get_past().cut(session, segment)

    with clock.frozen(NOW):
        async with database.writing() as writer:
            await writer.execute(text("SELECT pg_current_xact_id()"))
            assert await cut() is None
        assert await cut() is not None
        async with database.writing() as writer:
            await writer.execute(text("SELECT pg_current_xact_id()"))
            # What is known stays known: nothing that was seen since touches it.
            assert await cut() is not None


@pytest.mark.asyncio
async def test_hours_are_kept_of_what_was_counted_whatever_was_known_before(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    shop = await open_shop(tmp_path)

    async def nothing(_query: StatsQuery) -> None:
        return None

    async def orders() -> int:
        query = EVERYTHING.model_copy(update={"from_": MONDAY.isoformat()})
        with clock.frozen(NOW):
            return sum(one.orders for one in await service.hours(system_actor(), query, since=monotonic()))

    with monkeypatch.context() as blind:
        # What is known of the ends is of a moment before there were any orders.
        blind.setattr(questions, "_ends_now", nothing)
        await orders()
    assert await orders() == len(shop.orders) == 2
