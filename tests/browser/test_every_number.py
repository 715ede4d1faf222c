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


async def test_the_foot_says_on_a_phone_what_is_what(visit: Visit) -> None:
    page = await visit("narrow")
    await sign_in(page, STAFF, then="/admin/orders?product=&totals=1")
    await total(page, "Customers")
    await page.get_by_role("button", name="What is what").click()
    await expect(page.get_by_text("How many different people placed these orders")).to_be_visible()
    assert await accessibility_faults(page) == []
    await page.get_by_role("button", name="Totals").click()
    await expect(page.locator(".dg-foot")).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"/admin/orders\?product=$"))


async def test_customers_and_hours_are_chosen_in_the_dialog_and_named_in_no_address(visit: Visit) -> None:
    page = await visit()
    await sign_in(page, STAFF, then="/admin/orders")
    await expect(page.locator("[row-id]").first).to_be_visible()
    name = await page.locator('[row-id] [col-id="customer"]').first.inner_text()
    await page.get_by_role("button", name="Filter", exact=True).click()
    await page.get_by_role("button", name="+ Condition").click()
    await page.get_by_label("Column", exact=True).select_option("customer")
    await page.get_by_label("Customer: how it is compared").select_option("any")
    await page.get_by_role("combobox", name="Customer is any of").fill(name)
    await page.locator(".offers").get_by_role("option").first.click()
    chip = page.get_by_role("button", name=f"Filter: Customer is {name}. Change it")
    await expect(chip).to_be_visible()
    await page.get_by_role("button", name="+ Condition").click()
    await page.get_by_label("Column", exact=True).nth(1).select_option("hours")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        await page.get_by_role("button", name=day).click()
    await expect(
        page.get_by_role("button", name=re.compile("Filter: Hour of the week is Mon.Sun 09:00.16:59"))
    ).to_be_visible()
    await expect(page).to_have_url(re.compile(r"customer=[0-9a-f-]{36}&hours=0-9,.*@"))
    assert await accessibility_faults(page) == []
    await page.reload()
    await expect(chip).to_be_visible()
    assert name not in page.url
