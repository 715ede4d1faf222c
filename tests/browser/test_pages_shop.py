"""A customer in the shop: browse, fill the cart, place the order once."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import ADMIN, CUSTOMER, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def add_first(page: Page, *, which: int = 0) -> str:
    """Put a product into the cart; answers its name."""
    product = page.locator(".product").nth(which)
    name = await product.get_by_role("heading").inner_text()
    await product.get_by_role("button", name=f"Add {name}").click()
    await expect(page.locator("#cart").get_by_text(name, exact=True)).to_be_visible()
    return name


async def empty_cart(page: Page) -> None:
    """Take everything out of the cart."""
    await expect(page.locator(".product").first).to_be_visible()
    while await page.locator("#cart").get_by_role("button", name=re.compile("^Remove ")).count():
        await page.locator("#cart").get_by_role("button", name=re.compile("^Remove ")).first.click()
        await page.wait_for_timeout(150)


async def test_the_cart_survives_a_reload_and_holds_nothing_about_the_person(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders/new")
    name = await add_first(wide)
    await wide.get_by_role("button", name=f"One more of {name}").click()
    total = wide.locator("#cart-total")
    await expect(wide.get_by_label(f"Quantity of {name}").locator("visible=true").last).to_have_value("2")
    await wide.wait_for_timeout(600)
    shown = await total.inner_text()
    await wide.get_by_label("Ship to", exact=True).fill("99 Secret Lane")
    await wide.reload()
    await expect(total).to_have_text(shown)
    kept = await wide.evaluate("JSON.stringify(Object.values(localStorage))")
    assert "Secret" not in kept
    assert "@" not in kept
    await empty_cart(wide)


async def test_a_double_click_places_one_order_and_leads_to_it(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders")
    before = await wide.locator(".row-link").first.inner_text()
    await wide.goto("/orders/new")
    await empty_cart(wide)
    name = await add_first(wide, which=1)
    await wide.get_by_label("Ship to", exact=True).fill("1 Quay\nPorttown")
    await wide.get_by_role("button", name="Place order").dblclick()
    await wide.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
    await expect(wide.get_by_role("rowheader", name=re.compile(re.escape(name)))).to_be_visible()
    number = int((await wide.get_by_role("heading", level=1).inner_text()).rpartition("#")[2])
    assert number == int(before.lstrip("#")) + 1 or number > int(before.lstrip("#"))
    await wide.goto("/orders")
    await expect(wide.locator(".row-link").first).to_have_text(f"#{number}")
    await expect(wide.locator(".row-link").nth(1)).to_have_text(before)


async def test_an_empty_address_is_named_at_its_field_and_nothing_typed_is_lost(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders/new")
    await empty_cart(wide)
    await add_first(wide)
    await wide.get_by_label("Ship to", exact=True).fill("")
    await wide.get_by_label("Note", exact=True).fill("Ring twice")
    await wide.get_by_role("button", name="Place order").click()
    await expect(wide.locator("#field-ship_to-error")).to_contain_text("must not be empty")
    await expect(wide.get_by_label("Note", exact=True)).to_have_value("Ring twice")
    await expect(wide.get_by_label("Ship to", exact=True)).to_be_focused()
    await empty_cart(wide)


async def test_a_product_taken_from_sale_is_named_in_the_open_cart(visit: Visit) -> None:
    shopper, admin = await visit(), await visit()
    await sign_in(shopper, CUSTOMER, then="/orders/new")
    await empty_cart(shopper)
    name = await add_first(shopper, which=2)
    await sign_in(admin, ADMIN, then="/admin/products")
    row = admin.get_by_role("row").filter(has=admin.get_by_text(name, exact=True))
    await row.locator('[col-id="active"]').click()
    await expect(shopper.locator("#cart").get_by_text("No longer for sale. Remove it to go on.")).to_be_visible()
    await expect(shopper.get_by_role("button", name="Place order")).to_be_disabled()
    await row.locator('[col-id="active"]').click()
    await expect(shopper.get_by_role("button", name="Place order")).to_be_enabled()
    await empty_cart(shopper)


async def test_search_and_category_narrow_the_shelves(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders/new")
    name = await wide.locator(".product h2").first.inner_text()
    await wide.get_by_label("Search products").fill(name)
    await expect(wide.locator(".product")).to_have_count(1)
    await wide.get_by_label("Search products").fill("nothing is called so")
    await expect(wide.get_by_text("Nothing matches")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [("wide", False), ("narrow", True)])
async def test_the_shop_is_accessible(visit: Visit, width: str, dark: bool) -> None:
    page = await visit(width, dark=dark)
    await sign_in(page, CUSTOMER, then="/orders/new")
    await add_first(page)
    assert await accessibility_faults(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await empty_cart(page)


async def test_a_cart_that_was_placed_while_the_answer_was_lost_is_not_placed_again(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders/new")
    await empty_cart(wide)
    await add_first(wide)
    await wide.get_by_label("Ship to", exact=True).fill("5 Lost Lane")
    kept = await wide.evaluate("localStorage.getItem('daybook:cart')")
    await wide.get_by_role("button", name="Place order").click()
    await wide.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
    await wide.goto("/profile")
    await wide.evaluate("text => localStorage.setItem('daybook:cart', text)", kept)
    await wide.goto("/orders/new")
    await expect(wide.get_by_text(re.compile(r"Your order #\d+ was placed"))).to_be_visible()
    await expect(wide.get_by_text("Nothing in it yet.")).to_be_visible()


async def test_a_changed_price_is_told_at_its_line(visit: Visit) -> None:
    shopper, admin = await visit(), await visit()
    await sign_in(shopper, CUSTOMER, then="/orders/new")
    await empty_cart(shopper)
    name = await add_first(shopper, which=3)
    await sign_in(admin, ADMIN, then="/admin/products")
    row = admin.get_by_role("row").filter(has=admin.get_by_text(name, exact=True))
    await row.locator('[col-id="price"]').dblclick()
    await admin.keyboard.press("Control+a")
    await admin.keyboard.type("1234.56")
    await admin.keyboard.press("Enter")
    await expect(shopper.locator(".cart-notice")).to_contain_text("The price has changed. Was €")
    await expect(shopper.locator("#cart-total")).to_have_text("€1,234.56")
    await empty_cart(shopper)
