"""Undo, history, restore and reveal, as the browser asks for them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.errors import Unauthenticated
from app.features.disclosures.service import list_disclosures
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_products.grid import PRODUCTS
from app.ui.admin_users.grid import USERS
from app.ui.grid_door import Gate, grid_routes
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.engines import on_sqlite

OURS = "http://localhost:3000"
pytestmark = [pytest.mark.asyncio, on_sqlite, pytest.mark.usefixtures("database")]


@dataclass
class Desk:
    """What browsers ask of the door; `orders` are two of Alice's, `tea` what is in them."""

    client: AsyncClient
    orders: list[UUID]
    tea: UUID

    async def ask(self, verb: str, message: dict[str, Any], *, who: str = "sam", entity: str = "orders") -> Response:
        headers = {"x-who": who, "origin": OURS}
        return await self.client.post(f"/grid/{entity}/{verb}", json=message, headers=headers)

    async def edit(self, field: str, base: Any, value: Any, *, who: str = "sam") -> str:
        """One act on both orders; its id."""
        act = str(uuid4())
        cells = [{"id": str(row), "field": field, "base": base, "value": value, "version": 1} for row in self.orders]
        answer = await self.ask("edits", {"act": {"id": act, "kind": "paste"}, "cells": cells}, who=who)
        assert answer.status_code == 200, answer.text
        return act


@pytest_asyncio.fixture
async def desk(alice: Person, sam: Person, ada: Person) -> AsyncIterator[Desk]:
    people = {"alice": alice, "sam": sam, "ada": ada}

    async def actor(headers: Headers) -> Actor:
        if headers.get("x-who") not in people:
            raise Unauthenticated
        return people[headers["x-who"]].actor()

    gate = Gate(actor=actor, is_ours=lambda headers: headers.get("origin") == OURS)
    app = Starlette(routes=grid_routes({"orders": ORDERS, "products": PRODUCTS, "users": USERS}, gate))
    tea = await product(ada)
    placed = [(await order(alice.actor(), tea)).id for _ in range(2)]
    async with AsyncClient(transport=ASGITransport(app), base_url=OURS) as client:
        yield Desk(client, placed, tea)


def an_undo(act: str, **more: Any) -> dict[str, Any]:
    return {"id": act, "key": str(uuid4())} | more


async def test_an_act_is_listed_undone_and_done_again(desk: Desk) -> None:
    act = await desk.edit("status", "pending", "paid")
    listed = (await desk.ask("gestures", {})).json()
    (step,) = listed["steps"]
    assert (listed["undo"], listed["redo"], step["id"]) == (act, None, act)
    assert (step["fields"], step["value"], step["rows"], step["state"]) == (["status"], "paid", 2, "done")
    done = (await desk.ask("undo", an_undo(act))).json()
    assert (done["cells"], [row["status"] for row in done["rows"]]) == (2, ["pending", "pending"])
    assert (await desk.ask("gestures", {})).json()["redo"] == act
    assert (await desk.ask("redo", an_undo(act))).json()["cells"] == 2
    assert (await desk.ask("gestures", {}, who="ada")).json() == {
        "steps": [],
        "undo": None,
        "redo": None,
        "jobs": [],
    }


@pytest.mark.parametrize(("who", "named"), [("sam", "Someone else"), ("ada", "Sam Stone")])
async def test_what_stands_against_it_is_named(desk: Desk, who: str, named: str) -> None:
    other = "ada" if who == "sam" else "sam"
    act = await desk.edit("status", "pending", "paid", who=who)
    cell = {"id": str(desk.orders[0]), "field": "status", "base": "paid", "value": "shipped", "version": 2}
    await desk.ask("edit", cell | {"key": str(uuid4())}, who=other)
    refused = await desk.ask("undo", an_undo(act), who=who)
    told = refused.json()
    assert (refused.status_code, told["code"], told["blocked"], told["possible"]) == (409, "undo_blocked", 1, 1)
    (obstacle,) = told["obstacles"]
    assert (obstacle["row"]["name"], obstacle["field"], obstacle["who"]) == ("#1001", "status", named)
    rest = (await desk.ask("undo", an_undo(act, partial=True), who=who)).json()
    assert (rest["cells"], len(rest["obstacles"]), rest["rows"][0]["id"]) == (1, 1, str(desk.orders[1]))


async def test_an_amount_is_named_with_its_currency(desk: Desk) -> None:
    price = {"amount": 250, "currency": "EUR"}
    cell = {"id": str(desk.tea), "field": "price", "base": price, "value": price | {"amount": 300}, "version": 1}
    await desk.ask("edit", cell | {"key": str(uuid4())}, who="ada", entity="products")
    (step,) = (await desk.ask("gestures", {}, who="ada", entity="products")).json()["steps"]
    assert (step["value"], step["row"]["name"]) == ({"amount": 300, "currency": "EUR"}, "TEA-1")
    told = await desk.ask("history", {"id": str(desk.tea), "field": "price"}, who="ada", entity="products")
    newest, made = told.json()["entries"]
    assert (newest["old"], newest["new"]) == (price, price | {"amount": 300})
    assert made["new"]["price"] == price


async def test_a_cell_and_a_row_tell_their_story_and_a_value_is_restored(desk: Desk) -> None:
    await desk.edit("status", "pending", "paid")
    await desk.edit("status", "paid", "shipped", who="ada")
    first = str(desk.orders[0])
    entries = (await desk.ask("history", {"id": first, "field": "status"})).json()["entries"]
    assert [(e["field"], e["old"], e["who"], e["size"]) for e in entries[:2]] == [
        ("status", "paid", "An admin", 2),
        ("status", "pending", "You", 2),
    ]
    assert entries[2]["new"]["status"] == "pending"
    row = (await desk.ask("history", {"id": first})).json()
    assert [e["field"] for e in row["entries"]] == ["status", "status", "ship_to", "*"]
    back = {"id": first, "field": "status", "base": "shipped", "key": str(uuid4())}
    far = await desk.ask("restore", back | {"change": entries[1]["id"], "side": "old"})
    assert (far.status_code, far.json()["code"]) == (409, "transition_not_allowed")
    stale = await desk.ask("restore", back | {"change": entries[0]["id"], "side": "old", "base": "paid"})
    assert (stale.status_code, stale.json()["code"], stale.json()["theirs"]) == (409, "field_conflict", "shipped")
    done = await desk.ask("restore", back | {"change": entries[0]["id"], "side": "old"})
    assert done.json()["row"]["status"] == "paid"
    assert (await desk.ask("restore", back | {"change": 10**9, "side": "old"})).status_code == 404


async def test_a_masked_value_is_shown_for_a_reason(desk: Desk, ada: Person, alice: Person) -> None:
    wanted = {"id": str(desk.orders[0]), "field": "email"}
    (row,) = (await desk.ask("rows", {"ids": [wanted["id"]]})).json()["rows"]
    assert (row["email"], row["_masked"]) == ("a•••@e•••.com", ["email"])
    short = await desk.ask("reveal", wanted | {"reason": "because"})
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/reason")
    shown = await desk.ask("reveal", wanted | {"reason": "The parcel came back"})
    assert shown.json() == {"value": alice.email, "seconds": 300}
    assert shown.headers["cache-control"] == "no-store"
    (kept,) = (await list_disclosures(ada.actor())).items
    assert kept.reason == "The parcel came back"
    assert (await desk.ask("reveal", wanted | {"reason": "The parcel came back"}, who="alice")).status_code == 403


@pytest.mark.parametrize(
    ("verb", "message"),
    [
        ("history", {"id": "x"}),
        ("history", {"id": str(uuid4()), "field": "'; DROP TABLE changes"}),
        ("undo", {"id": str(uuid4()), "key": "=cmd()"}),
        ("restore", {"id": str(uuid4()), "field": "note", "change": 0, "side": "old", "base": "", "key": str(uuid4())}),
        ("reveal", {"id": str(uuid4()), "field": "email", "reason": "\x00" * 20}),
        ("gestures", {"of": "ada"}),
        ("undo/news", {"job": "x"}),
    ],
)
async def test_hostile_messages_are_refused_by_name(desk: Desk, verb: str, message: dict[str, Any]) -> None:
    refused = await desk.ask(verb, message)
    assert refused.status_code == 422
    assert refused.json()["errors"]


async def test_what_is_not_ones_own_is_not_there(desk: Desk) -> None:
    act = await desk.edit("note", "", "x")
    assert (await desk.ask("undo", an_undo(act), who="ada")).status_code == 404
    assert (await desk.ask("history", {"id": str(uuid4())})).status_code == 404
    for verb in ("news", "stop", "resume"):
        assert (await desk.ask(f"undo/{verb}", {"job": str(uuid4())})).status_code == 404
    for verb, message in (("gestures", {}), ("history", {"id": str(desk.orders[0])}), ("undo", an_undo(act))):
        assert (await desk.ask(verb, message, who="alice")).status_code in {403, 404}
        assert (await desk.ask(verb, message, entity="users")).status_code in {403, 404}
