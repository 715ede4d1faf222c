"""The menu of a card in a browser: reached by keyboard and finger, and what it saves."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.pages import STAFF, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_keyboard_opens_walks_and_leaves_the_menu(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    button = wide.get_by_role("button", name="More about Revenue", exact=True)
    entries = wide.get_by_role("menu", name="More about Revenue", exact=True).get_by_role("menuitem")
    await button.focus()
    await expect(button).to_have_css("opacity", "1")
    await wide.keyboard.press("Enter")
    await expect(entries.first).to_be_focused()
    await wide.keyboard.press("End")
    await expect(entries.last).to_be_focused()
    await wide.keyboard.press("ArrowDown")
    await expect(entries.first).to_be_focused()
    await wide.keyboard.press("ArrowUp")
    await expect(entries.last).to_be_focused()
    await wide.keyboard.press("Escape")
    await expect(entries).to_have_count(0)
    await expect(button).to_be_focused()
    await expect(button).to_have_attribute("aria-expanded", "false")
    await wide.keyboard.press("ArrowUp")
    await expect(entries.last).to_be_focused()
    await wide.keyboard.press("Tab")
    await expect(entries).to_have_count(0)


async def test_a_press_beside_the_menu_closes_it(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    await wide.get_by_role("button", name="More about Top products").click()
    await expect(wide.get_by_role("menu")).to_be_visible()
    await wide.get_by_role("heading", name="Dashboard").click()
    await expect(wide.get_by_role("menu")).to_have_count(0)


async def test_on_a_phone_a_finger_reaches_the_menu_and_its_entries(narrow: Page) -> None:
    await sign_in(narrow, STAFF, then="/dashboard?range=7d")
    button = narrow.get_by_role("button", name="More about Orders", exact=True)
    await expect(button).to_have_css("opacity", "1")
    assert (await button.evaluate("one => [one.offsetWidth, one.offsetHeight]")) == [44, 44]
    await button.click()
    entry = narrow.get_by_role("menuitem").first
    await expect(entry).to_be_in_viewport(ratio=1)
    assert await entry.evaluate("one => one.offsetHeight") >= 44


async def test_a_card_is_saved_as_csv_of_what_the_page_shows(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=last-month&status=delivered")
    row = wide.get_by_role("row", name="Delivered")
    shown = await row.locator(".db-cell-link").first.inner_text()
    await wide.get_by_role("button", name="More about Orders by status").click()
    async with wide.expect_download() as saved:
        await wide.get_by_role("menuitem", name="Download CSV").click()
    download = await saved.value
    assert download.suggested_filename.startswith("daybook-orders-by-status-20")
    lines = (await download.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Status,Orders,Amount,Compared orders,Change,Currency"
    delivered = next(line for line in lines if line.startswith("Delivered,")).split(",")
    assert delivered[1] == shown.replace(",", "")
    await expect(wide.get_by_role("button", name="More about Orders by status")).to_be_focused()


async def test_what_stands_against_a_file_is_said(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    button = wide.get_by_role("button", name="More about Revenue", exact=True)
    await expect(button).to_be_visible()
    await wide.context.set_offline(True)
    await button.click()
    await wide.get_by_role("menuitem", name="Download CSV").click()
    said = wide.get_by_role("alert").filter(has_text="The CSV file was not saved: the server could not be reached.")
    await expect(said).to_be_visible()


async def test_a_card_is_saved_as_a_picture_of_both_kinds(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    revenue = await wide.locator(".db-figure .db-value").first.inner_text()
    for kind in ("SVG", "PNG"):
        await wide.get_by_role("button", name="More about Revenue", exact=True).click()
        async with wide.expect_download() as saved:
            await wide.get_by_role("menuitem", name=f"Download {kind}").click()
        download = await saved.value
        assert re.fullmatch(rf"daybook-revenue-20.*\.{kind.lower()}", download.suggested_filename)
        content = (await download.path()).read_bytes()
        if kind == "SVG":
            assert f">{revenue}</text>" in content.decode()
        else:
            assert content.startswith(b"\x89PNG")
            assert int.from_bytes(content[16:20], "big") == 880
            # A picture of nothing would be far smaller.
            assert len(content) > 8_000


async def test_a_file_that_the_server_refuses_is_told_with_the_reason(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    await wide.get_by_role("button", name="More about Revenue", exact=True).click()
    await wide.evaluate("history.replaceState(history.state, '', '/dashboard?from=nonsense')")
    await wide.get_by_role("menuitem", name="Download PNG").click()
    why = "The PNG file was not saved: in the address, from must be an ISO 8601 date"
    said = wide.get_by_role("alert").filter(has_text=why)
    await expect(said).to_be_visible()
