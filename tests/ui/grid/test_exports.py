"""A download of a list: asked for by post, fetched once with a ticket, by the session that asked."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core import keyset
from app.core.actor import Actor
from app.core.database import Database
from app.core.errors import Unauthenticated
from app.core.ids import new_id
from app.features.orders import service as orders
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_products.grid import PRODUCTS
from app.ui.admin_users.grid import USERS
from app.ui.grid_door import exports, grid_routes
from app.ui.grid_door.door import Gate
from tests.features.orders.shop import basket, product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
OURS = {"origin": "http://localhost:3000"}


@dataclass
class Visitors:
    """Who is behind each cookie of these tests."""

    actors: dict[str, Actor] = field(default_factory=dict[str, Actor])
    patience: int = 1_000

    def enter(self, name: str, person: Person) -> None:
        self.actors[name] = replace(person.actor(), session_id=new_id())

    async def actor(self, headers: Headers) -> Actor:
        self.patience -= 1
        if headers.get("x-who", "") not in self.actors or self.patience < 0:
            raise Unauthenticated
        return self.actors[headers["x-who"]]


@pytest.fixture
def visitors(ada: Person, sam: Person) -> Visitors:
    found = Visitors()
    found.enter("ada", ada)
    found.enter("sam", sam)
    return found


@pytest_asyncio.fixture
async def web(database: Database, visitors: Visitors) -> AsyncIterator[AsyncClient]:
    gate = Gate(actor=visitors.actor, is_ours=lambda headers: headers.get("origin") == OURS["origin"])
    app = Starlette(routes=grid_routes({"orders": ORDERS, "products": PRODUCTS, "users": USERS}, gate))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost:3000") as client:
        yield client


async def ask(web: AsyncClient, entity: str = "orders", who: str = "ada", **asked: Any) -> Response:
    wanted = {"columns": ["number", "customer", "total"], "bom": False} | asked
    return await web.post(f"/grid/{entity}/export", json=wanted, headers={**OURS, "x-who": who})


async def fetch(web: AsyncClient, ticket: str, entity: str = "orders", who: str = "ada") -> Response:
    return await web.get(f"/grid/{entity}/export/{ticket}", headers={"x-who": who})


async def lines(web: AsyncClient, entity: str = "orders", **asked: Any) -> list[str]:
    ticket = (await ask(web, entity, **asked)).json()["ticket"]
    return (await fetch(web, ticket, entity)).text.splitlines()


async def some_orders(alice: Person, ada: Person) -> None:
    tea, cup = await product(ada), await product(ada, "CUP-1", price=1000)
    for quantity in (3, 1, 2):
        await orders.place_order(alice.actor(), basket(tea, quantity=quantity))
    await orders.place_order(alice.actor(), basket(cup, quantity=1))


async def test_what_is_filtered_and_sorted_goes_out_whole(
    web: AsyncClient, alice: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Walked over two at a time, so that every way of finding the next ones is gone.
    monkeypatch.setattr(keyset, "IDS_AT_ONCE", 2)
    await some_orders(alice, ada)
    assert await lines(web) == [
        "Order,Customer,Total,Currency",
        "1004,Alice Adams,10.00,EUR",
        "1003,Alice Adams,5.00,EUR",
        "1002,Alice Adams,2.50,EUR",
        "1001,Alice Adams,7.50,EUR",
    ]
    by_total = [{"field": "total", "desc": True}]
    assert await lines(web, columns=["number"], sort=by_total) == ["Order", "1004", "1001", "1003", "1002"]
    mixed = [{"field": "status"}, {"field": "total", "desc": True}]
    assert await lines(web, columns=["number"], sort=mixed) == ["Order", "1004", "1001", "1003", "1002"]
    least = {"field": "total", "kind": "range", "low": 500, "high": None}
    found = await lines(web, columns=["number"], sort=[{"field": "number"}], filters=[least], search="alice")
    assert found == ["Order", "1001", "1003", "1004"]


async def test_what_is_masked_in_the_list_is_masked_in_the_file(web: AsyncClient, alice: Person, ada: Person) -> None:
    await some_orders(alice, ada)
    masked: dict[str, Any] = {"columns": ["email", "items"], "search": "1001"}
    ticket = (await ask(web, who="sam", **masked)).json()["ticket"]
    assert "alice" not in (await fetch(web, ticket, who="sam")).text
    assert (await lines(web, **masked))[1] == "alice@example.com,3"


async def test_products_and_people_go_out_too(web: AsyncClient, ada: Person, sam: Person) -> None:
    await product(ada, price=1999)
    got = await lines(web, "products", columns=["sku", "price", "active"])
    assert got == ["SKU,Price,Currency,For sale", "TEA-1,19.99,EUR,true"]
    got = await lines(web, "users", columns=["email", "role"], sort=[{"field": "role"}])
    assert got == ["Email,Role", "ada@example.com,admin", "sam@example.com,staff"]


async def test_the_browser_is_given_a_file_that_nothing_keeps(web: AsyncClient) -> None:
    asked = await ask(web, format="xlsx")
    assert asked.json()["rows"] == 0
    assert asked.json()["sheets"] == 1
    answer = await fetch(web, asked.json()["ticket"])
    assert answer.content.startswith(b"PK")
    assert answer.headers["content-disposition"].startswith('attachment; filename="orders-20')
    assert answer.headers["cache-control"] == "no-store"


async def test_a_ticket_works_once_in_its_session_and_for_its_list(
    web: AsyncClient, visitors: Visitors, ada: Person
) -> None:
    ticket = (await ask(web)).json()["ticket"]
    assert (await fetch(web, ticket, who="sam")).status_code == 404
    assert (await fetch(web, ticket, "users")).status_code == 404
    visitors.enter("ada elsewhere", ada)
    assert (await fetch(web, ticket, who="ada elsewhere")).json()["code"] == "ticket_spent"
    assert (await fetch(web, ticket)).status_code == 200
    assert (await fetch(web, ticket)).json()["code"] == "ticket_spent"
    assert (await fetch(web, "1")).status_code == 404
    assert (await fetch(web, ticket, who="nobody")).status_code == 401


async def test_a_download_breaks_off_when_the_session_ends_meanwhile(
    web: AsyncClient, visitors: Visitors, alice: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "RECHECK_SECONDS", 0)
    await some_orders(alice, ada)
    ticket = (await ask(web)).json()["ticket"]
    # The request itself is let in; then the session is over.
    visitors.patience = 1
    with pytest.raises(Unauthenticated):
        await fetch(web, ticket)


async def test_what_may_not_be_seen_is_not_exported(web: AsyncClient) -> None:
    assert (await ask(web, "users", "sam", columns=["email"])).status_code == 403
    assert (await ask(web, columns=["password_hash"])).json()["errors"][0]["code"] == "unknown_column"
    assert (await ask(web, columns=[])).status_code == 422
    assert (await ask(web, tz="Moon/Base")).status_code == 422
    elsewhere = await web.post(
        "/grid/orders/export", json={}, headers={"origin": "https://evil.example", "x-who": "ada"}
    )
    assert elsewhere.status_code == 403
