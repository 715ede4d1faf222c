"""Two people in one row of the record grid: the same cell is a conflict, different cells merge."""

import pytest
from playwright.async_api import expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, edit_elsewhere, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _in_conflict(visit: Visit) -> tuple[GridPage, str]:
    page, other = await visit(), await visit()
    order = await place_order(page, ship_to="1 Base Road")
    grid = await open_grid(page, STAFF, "/admin/orders")
    await open_grid(other, ADMIN, "/admin/orders")
    await grid.cell(order, "ship_to").click()
    await page.keyboard.press("F2")
    await page.locator(".dg-long textarea").fill("2 My Road")
    await edit_elsewhere(other, "orders", order, "ship_to", "3 Their Road")
    await page.keyboard.press("Enter")
    await expect(grid.voice).to_contain_text("changed by someone else")
    await grid.cell(order, "ship_to").click()
    for words in ("1 Base Road", "2 My Road", "3 Their Road"):
        await expect(grid.note).to_contain_text(words)
    return grid, order


@pytest.mark.parametrize(("choice", "stands"), [("Keep mine", "2 My Road"), ("Take theirs", "3 Their Road")])
async def test_a_conflict_is_settled_in_the_cell_by_keyboard(visit: Visit, choice: str, stands: str) -> None:
    grid, order = await _in_conflict(visit)
    assert await accessibility_faults(grid.page) == []
    await grid.page.keyboard.press("Enter")
    await expect(grid.page.get_by_role("button", name="Keep mine")).to_be_focused()
    if choice == "Take theirs":
        await grid.page.keyboard.press("Tab")
    await grid.page.keyboard.press("Enter")
    await expect(grid.note).to_have_count(0)
    await expect(grid.cell(order, "ship_to")).to_have_text(stands)
    await expect(grid.page.locator(".dg-state")).to_have_count(0)
    await grid.page.reload()
    await expect(grid.cell(order, "ship_to")).to_have_text(stands)


async def test_two_people_on_two_cells_of_a_row_both_stand(visit: Visit) -> None:
    page, other = await visit(), await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await open_grid(other, ADMIN, "/admin/orders")
    await grid.cell(order, "ship_to").click()
    await page.keyboard.press("F2")
    await page.locator(".dg-long textarea").fill("9 Merged Road")
    await edit_elsewhere(other, "orders", order, "note", "ring twice")
    await expect(grid.cell(order, "note")).to_have_text("ring twice")
    await page.keyboard.press("Enter")
    await expect(grid.voice).to_have_text("Ship to saved")
    await expect(grid.cell(order, "ship_to")).to_have_text("9 Merged Road")
    await expect(grid.cell(order, "note")).to_have_text("ring twice")
