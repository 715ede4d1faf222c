"""The import wizard's requests: parts of a file, steps in their order, and whose they are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.database import Database
from app.core.errors import Unauthenticated
from app.features.jobs.runner import Runner
from app.features.transfers import service as transfers
from app.features.transfers.checking import check_waiting
from app.features.transfers.schemas import PART
from app.models import JobKind
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_products.grid import PRODUCTS
from app.ui.grid_door import grid_routes
from app.ui.grid_door.door import Gate
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
OURS = {"origin": "http://localhost:3000"}
FILE = b"sku,name,price\nTEA-1,Tea,2.50\nCUP-1,Cup,dear\n"


@dataclass
class Visitors:
    """Who is behind each cookie of these tests."""

    actors: dict[str, Actor] = field(default_factory=dict[str, Actor])

    async def actor(self, headers: Headers) -> Actor:
        if headers.get("x-who", "") not in self.actors:
            raise Unauthenticated
        return self.actors[headers["x-who"]]


@dataclass
class Wizard:
    """One person at the wizard of products."""

    web: AsyncClient
    who: str = "ada"
    entity: str = "products"

    async def say(self, verb: str, message: dict[str, Any] | None = None) -> Response:
        return await self.web.post(
            f"/grid/{self.entity}/import/{verb}", json=message or {}, headers={**OURS, "x-who": self.who}
        )

    async def part(self, upload: str, number: int, data: bytes) -> Response:
        path = f"/grid/{self.entity}/import/{upload}/part/{number}"
        return await self.web.post(path, content=data, headers={**OURS, "x-who": self.who})

    async def send(self, data: bytes) -> str:
        upload = str((await self.say("start", {"name": "prices.csv", "size": len(data)})).json()["id"])
        for number, start in enumerate(range(0, len(data), PART)):
            assert (await self.part(upload, number, data[start : start + PART])).status_code == 200
        return upload


@pytest_asyncio.fixture
async def wizard(database: Database, ada: Person, sam: Person) -> AsyncIterator[Wizard]:
    visitors = Visitors({"ada": ada.actor(), "sam": sam.actor()})
    gate = Gate(actor=visitors.actor, is_ours=lambda headers: headers.get("origin") == OURS["origin"])
    app = Starlette(routes=grid_routes({"orders": ORDERS, "products": PRODUCTS}, gate))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost:3000") as client:
        yield Wizard(client)


async def test_from_the_file_to_the_refused_lines(wizard: Wizard) -> None:
    upload = await wizard.send(FILE)
    seen = (await wizard.say(f"{upload}/look")).json()
    assert [(column["name"], column["field"]) for column in seen["columns"]] == [
        ("sku", "sku"),
        ("name", "name"),
        ("price", "price"),
    ]
    assert seen["columns"][2]["samples"] == ["2.50", "dear"]
    told = (await wizard.say(f"{upload}/check", {"columns": ["sku", "name", "price"]})).json()
    assert (told["state"], told["name"]) == ("checking", "prices.csv")
    await check_waiting()
    assert (await wizard.say(f"{upload}/state")).json()["preview"]["counts"] == {"create": 1, "refused": 1}
    assert (await wizard.say(f"{upload}/run")).json()["job"]["state"] == "queued"
    await Runner({JobKind.IMPORT: transfers.run_import}).work_off()
    assert (await wizard.say("current")).json()["import"]["job"]["state"] == "done"
    answer = await wizard.web.get(f"/grid/products/import/{upload}/refused", headers={"x-who": "ada"})
    assert answer.text.splitlines()[1:] == ["3,CUP-1,price,not_a_decimal,Price is no amount such as 12.50"]
    assert "attachment" in answer.headers["content-disposition"]
    assert (await wizard.say(f"{upload}/forget")).status_code == 200
    assert (await wizard.say("current")).json() == {"import": None}


async def test_a_part_may_come_twice_but_not_out_of_turn(wizard: Wizard) -> None:
    data = b"sku,name,price\n" + b"x" * (PART + 10)
    upload = (await wizard.say("start", {"name": "a", "size": len(data)})).json()["id"]
    assert (await wizard.part(upload, 1, data[PART:])).status_code == 422
    assert (await wizard.say(f"{upload}/look")).json()["code"] == "wrong_step"
    assert (await wizard.part(upload, 0, data[:PART])).json() == {"received": PART}
    assert (await wizard.part(upload, 0, data[:PART])).json() == {"received": PART}
    assert (await wizard.part(upload, 1, data[PART:-1])).status_code == 422
    assert (await wizard.part(upload, 1, data[PART:])).json() == {"received": len(data)}
    assert (await wizard.part(upload, 2, b"more")).status_code == 422


async def test_too_much_is_refused_before_it_is_sent(wizard: Wizard) -> None:
    answer = await wizard.say("start", {"name": "big.csv", "size": 512 * PART})
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert "512 MB" in answer.json()["detail"]
    upload = (await wizard.say("start", {"name": "a", "size": 3 * PART})).json()["id"]
    assert (await wizard.part(upload, 0, b"x" * (PART + 1))).status_code == 413


async def test_an_import_is_nobody_elses_and_products_are_for_admins(wizard: Wizard) -> None:
    upload = await wizard.send(FILE)
    sam = Wizard(wizard.web, "sam", "orders")
    assert (await sam.say(f"{upload}/state")).status_code == 404
    assert (await sam.part(upload, 0, FILE)).status_code == 404
    assert (await Wizard(wizard.web, "sam").say("start", {"name": "a", "size": 1})).status_code == 403
    assert (await Wizard(wizard.web, "sam").say("current")).status_code == 403
    assert (await Wizard(wizard.web, "nobody").say(f"{upload}/state")).status_code == 401
    assert (await wizard.web.get(f"/grid/orders/import/{upload}/refused", headers={"x-who": "sam"})).status_code == 404
    elsewhere = await wizard.web.post(f"/grid/products/import/{upload}/run", json={}, headers={"x-who": "ada"})
    assert elsewhere.status_code == 403


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"columns": ["name"]}, "no_key"),
        ({"columns": ["sku", "sku"]}, "chosen_twice"),
        ({"columns": ["sku", "password_hash"]}, "unknown_field"),
        ({"columns": ["sku"], "time_zone": "Moon/Base"}, "unknown_time_zone"),
        ({"columns": []}, "too_short"),
    ],
)
async def test_columns_that_cannot_be_are_refused(wizard: Wizard, columns: dict[str, Any], code: str) -> None:
    upload = await wizard.send(FILE)
    await wizard.say(f"{upload}/look")
    answer = await wizard.say(f"{upload}/check", columns)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_nothing_runs_before_it_was_shown(wizard: Wizard) -> None:
    upload = await wizard.send(FILE)
    assert (await wizard.say(f"{upload}/run")).json()["code"] == "wrong_step"
    assert (await wizard.say(f"{upload}/check", {"columns": ["sku"]})).json()["code"] == "wrong_step"
    await wizard.say(f"{upload}/look")
    await wizard.say(f"{upload}/check", {"columns": ["sku", "name", "price"]})
    assert (await wizard.say(f"{upload}/stop")).json()["state"] == "ready"
    await check_waiting()
    assert (await wizard.say(f"{upload}/run")).json()["code"] == "wrong_step"
