"""No edit is lost: while the server fails, while the line is down, and when the session has ended."""

import json

import pytest
from playwright.async_api import Page, Route, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import open_grid, place_order
from tests.support.pages import STAFF, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("fault", ["down", "503"])
async def test_an_edit_waits_for_the_server_and_goes_through_once(visit: Visit, fault: str) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    keys: list[str] = []

    async def fail_first(route: Route) -> None:
        keys.append(json.loads(route.request.post_data or "{}")["act"]["id"])
        if len(keys) > 1:
            await route.continue_()
        elif fault == "down":
            await route.abort()
        else:
            await route.fulfill(status=503, body="{}")

    await page.route("**/grid/orders/edits", fail_first)
    await grid.write(order, "note", "kept")
    await expect(page.get_by_role("button", name="1 edit waiting")).to_be_visible()
    await expect(grid.cell(order, "note")).to_have_text("kept")
    await expect(grid.voice).to_have_text("Note saved")
    await expect(page.locator(".dg-state")).to_have_count(0)
    assert len(keys) == 2
    assert len(set(keys)) == 1


async def _sign_out_elsewhere(page: Page) -> None:
    """The session ends, but not by this page; its cookie stays."""
    answer = await page.context.request.post("/auth/logout", headers={"Origin": page.url.split("/admin")[0]})
    assert answer.ok


async def test_an_edit_outlives_the_session(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await grid.cell(order, "note").click()
    await page.keyboard.press("F2")
    await page.locator(".dg-long textarea").fill("still here")
    await _sign_out_elsewhere(page)
    await expect(page.get_by_role("alert")).to_contain_text("You are signed out")
    await expect(grid.cell(order, "customer").locator(".dg-value")).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="1 edit waiting")).to_be_visible()
    await expect(grid.cell(order, "note").locator(".dg-value")).to_be_visible()
    await expect(grid.cell(order, "note")).to_have_text("still here")
    again = await page.context.new_page()
    await sign_in(again, STAFF, then="/orders")
    await expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_have_count(0, timeout=15_000)
    await expect(grid.cell(order, "note")).to_have_text("still here")
    await expect(page.locator(".dg-state")).to_have_count(0)


async def test_without_unsaved_edits_the_page_leads_to_sign_in(visit: Visit) -> None:
    page = await visit()
    await open_grid(page, STAFF, "/admin/orders")
    await _sign_out_elsewhere(page)
    await page.wait_for_url("**/login?next=%2Fadmin%2Forders")


async def test_an_edit_that_waits_is_still_there_after_a_look_at_another_page(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await page.route("**/grid/orders/edits", lambda route: route.abort())
    await grid.write(order, "note", "carried along")
    waiting = page.get_by_role("button", name="1 edit waiting")
    await expect(waiting).to_be_visible()
    menu = page.get_by_role("navigation", name="Main")
    await menu.get_by_role("link", name="Dashboard").click()
    await page.wait_for_url("**/dashboard")
    await menu.get_by_role("link", name="Orders", exact=True).click()
    await expect(waiting).to_be_visible()
    await expect(grid.cell(order, "note")).to_have_text("carried along")
    await page.unroute("**/grid/orders/edits")
    await expect(grid.voice).to_have_text("Note saved", timeout=15_000)
    await expect(waiting).to_have_count(0)
