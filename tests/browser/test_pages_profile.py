"""A person's own account."""

import re
import secrets

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PASSWORD = "a walrus in the larder"


async def sign_up(page: Page) -> str:
    """Create an account by the form; answers its address."""
    email = f"{secrets.token_hex(6)}@example.com"
    await page.goto("/signup")
    await page.get_by_label("Name", exact=True).fill("Nora Newcomer")
    await page.get_by_label("Email", exact=True).fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Nora Newcomer")
    return email


async def test_a_newcomer_is_told_what_to_do_next(wide: Page) -> None:
    await sign_up(wide)
    await expect(wide.get_by_role("link", name="Place your first order")).to_be_visible()
    await wide.goto("/orders")
    await expect(wide.get_by_text("No orders yet")).to_be_visible()
    assert await accessibility_faults(wide) == []


async def test_name_and_formats_are_changed(wide: Page) -> None:
    await sign_up(wide)
    await wide.goto("/profile")
    await wide.get_by_label("Name", exact=True).fill("Nora Known")
    await wide.get_by_label("Numbers and dates").select_option("de")
    await wide.get_by_label("Time zone").fill("Nowhere/At_all")
    await wide.get_by_role("button", name="Save").click()
    await expect(wide.locator("#field-time_zone-error")).to_contain_text("time zone")
    await wide.get_by_label("Time zone").fill("Europe/Berlin")
    await wide.get_by_role("button", name="Save").click()
    await expect(wide.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(wide.locator(".person-name")).to_have_text("Nora Known")
    await wide.goto("/orders/new")
    await expect(wide.locator(".product-price").first).to_have_text(re.compile(r"\d,\d\d\s€"))
    await wide.goto("/profile")
    assert await accessibility_faults(wide) == []


async def test_a_new_password_ends_the_other_sessions(visit: Visit) -> None:
    here, there = await visit(), await visit()
    email = await sign_up(here)
    await sign_in(there, email, PASSWORD, then="/orders")
    await here.goto("/profile")
    await expect(here.get_by_text("signed in on 2 browsers")).to_be_visible()
    await here.get_by_label("Current password").fill("not this one")
    await here.get_by_label("New password").fill("an otter in the attic")
    await here.get_by_role("button", name="Change password").click()
    await expect(here.locator("#field-current_password-error")).to_contain_text("not your present password")
    await here.get_by_label("Current password").fill(PASSWORD)
    await here.get_by_role("button", name="Change password").click()
    await expect(here.get_by_text("You are signed in here only.")).to_be_visible()
    await there.wait_for_url("**/login")


async def test_deleting_the_account_asks_for_a_word_and_signs_out(wide: Page) -> None:
    email = await sign_up(wide)
    await wide.goto("/profile")
    await wide.get_by_role("button", name="Delete account").click()
    dialog = wide.get_by_role("dialog", name="Delete your account?")
    await dialog.get_by_role("button", name="Delete for good").click()
    await expect(dialog.get_by_text("Type DELETE to delete your account")).to_be_visible()
    await dialog.get_by_label("Type DELETE to go on").fill("DELETE")
    await dialog.get_by_role("button", name="Delete for good").click()
    await wide.wait_for_url("**/login")
    await wide.get_by_label("Email", exact=True).fill(email)
    await wide.get_by_label("Password", exact=True).fill(PASSWORD)
    await wide.get_by_role("button", name="Sign in", exact=True).click()
    await expect(wide.get_by_role("alert").filter(has_text="wrong")).to_be_visible()
    await expect(wide.get_by_label("Email", exact=True)).to_have_value(email)
