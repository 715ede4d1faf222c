"""The API driven from its own OpenAPI document by schemathesis: no 5xx, no status or shape that is not documented."""

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest
import schemathesis
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, settings
from requests import Request
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api.application import create_api
from app.core.actor import Role, Source, system_actor
from app.core.database import get_database
from app.core.ids import new_id, parse_id
from app.core.unit_of_work import unit_of_work
from app.features.accounts import tokens
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate
from tests.support.cast import Person, join

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "15"))
HOST = "http://localhost"
SHORT = 64
GOOD = {
    "ship_to": "1 Larder Lane",
    "note": "Ring twice",
    "name": "Nora New",
    "password": "a long enough one",
    "time_zone": "Europe/Berlin",
    "tz": "Europe/Berlin",
}
api = create_api()


def without_tokens(document: dict[str, Any]) -> dict[str, Any]:
    """The document without security: the test itself sends a token or none, whatever else is made up."""
    document = deepcopy(document)
    del document["components"]["securitySchemes"]
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return document


schema = schemathesis.openapi.from_dict(without_tokens(api.openapi()))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]


@dataclass(frozen=True)
class Shop:
    """A small shop in a loop of its own, and somebody's access to it."""

    portal: BlockingPortal
    headers: dict[str, str]
    order_id: UUID
    product_id: UUID
    user_id: UUID
    tags: dict[str, str] = field(default_factory=dict[str, str])

    def send(self, request: Request) -> httpx.Response:
        """Send one request over ASGI and wait for the answer."""
        return self.portal.call(partial(_send, request, self.headers))


async def _send(request: Request, headers: dict[str, str]) -> httpx.Response:
    prepared = request.prepare()
    given = {name.encode(): _latin(value) for name, value in {**prepared.headers, **headers}.items()}
    transport = httpx.ASGITransport(api, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        body = _latin(prepared.body) if isinstance(prepared.body, str | bytes) else None
        return await client.request(
            prepared.method or "GET", prepared.url or HOST, content=body, headers=list(given.items())
        )


def _latin(value: str | bytes) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else value


async def _open(role: Role | None) -> tuple[dict[str, str], UUID, UUID, UUID]:
    """Fill the shop; answers the caller's headers and the ids of an order, a product and a customer."""
    customer = await join("Alice Adams")
    person = customer if role is Role.CUSTOMER else await join("Ada Archer", role or Role.ADMIN)
    await join("Olga Other", Role.ADMIN)
    product = await catalog.create_product(system_actor(), ProductCreate(sku="MUG-1", name="Mug", price_amount=1250))
    command = OrderCreate(items=(OrderItemCreate(product_id=product.id, quantity=2),), ship_to="1 Larder Lane")
    order = (await orders.place_order(customer.actor(Source.API), command)).order
    return await _headers(person if role else None), order.id, product.id, customer.id


async def _headers(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    async with unit_of_work() as uow:
        pair = tokens._add_pair(uow, person.id, family_id=new_id())
    return {"authorization": f"Bearer {pair.access_token}"}


async def _close() -> None:
    await get_database().dispose()


@pytest.fixture
def open_shop(sqlite_address: str) -> Iterator[Callable[[Role | None], Shop]]:
    """A function that opens a fresh shop for a role."""
    with start_blocking_portal() as portal:

        def make(role: Role | None) -> Shop:
            headers, order_id, product_id, user_id = portal.call(_open, role)
            return Shop(portal, headers, order_id, product_id, user_id)

        yield make
        portal.call(_close)


def settle(case: Case[Any], shop: Shop) -> None:
    """Put ids of the shop where the generator wrote made-up ones of the right form, so that requests get further."""
    for name, known in (("order_id", shop.order_id), ("user_id", shop.user_id)):
        if parse_id((case.path_parameters or {}).get(name)):
            case.path_parameters[name] = str(known)
    body: Any = case.body
    headers: Any = case.headers
    for name, good in GOOD.items():
        text = body.get(name) if isinstance(body, dict) else None
        # Every other text becomes one that people write; the rest stay as they are, to be refused.
        if isinstance(text, str) and len(text) <= SHORT and len(text) % 2 == 0:
            body[name] = good
    if isinstance(body, dict) and parse_id(body.get("user_id")):
        body["user_id"] = str(shop.user_id)
    if (headers or {}).get("If-Match", "").isascii() and "If-Match" in headers:
        headers["If-Match"] = shop.tags.get(case.formatted_path, '"1"')
    items: Any = body.get("items") if isinstance(body, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and parse_id(item.get("product_id")):
            item["product_id"] = str(shop.product_id)


@pytest.mark.parametrize("role", [None, Role.CUSTOMER, Role.ADMIN])
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_whatever_is_sent_the_answer_is_documented(
    case: Case[Any], role: Role | None, open_shop: Callable[[Role | None], Shop], shops: dict[Role | None, Shop]
) -> None:
    shop = shops.get(role) or shops.setdefault(role, open_shop(role))
    settle(case, shop)
    request = Request(**case.as_transport_kwargs(base_url=HOST))
    answer = shop.send(request)
    if "etag" in answer.headers:
        shop.tags[case.formatted_path] = answer.headers["etag"]
    case.validate_response(answer, checks=CHECKS)


@pytest.fixture
def shops() -> dict[Role | None, Shop]:
    """The shop of this test, once it is open."""
    return {}
