"""What happens elsewhere shows in the record grid: edits, new orders, and rows that no longer belong."""

import re

import pytest
from playwright.async_api import expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import edit_elsewhere, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_edit_shows_in_a_second_browser(visit: Visit) -> None:
    page, other = await visit(), await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    watching = await open_grid(other, ADMIN, "/admin/orders")
    await expect(watching.cell(order, "status")).to_have_text("Pending")
    await grid.cell(order, "status").click()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("listbox")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(grid.cell(order, "status")).to_have_text("Paid")
    await expect(watching.cell(order, "status")).to_have_text("Paid")


async def test_a_new_order_appears_by_itself_where_nobody_is_at_work(visit: Visit) -> None:
    page = await visit()
    grid = await open_grid(page, STAFF, "/admin/orders")
    before = await grid.count()
    order = await place_order(page)
    await expect(grid.cell(order, "status")).to_be_visible()
    await expect(page.locator(".dg-news")).to_have_text("1 new order")
    await expect(grid.voice).to_have_text("1 new order")
    await expect(grid.total).to_have_text(f"{before + 1} orders")
    await expect(page.locator(".dg-arrived")).to_have_count(0)


async def test_new_orders_wait_while_somebody_edits(visit: Visit) -> None:
    page = await visit()
    mine = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    before = await grid.count()
    await grid.cell(mine, "note").click()
    await page.keyboard.press("F2")
    await page.locator(".dg-long textarea").fill("half written")
    orders = [await place_order(page), await place_order(page)]
    pill = page.get_by_role("button", name="2 new orders")
    await expect(pill).to_be_visible()
    await expect(grid.total).to_have_text(f"{before + 2} orders")
    await expect(page.locator(".dg-long textarea")).to_have_value("half written")
    assert await accessibility_faults(page) == []
    await page.keyboard.press("Escape")
    await pill.focus()
    await page.keyboard.press("Enter")
    for order in orders:
        await expect(grid.cell(order, "status")).to_be_visible()
    await expect(pill).to_have_count(0)


async def test_new_orders_that_the_filter_keeps_out_are_not_announced(visit: Visit) -> None:
    page, other = await visit(), await visit()
    grid = await open_grid(page, STAFF, "/admin/orders")
    all_orders = await open_grid(other, ADMIN, "/admin/orders")
    await grid.filter_set("Status", "Delivered")
    await expect(grid.column("status").filter(has_text="Pending")).to_have_count(0)
    delivered = await grid.count()
    order = await place_order(page)
    await expect(all_orders.cell(order, "status")).to_be_visible()
    await page.get_by_role("button", name="Clear filter: Status").click()
    await expect(grid.cell(order, "status")).to_be_visible()
    await grid.filter_set("Status", "Delivered")
    await expect(grid.total).to_have_text(f"{delivered} orders")
    await expect(page.locator(".dg-arrived, .dg-news")).to_have_count(0)


async def test_a_row_that_no_longer_matches_is_marked_before_it_leaves(visit: Visit) -> None:
    page, other = await visit(), await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await open_grid(other, ADMIN, "/admin/orders")
    await grid.filter_set("Status", "Pending")
    await expect(grid.column("status").filter(has_not_text="Pending")).to_have_count(0)
    pending = await grid.count()
    await edit_elsewhere(other, "orders", order, "status", "paid")
    await expect(grid.cell(order, "status")).to_have_text("Paid")
    await expect(grid.row(order).first).to_have_class(re.compile("dg-left"))
    await expect(grid.row(order).get_by_role("img", name="No longer matches")).to_be_visible()
    await expect(grid.total).to_have_text(re.compile(rf"^{pending - 1} orders?$"))
    assert await accessibility_faults(page) == []
    await page.get_by_role("button", name="1 no longer matches").click()
    await expect(grid.row(order)).to_have_count(0)
