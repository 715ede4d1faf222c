"""Orders over the API: placing once, reading one's own, correcting from a version."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from app.features.catalog.schemas import ProductDetail
from tests.api.conftest import Caller
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio
ORDER_KEYS = {
    "id",
    "number",
    "reference",
    "channel",
    "user_id",
    "status",
    "items",
    "total_price",
    "ship_to",
    "note",
    "ordered_at",
    "created_at",
    "updated_at",
    "version",
}
ITEM_KEYS = {"product_id", "sku", "name", "unit_price", "quantity", "line_total"}


def basket(products: Sequence[ProductDetail], **fields: object) -> dict[str, Any]:
    """An order of two mugs and a pen."""
    items = [{"product_id": str(products[0].id), "quantity": 2}, {"product_id": str(products[2].id), "quantity": 1}]
    return {"items": items, "ship_to": "1 Larder Lane", "note": "Ring twice", **fields}


async def placed(client: AsyncClient, products: Sequence[ProductDetail]) -> dict[str, Any]:
    """A new order of the client's."""
    answer = await client.post("/api/orders", json=basket(products))
    assert answer.status_code == 201, answer.text
    return answer.json()


def version_of(answer: Response) -> int:
    """The version in ETag."""
    return int(answer.headers["etag"].strip('"'))


async def test_placing_an_order_answers_it_with_the_catalogues_prices(
    caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    answer = await client.post("/api/orders", json=basket(products))
    order = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/orders/{order['id']}"
    assert set(order) == ORDER_KEYS
    assert all(set(item) == ITEM_KEYS for item in order["items"])
    assert order["total_price"] == {"amount": 2599, "currency": "EUR"}
    assert order["items"][0]["line_total"] == {"amount": 2500, "currency": "EUR"}
    assert (order["channel"], order["status"], order["user_id"]) == ("api", "pending", str(alice.id))
    again = await client.get(f"/api/orders/{order['id']}")
    assert again.json() == order
    assert again.headers["etag"] == '"1"'


@on_sqlite
async def test_the_caller_cannot_set_a_price(caller: Caller, alice: Person, products: Sequence[ProductDetail]) -> None:
    body = basket(products)
    body["items"][0]["unit_price"] = 1
    answer = await (await caller(alice)).post("/api/orders", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/items/0/unit_price"
    assert answer.json()["errors"][0]["code"] == "unknown_field"


async def test_the_same_key_places_one_order_however_often_it_comes(
    caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    headers = {"Idempotency-Key": "cart-7"}
    answers = await asyncio.gather(
        *(client.post("/api/orders", json=basket(products), headers=headers) for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert [answer.headers.get("idempotency-replayed") for answer in answers].count(None) == 1
    assert len((await client.get("/api/orders")).json()["items"]) == 1


@on_sqlite
async def test_the_same_key_with_another_body_is_refused(
    caller: Caller, alice: Person, bob: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    headers = {"Idempotency-Key": "cart-7"}
    await client.post("/api/orders", json=basket(products), headers=headers)
    other = await client.post("/api/orders", json=basket(products, note="Another"), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    of_bob = await (await caller(bob)).post("/api/orders", json=basket(products), headers=headers)
    assert of_bob.status_code == 201
    assert of_bob.json()["user_id"] == str(bob.id)


@on_sqlite
@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "tab\t", "é".encode()])
async def test_a_key_that_is_none_is_refused(
    key: str | bytes, caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    raw = key if isinstance(key, bytes) else key.encode()
    headers = [(b"idempotency-key", raw)]
    answer = await (await caller(alice)).post("/api/orders", json=basket(products), headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/Idempotency-Key")


@on_sqlite
async def test_staff_take_an_order_by_phone_and_customers_may_not(
    caller: Caller, alice: Person, bob: Person, sam: Person, products: Sequence[ProductDetail]
) -> None:
    body = basket(products, user_id=str(bob.id))
    refused = await (await caller(alice)).post("/api/orders", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    taken = await (await caller(sam)).post("/api/orders", json=body)
    assert (taken.status_code, taken.json()["user_id"], taken.json()["channel"]) == (201, str(bob.id), "phone")


@on_sqlite
async def test_what_is_somebody_elses_looks_as_if_it_were_not_there(
    caller: Caller, alice: Person, bob: Person, products: Sequence[ProductDetail]
) -> None:
    order = await placed(await caller(alice), products)
    stranger = await caller(bob)
    for order_id in (order["id"], str(uuid4())):
        path = f"/api/orders/{order_id}"
        answers = [
            await stranger.get(path),
            await stranger.get(f"{path}/changes"),
            await stranger.post(f"{path}/cancel"),
            await stranger.patch(path, json={"note": "mine"}, headers={"If-Match": '"1"'}),
            await stranger.patch(path, json={"note": "mine"}, headers={"If-Match": '"9"'}),
        ]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert len({answer.text for answer in answers}) == 1
    assert (await stranger.get("/api/orders")).json()["items"] == []
    assert (await stranger.get("/api/orders", params={"q": str(order["number"])})).json()["items"] == []


@on_sqlite
@pytest.mark.parametrize("text", ["7", "none", "urn:uuid:{id}", "{{{id}}}", "..", "%2e%2e", "\U0001d7d9"])
async def test_a_path_that_cannot_be_an_id_is_not_found(
    text: str, caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    order = await placed(client, products)
    answer = await client.get(f"/api/orders/{text.format(id=order['id'])}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_change_names_the_version_it_was_made_from(
    caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    order = await placed(client, products)
    path = f"/api/orders/{order['id']}"
    missing = await client.patch(path, json={"note": "new"})
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    changed = await client.patch(path, json={"note": "new"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["note"], version_of(changed)) == (200, "new", 2)
    stale = await client.patch(path, json={"ship_to": "elsewhere"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert stale.json()["current"] == changed.json()


@on_sqlite
@pytest.mark.parametrize(
    ("value", "status"),
    [
        ('W/"1"', 412),
        ('"abc"', 412),
        ('"0"', 412),
        ('"01"', 412),
        ('"99999999999999999999"', 412),
        ('"4294967296"', 412),
        ("1", 422),
        ("*", 422),
        ('"1", "2"', 422),
        ("", 422),
    ],
)
@pytest.mark.parametrize("path", ["/api/orders/{order}", "/api/profile", "/api/admin/users/{user}"])
async def test_if_match_is_one_strong_entity_tag(
    value: str, status: int, path: str, caller: Caller, ada: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(ada)
    order = await placed(client, products)
    body = {"note": "x"} if "orders" in path else {"name": "X"}
    where = path.format(order=order["id"], user=ada.id)
    answer = await client.patch(where, json=body, headers={"If-Match": value})
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.json()["errors"][0]["pointer"] == "/If-Match"


async def test_of_changes_from_one_version_exactly_one_wins(
    caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    path = f"/api/orders/{(await placed(client, products))['id']}"
    answers = await asyncio.gather(
        *(client.patch(path, json={"note": f"note {i}"}, headers={"If-Match": '"1"'}) for i in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (await client.get(path)).json() == winner


@on_sqlite
async def test_only_the_shop_moves_an_order_on(
    caller: Caller, alice: Person, sam: Person, products: Sequence[ProductDetail]
) -> None:
    customer, staff = await caller(alice), await caller(sam)
    path = f"/api/orders/{(await placed(customer, products))['id']}"
    refused = await customer.patch(path, json={"status": "paid"}, headers={"If-Match": '"1"'})
    assert refused.status_code == 403
    paid = await staff.patch(path, json={"status": "paid"}, headers={"If-Match": '"1"'})
    assert paid.json()["status"] == "paid"
    back = await staff.patch(path, json={"status": "pending"}, headers={"If-Match": '"2"'})
    assert (back.status_code, back.json()["code"]) == (409, "transition_not_allowed")
    shipped = await staff.patch(path, json={"status": "shipped"}, headers={"If-Match": '"2"'})
    assert shipped.status_code == 200
    late = await customer.patch(path, json={"ship_to": "elsewhere"}, headers={"If-Match": '"3"'})
    assert (late.status_code, late.json()["code"]) == (409, "order_not_editable")
    too_late = await customer.post(f"{path}/cancel")
    assert (too_late.status_code, too_late.json()["code"]) == (409, "order_not_cancellable")


@on_sqlite
async def test_a_patch_without_fields_changes_nothing(
    caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    order = await placed(client, products)
    answer = await client.patch(f"/api/orders/{order['id']}", json={}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()) == (200, order)


@on_sqlite
async def test_the_history_tells_what_happened(
    caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    client = await caller(alice)
    path = f"/api/orders/{(await placed(client, products))['id']}"
    cancelled = await client.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"], version_of(cancelled)) == (200, "cancelled", 2)
    rows = (await client.get(f"{path}/changes")).json()["items"]
    assert [row["field"] for row in rows] == ["*", "ship_to", "note", "status"]
    assert (rows[-1]["old"], rows[-1]["new"], rows[-1]["source"]) == ("pending", "cancelled", "api")
    assert {row["actor_id"] for row in rows} == {str(alice.id)}
