"""The drawer's door: one order with all that belongs to it, and its lines."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.errors import Unauthenticated
from app.features.orders.schemas import OrderDetail
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_products.grid import PRODUCTS
from app.ui.grid_door import Gate, grid_routes
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.engines import on_sqlite
from tests.support.rollups import assert_rollups_are_exact

OURS = "http://localhost:3000"
pytestmark = [pytest.mark.asyncio, on_sqlite, pytest.mark.usefixtures("database")]


@dataclass
class Desk:
    """What one person's browser asks of the door; `placed` is Alice's order of two teas and two pots."""

    client: AsyncClient
    placed: OrderDetail
    who: str = "sam"

    async def ask(self, verb: str, message: dict[str, Any], *, who: str = "", origin: str = OURS) -> Response:
        headers = {"x-who": who or self.who, "origin": origin}
        return await self.client.post(f"/grid/orders/{verb}", json=message, headers=headers)

    async def detail(self) -> dict[str, Any]:
        return (await self.ask("detail", {"id": str(self.placed.id)})).json()

    async def lines(self, *edits: dict[str, Any], key: str = "", who: str = "") -> Response:
        return await self.ask(
            "lines", {"id": str(self.placed.id), "edits": list(edits), "key": key or str(uuid4())}, who=who
        )


@pytest_asyncio.fixture
async def desk(alice: Person, bob: Person, sam: Person, ada: Person) -> AsyncIterator[Desk]:
    people = {"alice": alice, "bob": bob, "sam": sam, "ada": ada}

    async def actor(headers: Headers) -> Actor:
        if headers.get("x-who") not in people:
            raise Unauthenticated
        return people[headers["x-who"]].actor()

    gate = Gate(actor=actor, is_ours=lambda headers: headers.get("origin") == OURS)
    app = Starlette(routes=grid_routes({"orders": ORDERS, "products": PRODUCTS}, gate))
    placed = await order(alice.actor(), await product(ada), await product(ada, "POT-1", price=2000))
    async with AsyncClient(transport=ASGITransport(app), base_url=OURS) as client:
        yield Desk(client, placed)


def seen(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "quantity": line["quantity"],
        "unit_price": line["unit_price"]["amount"],
        "line_total": line["line_total"]["amount"],
    }


def to_quantity(line: dict[str, Any], quantity: object) -> dict[str, Any]:
    return {"op": "set", "line_id": line["id"], "base": seen(line), "quantity": quantity}


async def test_the_detail_holds_the_row_the_lines_the_customer_and_what_is_allowed(desk: Desk, alice: Person) -> None:
    shown = await desk.detail()
    sheet = shown["sheet"]
    assert (shown["row"]["id"], shown["row"]["total"]) == (str(desk.placed.id), {"amount": 4500, "currency": "EUR"})
    assert [(line["sku"], seen(line)["line_total"]) for line in sheet["lines"]] == [("TEA-1", 500), ("POT-1", 4000)]
    assert sheet["customer"] == {"id": str(alice.id), "name": alice.name, "email": "a•••@e•••.com"}
    assert sorted(sheet["refusals"]) == ["delivered", "refunded", "shipped"]
    assert sheet["lines_closed"] is None


async def test_a_gesture_answers_with_what_became_of_it_and_the_order_as_it_stands(desk: Desk) -> None:
    tea, pot = (await desk.detail())["sheet"]["lines"]
    answer = await desk.lines(to_quantity(tea, 3), {"op": "remove", "line_id": pot["id"], "base": seen(pot)})
    told = answer.json()
    assert answer.status_code == 200
    assert [outcome["state"] for outcome in told["outcomes"]] == ["saved", "saved"]
    (row,) = told["rows"]
    assert row["total"] == told["sheet"]["order"]["total_price"] == {"amount": 750, "currency": "EUR"}
    assert row[f"line:{tea['id'].replace('-', '')}"] == {"quantity": 3, "unit_price": 250, "line_total": 750}
    assert row[f"line:{pot['id'].replace('-', '')}"] is None


async def test_the_same_line_changed_by_somebody_else_says_what_it_is_now(desk: Desk) -> None:
    tea, pot = (await desk.detail())["sheet"]["lines"]
    await desk.lines(to_quantity(tea, 3), who="ada")
    told = (await desk.lines(to_quantity(tea, 4), to_quantity(pot, 1))).json()
    assert [outcome["state"] for outcome in told["outcomes"]] == ["conflict", "refused"]
    assert told["outcomes"][0]["theirs"] == {"quantity": 3, "unit_price": 250, "line_total": 750}
    assert told["sheet"]["order"]["total_price"]["amount"] == 4750


async def test_a_gesture_whose_answer_was_lost_is_sent_again_and_counts_once(desk: Desk, ada: Person) -> None:
    cup, key = await product(ada, "CUP-1", price=700), str(uuid4())
    add = {"op": "add", "product_id": str(cup), "quantity": 2}
    first = (await desk.lines(add, key=key)).json()
    again = (await desk.lines(add, key=key)).json()
    assert first == again
    assert [line["sku"] for line in again["sheet"]["lines"]] == ["TEA-1", "POT-1", "CUP-1"]
    stolen = (await desk.lines(add, key=key, who="ada")).json()
    assert (stolen["outcomes"][0]["state"], stolen["outcomes"][0]["code"]) == ("refused", "key_reused")
    await assert_rollups_are_exact()


async def test_what_the_rules_refuse_is_said_in_the_outcome(desk: Desk, ada: Person) -> None:
    tea, pot = (await desk.detail())["sheet"]["lines"]
    off = await product(ada, "OFF-1", active=False)
    removals = [{"op": "remove", "line_id": line["id"], "base": seen(line)} for line in (tea, pot)]
    tries = {
        "not_for_sale": [{"op": "add", "product_id": str(off), "quantity": 1}],
        "unknown_product": [{"op": "add", "product_id": str(uuid4()), "quantity": 1}],
        "no_lines": removals,
        "amount_too_large": [to_quantity(tea, 10_000) | {"unit_price": 2**53 - 1}],
    }
    for words, edits in zip(
        ("is not for sale", "not in the catalogue", "at least one line", "too large"), tries.values(), strict=True
    ):
        told = (await desk.lines(*edits)).json()
        assert {outcome["state"] for outcome in told["outcomes"]} == {"refused"}
        assert words in told["outcomes"][0]["detail"]
    assert (await desk.detail())["sheet"]["order"]["total_price"]["amount"] == 4500


@pytest.mark.parametrize("quantity", [0, -1, 10**9, 1.5, "3", True, None])
async def test_a_quantity_that_is_none_is_refused_whole(desk: Desk, quantity: object) -> None:
    tea = (await desk.detail())["sheet"]["lines"][0]
    answer = await desk.lines(to_quantity(tea, quantity))
    told = answer.json()
    if quantity is None:
        assert (told["outcomes"][0]["state"], told["outcomes"][0]["code"]) == ("refused", "invalid")
    else:
        assert (answer.status_code, told["errors"][0]["pointer"]) == (422, "/edits/0/quantity")


async def test_the_drawer_is_for_staff_on_our_pages(desk: Desk) -> None:
    tea = (await desk.detail())["sheet"]["lines"][0]
    message = {"id": str(desk.placed.id)}
    for who, status in (("alice", 403), ("bob", 404), ("nobody", 401)):
        assert (await desk.ask("detail", message, who=who)).status_code == status
        assert (await desk.lines(to_quantity(tea, 3), who=who)).status_code == status
    assert (await desk.ask("products", {"currency": "EUR"}, who="alice")).status_code == 403
    assert (await desk.ask("detail", message, origin="http://evil.example")).status_code == 403
    assert (await desk.ask("detail", {"id": str(uuid4())})).status_code == 404


async def test_only_orders_have_lines(desk: Desk) -> None:
    headers = {"x-who": "ada", "origin": OURS}
    answer = await desk.client.post("/grid/products/detail", json={"id": str(uuid4())}, headers=headers)
    assert answer.status_code == 404


async def test_products_are_found_by_the_beginning_of_their_sku_or_a_part_of_their_name(
    desk: Desk, ada: Person
) -> None:
    await product(ada, "OFF-TEA", active=False)
    found = (await desk.ask("products", {"q": "tea", "currency": "EUR"})).json()["products"]
    assert [(one["sku"], one["price"]) for one in found] == [("TEA-1", {"amount": 250, "currency": "EUR"})]
    assert (await desk.ask("products", {"q": "tea", "currency": "USD"})).json()["products"] == []
    assert len((await desk.ask("products", {"q": "%", "currency": "EUR"})).json()["products"]) == 0
    assert (await desk.ask("products", {"q": "a\0", "currency": "EUR"})).status_code == 422
