"""A card as a file: what it holds, how it is named, and who may take it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database
from app.core.unit_of_work import unit_of_work
from app.features.accounts import service as accounts
from app.features.accounts.schemas import ProfilePatch
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import OrderStatus, Product
from app.ui.dashboard.files.door import card_routes
from app.ui.dashboard.sheets.deck import CARDS
from app.ui.http import door
from app.ui.serving import Site
from tests.features.dashboard.goods import stock
from tests.support.cast import Person
from tests.ui.conftest import ORIGIN, SignIn, echo, no_socket

pytestmark = pytest.mark.asyncio
NOON = datetime(2026, 5, 13, 12, 7, 31, tzinfo=UTC)
RANGE = "from=2026-05-13&to=2026-05-14"


@pytest_asyncio.fixture
async def web(site: Site, database: Database) -> AsyncIterator[AsyncClient]:
    app = door(socket=no_socket, api=echo, site=site, routes=card_routes())
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:
        yield client


async def sell(customer: Person, sku: str, *, price: int = 1000, paid: bool = True, at: datetime = NOON) -> None:
    """An order of two pieces."""
    with clock.frozen(at):
        items = (OrderItemCreate(product_id=await stock(sku, price), quantity=2),)
        order = (await orders.place_order(customer.actor(), OrderCreate(items=items, ship_to="Here 1"))).order
        if paid:
            await orders.patch_order(system_actor(), order.id, version=1, patch=OrderPatch(status=OrderStatus.PAID))


async def lines(web: AsyncClient, cookie: dict[str, str], key: str, query: str = RANGE) -> list[str]:
    answer = await web.get(f"/dashboard/card/{key}.csv?{query}", headers=cookie)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return answer.content.decode("utf-8-sig").split("\r\n")[:-1]


async def test_revenue_goes_out_with_what_it_is_compared_with_and_its_course(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    await sell(alice, "TEA")
    await sell(alice, "CUP", price=500, at=NOON - timedelta(days=1))
    head, whole, *hours = await lines(web, await sign_in(sam), "revenue")
    assert head == ("Period,From,To,Revenue,Compared from,Compared to,Compared revenue,Difference,Change,Currency")
    assert whole == (
        "Whole range,2026-05-13T00:00:00+00:00,2026-05-14T00:00:00+00:00,20.00,"
        "2026-05-12T00:00:00+00:00,2026-05-13T00:00:00+00:00,10.00,10.00,1.0000,EUR"
    )
    assert len(hours) == 24
    assert hours[12] == (
        '"Wed, May 13, 12:00\u202fPM",2026-05-13T12:00:00+00:00,2026-05-13T13:00:00+00:00,20.00,'
        "2026-05-12T12:00:00+00:00,2026-05-12T13:00:00+00:00,10.00,10.00,1.0000,EUR"
    )
    # Nothing to compare with: no growth without end.
    assert hours[13].endswith("2026-05-12T13:00:00+00:00,2026-05-12T14:00:00+00:00,0.00,0.00,,EUR")


async def test_people_go_out_with_their_course(web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn) -> None:
    await sell(alice, "TEA", at=NOON - timedelta(days=1))
    await sell(alice, "CUP")
    await sell(alice, "POT")
    cookie = await sign_in(sam)
    head, whole, *days = await lines(web, cookie, "customers", "from=2026-05-12&to=2026-05-14&grain=day&compare=none")
    assert head == "Period,From,To,Customers"
    assert [line.rpartition(",")[2] for line in (whole, *days)] == ["1", "1", "1"]
    new = await lines(web, cookie, "fresh", "from=2026-05-12&to=2026-05-14&grain=day&compare=none")
    assert [line.rpartition(",")[2] for line in new] == ["New customers", "1", "1", "0"]


async def test_a_rate_of_nothing_is_empty_and_differs_by_its_own_unit(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    cookie = await sign_in(sam)
    assert (await lines(web, cookie, "refunds", f"{RANGE}&compare=none"))[:2] == [
        "Period,From,To,Refund rate",
        "Whole range,2026-05-13T00:00:00+00:00,2026-05-14T00:00:00+00:00,",
    ]
    await sell(alice, "TEA")
    head, whole, *_ = await lines(web, cookie, "refunds")
    assert head == "Period,From,To,Refund rate,Compared from,Compared to,Compared refund rate,Difference"
    assert whole.endswith("00:00,0.0000,2026-05-12T00:00:00+00:00,2026-05-13T00:00:00+00:00,,")


async def test_the_filters_of_the_address_narrow_the_file_as_they_do_the_page(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    await sell(alice, "TEA")
    await sell(alice, "CUP", paid=False)
    cookie = await sign_in(sam)
    assert (await lines(web, cookie, "statuses"))[:3] == [
        "Status,Orders,Amount,Compared orders,Change,Currency",
        "Pending,1,20.00,0,new,EUR",
        "Paid,1,20.00,0,new,EUR",
    ]
    assert (await lines(web, cookie, "statuses", f"{RANGE}&product=TEA&compare=none"))[1:3] == [
        "Pending,0,0.00,EUR",
        "Paid,1,20.00,EUR",
    ]
    # As on the page, a list is not narrowed by its own filter.
    assert (await lines(web, cookie, "statuses", f"{RANGE}&status=paid"))[1] == "Pending,1,20.00,0,new,EUR"
    assert await lines(web, cookie, "products", f"{RANGE}&status=pending") == ["Product,SKU,Units,Revenue,Currency"]
    week = await lines(web, cookie, "series", "from=2026-05-01&to=2026-06-01&grain=week")
    assert week[0] == "Time,Orders,Revenue,Compared revenue,Change,Currency"
    assert week[3] == "2026-05-11T00:00:00+00:00,2,20.00,0.00,new,EUR"


async def test_several_customers_and_no_category_narrow_a_file(
    web: AsyncClient, alice: Person, bob: Person, sam: Person, sign_in: SignIn
) -> None:
    for person, price in ((alice, 1500), (bob, 200), (sam, 30)):
        await sell(person, f"TEA-{price}", price=price)
    cookie = await sign_in(sam)
    both = f"{RANGE}&compare=none&category=-&customer={alice.id}&customer={bob.id}"
    assert (await lines(web, cookie, "categories", both))[1:] == ["No category,4,34.00,EUR"]
    # As on the page, a list is not narrowed by its own filter.
    assert len(await lines(web, cookie, "buyers", both)) == 4
    assert len(await lines(web, cookie, "products", both)) == 3


async def test_a_list_goes_out_with_what_its_lines_brought_before(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    await sell(alice, "TEA", price=1500)
    await sell(alice, "CUP", at=NOON - timedelta(days=1))
    cookie = await sign_in(sam)
    assert await lines(web, cookie, "products") == [
        "Product,SKU,Units,Revenue,Compared revenue,Change,Currency",
        "TEA,TEA,2,30.00,0.00,new,EUR",
    ]
    assert (await lines(web, cookie, "categories"))[1:] == ["No category,2,30.00,20.00,0.5000,EUR"]
    assert (await lines(web, cookie, "buyers"))[1].endswith(",1,30.00,20.00,0.5000,EUR")
    picture = await web.get(f"/dashboard/card/categories.svg?{RANGE}", headers=cookie)
    assert "+50%" in picture.text
    assert "Compared with the period before" in picture.text


async def test_moments_and_days_are_those_of_the_viewers_clock(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    await accounts.update_profile(sam.actor(), ProfilePatch(version=1, locale="de", time_zone="Europe/Berlin"))
    await sell(alice, "TEA", at=datetime(2026, 5, 12, 22, 30, tzinfo=UTC))
    cookie = await sign_in(sam)
    assert (await lines(web, cookie, "series"))[1] == "2026-05-13T00:00:00+02:00,1,20.00,0.00,new,EUR"
    answer = await web.get(f"/dashboard/card/average.csv?{RANGE}", headers=cookie)
    named = 'attachment; filename="daybook-average-order-value-2026-05-13--2026-05-13.csv"'
    assert answer.headers["content-disposition"] == named


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "-2", "@cmd", "\t=1", "''=1"])
async def test_no_cell_is_one_that_a_spreadsheet_would_run(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn, name: str
) -> None:
    with clock.frozen(NOON):
        async with unit_of_work() as uow:
            mean = Product(
                sku=name, name=name, price_amount=100, currency="EUR", created_at=uow.now, updated_at=uow.now
            )
            uow.session.add(mean)
            await uow.session.flush()
        items = (OrderItemCreate(product_id=mean.id, quantity=1),)
        order = (await orders.place_order(alice.actor(), OrderCreate(items=items, ship_to="Here 1"))).order
        await orders.patch_order(system_actor(), order.id, version=1, patch=OrderPatch(status=OrderStatus.PAID))
    rows = await lines(web, await sign_in(sam), "products", f"{RANGE}&compare=none")
    assert rows[1:] == [f"'{name},'{name},1,1.00,EUR"]


async def test_every_card_goes_out_of_an_empty_shop_and_nothing_keeps_it(
    web: AsyncClient, sam: Person, sign_in: SignIn
) -> None:
    cookie = await sign_in(sam)
    for key in CARDS:
        answer = await web.get(f"/dashboard/card/{key}.csv", headers=cookie)
        assert answer.status_code == 200, key
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_nobody_is_led_to_sign_in_and_a_customer_finds_nothing(
    web: AsyncClient, alice: Person, sign_in: SignIn
) -> None:
    answer = await web.get("/dashboard/card/revenue.csv?range=7d")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/dashboard%3Frange%3D7d")
    answer = await web.get("/dashboard/card/revenue.csv", headers=await sign_in(alice))
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "Revenue" not in answer.text


async def test_a_page_of_another_site_may_not_read_with_the_cookie_and_a_link_may_be_followed(
    web: AsyncClient, sam: Person, sign_in: SignIn
) -> None:
    cookie = await sign_in(sam)
    for said in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
    ):
        assert (await web.get("/dashboard/card/revenue.csv", headers=cookie | said)).status_code == 403
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert (await web.get("/dashboard/card/revenue.csv", headers=cookie | followed)).status_code == 200


@pytest.mark.parametrize("name", ["nothing.csv", "revenue.exe", "revenue", ".csv", "revenue.csv.csv", "a/b.csv"])
async def test_what_is_no_card_is_not_found(web: AsyncClient, sam: Person, sign_in: SignIn, name: str) -> None:
    assert (await web.get(f"/dashboard/card/{name}", headers=await sign_in(sam))).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=nonsense", "from"),
        ("from=2026-05-02&to=2026-05-01", "to"),
        ("status=lost", "status"),
        ("customer=me", "customer"),
        ("grain=hour&range=all&from=2000-01-01", "grain"),
        ("currency=eu", "currency"),
    ],
)
async def test_a_parameter_that_cannot_be_read_is_named(
    web: AsyncClient, sam: Person, sign_in: SignIn, query: str, field: str
) -> None:
    answer = await web.get(f"/dashboard/card/revenue.csv?{query}", headers=await sign_in(sam))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_picture_runs_nothing_and_is_saved_under_its_name(
    web: AsyncClient, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    await sell(alice, "</svg><script>alert(1)</script>")
    cookie = await sign_in(sam)
    for key in CARDS:
        answer = await web.get(f"/dashboard/card/{key}.svg?{RANGE}", headers=cookie)
        assert answer.status_code == 200, key
        assert ET.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - of our own making
        assert "<script" not in answer.text
    answer = await web.get(f"/dashboard/card/products.svg?{RANGE}&status=paid", headers=cookie)
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    assert answer.headers["content-security-policy"] == policy
    named = 'attachment; filename="daybook-top-products-2026-05-13--2026-05-13.svg"'
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "no-store"
    texts = [element.text for element in ET.fromstring(answer.text).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - of our own making
    assert {"Top products", "May 13, 2026", "Filtered by Status: Paid", "</svg><script>alert(1)</script>"} <= {*texts}
    assert any((text or "").startswith("As of ") for text in texts)
