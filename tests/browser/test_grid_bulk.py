"""Changing a field of many rows: selected, rehearsed, run and put away, by keyboard and on a phone."""

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def select_three(page: Page) -> tuple[GridPage, list[str]]:
    """Three orders placed just now, at the top of the list, selected by keyboard."""
    orders = [await place_order(page) for _ in range(3)]
    grid = await open_grid(page, STAFF, "/admin/orders")
    await grid.cell(orders[-1], "status").click()
    await page.keyboard.press("Shift+Space")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Shift+Space")
    await expect(page.get_by_role("toolbar", name="Selected rows")).to_contain_text("3 selected")
    return grid, orders


async def test_three_orders_become_paid_without_a_mouse(wide: Page) -> None:
    grid, orders = await select_three(wide)
    await wide.keyboard.press("Control+Shift+E")
    dialog = wide.get_by_role("dialog", name="Edit 3 orders")
    await expect(dialog.get_by_label("Field")).to_be_focused()
    await wide.keyboard.press("Tab")
    await wide.keyboard.press("Space")
    await wide.keyboard.press("ArrowRight")
    await expect(dialog.get_by_role("radio", name="Paid")).to_be_checked()
    await wide.keyboard.press("Enter")
    rehearsed = wide.get_by_role("dialog", name="What would become of 3 orders")
    await expect(rehearsed.locator(".dg-figure-ok")).to_have_text("will change3")
    assert await accessibility_faults(wide) == []
    await expect(rehearsed.get_by_role("heading", level=2)).to_be_focused()
    await wide.keyboard.press("Tab")
    await wide.keyboard.press("Tab")
    await expect(wide.get_by_role("button", name="Change 3 orders")).to_be_focused()
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("dialog").locator(".dg-job-done")).to_have_text("3 changed")
    await wide.keyboard.press("Escape")
    for order in orders:
        await expect(grid.cell(order, "status")).to_have_text("Paid")
    await expect(grid.voice).to_contain_text("3 changed")


async def test_refused_rows_are_told_of_and_how_it_ended_stays_until_it_is_undone_or_put_away(wide: Page) -> None:
    grid, orders = await select_three(wide)
    await grid.choose(orders[0], "status", "c")
    await expect(grid.cell(orders[0], "status")).to_have_text("Cancelled")
    await wide.get_by_role("button", name="Edit a field").click()
    await wide.get_by_role("radio", name="Paid").check()
    await wide.get_by_role("button", name="See what would change").click()
    await expect(wide.locator(".dg-bulk-reasons")).to_contain_text("1 A cancelled order is closed")
    await wide.get_by_role("button", name="Change 2 orders").click()
    await expect(wide.get_by_role("dialog", name="Changing orders")).to_be_visible()
    await wide.reload()
    strip = wide.get_by_role("region", name="Bulk change of Status")
    await expect(strip).to_contain_text("2 changed")
    async with wide.expect_download() as waiting:
        await strip.get_by_role("button", name="Refused rows (1)").click()
    lines = (await (await waiting.value).path()).read_text().splitlines()
    assert lines[0] == "Order,Id,Code,Reason"
    assert lines[1].endswith(f"{orders[0]},transition_not_allowed,A cancelled order is closed")
    await strip.get_by_role("button", name="Undo").click()
    await expect(strip).to_contain_text("Undone")
    for order in orders[1:]:
        await expect(grid.cell(order, "status")).to_have_text("Pending")
    await strip.get_by_role("button", name="Put this away").click()
    await expect(strip).to_have_count(0)
    await wide.reload()
    await expect(wide.locator("[row-id]").first).to_be_visible()
    await expect(strip).to_have_count(0)


async def test_all_that_match_but_for_one(visit: Visit) -> None:
    page = await visit()
    grid = await open_grid(page, ADMIN, "/admin/products")
    total = await grid.count()
    left_out, other = await grid.id_at(1), await grid.id_at(2)
    await page.get_by_role("checkbox", name="Select all that match").check()
    await grid.cell(left_out, "select").get_by_role("checkbox").uncheck()
    bar = page.get_by_role("toolbar", name="Selected rows")
    await expect(bar).to_contain_text(f"{total - 1} selected")
    before = await grid.cell(left_out, "description").inner_text()
    await bar.get_by_role("button", name="Edit a field").click()
    await page.get_by_label("Field").select_option("description")
    await page.get_by_label("New value").fill("On offer <b>now</b>")
    await page.get_by_role("button", name="See what would change").click()
    await page.get_by_role("button", name=f"Change {total - 1} products").click()
    await page.get_by_role("button", name="Close").click()
    await expect(grid.cell(other, "description")).to_have_text("On offer <b>now</b>")
    await expect(grid.cell(left_out, "description")).to_have_text(before)


async def test_it_fits_a_phone(narrow: Page) -> None:
    await select_three(narrow)
    await narrow.get_by_role("button", name="Edit a field").click()
    await narrow.get_by_role("radio", name="Cancelled").check()
    await narrow.get_by_role("button", name="See what would change").click()
    await expect(narrow.get_by_role("button", name="Change 3 orders")).to_be_in_viewport(ratio=1)
    assert await accessibility_faults(narrow) == []
    assert await narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")
