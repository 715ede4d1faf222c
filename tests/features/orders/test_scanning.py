"""Walking over all rows: whole, in order, on both databases."""

import pytest

from app.core import keyset
from app.core.errors import Forbidden
from app.core.paging import GridQuery
from app.features.orders import service as orders
from app.features.orders.scanning import scan
from tests.features.orders.shop import basket, product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
SORTS = ("", "number", "-number", "total", "-total,number", "status,-total", "status,-ordered_at", "-ordered_at,total")


def asked(sorts: str) -> GridQuery:
    sort = [{"field": name.removeprefix("-"), "desc": name.startswith("-")} for name in sorts.split(",") if name]
    return GridQuery.model_validate({"sort": sort})


async def test_a_walk_meets_every_row_once_and_in_the_windows_order(
    alice: Person, sam: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "IDS_AT_ONCE", 2)
    tea = await product(ada)
    for quantity in (2, 1, 2, 3, 1):
        await orders.place_order(alice.actor(), basket(tea, quantity=quantity))
    for sorts in SORTS:
        walked = [row.number async for rows in scan(sam.actor(), asked(sorts), {"number"}) for row in rows]
        assert walked == [row.number for row in await orders.window(sam.actor(), asked(sorts))], sorts
        assert len(walked) == 5


async def test_customers_do_not_walk_over_the_shops_orders(alice: Person) -> None:
    with pytest.raises(Forbidden):
        scan(alice.actor(), GridQuery(), {"number"})
