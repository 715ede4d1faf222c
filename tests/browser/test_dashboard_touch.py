"""The dashboard under a finger, on a phone."""

import asyncio
import re

import pytest
from playwright.async_api import CDPSession, Page, expect

from app.core.ids import new_id
from tests.support.browser_fixtures import Visit
from tests.support.grid_page import place_order
from tests.support.pages import STAFF, as_it_comes, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
STEPS, REST_SECONDS = 8, 0.2


async def drag(finger: CDPSession, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger that comes down, moves, rests and leaves: after a fling the browser takes the next tap for its end."""

    async def touch(kind: str, *points: tuple[float, float]) -> None:
        told = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        await finger.send("Input.dispatchTouchEvent", told)

    await touch("touchStart", start)
    for step in range(1, STEPS + 1):
        x, y = (one + (other - one) * step / STEPS for one, other in zip(start, end, strict=True))
        await touch("touchMove", (x, y))
    await asyncio.sleep(REST_SECONDS)
    await touch("touchEnd")
    await asyncio.sleep(REST_SECONDS)


async def place(page: Page, selector: str) -> tuple[float, float, float, float]:
    """Where it stands in the middle of the screen."""
    await page.locator(selector).first.evaluate("element => element.scrollIntoView({ block: 'center' })")
    box = await page.locator(selector).first.bounding_box()
    assert box
    return box["x"], box["y"], box["width"], box["height"]


async def week(visit: Visit) -> Page:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/dashboard?from=2026-03-02&to=2026-03-09")
    await expect(page.locator(".db-slot")).to_have_count(7)
    return page


async def test_a_tap_on_a_bar_offers_what_can_be_done_and_does_none_of_it(visit: Visit) -> None:
    page = await week(visit)
    x, y, width, height = await place(page, ".db-bars")
    # Where the menu opens: the click that follows a tap must not meet it.
    for part in (0.3, 0.5, 0.7):
        await page.touchscreen.tap(x + width / 2, y + height * part)
        await expect(page.get_by_role("link", name="Its orders")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.touchscreen.tap(x + width / 2, y - 40)
        await expect(page.get_by_role("link", name="Its orders")).to_have_count(0)
    await page.touchscreen.tap(x + width / 2, y + height / 2)
    await page.get_by_role("button", name="Show only this time").tap()
    await expect(page).to_have_url(re.compile(r"from=2026-03-05&to=2026-03-06$"))


async def test_a_finger_across_the_bars_shows_that_time_and_one_down_the_page_scrolls(visit: Visit) -> None:
    page = await week(visit)
    finger = await page.context.new_cdp_session(page)
    x, y, width, height = await place(page, ".db-bars")
    before = await page.evaluate("scrollY")
    await drag(finger, (x + width / 2, y + height / 2), (x + width / 2, y + height / 2 - 120))
    await page.wait_for_function("before => scrollY > before", arg=before)
    await expect(page.locator(".db-bar-menu")).to_have_count(0)
    x, y, width, height = await place(page, ".db-bars")
    await drag(finger, (x + width * 1.5 / 7, y + 60), (x + width * 3.5 / 7, y + 64))
    await expect(page).to_have_url(re.compile(r"from=2026-03-03&to=2026-03-06$"))


async def test_many_filters_leave_the_page_as_wide_as_the_phone(visit: Visit) -> None:
    page = await visit("touch", dark=True)
    await sign_in(page, STAFF, then="/dashboard?status=paid&status=shipped&category=Tea&channel=web&channel=phone")
    await expect(page.locator(".db-chip")).to_have_count(3)
    assert await page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]


async def test_a_long_name_leaves_the_page_as_wide_as_the_phone(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/dashboard?range=7d")
    await expect(page.locator(".db-figure").first).to_be_visible()
    switcher, name = page.get_by_role("heading", level=1).get_by_role("button"), f"What the café has sold {new_id()}"
    await switcher.tap()
    await page.get_by_role("button", name="Save as a new dashboard…").tap()
    await page.get_by_label("Name", exact=True).fill(name)
    await page.keyboard.press("Enter")
    await expect(switcher).to_have_text(name)
    await switcher.tap()
    await expect(page.get_by_role("dialog", name="Dashboards").get_by_text(name)).to_be_visible()
    assert await page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]


async def test_however_much_the_stamp_says_its_buttons_stay_where_they_are(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/dashboard?range=today")
    stamp, arrange = page.locator(".db-stamp"), page.get_by_role("button", name="Arrange")
    await expect(stamp).to_have_attribute("data-kind", "live")
    place = await arrange.bounding_box()
    await stamp.get_by_role("button", name="Pause").tap()
    await place_order(page)
    await expect(stamp).to_contain_text("1 order changed since")
    assert await arrange.bounding_box() == place
    await page.context.set_offline(True)
    await expect(stamp).to_contain_text("Offline since")
    assert await arrange.bounding_box() == place
    assert await page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]


async def test_a_cell_and_a_chip_are_tapped(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/dashboard?range=90d")
    cell = page.locator(".heat[data-shape=hours] .heat-cell").nth(90)
    await cell.tap()
    await page.locator(".heat-box").get_by_role("link", name="Show only this").tap()
    await expect(page).to_have_url(re.compile(r"hours=\d-\d+"))
    await page.locator(".db-chip-value").tap()
    await expect(page).to_have_url(re.compile(r"/dashboard\?range=90d$"))


async def test_what_is_opened_before_the_page_knows_its_address_stays_open(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/profile")
    await as_it_comes(page, apart=0.5)
    await page.goto("/dashboard?from=2026-03-02&to=2026-03-09")
    await page.locator(".db-fold-button").first.tap()
    panel = page.locator(".db-fold-panel:popover-open")
    await panel.first.locator(".db-presets button").tap()
    calendar = page.get_by_role("dialog", name="A range of your own")
    await expect(calendar).to_be_visible()
    await expect(page.locator(".db-controls[data-told=false]")).to_be_visible()
    await expect(calendar.locator("[data-day='2026-03-08']")).to_be_focused()
    await expect(page.locator(".db-slot")).to_have_count(7)
    await expect(calendar).to_be_visible()


async def test_days_are_chosen_by_taps_and_by_a_finger_across_them(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/dashboard?from=2026-03-02&to=2026-03-09")
    await page.locator(".db-fold-button").first.tap()
    await page.locator(".db-fold-panel:popover-open .db-presets button").tap()
    calendar = page.get_by_role("dialog", name="A range of your own")
    await calendar.locator("[data-day='2026-03-04']").tap()
    await calendar.locator("[data-day='2026-03-06']").tap()
    await expect(calendar.locator(".db-said")).to_contain_text("3 days")
    finger = await page.context.new_cdp_session(page)
    ends = [await calendar.locator(f"[data-day='2026-03-{day}']").bounding_box() for day in ("10", "18")]
    first, last = [(box["x"] + 20, box["y"] + 20) for box in ends if box]
    await drag(finger, first, last)
    await expect(calendar.locator(".db-said")).to_contain_text("9 days")
    await calendar.get_by_role("button", name="Show", exact=True).tap()
    await expect(page).to_have_url(re.compile(r"from=2026-03-10&to=2026-03-19$"))


async def test_what_stands_below_a_figure_leaves_it_in_line_with_its_neighbours(visit: Visit) -> None:
    page = await visit("touch")
    await sign_in(page, STAFF, then="/dashboard?range=90d")
    await expect(page.locator(".db-former").first).to_be_visible()
    tilted = await page.evaluate(
        """() => [...document.querySelectorAll('.db-table tr:has(.db-former)')].flatMap((row) => {
          const lines = [...row.querySelectorAll('.status, .db-product, .db-value')].map((one) => {
            const range = document.createRange();
            range.selectNode(document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode());
            return range.getClientRects()[0].bottom;
          });
          return Math.max(...lines) - Math.min(...lines) > 1.5 ? [[row.textContent, lines]] : [];
        })"""
    )
    assert tilted == []
