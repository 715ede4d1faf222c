"""Who else is on the grid, and on which cell."""

import re

import pytest
from playwright.async_api import expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_cell_that_another_person_edits_is_framed_until_they_leave(visit: Visit) -> None:
    page, other = await visit(), await visit()
    order = await place_order(page)
    mine = await open_grid(page, STAFF, "/admin/orders")
    hers = await open_grid(other, ADMIN, "/admin/orders")
    face = page.locator(".dg-avatar", has_text="AW")
    await expect(face).to_be_visible()
    await mine.cell(order, "status").click()
    await hers.cell(order, "note").click()
    await other.keyboard.press("F2")
    await expect(mine.cell(order, "note").get_by_role("img", name="Ada Winter is editing")).to_have_text("AW")
    await expect(mine.voice).to_have_text(re.compile(r"^Ada Winter is editing Note of order \d+$"))
    await face.hover()
    await expect(face).to_have_accessible_name(re.compile(r"^Ada Winter, editing Note of order \d+$"))
    await expect(face.locator(".dg-tip")).to_be_visible()
    assert await accessibility_faults(page) == []
    await face.press("Enter")
    await expect(mine.cell(order, "note")).to_be_focused()
    await other.context.close()
    await expect(face).to_have_count(0, timeout=5_000)
    await expect(page.locator(".dg-here")).to_have_count(0)
