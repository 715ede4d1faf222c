"""The record grids' pages and the change log."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import ADMIN, CUSTOMER, STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_link_with_filters_shows_only_their_orders(wide: Page) -> None:
    await sign_in(wide, STAFF)
    await wide.goto("/admin/orders?status=delivered&from=2020-01-01&to=2100-01-01")
    statuses = wide.locator('[row-id] [col-id="status"]')
    await expect(statuses.first).to_have_text(re.compile("Delivered"))
    assert {await cell.inner_text() for cell in await statuses.all()} == {"Delivered"}
    await wide.goto("/admin/orders?from=never")
    await expect(wide.get_by_text("cannot be used: the dates")).to_be_visible()


async def test_a_product_is_added_and_stands_in_the_grid_at_once(wide: Page) -> None:
    await sign_in(wide, ADMIN, then="/admin/products")
    await wide.get_by_role("button", name="New product").click()
    dialog = wide.get_by_role("dialog", name="New product")
    await expect(dialog.get_by_label("SKU")).to_be_focused()
    await dialog.get_by_label("SKU").fill("AAA-1")
    await dialog.get_by_label("Name").fill("Aardvark mug")
    await dialog.get_by_label("Price in").fill("twelve")
    await dialog.get_by_role("button", name="Add product").click()
    await expect(dialog.locator("#field-price-error")).to_contain_text("plain decimal number")
    assert await accessibility_faults(wide) == []
    await dialog.get_by_label("Price in").fill("12,50")
    await dialog.get_by_role("button", name="Add product").click()
    await expect(dialog).to_have_count(0)
    await wide.get_by_placeholder("Name or SKU").fill("AAA-1")
    await expect(wide.locator('[row-id] [col-id="price"]').first).to_contain_text("12.50")


async def test_the_log_masks_what_is_personal_for_all_but_admins(visit: Visit) -> None:
    customer, staff, admin = await visit(), await visit(), await visit()
    await sign_in(staff, STAFF, then="/admin/changes")
    await sign_in(admin, ADMIN, then="/admin/changes")
    await sign_in(customer, CUSTOMER, then="/orders/new")
    await customer.locator(".product").first.get_by_role("button").click()
    await customer.get_by_label("Ship to", exact=True).fill("7 Hidden Mews")
    await customer.get_by_role("button", name="Place order").click()
    await customer.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
    await expect(admin.get_by_text("7 Hidden Mews")).to_be_visible()
    await expect(staff.locator(".c-new", has_text="changed (personal)").first).to_be_visible()
    await expect(staff.get_by_text("7 Hidden Mews")).to_have_count(0)
    await admin.get_by_label("About").select_option("product")
    await expect(admin.get_by_text("7 Hidden Mews")).to_have_count(0)


async def test_a_day_is_typed_over_another_without_losing_the_field(wide: Page) -> None:
    """The log follows each day that is whole meanwhile; the field stays the person's."""
    await sign_in(wide, ADMIN, then="/admin/changes?since=2025-11-24")
    since = wide.get_by_label("From")
    await expect(since).to_have_value("2025-11-24")
    await since.focus()
    await wide.keyboard.type("12")
    await wide.wait_for_url(re.compile("since=2025-12-24"))
    await wide.keyboard.type("312027")
    await wide.wait_for_url(re.compile("since=2027-12-31"))
    await expect(wide.get_by_text("Nothing in the log is like that")).to_be_visible()
    await expect(since).to_be_focused()
    await wide.get_by_role("link", name="Show all changes").click()
    await expect(since).to_have_value("")


async def test_a_customer_finds_no_admin_page(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders")
    for path in ("/admin/orders", "/admin/products", "/admin/users", "/admin/changes"):
        answer = await wide.goto(path)
        assert answer is not None
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/admin/orders", "/admin/products", "/admin/users", "/admin/changes"])
@pytest.mark.parametrize(("width", "dark"), [("wide", False), ("narrow", True)])
async def test_the_admin_pages_are_accessible(visit: Visit, path: str, width: str, dark: bool) -> None:
    page = await visit(width, dark=dark)
    await sign_in(page, ADMIN, then=path)
    await expect(page.locator("[row-id], .c-what").first).to_be_visible()
    assert await accessibility_faults(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
