"""Every route against every role. A route without an entry here fails."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.core.database import Database
from app.features.catalog.schemas import ProductDetail
from tests.api.conftest import Caller
from tests.support.cast import PASSWORD, Person
from tests.support.engines import on_sqlite

pytestmark = [pytest.mark.asyncio, on_sqlite]
WHO = ("nobody", "customer", "staff", "admin")


@dataclass(frozen=True)
class Call:
    """A good call of a route, and what each of WHO is answered. The order is the customer's own."""

    answers: tuple[int, int, int, int]
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])


SIGN_UP = {"name": "Nora New", "email": "nora@example.com", "password": "a long enough one"}
LOG_IN = {"email": "alice@example.com", "password": PASSWORD}
ORDER = {"items": [{"product_id": "{product}", "quantity": 1}], "ship_to": "1 Larder Lane"}
V1 = {"If-Match": '"1"'}
# Refused for want of a bearer token; the other 401s are about a token in the body.
PROTECTED = {(401, 200), (401, 201), (401, 403)}
OWN, STAFF, ADMIN = (401, 200, 200, 200), (401, 403, 200, 200), (401, 403, 403, 200)

CALLS = {
    "POST /api/signup": Call((201, 201, 201, 201), SIGN_UP),
    "POST /api/login": Call((200, 200, 200, 200), LOG_IN),
    "POST /api/token/refresh": Call((401, 401, 401, 401), {"refresh_token": "not one of ours"}),
    "POST /api/logout": Call((401, 204, 204, 204)),
    "GET /api/profile": Call(OWN),
    "PATCH /api/profile": Call(OWN, {"name": "Another Name"}, V1),
    "DELETE /api/profile": Call((401, 204, 204, 409)),
    "GET /api/products": Call((200, 200, 200, 200)),
    "POST /api/orders": Call((401, 201, 201, 201), ORDER),
    "GET /api/orders": Call(OWN),
    "POST /api/orders/search": Call(STAFF, {}),
    "GET /api/orders/{order_id}": Call(OWN),
    "PATCH /api/orders/{order_id}": Call(OWN, {"note": "new"}, V1),
    "POST /api/orders/{order_id}/cancel": Call(OWN),
    "GET /api/orders/{order_id}/changes": Call(OWN),
    "GET /api/admin/users": Call(ADMIN),
    "POST /api/admin/users/search": Call(ADMIN, {}),
    "PATCH /api/admin/users/{user_id}": Call(ADMIN, {"name": "Another Name"}, V1),
    "GET /api/stats": Call(STAFF),
    "GET /healthz": Call((200, 200, 200, 200)),
    "GET /readyz": Call((200, 200, 200, 200)),
    "GET /metrics": Call((200, 200, 200, 200)),
}


def routes(api: FastAPI) -> set[str]:
    """Every operation of the document, as `METHOD /path`."""
    paths: dict[str, dict[str, Any]] = api.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}


async def test_every_route_has_an_entry(api: FastAPI, database: Database) -> None:
    assert routes(api) == set(CALLS)


async def order_of(client: AsyncClient, product: ProductDetail) -> str:
    """The id of a new order."""
    body = {"items": [{"product_id": str(product.id), "quantity": 1}], "ship_to": "1 Larder Lane"}
    return (await client.post("/api/orders", json=body)).json()["id"]


def filled(body: Any, product: ProductDetail) -> Any:
    """The body with the product's id in place."""
    if isinstance(body, dict) and "items" in body:
        return {**body, "items": [{"product_id": str(product.id), "quantity": 1}]}
    return body


@pytest.mark.parametrize("name", sorted(CALLS))
@pytest.mark.parametrize("who", WHO)
async def test_a_route_answers_each_role_as_it_should(
    name: str,
    who: str,
    caller: Caller,
    alice: Person,
    bob: Person,
    sam: Person,
    ada: Person,
    products: Sequence[ProductDetail],
) -> None:
    call = CALLS[name]
    person = {"nobody": None, "customer": alice, "staff": sam, "admin": ada}[who]
    client = await caller(person)
    order = await order_of(await caller(alice), products[0])
    method, path = name.split()
    path = path.format(order_id=order, user_id=bob.id)
    answer = await client.request(method, path, json=filled(call.body, products[0]), headers=call.headers)
    assert answer.status_code == call.answers[WHO.index(who)], answer.text
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
    if path.startswith("/api"):
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", sorted(name for name, call in CALLS.items() if call.answers[:2] in PROTECTED))
async def test_a_stranger_is_told_nothing_but_to_sign_in(name: str, visitor: AsyncClient) -> None:
    """401 comes before anything that is wrong with query, headers, path or body."""
    method, path = name.split()
    path = path.format(order_id="none", user_id="none")
    body = b'{"broken": ' if method != "GET" else b""
    for headers in ({}, {"authorization": "Bearer x.y.z"}, {"authorization": "Basic YTpi"}, {"cookie": "session=x"}):
        answer = await visitor.request(method, f"{path}?strange=1", content=body, headers=headers)
        assert answer.status_code == 401, answer.text


@pytest.mark.parametrize("cookie", ["daybook_session", "__Host-daybook_session"])
async def test_the_cookie_of_the_pages_opens_nothing(cookie: str, visitor: AsyncClient, alice: Person) -> None:
    from app.features.accounts import service as accounts
    from app.features.accounts.schemas import Credentials

    session = await accounts.sign_in(Credentials(email=alice.email, password=PASSWORD))
    answer = await visitor.get("/api/profile", headers={"cookie": f"{cookie}={session.token}"})
    assert answer.status_code == 401
    bearer = await visitor.get("/api/profile", headers={"authorization": f"Bearer {session.token}"})
    assert bearer.status_code == 401
