"""Taking back, looking back, and seeing what is masked: undo, history, reveal, and rights that are taken away."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, edit_elsewhere, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults, sign_in
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PASSWORD = "a long enough password"


async def three_paid(page: Page) -> tuple[GridPage, list[str]]:
    """Three orders placed just now, which staff have made paid in one go."""
    orders = [await place_order(page) for _ in range(3)]
    grid = await open_grid(page, STAFF, "/admin/orders")
    for order in orders:
        await grid.cell(order, "select").get_by_role("checkbox").check()
    await page.get_by_role("button", name="Edit a field").click()
    await page.get_by_role("radio", name="Paid").check()
    await page.get_by_role("button", name="See what would change").click()
    await page.get_by_role("button", name="Change 3 orders").click()
    await expect(page.get_by_role("dialog").locator(".dg-job-done")).to_have_text("3 changed")
    await page.get_by_role("button", name="Close").click()
    return grid, orders


async def test_an_act_is_undone_by_name_but_for_what_somebody_else_has_changed_since(visit: Visit) -> None:
    page, other = await visit(), await visit()
    grid, orders = await three_paid(page)
    await expect(page.locator(".dg-line")).to_have_text("Status → Paid on 3 ordersUndo")
    await sign_in(other, ADMIN, then="/admin/changes")
    await edit_elsewhere(other, "orders", orders[1], "status", "shipped")
    await expect(grid.cell(orders[1], "status")).to_contain_text("Shipped")
    await grid.cell(orders[0], "status").click()
    await page.keyboard.press("Control+z")
    dialog = page.get_by_role("dialog", name="Not all of it can be taken back")
    await expect(dialog.get_by_role("listitem")).to_contain_text(["changed by someone else"])
    await expect(grid.cell(orders[0], "status")).to_have_text("Paid")
    assert await accessibility_faults(page) == []
    await expect(dialog.get_by_role("button", name="Leave it as it is")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(grid.cell(orders[0], "status")).to_have_text("Pending")
    await expect(grid.voice).to_have_text("Undone: Status → Paid on 3 orders; 1 order left as it is")
    await expect(grid.cell(orders[0], "status")).to_be_focused()
    await page.reload()
    await expect(page.get_by_role("button", name="Do again: Status → Paid on 3 orders")).to_be_enabled()
    await page.keyboard.press("Control+Shift+z")
    await expect(grid.cell(orders[2], "status")).to_have_text("Paid")
    await page.get_by_role("button", name="What I did").click()
    await expect(page.locator(".dg-steps li").first).to_contain_text("Status → Paid on 3 orders")
    assert await accessibility_faults(page) == []


async def test_a_cell_tells_its_story_live_and_a_value_is_restored_by_keyboard(visit: Visit) -> None:
    page, other = await visit(), await visit()
    order = await place_order(page, ship_to="1 First Street")
    grid = await open_grid(page, STAFF, "/admin/orders")
    await grid.write(order, "ship_to", "2 Second Street", key="Shift+Tab")
    await expect(grid.voice).to_contain_text("saved")
    await grid.cell(order, "ship_to").click()
    await page.keyboard.press("Alt+h")
    panel = page.get_by_role("complementary", name="History")
    await expect(panel.get_by_role("listitem")).to_have_count(2)
    await sign_in(other, ADMIN, then="/admin/changes")
    await edit_elsewhere(other, "orders", order, "ship_to", "3 Third Street")
    await expect(panel.get_by_role("listitem").first).to_contain_text(re.compile("3 Third Street.*An admin", re.DOTALL))
    assert await accessibility_faults(page) == []
    await panel.get_by_role("button", name="Restore 1 First Street").press("Enter")
    await expect(grid.cell(order, "ship_to")).to_have_text("1 First Street")
    await panel.get_by_role("button", name="Whole order").click()
    await expect(panel.locator(".dg-act").first).to_contain_text("3 Third Street")
    await expect(panel.locator(".dg-act").last).to_contain_text("Created")
    await page.keyboard.press("Escape")
    await expect(grid.cell(order, "ship_to")).to_be_focused()


async def test_a_masked_value_is_revealed_for_a_reason_that_admins_read(visit: Visit) -> None:
    page, admin = await visit(), await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await page.get_by_role("button", name=re.compile("^Columns")).click()
    await page.get_by_role("checkbox", name="Email").check()
    await page.keyboard.press("Escape")
    await expect(grid.cell(order, "email")).to_have_text("c•••@e•••.com")
    await grid.cell(order, "email").click()
    await page.keyboard.press("Enter")
    reason = page.get_by_role("dialog").get_by_label("Reason")
    await expect(reason).to_be_focused()
    await reason.fill("Because")
    await page.get_by_role("button", name="Reveal", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text("at least 10 characters")
    assert await accessibility_faults(page) == []
    await reason.fill("The parcel came back to us")
    await page.get_by_role("button", name="Reveal", exact=True).click()
    await expect(grid.cell(order, "email")).to_have_text("customer@example.com")
    await expect(grid.cell(order, "email")).to_be_focused()
    await expect(page.locator(".dg-voice")).to_have_text("Email is shown for 5 minutes")
    await page.reload()
    await expect(grid.cell(order, "email")).to_have_text("c•••@e•••.com")
    await sign_in(admin, ADMIN, then="/admin/changes?show=revealed")
    await expect(admin.get_by_role("row").filter(has_text="The parcel came back to us")).to_contain_text("Email")
    assert await accessibility_faults(admin) == []


async def open_as_new_admin(visit: Visit, shop: Shop, email: str) -> tuple[Page, Page, str]:
    """A new admin's grid of people, that of another admin, and the new admin's id."""
    shop.command("create-admin", "--email", email, "--name", "Eve Early", "--password-stdin", stdin=PASSWORD)
    page, ada = await visit(), await visit()
    await sign_in(page, email, PASSWORD, then="/admin/users")
    await expect(page.locator("[row-id]").first).to_be_visible()
    await sign_in(ada, ADMIN, then="/admin/users")
    await ada.get_by_role("searchbox").fill(email)
    row = ada.locator("[row-id]").first
    await expect(row).to_contain_text("Eve Early")
    eve = await row.get_attribute("row-id")
    assert eve
    return page, ada, eve


async def test_a_demoted_admin_loses_the_open_tab_and_an_edit_on_its_way_is_refused(visit: Visit, shop: Shop) -> None:
    page, ada, eve = await open_as_new_admin(visit, shop, "eve.early@example.com")
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route("**/grid/users/edits", hold)
    name = page.locator('[row-id] [col-id="name"]').nth(1)
    before = await name.inner_text()
    await name.click()
    await page.keyboard.press("F2")
    await page.keyboard.type("Somebody Else")
    await page.keyboard.press("Enter")
    await edit_elsewhere(ada, "users", eve, "role", "staff")
    await expect(page.get_by_role("alert").filter(has_text="signed out")).to_be_visible()
    async with page.expect_response("**/grid/users/edits") as answered:
        await held[0].continue_()
    assert (await answered.value).status == 401
    await ada.get_by_role("searchbox").fill("")
    await expect(ada.locator('[row-id] [col-id="name"]').filter(has_text=before)).not_to_have_count(0)
    await expect(ada.get_by_text("Somebody Else")).to_have_count(0)


async def test_who_is_deactivated_is_led_out_of_the_open_tab(visit: Visit, shop: Shop) -> None:
    page, ada, eve = await open_as_new_admin(visit, shop, "eve.later@example.com")
    await edit_elsewhere(ada, "users", eve, "active", value=False)
    await expect(page).to_have_url(re.compile("/login"))
    answer = await page.request.post("/grid/users/rows", data={"limit": 1}, headers={"Origin": shop.url})
    assert answer.status == 401
