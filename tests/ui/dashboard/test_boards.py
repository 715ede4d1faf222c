"""Saved dashboards: who may open and change them, what an address opens, what stands in it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.errors import Invalid, Unauthenticated
from app.core.ids import new_id
from app.features.views import service as views
from app.features.views.schemas import ViewContent
from app.ui.dashboard.address import LONGEST
from app.ui.dashboard.boards.content import PAGE_NAME, held_by
from app.ui.dashboard.boards.door import board_routes
from app.ui.dashboard.boards.opening import LOST, NO_DEFAULT, open_board
from app.ui.dashboard.files.taken import take
from app.ui.grid_door.door import Gate
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
PAID = "range=7d&status=paid&cards=orders,revenue"
ORIGIN = "http://localhost:3000"
Post = Callable[..., Awaitable[Response]]


@pytest_asyncio.fixture
async def post(sam: Person, ada: Person, alice: Person) -> AsyncIterator[Post]:
    """`await post(sam, "create", {...})`."""
    cast = {person.email: person for person in (sam, ada, alice)}

    async def actor(headers: Headers) -> Actor:
        if headers.get("x-who") not in cast:
            raise Unauthenticated
        return cast[headers["x-who"]].actor()

    app = Starlette(routes=board_routes(Gate(actor=actor, is_ours=lambda headers: headers.get("origin") == ORIGIN)))
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:

        async def send(who: Person, verb: str, message: object, *, origin: str = ORIGIN) -> Response:
            headers = {"origin": origin, "x-who": who.email}
            return await client.post(f"/boards/views{verb and '/'}{verb}", json=message, headers=headers)

        yield send


async def saved(post: Post, who: Person, name: str = "Paid", *, look: str = PAID, **more: object) -> dict[str, Any]:
    answer = await post(who, "create", {"name": name, "look": look, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["view"]


async def address(post: Post, who: Person, look: str, **more: object) -> str:
    return (await post(who, "address", {"look": look, **more})).json()["address"]


async def test_a_dashboard_is_saved_listed_and_opened_by_its_address(post: Post, sam: Person) -> None:
    view = await saved(post, sam)
    assert (await post(sam, "", {})).json()["views"] == [view]
    opened = await open_board(sam.actor(), f"view={view['id']}")
    assert opened.address.all("cards") == ("orders,revenue",)
    var = opened.as_var()
    assert (var["at"], var["modified"], var["address"], opened.words) == (view, False, None, ())
    assert opened.address.href == f"/dashboard?view={view['id']}"


async def test_beside_a_saved_dashboard_only_what_differs_stands_in_the_address(post: Post, sam: Person) -> None:
    view = await saved(post, sam)
    opened = await open_board(sam.actor(), f"view={view['id']}&range=30d&status=")
    assert opened.address.pairs == (("range", ("30d",)), ("cards", ("orders,revenue",)))
    assert opened.as_var()["modified"]
    look = opened.as_var()["look"]
    assert look == "range=30d&cards=orders,revenue"
    assert await address(post, sam, look, base=view["id"]) == f"view={view['id']}&range=30d&status="
    assert await address(post, sam, PAID, base=view["id"]) == f"view={view['id']}"


async def test_a_shared_one_opens_for_others_under_their_own_rights_and_only_its_owner_changes_it(
    post: Post, sam: Person, ada: Person
) -> None:
    view = await saved(post, sam, is_shared=True)
    opened = await open_board(ada.actor(), f"view={view['id']}")
    assert opened.board is not None
    assert (opened.board.owner, opened.board.is_mine) == ("Sam Stone", False)
    for verb, message in (("change", {"id": view["id"], "version": 1, "name": "Mine"}), ("delete", {"id": view["id"]})):
        assert (await post(ada, verb, message)).status_code == 403


@pytest.mark.parametrize("verb", ["", "address", "create", "change", "delete", "restore", "default"])
async def test_for_a_customer_there_is_nothing_here(post: Post, alice: Person, verb: str) -> None:
    assert (await post(alice, verb, {})).status_code == 404


async def test_another_origin_is_refused(post: Post, sam: Person) -> None:
    assert (await post(sam, "create", {"name": "x", "look": ""}, origin="https://evil.example")).status_code == 403


async def test_one_that_is_lost_or_somebody_elses_shows_the_usual_board_and_says_so(
    post: Post, sam: Person, ada: Person
) -> None:
    private = await saved(post, sam)
    for query in (f"view={private['id']}&range=7d", f"view={new_id()}&range=7d", "view=nonsense&range=7d"):
        opened = await open_board(ada.actor(), query)
        assert (opened.board, opened.words) == (None, (LOST,))
        assert (opened.address.pairs, opened.settled) == ((("range", ("7d",)),), "range=7d")


async def test_the_bare_page_opens_the_default_and_its_loss_is_said_once(post: Post, sam: Person) -> None:
    view = await saved(post, sam, is_default=True)
    opened = await open_board(sam.actor(), "")
    assert (opened.board is not None, opened.settled) == (True, f"view={view['id']}")
    usual = await open_board(sam.actor(), "view=all")
    assert (usual.board, usual.address.href, usual.words) == (None, "/dashboard?view=all", ())
    elsewhere = await open_board(sam.actor(), "range=7d")
    assert elsewhere.address.href == "/dashboard?view=all&range=7d", "links that take the range away stay here"
    await post(sam, "delete", {"id": view["id"]})
    assert (await open_board(sam.actor(), "")).words == (NO_DEFAULT,)
    assert (await open_board(sam.actor(), "")).words == ()


async def test_a_copied_link_opens_the_same_for_everybody(post: Post, sam: Person) -> None:
    private, shared = await saved(post, sam), await saved(post, sam, "Shared", is_shared=True)
    assert await address(post, sam, "", portable=True) == "view=all"
    assert await address(post, sam, PAID, base=private["id"], portable=True) == PAID
    assert await address(post, sam, PAID, base=shared["id"], portable=True) == f"view={shared['id']}"


async def test_two_windows_that_save_the_same_lose_nothing(post: Post, sam: Person) -> None:
    view = await saved(post, sam)
    first = {"id": view["id"], "version": 1, "look": "range=90d"}
    assert (await post(sam, "change", first)).status_code == 200
    second = await post(sam, "change", {**first, "look": "range=today"})
    assert second.status_code == 412
    assert second.json()["current"]["version"] == 2
    kept = await views.open_view(sam.actor(), PAGE_NAME, UUID(view["id"]))
    assert json.loads(kept.content.definition) == {"range": ["90d"]}
    over = await post(sam, "change", {**first, "version": 2, "look": "range=today"})
    assert over.json()["view"]["version"] == 3


async def test_a_card_of_a_saved_dashboard_goes_out_as_it_is_shown(post: Post, sam: Person, ada: Person) -> None:
    view = await saved(post, sam)
    query = f"view={view['id']}&range=90d"
    assert (await take(sam.actor(), "orders", query)).seen.address.filters == {"status": ("paid",)}
    assert (await take(ada.actor(), "orders", query)).seen.address.filters == {}, "it is not shared"


async def test_a_deleted_one_comes_back(post: Post, sam: Person) -> None:
    view = await saved(post, sam)
    await post(sam, "delete", {"id": view["id"]})
    assert (await open_board(sam.actor(), f"view={view['id']}")).words == (LOST,)
    assert (await post(sam, "restore", {"id": view["id"]})).json()["view"]["name"] == "Paid"
    assert (await open_board(sam.actor(), f"view={view['id']}")).words == ()


async def test_several_customers_and_no_category_are_kept_and_can_be_taken_away(post: Post, sam: Person) -> None:
    filters = f"category=-&category=Tea&customer={new_id()}&customer={new_id()}"
    view = await saved(post, sam, look=filters)
    opened = await open_board(sam.actor(), f"view={view['id']}")
    assert opened.as_var()["look"] == filters
    assert await address(post, sam, filters, base=view["id"]) == f"view={view['id']}"
    assert await address(post, sam, "category=-", base=view["id"]) == f"view={view['id']}&category=-&customer="
    assert await address(post, sam, "", base=view["id"]) == f"view={view['id']}&category=&customer="


async def test_far_too_much_is_refused_and_unknown_names_are_not_kept(post: Post, sam: Person) -> None:
    assert (await post(sam, "create", {"name": "x", "look": "a" * (LONGEST + 1)})).status_code == 422
    many = "&".join(["status=paid"] * 601)
    assert (await post(sam, "create", {"name": "x", "look": many})).status_code == 422
    view = await saved(post, sam, look="range=7d&secret=1&view=all")
    kept = await views.open_view(sam.actor(), PAGE_NAME, UUID(view["id"]))
    assert json.loads(kept.content.definition) == {"range": ["7d"]}
    with pytest.raises(Invalid):
        await open_board(sam.actor(), many)


@pytest.mark.parametrize(
    ("definition", "kept"),
    [
        (
            '{"range":["7d"],"later":["x"],"from":"text","to":[1,"2026-01-01"]}',
            {"range": ("7d",), "to": ("2026-01-01",)},
        ),
        ("[1]", {}),
        ("no json", {}),
        (json.dumps({"status": ["paid"] * 700}), {}),
    ],
)
async def test_what_a_dashboard_holds_is_looked_at_again_when_it_is_read(definition: str, kept: object) -> None:
    held, words = held_by(ViewContent(definition=definition))
    assert held == kept
    assert bool(words) == ("paid" in definition)
