"""The dashboard's lists and shaded tables in a browser: keyboard, definitions, cross-filter, and the rows behind."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
QUARTER = "/dashboard?range=90d"


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


async def shown(page: Page) -> None:
    """Every card has its figures."""
    await expect(page.locator(".db-panel[data-phase=ready]")).to_have_count(8)
    await expect(page.locator(".db-panel[data-phase=waiting]")).to_have_count(0)


async def test_every_card_is_there_for_all_readers(visit: Visit) -> None:
    for width, dark in (("wide", False), ("wide", True), ("narrow", False)):
        page = await visit(width, dark=dark)
        await sign_in(page, STAFF, then=QUARTER)
        await shown(page)
        assert await accessibility_faults(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_hours_have_one_tab_stop_and_the_arrow_keys_walk(wide: Page) -> None:
    await sign_in(wide, STAFF, then=QUARTER)
    await shown(wide)
    grid = card(wide, "Hours of the week").get_by_role("grid")
    cells = grid.get_by_role("button")
    await expect(cells).to_have_count(7 * 24)
    await expect(grid.locator("button[tabindex='0']")).to_have_count(1)
    await cells.first.focus()
    await wide.keyboard.press("ArrowDown")
    await wide.keyboard.press("ArrowRight")
    await expect(cells.nth(25)).to_be_focused()
    await expect(grid.locator("button[tabindex='0']")).to_have_count(1)
    said = await cells.nth(25).get_attribute("aria-label")
    await expect(wide.locator(".heat-box")).to_have_text(said or "nothing")
    await wide.keyboard.press("End")
    await expect(cells.nth(47)).to_be_focused()
    await wide.keyboard.press("ArrowRight")
    await expect(cells.nth(47)).to_be_focused()
    await wide.keyboard.press("Escape")
    await expect(wide.locator(".heat-box")).to_have_count(0)


async def test_turned_on_a_phone_the_arrow_keys_follow_what_is_seen(narrow: Page) -> None:
    await sign_in(narrow, STAFF, then=QUARTER)
    await shown(narrow)
    cells = card(narrow, "Hours of the week").get_by_role("grid").get_by_role("button")
    await cells.first.focus()
    await narrow.keyboard.press("ArrowDown")
    await expect(cells.nth(1)).to_be_focused()
    await narrow.keyboard.press("ArrowRight")
    await expect(cells.nth(25)).to_be_focused()


async def test_an_hour_narrows_the_page_to_it_and_back(wide: Page) -> None:
    await sign_in(wide, STAFF, then=QUARTER)
    await shown(wide)
    hour = card(wide, "Hours of the week").locator(".heat-cell[data-level='5']").first
    said = (await hour.get_attribute("aria-label") or "").rpartition(": ")[2].partition(" ")[0]
    await hour.click()
    await wide.get_by_role("link", name="Show only this", exact=True).click()
    await expect(wide).to_have_url(re.compile(r"&hours=\d-\d+$"))
    await expect(hour).to_have_attribute("data-chosen", "true")
    await expect(wide.locator(".db-figure .db-value").nth(1)).to_have_text(said)
    await hour.click()
    await wide.get_by_role("link", name="Show all again", exact=True).click()
    await expect(wide).not_to_have_url(re.compile("hours="))


async def test_an_hour_says_by_enter_what_can_be_done_and_escape_leads_back(wide: Page) -> None:
    await sign_in(wide, STAFF, then=QUARTER)
    await shown(wide)
    hour = card(wide, "Hours of the week").locator(".heat-cell[data-level='5']").first
    await hour.focus()
    await wide.keyboard.press("Enter")
    rows = wide.get_by_role("link", name="Open the orders")
    await expect(wide.get_by_role("link", name="Show only this", exact=True)).to_be_focused()
    await wide.keyboard.press("Escape")
    await expect(hour).to_be_focused()
    await expect(rows).to_have_count(0)
    await wide.keyboard.press("Enter")
    await rows.click()
    await expect(wide).to_have_url(re.compile(r"/admin/orders\?.*hours=\d-\d+@"))


async def test_a_definition_stays_on_the_screen_and_closes_by_escape(narrow: Page) -> None:
    await sign_in(narrow, STAFF, then=QUARTER)
    await shown(narrow)
    for name in ("Revenue", "Orders", "New customers", "Waiting longest", "Repeat buying"):
        await narrow.get_by_role("button", name=f"{name}: how this is counted", exact=True).focus()
        tip = narrow.locator(".db-tooltip[data-open=true]")
        await expect(tip).to_be_visible()
        await expect(tip).to_contain_text("As of")
        box = await tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 844
        await narrow.keyboard.press("Escape")
        await expect(narrow.locator(".db-tooltip[data-open=true]")).to_have_count(0)


async def test_a_list_keeps_its_other_lines_so_that_one_more_can_be_chosen(wide: Page) -> None:
    await sign_in(wide, STAFF, then=QUARTER)
    await shown(wide)
    statuses = card(wide, "Orders by status").locator("tbody tr")
    before = await statuses.locator("td").all_inner_texts()
    await statuses.filter(has_text="Delivered").get_by_role("link").first.click()
    await expect(wide).to_have_url(re.compile(r"status=delivered$"))
    await shown(wide)
    await expect(statuses.filter(has_text="Delivered")).to_have_attribute("data-chosen", "true")
    assert await statuses.locator("td").all_inner_texts() == before
    await statuses.filter(has_text="Cancelled").get_by_role("link").first.click()
    await expect(wide).to_have_url(re.compile(r"status=delivered&status=cancelled$"))


async def test_who_waits_longest_leads_to_the_order(wide: Page) -> None:
    await sign_in(wide, STAFF, then=QUARTER)
    await shown(wide)
    order = card(wide, "Waiting longest").locator("tbody tr").first.get_by_role("link")
    number = await order.inner_text()
    await order.click()
    await expect(wide).to_have_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
    await expect(wide.get_by_role("heading", level=1)).to_contain_text(number)


async def test_the_totals_of_lists_are_those_of_the_rows_they_open(wide: Page) -> None:
    await sign_in(wide, STAFF, then=QUARTER)
    for title, column in (("Orders by status", 1), ("Top customers", 1), ("Open orders by age", 1)):
        await wide.goto(QUARTER)
        await shown(wide)
        figure = card(wide, title).locator("tbody tr").first.locator("td").nth(column)
        text = await figure.inner_text()
        await figure.get_by_role("link").click()
        await expect(wide.locator(".dg-sum")).to_have_text(text)
