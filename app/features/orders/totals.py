"""What the orders of a grid's query come to, to hold a figure of the dashboard against: of one state of the data."""

from collections.abc import Sequence

from app.core.actor import Actor
from app.core.database import read_session, steady
from app.core.money import Money, mean
from app.core.paging import Filter, GridQuery
from app.features.orders import totals_repository as repository
from app.features.orders.reading import assert_staff
from app.features.orders.schemas import GoodsTotals, GridTotals

GOODS = frozenset({"product", "category"})
# So many filters by goods have their lines told apart.
MOST_GOODS = 4


async def totals(actor: Actor, query: GridQuery) -> GridTotals:
    """The totals of all orders that pass, whatever the window. Staff only; raises Forbidden, Invalid."""
    assert_staff(actor)
    async with read_session() as session:
        await steady(session)
        sums = await repository.by_currency(session, actor, query)
        people = await repository.customers(session, actor, query)
        lines = [(part, await repository.lines(session, actor, query, goods=part)) for part in goods_of(query)]
    return GridTotals(
        orders=sum(orders for _, orders, _, _ in sums),
        amounts=tuple(Money(amount, currency) for currency, _, amount, _ in sums),
        averages=tuple(Money(mean(amount, orders), currency) for currency, orders, amount, _ in sums),
        customers=people,
        units=sum(units for *_, units in sums),
        goods=tuple(_goods(part, found) for part, found in lines),
    )


def goods_of(query: GridQuery) -> Sequence[Filter]:
    """The filters by product or category that every order of the query passes."""
    plain = [part for part in query.filters if isinstance(part, Filter)]
    return [part for part in plain if part.field in GOODS and part.values and not part.negated][:MOST_GOODS]


def _goods(part: Filter, found: Sequence[tuple[str, int, int]]) -> GoodsTotals:
    return GoodsTotals(
        field=part.field,
        values=part.values,
        units=sum(units for _, units, _ in found),
        amounts=tuple(Money(amount, currency) for currency, _, amount in found),
    )
