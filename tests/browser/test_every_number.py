"""A figure opens its rows, the foot equals it, and what is changed there moves it."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, place_order
from tests.support.pages import STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def total(page: Page, label: str) -> str:
    """A figure of the grid's foot."""
    figure = page.locator(".dg-foot-total").filter(has=page.get_by_text(label, exact=True)).locator("dd").first
    await expect(figure).to_have_text(re.compile(r"\d"))
    return await figure.inner_text()


async def test_a_figure_opens_its_rows_and_moves_when_they_are_changed_there(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    await sign_in(page, STAFF, then="/dashboard?range=today")
    revenue = page.locator(".db-card").filter(has=page.get_by_role("heading", name="Revenue", exact=True))
    figure = revenue.get_by_role("link", name="Revenue: the orders behind it").locator(".db-value")
    await expect(figure).to_have_text(re.compile(r"\d"))
    before = await figure.inner_text()
    await revenue.get_by_role("link", name="Revenue: the orders behind it").click()
    await page.wait_for_url(re.compile(r"/admin/orders\?status=paid,shipped,delivered&.*totals=1"))
    assert await total(page, "Total") == before
    assert await accessibility_faults(page) == []
    # The order of today is not paid yet, so it is not among these.
    await expect(page.locator(f'[row-id="{order}"]')).to_have_count(0)
    await page.get_by_role("button", name="Clear filter: Status").click()
    grid = GridPage(page, "/admin/orders")
    await grid.choose(order, "status", "p")
    await expect(grid.cell(order, "status")).to_have_text("Paid")
    await grid.filter_set("Status", "Paid", "Shipped", "Delivered")
    await expect(page.locator(".dg-foot-total").nth(1).locator("dd").first).not_to_have_text(before)
    paid = await total(page, "Total")
    await page.go_back()
    await expect(figure).to_have_text(paid)
    assert paid != before
