"""Users over the API, for admins."""

from typing import Any

import pytest
from httpx import AsyncClient

from app.core.actor import Role
from tests.api.conftest import Caller
from tests.support.cast import Person, join
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio
KEYS = {"id", "name", "email", "role", "active", "created_at", "version"}


async def names(client: AsyncClient, body: dict[str, Any]) -> list[str]:
    """The names that a search finds."""
    answer = await client.post("/api/admin/users/search", json=body)
    assert answer.status_code == 200, answer.text
    return [user["name"] for user in answer.json()["items"]]


async def test_everybody_is_listed_newest_first_page_by_page(
    caller: Caller, alice: Person, bob: Person, sam: Person, ada: Person
) -> None:
    client = await caller(ada)
    first = (await client.get("/api/admin/users", params={"limit": 3})).json()
    rest = (await client.get("/api/admin/users", params={"limit": 3, "cursor": first["next_cursor"]})).json()
    assert [user["name"] for user in first["items"] + rest["items"]] == [
        "Ada Archer",
        "Sam Stone",
        "Bob Baker",
        "Alice Adams",
    ]
    assert all(set(user) == KEYS for user in first["items"])
    assert rest["next_cursor"] is None
    customers = (await client.get("/api/admin/users", params={"role": "customer", "active": "true"})).json()
    assert len(customers["items"]) == 2


async def test_people_are_found_by_address_and_the_beginnings_of_a_name(
    caller: Caller, alice: Person, bob: Person, ada: Person
) -> None:
    client = await caller(ada)
    assert await names(client, {"q": "ALICE@example.com"}) == ["Alice Adams"]
    assert await names(client, {"q": "bak"}) == ["Bob Baker"]
    assert await names(client, {"q": "bob ada"}) == []


@on_sqlite
async def test_a_name_is_not_searched_for_in_an_address(caller: Caller, ada: Person) -> None:
    answer = await (await caller(ada)).get("/api/admin/users", params={"q": "alice"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/q")


@on_sqlite
async def test_an_admin_changes_name_role_and_whether_one_may_come_in(
    caller: Caller, alice: Person, ada: Person
) -> None:
    client, hers = await caller(ada), await caller(alice)
    path = f"/api/admin/users/{alice.id}"
    raised = await client.patch(path, json={"name": "Alice A.", "role": "staff"}, headers={"If-Match": '"1"'})
    assert (raised.status_code, raised.json()["role"], raised.headers["etag"]) == (200, "staff", '"2"')
    assert (await hers.get("/api/stats")).status_code == 200
    closed = await client.patch(path, json={"active": False}, headers={"If-Match": '"2"'})
    assert (closed.status_code, closed.json()["active"]) == (200, False)
    assert (await hers.get("/api/profile")).status_code == 401
    stale = await client.patch(path, json={"active": True}, headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.json()["current"]) == (412, closed.json())


@on_sqlite
@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"active": "false"}, "/active"), ({"active": 0}, "/active"), ({"role": "owner"}, "/role"), ({"id": 1}, "/id")],
)
async def test_a_bad_change_is_named(body: dict[str, Any], pointer: str, caller: Caller, ada: Person) -> None:
    answer = await (await caller(ada)).patch(f"/api/admin/users/{ada.id}", json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@on_sqlite
async def test_the_shop_keeps_an_admin(caller: Caller, ada: Person) -> None:
    client = await caller(ada)
    path = f"/api/admin/users/{ada.id}"
    answer = await client.patch(path, json={"role": "customer"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    await join("Olga Other", Role.ADMIN)
    answer = await client.patch(path, json={"role": "customer"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    assert (await client.get("/api/admin/users")).status_code == 401
