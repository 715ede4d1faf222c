"""The door of views: who may open and change them, what stands in an address, and what an address opens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.errors import Unauthenticated
from app.core.ids import new_id
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_products.grid import PRODUCTS
from app.ui.admin_users.grid import USERS
from app.ui.grid_door import Gate, grid_routes
from app.ui.grid_views.opening import LOST, NO_DEFAULT, Opened, open_address
from app.ui.grid_views.page import page_of
from tests.support.cast import Person
from tests.ui.grid.shelf import OURS

pytestmark = pytest.mark.asyncio
ANNA = {"search": "Anna Ahlgren"}
PAID = {"filters": [{"field": "status", "kind": "set", "values": ["paid"]}]}
Post = Callable[..., Awaitable[Response]]


@pytest_asyncio.fixture
async def post(sam: Person, ada: Person, alice: Person) -> AsyncIterator[Post]:
    """`await post(sam, "views/create", {...})`; the entity is orders unless another is named."""
    cast = {person.email: person for person in (sam, ada, alice)}

    async def actor(headers: Headers) -> Actor:
        if headers.get("x-who") not in cast:
            raise Unauthenticated
        return cast[headers["x-who"]].actor()

    sources = {"orders": ORDERS, "products": PRODUCTS, "users": USERS}
    app = Starlette(routes=grid_routes(sources, Gate(actor=actor, is_ours=lambda headers: "origin" in headers)))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost:3000") as client:

        async def send(who: Person, verb: str, message: object, *, entity: str = "orders") -> Response:
            headers = {"origin": OURS["origin"], "x-who": who.email}
            return await client.post(f"/grid/{entity}/{verb}", json=message, headers=headers)

        yield send


async def saved(post: Post, who: Person, name: str = "Paid", *, look: object = PAID, **more: object) -> dict[str, Any]:
    answer = await post(who, "views/create", {"name": name, "look": look, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["view"]


async def address(post: Post, who: Person, look: object, **more: object) -> str:
    return (await post(who, "views/address", {"look": look, **more})).json()["address"]


async def opened(who: Person, query: str, source: Any = ORDERS) -> Opened:
    return await open_address(who.actor(), page_of(source), query, tz="UTC")


async def test_a_view_is_saved_listed_and_opened_by_its_address(post: Post, sam: Person) -> None:
    view = await saved(post, sam, look=PAID | {"columns": [{"field": "status", "width": 300}]})
    assert (await post(sam, "views", {})).json()["views"] == [view]
    shown = await opened(sam, f"view={view['id']}")
    var = shown.as_var()
    assert (var["columns"], var["filters"]) == ([{"field": "status", "width": 300, "pinned": False}], PAID["filters"])
    assert (var["at"], var["modified"], shown.words) == (view, False, ())
    changed = await opened(sam, f"view={view['id']}&status=shipped")
    assert changed.as_var()["modified"]
    assert changed.look.columns == shown.look.columns


async def test_a_filter_by_what_all_rows_have_says_nothing(sam: Person) -> None:
    page, only = page_of(ORDERS), {"currency": "EUR"}
    alike = await open_address(sam.actor(), page, "currency=EUR&status=paid", tz="UTC", only=only)
    assert [part.model_dump(exclude_defaults=True)["field"] for part in alike.look.filters] == ["status"]
    other = await open_address(sam.actor(), page, "currency=USD", tz="UTC", only=only)
    assert len(other.look.filters) == 1, "no order is in dollars, and none is shown"
    assert (alike.words, other.words) == ((), ())


async def test_a_search_is_an_id_in_the_address_and_opens_under_the_readers_rights(
    post: Post, sam: Person, ada: Person
) -> None:
    query = await address(post, sam, ANNA)
    assert query.startswith("view=")
    assert "nna" not in query
    assert await address(post, sam, ANNA) == query
    assert (await opened(ada, query)).look.search == "Anna Ahlgren"
    customer = {"filters": [{"field": "customer", "kind": "contains", "text": "Anna"}]}
    assert (await address(post, sam, customer)).startswith("view=")
    assert await address(post, sam, PAID) == "status=paid"


async def test_a_search_of_products_names_nobody_and_one_of_people_does(post: Post, ada: Person) -> None:
    tea = {"look": {"search": "green tea"}}
    assert (await post(ada, "views/address", tea, entity="products")).json()["address"] == "q=green%20tea"
    assert (await post(ada, "views/address", tea, entity="users")).json()["address"].startswith("view=")
    assert (await opened(ada, "q=green%20tea", PRODUCTS)).look.search == "green tea"


async def test_a_search_on_top_of_a_view_stays_on_that_view(post: Post, sam: Person, ada: Person) -> None:
    view = await saved(post, sam)
    query = await address(post, sam, PAID | ANNA, base=view["id"])
    mine, others = await opened(sam, query), await opened(ada, query)
    assert (mine.as_var()["at"], mine.as_var()["modified"], mine.look.search) == (view, True, "Anna Ahlgren")
    assert (others.as_var()["at"], others.look) == (None, mine.look), "the private view itself stays private"


@pytest.mark.parametrize(
    "query", ["view={private}", "view={other}", "view={gone}", "view=x", "view=%00", "view={deleted}"]
)
async def test_a_view_that_is_not_there_for_the_reader_opens_the_page_with_a_word(
    post: Post, query: str, sam: Person, ada: Person
) -> None:
    deleted = await saved(post, ada, "Old", is_shared=True)
    await post(ada, "views/delete", {"id": deleted["id"]})
    other = await post(ada, "views/create", {"name": "People", "look": {}, "is_shared": True}, entity="users")
    ids = {
        "private": (await saved(post, ada))["id"],
        "other": other.json()["view"]["id"],
        "gone": new_id(),
        "deleted": deleted["id"],
    }
    shown = await opened(sam, query.format(**ids))
    assert (shown.words, shown.as_var()["at"], shown.as_var()["modified"]) == ((LOST,), None, False)


async def test_only_the_owner_changes_a_view_and_a_private_one_is_not_even_there(
    post: Post, sam: Person, ada: Person, alice: Person
) -> None:
    private, shared = await saved(post, sam), await saved(post, sam, "Shared", is_shared=True)
    for verb, more in (("change", {"version": 1, "name": "Mine"}), ("delete", {}), ("restore", {}), ("default", {})):
        assert (await post(ada, f"views/{verb}", {"id": private["id"], **more})).status_code == 404
        assert (await post(alice, f"views/{verb}", {"id": private["id"], **more})).status_code == 403
    assert (await post(ada, "views/change", {"id": shared["id"], "version": 1, "name": "Mine"})).status_code == 403
    assert [view["name"] for view in (await post(ada, "views", {})).json()["views"]] == ["Shared"]


async def test_staff_have_no_views_of_pages_that_they_may_not_open(post: Post, sam: Person) -> None:
    for verb, message in (("views", {}), ("views/address", {"look": {}}), ("views/create", {"name": "x", "look": {}})):
        assert (await post(sam, verb, message, entity="users")).status_code == 403


async def test_a_change_of_what_has_moved_on_is_refused_with_how_it_stands(post: Post, sam: Person) -> None:
    view = await saved(post, sam)
    first = await post(sam, "views/change", {"id": view["id"], "version": 1, "look": ANNA})
    second = await post(sam, "views/change", {"id": view["id"], "version": 1, "look": {}, "name": "Over it"})
    assert (second.status_code, second.json()["code"]) == (412, "stale_version")
    assert second.json()["current"] == first.json()["view"]
    assert (await opened(sam, f"view={view['id']}")).look.search == "Anna Ahlgren"


async def test_one_begins_with_the_view_of_ones_choice_and_reaches_the_page_as_it_is_made(
    post: Post, sam: Person, ada: Person
) -> None:
    view = await saved(post, sam, is_shared=True, is_default=True)
    shown = await opened(sam, "")
    assert (shown.settled, shown.as_var()["at"]["id"]) == (f"view={view['id']}", view["id"])
    assert (await opened(ada, "")).as_var()["at"] is None
    assert await address(post, sam, {}) == "view=all"
    assert await address(post, ada, {}) == ""
    assert (await opened(sam, "view=all")).as_var()["at"] is None
    assert (await opened(sam, "status=shipped")).as_var()["at"] is None, "a link to rows is about those rows"
    assert (await opened(sam, "of=somebody-else")).as_var()["at"]["id"] == view["id"]
    await post(ada, "views/default", {"id": view["id"]})
    await post(sam, "views/change", {"id": view["id"], "version": 1, "is_shared": False})
    assert (await opened(ada, "")).words == (NO_DEFAULT,)
    assert (await opened(ada, "")).words == ()
    assert (await post(ada, "views/default", {"id": None})).status_code == 200
    assert (await opened(ada, "")).words == ()


async def test_a_link_to_copy_opens_for_everybody(post: Post, sam: Person, ada: Person) -> None:
    private, shared = await saved(post, sam, look=PAID | ANNA), await saved(post, sam, "Shared", is_shared=True)
    query = await address(post, sam, PAID | ANNA, base=private["id"], portable=True)
    assert private["id"] not in query
    assert (await opened(ada, query)).look == (await opened(sam, f"view={private['id']}")).look
    assert await address(post, sam, PAID, base=shared["id"], portable=True) == f"view={shared['id']}"
    assert await address(post, sam, {}, portable=True) == "view=all"


async def test_a_view_is_opened_as_far_as_the_page_still_has_what_it_shows(post: Post, sam: Person) -> None:
    old = {
        "columns": [{"field": "shoe"}, {"field": "total"}],
        "sort": [{"field": "shoe"}],
        "filters": [{"field": "shoe", "kind": "contains", "text": "x"}],
    }
    shown = await opened(sam, f"view={(await saved(post, sam, look=old))['id']}")
    assert [column["field"] for column in shown.as_var()["columns"]] == ["total"]
    assert shown.as_var()["filters"] == []


async def test_what_could_not_be_opened_does_not_stay_in_the_address(sam: Person) -> None:
    assert (await opened(sam, "q=anna&sort=-total")).settled == "sort=-total"
    assert (await opened(sam, f"view={new_id()}")).settled == ""
    assert (await opened(sam, "sort=-total")).settled is None


@pytest.mark.parametrize(
    ("message", "pointer"),
    [
        ({"name": " ", "look": {}}, "/name"),
        ({"name": "a\0b", "look": {}}, "/name"),
        ({"name": "x" * 10_000, "look": {}}, "/name"),
        ({"name": "x", "look": {"columns": [{"field": "status", "width": 9}]}}, "/look/columns/0/width"),
        ({"name": "x", "look": {"shoe": 1}}, "/look/shoe"),
        ({"name": "x", "look": {"search": "x" * 201}}, "/look/search"),
        ({"name": "x", "look": {}, "is_shared": "yes"}, "/is_shared"),
        ({"name": "x"}, "/look"),
    ],
)
async def test_a_bad_view_names_what_is_wrong(post: Post, sam: Person, message: object, pointer: str) -> None:
    answer = await post(sam, "views/create", message)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_five_hundred_views_are_listed(post: Post, sam: Person) -> None:
    for place in range(500):
        await saved(post, sam, f"View {place} 🍐", look={})
    assert len((await post(sam, "views", {})).json()["views"]) == 500
