"""Who is shown which page, and that no spelling of a path leads past the guard."""

import httpx
import pytest

from app.ui.door.guard import AUDIENCES, Audience
from tests.support.cast import Person
from tests.ui.conftest import SignIn, address

pytestmark = pytest.mark.asyncio

SPELLINGS = (
    "/dashboard/",
    "/Dashboard",
    "/DASHBOARD/",
    "//dashboard",
    "/dashboard//",
    "/%64ashboard",
    "/dashboard%2F",
)


async def test_a_guarded_page_leads_a_stranger_to_login_and_back(visitor: httpx.AsyncClient, alice: Person) -> None:
    answer = await visitor.get("/orders/new?view=7")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/orders/new%3Fview%3D7"


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_no_spelling_shows_a_stranger_the_dashboard(
    visitor: httpx.AsyncClient, alice: Person, spelling: str
) -> None:
    answer = await visitor.get(address(spelling))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("spelling", ["/dashboard/index.html", "/dashboard.html", "/login.html", "/index.html"])
async def test_pages_are_not_files(visitor: httpx.AsyncClient, sam: Person, sign_in: SignIn, spelling: str) -> None:
    assert (await visitor.get(address(spelling), headers=await sign_in(sam))).status_code == 404


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_customer_gets_404_for_the_dashboard_however_it_is_spelt(
    visitor: httpx.AsyncClient, alice: Person, sign_in: SignIn, spelling: str
) -> None:
    answer = await visitor.get(address(spelling), headers=await sign_in(alice))
    assert answer.status_code == 404
    assert "<script" not in answer.text


async def test_every_page_against_every_role(
    visitor: httpx.AsyncClient, alice: Person, sam: Person, ada: Person, sign_in: SignIn
) -> None:
    allowed = {
        Audience.CUSTOMER: (200, 200, 200),
        Audience.STAFF: (404, 200, 200),
        Audience.ADMIN: (404, 404, 200),
        Audience.SIGNED_OUT: (303, 303, 303),
        Audience.SETUP: (303, 303, 303),
    }
    cookies = [await sign_in(person) for person in (alice, sam, ada)]
    for route, audience in AUDIENCES.items():
        path = route.replace("[order_id]", "7")
        got = tuple([(await visitor.get(path, headers=cookie)).status_code for cookie in cookies])
        assert got == ((200, 303, 303) if route == "/" else allowed[audience]), route


async def test_the_start_page_is_the_persons_own(
    visitor: httpx.AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    assert (await visitor.get("/", headers=await sign_in(alice))).status_code == 200
    assert (await visitor.get("/", headers=await sign_in(sam))).headers["location"] == "/dashboard"


async def test_another_spelling_leads_those_who_may_to_the_right_one(
    visitor: httpx.AsyncClient, sam: Person, sign_in: SignIn
) -> None:
    answer = await visitor.get("/Dashboard/?range=week", headers=await sign_in(sam))
    assert (answer.status_code, answer.headers["location"]) == (308, "/dashboard?range=week")


async def test_an_empty_shop_leads_everyone_to_setup(visitor: httpx.AsyncClient) -> None:
    for path in ("/", "/login", "/dashboard", "/signup"):
        assert (await visitor.get(path)).headers["location"] == "/setup", path
    assert (await visitor.get("/setup")).status_code == 200


async def test_who_is_signed_in_goes_on_from_login(visitor: httpx.AsyncClient, alice: Person, sign_in: SignIn) -> None:
    cookie = await sign_in(alice)
    assert (await visitor.get("/login?next=/orders/7", headers=cookie)).headers["location"] == "/orders/7"
    assert (await visitor.get("/login?next=//evil.example", headers=cookie)).headers["location"] == "/"


async def test_a_dead_cookie_is_taken_back(visitor: httpx.AsyncClient, alice: Person) -> None:
    answer = await visitor.get("/orders", headers={"Cookie": "daybook_session=nobody"})
    assert answer.headers["location"].startswith("/login")
    assert "Max-Age=0" in answer.headers["set-cookie"]


async def test_pages_only_answer_to_reading(visitor: httpx.AsyncClient, alice: Person) -> None:
    assert (await visitor.post("/orders")).status_code == 405
