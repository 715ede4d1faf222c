"""Filters and sorts that are built: by keyboard in the panel, shown as chips in words, kept in the address."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.grid_page import open_grid
from tests.support.pages import STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_conditions_are_built_by_keyboard_and_can_be_taken_away(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    before = await grid.count()
    await wide.keyboard.press("Control+Shift+F")
    panel = wide.get_by_role("complementary", name="Filter and sort")
    await panel.get_by_role("button", name="+ Condition").press("Enter")
    await expect(panel.get_by_label("Column", exact=True)).to_be_focused()
    await panel.get_by_label("Column", exact=True).select_option("ordered_at")
    await panel.get_by_label("Ordered is in", exact=True).select_option("last_30_days")
    await panel.get_by_role("button", name="+ Group").press("Enter")
    inner = panel.get_by_role("group", name="Group of conditions")
    await inner.get_by_label("Column", exact=True).select_option("status")
    await inner.get_by_label("Paid").press("Space")
    await inner.get_by_role("button", name="+ Condition").press("Enter")
    await inner.get_by_label("Column", exact=True).nth(1).select_option("total")
    await inner.get_by_label("Total is between, from").fill("100")
    chip = wide.get_by_role("button", name="Filter: Status is Paid or Total is from €100.00. Change it")
    await expect(chip).to_be_visible()
    await expect(grid.total).not_to_have_text(f"{before} orders")
    await expect(wide).to_have_url(re.compile("ordered_at=last_30_days"))
    assert await accessibility_faults(wide) == []
    await wide.get_by_role("button", name="Remove the filter: Status is Paid or Total is from €100.00").click()
    await expect(inner).to_have_count(0)
    await panel.get_by_role("button", name="Remove all conditions").click()
    await expect(grid.total).to_have_text(f"{before} orders")
    await wide.keyboard.press("Escape")
    await expect(panel).to_have_count(0)


async def test_a_product_is_found_by_its_name(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    before = await grid.count()
    await wide.get_by_role("button", name="Filter", exact=True).click()
    await wide.get_by_role("button", name="+ Condition").click()
    await wide.get_by_label("Column", exact=True).select_option("product")
    box = wide.get_by_role("combobox", name="Product is any of")
    await box.fill("earl")
    await expect(wide.get_by_role("listbox", name="Product: choices").get_by_role("option")).to_have_count(1)
    await box.press("Enter")
    await expect(wide.get_by_role("button", name=re.compile("Filter: Product is TEA-"))).to_be_visible()
    await expect(grid.total).not_to_have_text(f"{before} orders")


async def test_several_sorts_come_from_the_headers_and_from_the_panel(wide: Page) -> None:
    await open_grid(wide, STAFF, "/admin/orders")
    status, total = (wide.locator(f'.ag-header-cell[col-id="{field}"]') for field in ("status", "total"))
    await status.click()
    await total.click(modifiers=["Shift"])
    await wide.get_by_role("button", name="Sort, 2 set").click()
    panel = wide.get_by_role("complementary", name="Filter and sort")
    await expect(panel.get_by_label("Sort 1")).to_have_value("status")
    await panel.get_by_label("Total: direction").select_option("true")
    await expect(total).to_have_attribute("aria-sort", "descending")
    await expect(wide).to_have_url(re.compile("sort=status(,|%2C)-total"))
    await panel.get_by_role("button", name="Sort by Total sooner").click()
    await expect(panel.get_by_label("Sort 1")).to_have_value("total")
    await panel.get_by_role("button", name="Do not sort by Status").click()
    await expect(status).not_to_have_attribute("aria-sort", "ascending")


async def test_what_goes_away_by_its_own_doing_leaves_the_focus_in_the_grid(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, "/admin/orders")
    await grid.filter_set("Status", "Paid")
    await wide.get_by_role("button", name="Clear filter: Status").press("Enter")
    filters = wide.get_by_role("group", name="Filters")
    await expect(filters.get_by_role("button", name="Status", exact=True)).to_be_focused()
    await wide.get_by_role("searchbox").fill("no such order")
    await wide.get_by_role("button", name="Clear search and filters").press("Enter")
    await expect(wide.get_by_role("region", name="Orders")).to_be_focused()


async def test_a_panel_that_covers_the_page_keeps_the_keys_until_it_is_closed(narrow: Page) -> None:
    await open_grid(narrow, STAFF, "/admin/orders")
    opener = narrow.get_by_role("button", name="Sort", exact=True)
    await opener.press("Enter")
    panel = narrow.get_by_role("complementary", name="Filter and sort")
    await expect(panel).to_be_focused()
    await narrow.keyboard.press("Shift+Tab")
    await expect(panel.get_by_role("button", name="+ Sort")).to_be_focused()
    await narrow.keyboard.press("Tab")
    await expect(panel.get_by_role("button", name="Close: Filter and sort")).to_be_focused()
    await narrow.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(opener).to_be_focused()
