"""Rollups counted anew from the orders, and mended while orders go on coming in (docs/adr/0011).

A day, or a tier of four weeks, is one short transaction: what its sums lack is appended as one more delta, so that no
order has to wait for more than that, and every figure is exact afterwards, whatever was placed meanwhile.
"""

from collections import Counter
from collections.abc import Sequence

from app.core.actor import system_actor
from app.core.database import read_session
from app.core.unit_of_work import unit_of_work
from app.features.orders.repository import lock_many, units_of_each
from app.features.upkeep import recount_repository as repository
from app.features.upkeep.recount_repository import FROM_DAYS, FROM_ROWS, Days, Sums
from app.features.upkeep.repository import one_moment

UNITS = "orders"


async def find_wrong() -> Counter[str]:
    """How many sums are wrong, by table; none where all are right."""
    wrong = Counter[str]()
    for days in await _blocks():
        wrong += await _wrong_in(days)
    return wrong


async def repair() -> Counter[str]:
    """Mend what is wrong; how many sums that were, by table."""
    wrong = Counter[str]()
    every = await _blocks()
    for days in every:
        wrong[UNITS] += sum([await _mend_units(day) for day in _each(days)])
    for days in every:
        found = await _wrong_in(days)
        wrong += found
        if found:
            for day in _each(days):
                await _mend(FROM_ROWS, day)
            await _mend((FROM_DAYS,), days)
    return +wrong


async def _blocks() -> list[Days]:
    async with read_session() as session:
        return await repository.blocks(session)


async def _wrong_in(days: Days) -> Counter[str]:
    wrong = Counter[str]()
    async with read_session() as session:
        await one_moment(session)
        wrong[UNITS] += len(await repository.with_wrong_units(session, days))
        for sums in (*FROM_ROWS, FROM_DAYS):
            wrong[sums.table.__tablename__] += len(await repository.missing(session, sums, days))
    return +wrong


def _each(days: Days) -> list[Days]:
    return [Days(day, day + 1) for day in range(days.first, days.last)]


async def _mend(tables: Sequence[Sums], days: Days) -> None:
    async with unit_of_work() as uow:
        await one_moment(uow.session)
        await repository.be_the_only_one(uow.session)
        for sums in tables:
            await repository.append(uow.session, sums, await repository.missing(uow.session, sums, days))


async def _mend_units(days: Days) -> int:
    """Write the pieces of orders anew where they are wrong, each once nobody else is at it."""
    async with read_session() as session:
        found = await repository.with_wrong_units(session, days)
    if not found:
        return 0
    async with unit_of_work() as uow:
        orders = await lock_many(uow.session, system_actor(), found)
        units = await units_of_each(uow.session, [order.id for order in orders])
        for order in orders:
            order.units = units.get(order.id, 0)
    return len(found)
