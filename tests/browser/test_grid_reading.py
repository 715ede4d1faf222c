"""What one sees in the record grid: rows, total, sorts, filters, search, and text that does not fit."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_first_window_and_the_total_are_there(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    await expect(grid.total).to_have_text(re.compile(r"^\d+ orders$"))
    for field in ("number", "customer", "status", "total", "ship_to", "note", "ordered_at"):
        await expect(grid.column(field).first).to_be_attached()
    await expect(
        wide.get_by_role("grid", name="Orders").or_(wide.get_by_role("treegrid", name="Orders"))
    ).to_be_visible()


async def test_a_click_on_a_header_sorts(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    header = wide.locator('.ag-header-cell[col-id="number"]')
    await header.click()
    await expect(header).to_have_attribute("aria-sort", "ascending")
    await expect(wide.locator('[row-index="0"] [col-id="number"]')).to_have_text("1001")
    places = [wide.locator(f'[row-index="{place}"] [col-id="number"]') for place in range(5)]
    numbers = [int(await cell.inner_text()) for cell in places]
    assert numbers == sorted(numbers)
    assert await grid.count() >= len(numbers)


async def test_a_filter_keeps_only_its_status(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    before = await grid.count()
    await grid.filter_set("Status", "Delivered")
    await expect(grid.total).not_to_have_text(f"{before} orders")
    await expect(grid.column("status").filter(has_text="Shipped")).to_have_count(0)
    await expect(grid.column("status").filter(has_text="Delivered").first).to_be_visible()
    assert set(await grid.column("status").all_inner_texts()) == {"Delivered"}
    await wide.get_by_role("button", name="Clear filter: Status").click()
    await expect(grid.total).to_have_text(f"{before} orders")


async def test_search_finds_a_customer_by_the_start_of_a_name_and_says_when_nothing_fits(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    name = await grid.column("customer").first.inner_text()
    start = name.split()[-1][:4]
    await wide.get_by_placeholder(re.compile("Number")).fill(start)
    await expect(grid.column("customer").first).to_contain_text(start)
    await expect(grid.column("customer").filter(has_not_text=start)).to_have_count(0)
    assert start not in wide.url
    await wide.get_by_placeholder(re.compile("Number")).fill("nobodyofthatname")
    await expect(wide.get_by_text("Nothing matches.")).to_be_visible()
    await expect(grid.voice).to_have_text("Nothing matches")
    await wide.get_by_role("button", name="Clear search and filters").click()
    await expect(grid.column("number").first).to_be_visible()


async def test_text_that_does_not_fit_is_told_in_full_on_focus(visit: Visit) -> None:
    address = "12 Very Long Street Name, Apartment 4567, Building B, Far District, 12345 Faraway City"
    page = await visit()
    order = await place_order(page, ship_to=address)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await grid.cell(order, "ship_to").click()
    await expect(page.get_by_role("tooltip")).to_have_text(address)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("tooltip")).to_have_count(0)


@pytest.mark.parametrize("path", ["/admin/orders", "/admin/products", "/admin/users"])
@pytest.mark.parametrize("dark", [False, True])
async def test_grids_at_work_are_accessible(visit: Visit, path: str, dark: bool) -> None:
    page = await visit(dark=dark)
    grid = await open_grid(page, ADMIN, path)
    await expect(grid.total).not_to_be_empty()
    await page.locator("[row-id] .dg-editable").first.click()
    assert await accessibility_faults(page) == []
    await page.keyboard.press("F2")
    await expect(page.locator(".dg-input, .dg-long, .dg-options").first).to_be_visible()
    assert await accessibility_faults(page) == []
