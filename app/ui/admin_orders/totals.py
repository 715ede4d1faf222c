"""The total row of the grid of orders, in words that say of each figure what it is."""

from collections.abc import Sequence

from app.core.actor import Actor
from app.core.paging import GridQuery
from app.features.orders import service as orders
from app.features.orders.schemas import GoodsTotals
from app.ui.components.grid import GridTotal

PIECES = ("piece", "pieces")
# So many goods are named; more are counted.
NAMED = 2
PLURALS = {"product": "products", "category": "categories"}


async def totals(actor: Actor, query: GridQuery) -> Sequence[GridTotal]:
    """What the orders that pass come to. Raises Forbidden, Invalid."""
    found = await orders.totals(actor, query)
    return (
        GridTotal("Orders", "How many orders match", found.orders),
        GridTotal("Total", "The sum of their totals, whatever their status", amounts=found.amounts),
        GridTotal("Average", "Their total divided by their number", amounts=found.averages),
        GridTotal("Customers", "How many different people placed these orders", found.customers),
        GridTotal("Pieces", "The quantities of all lines of these orders", found.units),
        *(_of(goods) for goods in found.goods),
    )


def _of(goods: GoodsTotals) -> GridTotal:
    values = [value or f"no {goods.field}" for value in goods.values]
    named = " or ".join(values) if len(values) <= NAMED else f"{len(values)} {PLURALS[goods.field]}"
    about = f"The lines of {_which(goods)} alone, as on the dashboard: an order may have others beside them"
    return GridTotal(f"Lines of {named}", about, goods.units, PIECES, goods.amounts)


def _which(goods: GoodsTotals) -> str:
    if len(goods.values) > 1:
        return f"these {PLURALS[goods.field]}"
    return f"this {goods.field}" if goods.values[0] else f"what is in no {goods.field}"
