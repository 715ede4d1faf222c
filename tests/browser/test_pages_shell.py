"""The frame: who sees which way, the palette, the theme, the keyboard, signing out."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import ADMIN, CUSTOMER, STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WAYS = {
    CUSTOMER: ["Home", "Orders", "New order", "Profile"],
    STAFF: ["Dashboard", "Orders", "Changes", "Order list", "New order", "Profile"],
    ADMIN: ["Dashboard", "Orders", "Products", "People", "Changes", "Order list", "New order", "Profile"],
}


@pytest.mark.parametrize("email", WAYS)
async def test_each_role_sees_its_own_ways(wide: Page, email: str) -> None:
    await sign_in(wide, email, then="/orders")
    ways = wide.get_by_role("navigation", name="Main").get_by_role("link")
    await expect(ways).to_have_text(WAYS[email])


async def test_a_customer_is_welcomed_by_name(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    await expect(wide.get_by_role("heading", level=1)).to_contain_text("Welcome, ")
    await expect(wide.get_by_role("link", name="Place an order")).to_be_visible()


async def test_the_palette_reaches_pages_orders_and_actions(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders")
    number = (await wide.locator(".row-link").first.inner_text()).lstrip("#")
    await wide.keyboard.press("Control+k")
    box = wide.get_by_role("combobox", name="Page, order number or action")
    await expect(box).to_be_focused()
    assert await accessibility_faults(wide) == []
    await wide.keyboard.type("prof")
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("heading", level=1)).to_have_text("Profile")
    await wide.keyboard.press("Control+k")
    await wide.keyboard.type(number)
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("heading", level=1)).to_have_text(f"Order #{number}")
    await wide.keyboard.press("Control+k")
    await wide.keyboard.type("99999999")
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("alert").filter(has_text="There is no order #99999999")).to_be_visible()


async def test_the_theme_follows_the_system_until_it_is_chosen_and_then_stays(visit: Visit) -> None:
    page = await visit("wide", dark=True)
    await sign_in(page, CUSTOMER, then="/orders")
    html = page.locator("html")
    await expect(html).to_have_class(re.compile("dark"))
    await page.get_by_role("button", name="Use the light theme").click()
    await expect(html).to_have_class(re.compile("light"))
    await page.reload(wait_until="commit")
    await page.wait_for_selector("body", state="attached")
    assert "light" in (await html.get_attribute("class") or "")


async def test_signing_out_leads_to_the_sign_in_page(narrow: Page) -> None:
    await sign_in(narrow, CUSTOMER, then="/orders")
    await narrow.get_by_role("button", name="Sign out").click()
    await narrow.wait_for_url("**/login")
    await narrow.goto("/orders")
    await expect(narrow).to_have_url(re.compile("/login"))


async def test_the_content_is_reached_past_the_rail_by_the_keyboard(wide: Page) -> None:
    await sign_in(wide, CUSTOMER, then="/orders")
    await expect(wide.locator(".row-link").first).to_be_visible()
    await wide.reload()
    await expect(wide.locator(".row-link").first).to_be_visible()
    await wide.keyboard.press("Tab")
    await expect(wide.get_by_role("link", name="Skip to content")).to_be_focused()
    await wide.keyboard.press("Enter")
    await wide.keyboard.press("Tab")
    await expect(wide.locator("main").get_by_role("link", name="New order")).to_be_focused()
    await wide.keyboard.press("Tab")
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("heading", level=1)).to_contain_text("Order #")


async def test_the_demo_logins_stand_on_the_sign_in_page_of_the_demo_only(wide: Page) -> None:
    await wide.goto("/login")
    await expect(wide.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    await wide.wait_for_timeout(500)
    await expect(wide.get_by_text("daybook-demo")).to_have_count(0)
    assert await accessibility_faults(wide) == []
