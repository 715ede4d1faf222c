"""The dashboard in a browser: it moves by itself, its address holds the range, the keyboard reaches every bar."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import edit_elsewhere
from tests.support.pages import ADMIN, STAFF, sign_in
from tests.support.shop import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
FIGURE = ".db-figure"


async def api(page: Page, method: str, path: str, **given: Any) -> Any:
    answer = await page.request.post("/api/login", data={"email": STAFF, "password": DEMO_PASSWORD})
    headers = {"Authorization": f"Bearer {(await answer.json())['access_token']}", **given.pop("headers", {})}
    return await (await page.request.fetch(path, method=method, headers=headers, **given)).json()


async def test_an_order_moves_the_figures_and_its_payment_the_revenue(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=today")
    revenue, orders = wide.locator(FIGURE).nth(0), wide.locator(FIGURE).nth(1)
    before, count = await revenue.inner_text(), await orders.inner_text()
    product = (await api(wide, "GET", "/api/products"))["items"][0]
    wanted = {"items": [{"product_id": product["id"], "quantity": 1}], "ship_to": "Here 1", "note": ""}
    order = await api(wide, "POST", "/api/orders", data=wanted)
    await expect(orders).not_to_have_text(count, timeout=3000)
    if_match = {"If-Match": f'"{order["version"]}"'}
    await api(wide, "PATCH", f"/api/orders/{order['id']}", headers=if_match, data={"status": "paid"})
    await expect(revenue).not_to_have_text(before, timeout=3000)


async def test_held_still_the_figures_wait_and_say_what_changed_meanwhile(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=today")
    stamp, orders = wide.locator(".db-stamp"), wide.locator(FIGURE).nth(1)
    await expect(stamp).to_have_attribute("data-kind", "live")
    await stamp.get_by_role("button", name="Pause").click()
    await expect(stamp).to_contain_text("Paused")
    before = await orders.inner_text()
    product = (await api(wide, "GET", "/api/products"))["items"][0]
    wanted = {"items": [{"product_id": product["id"], "quantity": 1}], "ship_to": "Here 1", "note": ""}
    await api(wide, "POST", "/api/orders", data=wanted)
    await expect(stamp).to_contain_text("1 order changed since")
    await expect(orders).to_have_text(before, use_inner_text=True)
    await stamp.get_by_role("button", name="Resume").click()
    await expect(orders).not_to_have_text(before, use_inner_text=True)
    await expect(stamp).to_have_attribute("data-kind", "live")
    # Told by the person's clock, which is not that of this browser.
    browser = await wide.context.new_cdp_session(wide)
    await browser.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Kolkata"})
    await wide.context.set_offline(True)
    await expect(stamp).to_have_text(re.compile(r"Offline since (\d+):\d\d\s[AP]M.*as of \1:\d\d:\d\d\s[AP]M"))


async def test_what_is_called_otherwise_is_so_on_an_open_dashboard_in_a_moment(visit: Visit) -> None:
    page, other = await visit(), await visit()
    await sign_in(other, ADMIN)
    # One that has orders: the first of all may be a product that another test has just added.
    [product] = (await api(other, "GET", "/api/products?q=COF-YIR-250"))["items"]
    address = f"/dashboard?range=all&product={product['sku']}&cards=revenue,products,categories"
    await sign_in(page, STAFF, then=address)
    chip, lines = page.locator(".db-chips"), page.locator(".db-table").nth(0)
    await expect(chip).to_contain_text(product["name"])
    await expect(lines).to_contain_text(product["name"])
    marks = {"name": f"{product['name']} anew", "category": "Quite another"}
    try:
        for field, value in marks.items():
            await edit_elsewhere(other, "products", product["id"], field, value)
            await expect(page.locator(".db-panels")).to_contain_text(value, timeout=3000)
        await expect(chip).to_contain_text(marks["name"])
    finally:
        for field in marks:
            await edit_elsewhere(other, "products", product["id"], field, product[field])


async def test_the_range_is_in_the_address_and_back_leads_back(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=90d")
    chosen = wide.get_by_role("navigation", name="Range").locator("[data-chosen=true]")
    await expect(chosen).to_have_text("90 days")
    await wide.get_by_role("link", name="7 days").click()
    await expect(chosen).to_have_text("7 days")
    await expect(wide).to_have_url(re.compile(r"range=7d"))
    await wide.go_back()
    await expect(chosen).to_have_text("90 days")


async def test_what_is_counted_says_in_which_time_zone_from_the_beginning(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=last-month&currency=EUR")
    await wide.get_by_role("button", name="Revenue: how this is counted").focus()
    facts = wide.get_by_role("tooltip").filter(visible=True).locator(".db-facts")
    await expect(facts.first).to_have_text(re.compile(r"^EUR · UTC · \w"))
    await expect(wide.locator(".db-printed")).to_have_text(re.compile(r"\(UTC\)$"))


async def test_another_comparison_keeps_the_range(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    await wide.get_by_role("navigation", name="Compare with").get_by_role("link", name="Year before").click()
    await expect(wide).to_have_url(re.compile(r"range=7d&compare=year"))
    await expect(wide.locator(".db-compared")).to_contain_text(re.compile(r"Compared with|No orders in the period"))


async def test_the_arrow_keys_walk_along_the_bars(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    bars = wide.get_by_role("radiogroup", name="Revenue over time").get_by_role("radio")
    await expect(bars).to_have_count(7)
    await bars.first.focus()
    await wide.keyboard.press("ArrowRight")
    await expect(bars.nth(1)).to_be_focused()
    await expect(wide.locator(".db-tip").nth(1)).to_be_visible()


async def test_a_status_narrows_the_page_and_a_chip_takes_that_away(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=30d")
    await wide.get_by_role("link", name=re.compile("^Delivered.*show only this")).click()
    await expect(wide).to_have_url(re.compile(r"range=30d&status=delivered$"))
    delivered = wide.get_by_role("row", name=re.compile("Delivered"))
    await expect(wide.locator(FIGURE).nth(1)).to_contain_text(await delivered.get_by_role("link").nth(1).inner_text())
    await wide.get_by_role("link", name=re.compile("^Status: Delivered")).click()
    await expect(wide).to_have_url(re.compile(r"range=30d$"))
    await expect(wide.locator(".db-chips")).to_have_count(0)


async def test_the_figures_of_a_status_open_its_orders(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=30d")
    await wide.get_by_role("row", name=re.compile("Delivered")).locator(".db-cell-link").first.click()
    await expect(wide).to_have_url(re.compile(r"/admin/orders\?status=delivered&currency=EUR&from=.*&to="))


async def test_the_address_says_which_cards_stand_in_which_order(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?cards=orders,revenue,products")
    await expect(wide.locator(".db-card h2")).to_have_text(["Orders", "Revenue"])
    await expect(wide.locator(".db-panel h2")).to_have_text(["Top products"])


async def test_the_courses_of_customers_follow_their_figures(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=30d&cards=customers,fresh")
    for course in (".db-spark-line", ".db-spark-ghost"):
        for place in range(2):
            await expect(wide.locator(course).nth(place)).to_have_attribute("points", re.compile(r"^0\.0,"))


async def test_revenue_opens_its_orders_and_they_sum_up_to_it(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=last-month")
    revenue = await wide.locator(".db-figure .db-value").first.inner_text()
    await wide.locator(".db-figure-link").first.click()
    await expect(wide.locator(".dg-sum")).to_have_text(revenue)


async def test_an_address_that_cannot_be_read_is_said_by_name(narrow: Page) -> None:
    await sign_in(narrow, STAFF, then="/dashboard?from=nonsense")
    await expect(narrow.get_by_text("In the address, from must be an ISO 8601 date")).to_be_visible()


async def test_the_page_prints_to_one_sheet(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=30d&status=delivered")
    await expect(wide.locator(".db-panel[data-phase=waiting]")).to_have_count(0)
    for size in ("A4", "Letter"):
        paper = await wide.pdf(format=size, prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) == 1
    await wide.emulate_media(media="print")
    await expect(wide.locator(".db-printed")).to_contain_text(re.compile(r"EUR · as of .*20\d\d"))
    await expect(wide.locator(".db-chip-field")).to_be_visible()
    await expect(wide.locator(".db-chip")).to_have_text(re.compile("Status.*Delivered"))
    for control in (".db-more", ".db-stamp", ".db-presets", ".rail"):
        await expect(wide.locator(control).first).to_be_hidden()


async def test_a_long_figure_is_written_smaller_and_never_cut_off_or_broken(visit: Visit) -> None:
    page = await visit()
    await sign_in(page, STAFF, then="/dashboard?range=30d")
    for path, width in (("/dashboard", 1440), ("/dashboard", 1020), ("/dashboard", 390), ("/dashboard/wall", 1440)):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(f"{path}?range=30d")
        await expect(page.locator(".db-value").first).to_have_text(re.compile(r"\d"))
        faults = await page.evaluate(
            """async () => {
              const figures = [...document.querySelectorAll('.db-figure')];
              const told = figures.map((figure) => {
                const value = figure.querySelector('.db-value');
                const length = Number(getComputedStyle(figure).getPropertyValue('--length'));
                const is = value.textContent.length;
                value.textContent = '€1,120,328.57';
                figure.style.setProperty('--length', value.textContent.length);
                return [length, is];
              });
              for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
              return figures.flatMap((figure, place) => {
                const range = document.createRange();
                range.selectNodeContents(figure.querySelector('.db-value'));
                const { width } = range.getBoundingClientRect();
                const [length, is] = told[place];
                const fits = range.getClientRects().length === 1 && width <= figure.clientWidth;
                return length === is && fits ? [] : [[length, is, width, figure.clientWidth]];
              });
            }"""
        )
        assert faults == [], (path, width)


async def test_before_the_figures_are_there_their_cards_stand_where_they_will_be(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/profile")
    await wide.route_web_socket(re.compile("_event"), lambda _line: None)
    await wide.goto("/dashboard")
    await expect(wide.locator(".db-wait-figure")).to_have_count(8)
    lowest, end = await wide.evaluate(
        """() => {
          const bottom = (one) => one.getBoundingClientRect().bottom;
          const cards = document.querySelector('.db-cards');
          return [Math.max(...[...cards.querySelectorAll('.db-card')].map(bottom)), bottom(cards)];
        }"""
    )
    assert lowest <= end


async def test_where_the_system_chooses_the_colours_bars_and_cells_are_drawn(wide: Page) -> None:
    await wide.emulate_media(forced_colors="active")
    await sign_in(wide, STAFF, then="/dashboard?range=90d")
    await expect(wide.locator(".heat-cell[data-level='5']").first).to_be_visible()
    drawn = await wide.evaluate(
        """() => ['.db-bar', '.db-meter > span', '.heat-cell[data-level="5"]', '.db-panel'].map(
          (name) => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )
    assert drawn[-1] not in drawn[:-1]


async def test_between_a_phone_and_a_wide_screen_figures_stand_in_line_and_hours_apart(wide: Page) -> None:
    await wide.set_viewport_size({"width": 1024, "height": 768})
    await sign_in(wide, STAFF, then="/dashboard?range=30d")
    await expect(wide.locator(".heat-cell").first).to_be_visible()
    tops, hidden = await wide.evaluate(
        """() => [
          [...document.querySelectorAll('.db-figure')].slice(0, 4).map((one) => one.getBoundingClientRect().top),
          [...document.querySelectorAll('.heat-scroll')].map((one) => one.scrollWidth - one.clientWidth),
        ]"""
    )
    assert len(set(tops)) == 1
    assert max(hidden) == 0
