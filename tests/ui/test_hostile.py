"""What no page of ours sends: it is refused in few words, quickly, and changes nothing."""

import json
from time import perf_counter

import httpx
import pytest
import reflex as rx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.features.accounts import service as accounts
from app.features.accounts.schemas import Credentials
from app.ui.admin_orders.grid import ORDERS
from app.ui.events import is_event
from app.ui.grid_door import grid_routes
from app.ui.http import door
from app.ui.serving import Site
from tests.support.cast import PASSWORD, Person
from tests.ui.conftest import OURS, SignIn, echo, no_socket

ENDLESS = (
    json.dumps({"ids": ["x"] * 100_000}),
    json.dumps({f"k{number}": 1 for number in range(50_000)}),
    json.dumps({"filters": [{}] * 100_000}),
    "[" * 100_000,
    '{"offset": ' + "9" * 5000 + "}",
)


@pytest.fixture
def door_app(site: Site) -> ASGIApp:
    """The door with the grid of orders, inside another application as in Reflex's."""
    outer = Starlette()
    outer.mount("", door(socket=no_socket, api=echo, site=site, routes=grid_routes({"orders": ORDERS})))
    return outer


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/grid/orders/rows"])
async def test_a_route_of_the_door_names_the_right_method(visitor: httpx.AsyncClient, alice: Person, path: str) -> None:
    answer = await visitor.get(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/auth/", "/auth/x", "/grid/", "/grid/orders/rows/x", "/grid/..%2fusers/rows"])
async def test_the_door_has_no_other_routes(visitor: httpx.AsyncClient, alice: Person, path: str) -> None:
    assert (await visitor.post(path, headers=OURS)).status_code in {404, 405}


@pytest.mark.asyncio
async def test_whoever_signs_up_first_does_not_keep_the_owner_out(visitor: httpx.AsyncClient) -> None:
    eve = {"name": "Eve", "email": "eve@example.com", "password": PASSWORD}
    await visitor.post("/auth/signup", data=eve, headers=OURS)
    visitor.cookies.clear()
    assert (await visitor.get("/login")).status_code == 200
    assert (await visitor.get("/setup")).status_code == 200
    ada = {**eve, "email": "ada@example.com", "code": accounts.setup_code()}
    assert (await visitor.post("/auth/setup", data=ada, headers=OURS)).headers["location"] == "/"
    signed_in = await accounts.sign_in(Credentials(email="ada@example.com", password=PASSWORD))
    assert signed_in.user.role == "admin"
    visitor.cookies.clear()
    assert (await visitor.get("/setup")).status_code == 303


class Lamp(rx.State):
    """A state with a handler of each kind of argument."""

    @rx.event
    def dim(self, level: int, room: str = "") -> None:
        """Takes a number and a text."""

    @rx.event
    def fill(self, form: dict[str, str]) -> None:
        """Takes a form."""


DIM, FILL = (f"{Lamp.get_full_name()}.{name}" for name in ("dim", "fill"))


@pytest.mark.parametrize(
    "event",
    [
        {"name": DIM, "payload": {"level": 3}, "router_data": {"pathname": "/", "asPath": "/", "query": {"a": "1"}}},
        {"name": DIM, "payload": {"level": "3", "room": "hall"}, "router_data": {}},
        {"name": FILL, "payload": {"form": {"a": "1"}}},
        {"name": f"{rx.State.get_full_name()}.hydrate_and_load", "payload": {"vars": None, "hashes": ["a"]}},
        {"name": f"{rx.State.get_full_name()}.hydrate_and_load"},
    ],
)
def test_events_of_pages_come_in(event: object) -> None:
    assert is_event(event)


@pytest.mark.parametrize(
    "message",
    [
        {"name": DIM},
        {"name": DIM, "payload": None},
        {"name": DIM, "payload": [3]},
        {"name": DIM, "payload": {"level": None}},
        {"name": DIM, "payload": {"level": True}},
        {"name": DIM, "payload": {"level": 3, "room": 7}},
        {"name": DIM, "payload": {"level": 3, "self": 7}},
        {"name": FILL, "payload": {"form": "text"}},
        {"name": DIM, "payload": {"level": 3}, "router_data": None},
        {"name": DIM, "payload": {"level": 3}, "router_data": {"query": 5}},
        {"name": DIM, "payload": {"level": 3}, "router_data": {"pathname": 5}},
        {"name": f"{Lamp.get_full_name()}.setvar", "payload": {"var_name": "x", "value": 1}},
        {"name": [DIM]},
        {"name": "nobody.nothing"},
        [],
        None,
    ],
)
def test_other_messages_do_not(message: object) -> None:
    assert not is_event(message)


@pytest.mark.asyncio
@pytest.mark.parametrize("body", ENDLESS, ids=lambda body: body[:12])
async def test_an_endless_message_holds_nobody_up(
    visitor: httpx.AsyncClient, alice: Person, sign_in: SignIn, body: str
) -> None:
    cookie = await sign_in(alice)
    begun = perf_counter()
    answer = await visitor.post("/grid/orders/rows", content=body, headers={**cookie, **OURS})
    assert (answer.status_code, len(answer.content) < 1000) == (422, True)
    assert perf_counter() - begun < 2, "seconds; it took nine"
