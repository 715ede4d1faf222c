"""Editing in the record grid: by keyboard, and refused with what was typed kept."""

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = ["'; DROP TABLE orders; --", "=cmd|'/c calc'!A0", "<img src=x onerror=alert(1)>", "👩\u200d🚀 שלום ünï"]


async def test_the_status_is_changed_without_a_mouse(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await grid.cell(order, "number").click()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    options = page.get_by_role("listbox")
    await expect(options.get_by_role("option", name="Shipped")).to_have_attribute("aria-disabled", "true")
    await expect(options.get_by_role("option", name="Shipped")).to_contain_text("From pending")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(grid.cell(order, "status")).to_have_text("Paid")
    await expect(grid.voice).to_have_text("Status saved")
    await page.reload()
    await expect(grid.cell(order, "status")).to_have_text("Paid")


async def test_escape_reverts(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page, ship_to="5 Old Road")
    grid = await open_grid(page, STAFF, "/admin/orders")
    await grid.write(order, "ship_to", "6 New Road", key="Escape")
    await expect(grid.cell(order, "ship_to")).to_have_text("5 Old Road")


async def test_text_is_only_ever_text(visit: Visit) -> None:
    page = await visit()
    orders = {text: await place_order(page) for text in HOSTILE}
    grid = await open_grid(page, STAFF, "/admin/orders")
    for text, order in orders.items():
        await grid.write(order, "note", text)
    await expect(page.locator(".dg-mark")).to_have_count(0)
    await page.reload()
    for text, order in orders.items():
        await expect(grid.cell(order, "note")).to_have_text(text)


async def test_a_refused_price_keeps_what_was_typed_and_says_why(wide: Page) -> None:
    grid = await open_grid(wide, ADMIN, "/admin/products")
    product = await grid.id_at(1)
    before = await grid.cell(product, "price").inner_text()
    for typed, shown, why in (("twelve", "twelve", "Type an amount"), ("-5", "-5", "at least 0")):
        await grid.write(product, "price", typed)
        await expect(grid.voice).to_contain_text("Price not saved")
        await grid.cell(product, "price").click()
        await expect(grid.cell(product, "price")).to_have_text(shown)
        await expect(grid.note).to_contain_text(why)
        assert await accessibility_faults(wide) == []
        await wide.keyboard.press("Escape")
        await expect(grid.cell(product, "price")).to_have_text(before)


async def test_what_no_database_holds_is_refused_in_words(wide: Page) -> None:
    grid = await open_grid(wide, ADMIN, "/admin/products")
    product = await grid.id_at(2)
    for typed, why in (("a\x00b", "must not hold control characters"), ("x" * 10_000, "at most 200 characters")):
        await grid.cell(product, "name").click()
        await wide.keyboard.press("F2")
        await wide.locator(".dg-input").evaluate("(input) => input.removeAttribute('maxlength')")
        await wide.locator(".dg-input").fill(typed)
        await wide.keyboard.press("Enter")
        await expect(grid.voice).to_contain_text(why)
        await grid.cell(product, "name").click()
        await wide.keyboard.press("Escape")
    await expect(wide.locator(".dg-invalid")).to_have_count(0)


async def test_a_price_and_a_flag_are_saved(wide: Page) -> None:
    grid = await open_grid(wide, ADMIN, "/admin/products")
    product = await grid.id_at(3)
    await grid.write(product, "price", "12,34")
    await expect(grid.cell(product, "price")).to_have_text("€12.34")
    flag = grid.cell(product, "active").locator(".dg-flag")
    was = await flag.get_attribute("aria-label")
    await grid.cell(product, "active").click()
    await expect(flag).to_have_attribute("aria-label", "No" if was == "Yes" else "Yes")
    await wide.keyboard.press("Space")
    await expect(flag).to_have_attribute("aria-label", was or "")


async def test_the_last_admin_cannot_be_demoted(wide: Page) -> None:
    grid = await open_grid(wide, ADMIN, "/admin/users")
    await wide.get_by_role("searchbox").fill(ADMIN)
    await expect(grid.column("email")).to_have_text([ADMIN])
    person = await grid.id_at(0)
    await grid.choose(person, "role", "s")
    await expect(grid.voice).to_contain_text("Role not saved")
    await grid.cell(person, "role").click()
    await expect(grid.note).to_contain_text("last active admin")
    await wide.get_by_role("button", name="Discard").click()
    await expect(grid.cell(person, "role")).to_have_text("Admin")
