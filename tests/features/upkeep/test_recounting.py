"""The doctor finds whichever rollup is wrong, and mends it while orders go on coming in."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.database import Database, get_database
from app.features.dashboard import service
from app.features.privacy.canary import ensure_canary
from app.features.upkeep import doctor, recounting
from app.features.upkeep import recount_repository as repository
from app.features.upkeep.doctor import Finding
from tests.features.dashboard.happenings import EditLine, Event, Move, Place, Reschedule, Shop
from tests.support.rollups import assert_rollups_are_exact

pytestmark = pytest.mark.asyncio
FALSE_BUCKET = 800_000
WAYS = (
    "UPDATE order_rollups SET amount = amount + 1, orders = orders - 1",
    "UPDATE order_sums SET units = units + 3 WHERE tier = 'hour'",
    "DELETE FROM order_sums WHERE tier = 'day'",
    "DELETE FROM product_sums",
    "UPDATE product_sums SET amount = -amount WHERE tier = 'day'",
    "UPDATE product_sums SET channel = 'till' WHERE tier = 'four_weeks'",
    f"UPDATE order_sums SET bucket = {FALSE_BUCKET} WHERE tier = 'hour'",
    "UPDATE orders SET units = units + 5",
)


def days(count: int) -> timedelta:
    return timedelta(days=count, hours=count % 24)


def some(count: int, *, first: int = 0) -> list[Event]:
    """Orders over some months, each of which is paid or called off; some move in time or get other lines."""
    found: list[Event] = []
    for n in range(first, first + count):
        found += [Place(days(7 * n % 80), n, n, 1 + n % 3, n % 2 == 0, n + 1), Move(n, n % 3)]
        found += [Reschedule(n, days(5 * n % 80))] if n % 3 == 0 else []
        found += [EditLine(n, 0, 4)] if n % 4 == 0 else []
    return found


async def open_shop(folder: Path, events: list[Event]) -> Shop:
    await ensure_canary()
    shop = await Shop.open(folder)
    for event in events:
        await shop.happen(event)
    return shop


async def spoil(way: str) -> None:
    async with get_database().writer.begin() as connection:
        assert (await connection.exec_driver_sql(way)).rowcount


async def rollups(*, repair: bool = False) -> Finding:
    return next(finding for finding in await doctor.examine(repair=repair) if finding.name == "rollups")


@pytest.mark.parametrize("way", WAYS)
async def test_the_doctor_finds_and_mends_what_is_wrong(database: Database, tmp_path: Path, way: str) -> None:
    await open_shop(tmp_path, some(4))
    assert (await rollups()).is_well
    await spoil(way)
    found = await rollups()
    assert (found.is_well, "--repair" in found.remedy, way.split()[1 + way.startswith("DELETE")] in found.said) == (
        False,
        True,
        True,
    )
    mended = await rollups(repair=True)
    assert (mended.is_well, "were counted anew" in mended.said) == (True, True)
    await assert_rollups_are_exact()
    assert (await rollups()).said == "equal the sum of the orders"


async def test_every_four_weeks_with_orders_are_looked_at_once(database: Database, tmp_path: Path) -> None:
    await open_shop(tmp_path, some(12))
    async with database.reading() as session:
        found = await repository.blocks(session)
    assert found == sorted(set(found), key=lambda block: block.first)
    assert 1 < len(found) <= 4
    assert all(one.last - one.first == 28 for one in found)


async def test_what_is_wrong_is_mended_while_orders_come_in_and_rollups_are_folded(
    database: Database, tmp_path: Path
) -> None:
    shop = await open_shop(tmp_path, some(6))
    for way in WAYS:
        if "DELETE FROM product_sums" not in way:
            await spoil(way)

    async def go_on() -> None:
        for event in some(10, first=6):
            await shop.happen(event)

    async def fold() -> None:
        for _ in range(4):
            await service.fold_rollups()
            await asyncio.sleep(0)

    await asyncio.gather(go_on(), recounting.repair(), recounting.repair(), fold())
    assert await recounting.find_wrong() == {}
    await assert_rollups_are_exact()
    await service.fold_rollups()
    await assert_rollups_are_exact()
