"""The door of bulk changes, on the orders of a real shop: what it lets in, what it tells, and to whom."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.database import Database
from app.core.errors import Unauthenticated
from app.core.ids import new_id
from app.features.jobs.runner import Runner
from app.features.records import bulk
from app.models import JobKind
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_users.grid import USERS
from app.ui.grid_door import grid_routes
from app.ui.grid_door.door import Gate
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.records import edit_order

pytestmark = pytest.mark.asyncio
ORIGIN = "http://localhost:3000"


@pytest_asyncio.fixture
async def web(database: Database, alice: Person, sam: Person, ada: Person) -> AsyncIterator[AsyncClient]:
    """A browser in front of the grids; who asks stands in a header."""
    cast = {"alice": alice, "sam": sam, "ada": ada}

    async def actor(headers: Headers) -> Actor:
        who = cast.get(headers.get("x-who", ""))
        if who is None:
            raise Unauthenticated
        return who.actor()

    gate = Gate(actor=actor, is_ours=lambda headers: headers.get("origin") == ORIGIN)
    app = Starlette(routes=grid_routes({"orders": ORDERS, "users": USERS}, gate))
    headers = {"origin": ORIGIN, "x-who": "sam"}
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN, headers=headers) as client:
        yield client


async def post(web: AsyncClient, verb: str, message: dict[str, Any], *, who: str = "sam") -> Response:
    return await web.post(f"/grid/orders/bulk/{verb}", json=message, headers={"x-who": who})


async def rehearsed(web: AsyncClient, **message: object) -> dict[str, Any]:
    wanted: dict[str, object] = {"query": {}, "field": "status", "value": "paid"}
    answer = await post(web, "rehearse", wanted | message)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def three_orders(alice: Person, ada: Person) -> list[str]:
    tea = await product(ada)
    placed = [await order(alice.actor(), tea) for _ in range(3)]
    await edit_order(ada.actor(), placed[0].id, "status", "pending", "cancelled")
    return [str(row.id) for row in placed]


async def test_from_the_rehearsal_to_the_end(web: AsyncClient, alice: Person, ada: Person) -> None:
    ids = await three_orders(alice, ada)
    found = await rehearsed(web)
    assert (found["finished"], found["total"], found["will_change"], found["refused"]) == (True, 3, 2, 1)
    (reason,) = found["reasons"]
    assert (reason["code"], reason["count"]) == ("transition_not_allowed", 1)
    assert [row["id"] for row in reason["examples"]] == ids[:1]
    job = {"job": found["job"]}
    begun = (await post(web, "run", job)).json()
    assert (begun["state"], begun["will_change"], begun["field"], begun["value"]) == ("queued", 2, "status", "paid")
    waiting = asyncio.create_task(post(web, "news", {**job, "seen": begun["revision"]}))
    await Runner({JobKind.BULK: bulk.change_rows}).work_off()
    news = (await waiting).json()
    assert (news["state"], news["changed"], news["refused"], news["refused_before"]) == ("done", 2, 0, 1)
    assert [mine["job"] for mine in (await post(web, "jobs", {})).json()["jobs"]] == [found["job"]]
    file = await post(web, "refused", job)
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.text.splitlines() == [
        "Order,Id,Code,Reason",
        f"1001,{ids[0]},transition_not_allowed,A cancelled order is closed",
    ]
    await post(web, "away", job)
    assert (await post(web, "jobs", {})).json() == {"jobs": []}


async def test_ids_are_one_text_so_that_ten_thousand_fit(web: AsyncClient, alice: Person, ada: Person) -> None:
    ids = await three_orders(alice, ada)
    many = [str(new_id()) for _ in range(bulk.MAX_NAMED - 2)]
    found = await rehearsed(web, query=None, ids=" ".join([*ids[1:], *many]))
    while not found["finished"]:
        found = (await post(web, "look", {"job": found["job"]})).json()
    assert (found["total"], found["will_change"], found["refused"]) == (bulk.MAX_NAMED, 2, bulk.MAX_NAMED - 2)


async def test_a_job_is_nobody_elses_and_no_other_grids(web: AsyncClient, alice: Person, ada: Person) -> None:
    await three_orders(alice, ada)
    job = {"job": (await rehearsed(web))["job"]}
    for verb in ("look", "run", "stop", "resume", "news", "away", "refused"):
        assert (await post(web, verb, job, who="ada")).status_code == 404
        elsewhere = await web.post(f"/grid/users/bulk/{verb}", json=job)
        assert elsewhere.status_code == 404
    assert (await post(web, "jobs", {}, who="ada")).json() == {"jobs": []}


@pytest.mark.parametrize(
    ("message", "pointer"),
    [
        ({"value": "lost"}, "/value"),
        ({"field": "number", "value": "1"}, "/field"),
        ({"field": "note", "value": "a\0b"}, "/value"),
        ({"query": {"filters": [{"field": "shoe", "kind": "set"}]}}, "/filters/0/field"),
        ({"query": None, "ids": "x"}, "/ids"),
        ({"query": None, "ids": "0" * 370_001}, "/ids"),
        ({"left_out": "'; DROP TABLE orders"}, "/left_out"),
        ({"shoe": 1}, "/shoe"),
    ],
)
async def test_a_bad_wish_names_what_is_wrong(web: AsyncClient, message: dict[str, object], pointer: str) -> None:
    wanted: dict[str, object] = {"query": {}, "field": "status", "value": "paid"}
    answer = await post(web, "rehearse", wanted | message)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_rows_are_named_in_one_way(web: AsyncClient) -> None:
    neither = {"field": "status", "value": "paid"}
    assert (await post(web, "rehearse", neither)).status_code == 422
    assert (await post(web, "rehearse", {**neither, "ids": "", "query": {}})).status_code == 422


async def test_a_customer_and_a_stranger_are_kept_out(web: AsyncClient) -> None:
    wanted = {"query": {}, "field": "status", "value": "paid"}
    assert (await post(web, "rehearse", wanted, who="alice")).status_code == 403
    assert (await post(web, "rehearse", wanted, who="nobody")).status_code == 401
    answer = await web.post("/grid/orders/bulk/rehearse", json=wanted, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
