"""Following an order: live status, corrections, cancelling, and what is not for the viewer."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import CUSTOMER, STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
STRANGER = "customer00001@example.com"


async def place(page: Page) -> str:
    """Place an order; answers its path."""
    await sign_in(page, CUSTOMER, then="/orders/new")
    await page.locator(".product").first.get_by_role("button").click()
    await page.get_by_label("Ship to", exact=True).fill("1 Quay\nPorttown")
    await page.get_by_role("button", name="Place order").click()
    await page.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}$"))
    await expect(page.locator(".order-status")).to_have_text("Pending")
    return page.url


async def test_the_customer_watches_the_order_change_to_shipped(visit: Visit) -> None:
    customer, staff = await visit(), await visit()
    url = await place(customer)
    await sign_in(staff, STAFF)
    await staff.goto(url)
    await expect(staff.get_by_text("c•••@e•••.com")).to_be_visible()
    await expect(staff.get_by_text(CUSTOMER)).to_have_count(0)
    await staff.get_by_role("button", name="Mark as paid").click()
    await expect(customer.locator(".order-status")).to_have_text("Paid")
    await staff.get_by_role("button", name="Mark as shipped").click()
    await expect(customer.locator(".order-status")).to_have_text("Shipped")
    await expect(customer.get_by_role("status").filter(has_text="The order is now Shipped")).to_have_count(1)
    await expect(customer.get_by_role("listitem").filter(has_text="Shipped")).to_contain_text("The shop")
    await expect(customer.get_by_role("button", name="Cancel order")).to_have_count(0)


async def test_the_list_moves_without_a_reload(visit: Visit) -> None:
    customer, staff = await visit(), await visit()
    url = await place(customer)
    await customer.get_by_role("link", name="Orders").first.click()
    line = customer.locator(f'[data-order="{url.rpartition("/")[2]}"]')
    await expect(line.locator(".status")).to_have_text("Pending")
    await sign_in(staff, STAFF)
    await staff.goto(url)
    await staff.get_by_role("button", name="Mark as paid").click()
    await expect(line.locator(".status")).to_have_text("Paid")


async def test_cancelling_asks_once(wide: Page) -> None:
    await place(wide)
    await wide.get_by_role("button", name="Cancel order").click()
    dialog = wide.get_by_role("dialog", name="Cancel this order?")
    await expect(dialog).to_be_visible()
    await wide.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(wide.locator(".order-status")).to_have_text("Pending")
    await wide.get_by_role("button", name="Cancel order").click()
    await dialog.get_by_role("button", name="Cancel the order").click()
    await expect(wide.locator(".order-status")).to_have_text("Cancelled")


async def test_address_and_note_are_corrected_and_a_meeting_of_two_is_shown(visit: Visit) -> None:
    customer, staff = await visit(), await visit()
    url = await place(customer)
    await sign_in(staff, STAFF)
    await staff.goto(url)
    await customer.get_by_role("button", name="Edit address and note").click()
    await expect(customer.get_by_label("Ship to", exact=True)).to_be_focused()
    await customer.get_by_label("Ship to", exact=True).fill("2 Quay")
    await staff.get_by_role("button", name="Edit address and note").click()
    await staff.get_by_label("Ship to", exact=True).fill("3 Quay")
    await staff.get_by_role("button", name="Save").click()
    await expect(staff.get_by_text("3 Quay", exact=True)).to_be_visible()
    await customer.get_by_role("button", name="Save").click()
    await expect(customer.locator("#field-ship_to-error")).to_contain_text("Now: “3 Quay”")
    await expect(customer.get_by_label("Ship to", exact=True)).to_have_value("2 Quay")
    await customer.get_by_role("button", name="Save").click()
    await expect(staff.get_by_text("2 Quay", exact=True)).to_be_visible()


async def test_a_status_that_moved_meanwhile_does_not_stop_a_note(visit: Visit) -> None:
    customer, staff = await visit(), await visit()
    url = await place(customer)
    await customer.get_by_role("button", name="Edit address and note").click()
    await customer.get_by_label("Note", exact=True).fill("Ring twice")
    await sign_in(staff, STAFF)
    await staff.goto(url)
    await staff.get_by_role("button", name="Mark as paid").click()
    await expect(staff.locator(".order-status")).to_have_text("Paid")
    await customer.get_by_role("button", name="Save").click()
    await expect(customer.get_by_text("Ring twice", exact=True)).to_be_visible()
    await expect(customer.locator(".order-status")).to_have_text("Paid")


async def test_a_refund_asks_once(visit: Visit) -> None:
    customer, staff = await visit(), await visit()
    url = await place(customer)
    await sign_in(staff, STAFF)
    await staff.goto(url)
    await staff.get_by_role("button", name="Mark as paid").click()
    await staff.get_by_role("button", name="Refund", exact=True).click()
    await staff.get_by_role("dialog").get_by_role("button", name="Refund the order").click()
    await expect(customer.locator(".order-status")).to_have_text("Refunded")


async def test_another_persons_order_is_not_found(visit: Visit) -> None:
    customer, stranger = await visit(), await visit()
    url = await place(customer)
    heard: list[str] = []
    stranger.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    await sign_in(stranger, STRANGER)
    await stranger.goto(url)
    await expect(stranger.get_by_role("heading", level=1)).to_have_text("Not found")
    assert not [frame for frame in heard if "Porttown" in frame]


@pytest.mark.parametrize(("width", "dark"), [("wide", True), ("narrow", False)])
async def test_the_pages_of_orders_are_accessible(visit: Visit, width: str, dark: bool) -> None:
    page = await visit(width, dark=dark)
    await sign_in(page, CUSTOMER, then="/orders")
    await expect(page.locator(".row-link").first).to_be_visible()
    assert await accessibility_faults(page) == []
    await page.locator(".row-link").first.click()
    await expect(page.locator(".order-status")).to_be_visible()
    assert await accessibility_faults(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
