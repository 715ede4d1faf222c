"""A customer's year in a browser: it moves with their own orders, opens them, and leads back through the years."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit, Width
from tests.support.pages import CUSTOMER, STAFF, accessibility_faults, as_it_comes, sign_in
from tests.support.shop import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NEIGHBOUR = "customer00002@example.com"


async def token(page: Page, email: str) -> dict[str, str]:
    answer = await page.request.post("/api/login", data={"email": email, "password": DEMO_PASSWORD})
    return {"Authorization": f"Bearer {(await answer.json())['access_token']}"}


async def order_of(page: Page, email: str) -> Any:
    """Place an order over the API."""
    headers = await token(page, email)
    product = (await (await page.request.get("/api/products")).json())["items"][0]
    wanted = {"items": [{"product_id": product["id"], "quantity": 1}], "ship_to": "Here 1", "note": ""}
    return await (await page.request.post("/api/orders", headers=headers, data=wanted)).json()


async def pay(page: Page, order: Any) -> None:
    headers = {**await token(page, STAFF), "If-Match": f'"{order["version"]}"'}
    answer = await page.request.patch(f"/api/orders/{order['id']}", headers=headers, data={"status": "paid"})
    assert answer.ok


async def newcomer(page: Page) -> None:
    """Sign up somebody who has never ordered, and stay signed in."""
    await page.goto("/signup")
    await page.get_by_label("Name", exact=True).fill("Nora New")
    await page.get_by_label("Email", exact=True).fill(f"nora-{uuid4().hex[:12]}@example.com")
    await page.get_by_label("Password", exact=True).fill("a long enough one")
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")


SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", ["wide", "touch"])
async def test_what_comes_one_after_the_other_moves_nothing(visit: Visit, width: Width) -> None:
    page = await visit(width)
    await sign_in(page, CUSTOMER, then="/profile")
    await page.add_init_script(SHIFTS)
    await as_it_comes(page)
    await page.goto("/")
    await expect(page.locator(".my-year .db-figure").nth(1)).to_contain_text(re.compile(r"\d"))
    assert await page.evaluate("window.shifted") < 0.001


async def test_an_order_and_its_payment_move_the_year_of_its_owner_alone(visit: Visit) -> None:
    page, neighbours = await visit(), await visit()
    await sign_in(page, CUSTOMER)
    await sign_in(neighbours, NEIGHBOUR)
    spent, orders = page.locator(".my-year .db-figure").nth(0), page.locator(".my-year .db-figure").nth(1)
    await expect(orders).to_contain_text(re.compile(r"\d"))
    await expect(neighbours.locator(".my-year .db-figure").nth(1)).to_contain_text(re.compile(r"\d"))
    heard: list[str] = []
    neighbours.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    await neighbours.reload()
    await expect(neighbours.locator(".my-year .db-figure").nth(1)).to_contain_text(re.compile(r"\d"))
    theirs = await neighbours.locator(".my-year .db-value").all_inner_texts()
    before, count = await spent.inner_text(), await orders.inner_text()
    quiet = len(heard)
    order = await order_of(page, CUSTOMER)
    await expect(orders).not_to_have_text(count, timeout=3000)
    await expect(orders.locator(".db-flash")).to_have_count(1)
    await expect(spent).to_have_text(before, use_inner_text=True)
    await pay(page, order)
    await expect(spent).not_to_have_text(before, timeout=3000)
    assert await neighbours.locator(".my-year .db-value").all_inner_texts() == theirs
    assert not [frame for frame in heard[quiet:] if order["id"] in frame or "my_year" in frame or "spent" in frame]


async def test_a_figure_opens_its_orders_which_are_as_many_and_come_to_as_much(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    spent = wide.locator(".my-year .db-value").first
    await expect(spent).to_contain_text(re.compile(r"\d"))
    amount = await spent.inner_text()
    await wide.locator(".my-year .db-figure-link").first.click()
    await expect(wide).to_have_url(
        re.compile(r"/orders\?from=\d{4}-01-01&to=\d{4}-01-01&status=paid,shipped,delivered")
    )
    totals = wide.locator(".order-totals")
    await expect(totals).to_contain_text(amount)
    rows = wide.locator("[data-order]")
    while await wide.get_by_role("button", name="Load more").count():
        shown = await rows.count()
        await wide.get_by_role("button", name="Load more").click()
        await expect(rows.nth(shown)).to_be_visible()
    assert (await totals.inner_text()).split()[0] == str(await rows.count())
    await wide.get_by_role("link", name=re.compile("^Status: ")).click()
    await expect(wide.get_by_role("link", name=re.compile("^Status: "))).to_have_count(0)
    await wide.get_by_role("link", name=re.compile("^Ordered: ")).click()
    await expect(wide).to_have_url(re.compile(r"/orders$"))
    await expect(totals).to_have_count(0)


async def test_the_years_are_in_the_address_and_back_leads_back(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    title = wide.locator(".my-year h2")
    years = wide.get_by_role("navigation", name="Years").get_by_role("link")
    now = await title.inner_text()
    earlier = str(int(now.split()[-1]) - 1)
    await years.filter(has_text=earlier).click()
    await expect(wide).to_have_url(re.compile(rf"/\?year={earlier}$"))
    await expect(title).to_have_text(f"My year {earlier}")
    await wide.reload()
    await expect(title).to_have_text(f"My year {earlier}")
    await wide.go_back()
    await expect(title).to_have_text(now)
    await wide.goto("/?year=1066")
    await expect(title).to_have_text(now)


async def test_the_keyboard_walks_through_the_months_and_opens_the_table(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    months = wide.get_by_role("radiogroup", name="Spent by month").get_by_role("radio")
    await expect(months).to_have_count(12)
    await months.first.focus()
    await wide.keyboard.press("ArrowRight")
    await expect(months.nth(1)).to_be_focused()
    await expect(wide.locator(".my-year .db-tip").nth(1)).to_be_visible()
    await wide.locator(".my-year summary").focus()
    await wide.keyboard.press("Enter")
    month = wide.get_by_role("table", name="Months").get_by_role("row").nth(1)
    await month.get_by_role("link").first.press("Enter")
    await expect(wide).to_have_url(re.compile(r"/orders\?from=\d{4}-01-01&to=\d{4}-02-01$"))


SPENT = re.compile(r"/orders\?from=\d{4}-\d{2}-01&to=\d{4}-\d{2}-01&status=paid,shipped,delivered$")


async def test_a_bar_opens_its_orders_by_a_click_and_by_enter(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    bar = wide.locator(".my-year .db-slot:not([data-empty=true])").last
    await bar.click()
    await expect(wide).to_have_url(SPENT)
    await expect(wide.locator(".order-totals")).to_be_visible()
    await wide.go_back()
    await bar.locator("input").focus()
    await wide.keyboard.press("Enter")
    await expect(wide).to_have_url(SPENT)


async def test_a_finger_is_shown_what_a_bar_is_before_it_leads_on(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, CUSTOMER)
    await page.locator(".my-year .db-slot:not([data-empty=true])").last.tap()
    menu = page.locator(".my-year .db-bar-menu")
    await expect(menu).to_contain_text(re.compile(r"€.*order"))
    await menu.get_by_role("link", name="Its orders").tap()
    await expect(page).to_have_url(SPENT)


async def test_how_it_is_counted_is_said_on_focus(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    info = wide.get_by_role("button", name="Spent: how this is counted")
    await info.focus()
    await expect(wide.get_by_role("tooltip").filter(has_text="paid, shipped or delivered")).to_be_visible()


async def test_who_never_ordered_has_no_year_until_the_first_order(narrow: Page) -> None:
    await newcomer(narrow)
    await expect(narrow.get_by_text("No orders yet")).to_be_visible()
    await expect(narrow.locator(".my-year")).to_have_count(0)
    await narrow.goto("/orders/new")
    await narrow.locator(".product").first.get_by_role("button").click()
    await narrow.get_by_label("Ship to", exact=True).fill("1 Quay")
    await narrow.get_by_role("button", name="Place order").click()
    await narrow.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
    await narrow.goto("/")
    await expect(narrow.locator(".my-year .db-figure").nth(1)).to_contain_text("1")
    await expect(narrow.locator(".my-year-words")).to_contain_text("none counts as spent")


async def test_an_address_that_cannot_be_read_is_said_by_name(narrow: Page) -> None:
    await sign_in(narrow, CUSTOMER, then="/orders?from=nonsense")
    await expect(narrow.get_by_text("In the address, from must be an ISO 8601 date")).to_be_visible()
    await narrow.get_by_role("link", name="Show all orders").click()
    await expect(narrow.locator(".row-link").first).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [("wide", False), ("wide", True), ("narrow", False), ("narrow", True)])
async def test_everybody_can_read_it(visit: Visit, width: Any, *, dark: bool) -> None:
    page = await visit(width, dark=dark)
    await sign_in(page, CUSTOMER)
    await expect(page.locator(".my-year .db-figure").first).to_contain_text(re.compile(r"\d"))
    assert await accessibility_faults(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await page.locator(".my-year summary").click()
    await expect(page.get_by_role("table", name="Months")).to_be_visible()
    # The bars of the frame stay in place while the page scrolls, and may half cover a button.
    await page.evaluate("window.scrollTo(0, 0)")
    assert await accessibility_faults(page) == []
    await page.goto("/orders?from=2020-01-01&status=paid,shipped,delivered")
    await expect(page.locator(".order-totals")).to_contain_text("order")
    assert await accessibility_faults(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
