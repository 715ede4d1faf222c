"""What was typed and not saved yet outlives its page, for the one who typed it."""

from collections.abc import Sequence

import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, edit_elsewhere, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
KEPT = """async () => {
  const opened = indexedDB.open("daybook-unsent");
  await new Promise((done) => { opened.onsuccess = done; });
  const asked = opened.result.transaction("sealed").objectStore("sealed").getAll();
  await new Promise((done) => { asked.onsuccess = done; });
  const text = new TextDecoder("latin1");
  return asked.result.map((record) => JSON.stringify(record) + text.decode(record.body));
}"""


async def kept(page: Page) -> Sequence[str]:
    """What lies in the browser's storage, as bytes."""
    found: list[str] = await page.evaluate(KEPT)
    return found


async def wait_until_kept(page: Page, count: int) -> None:
    while len(await kept(page)) != count:
        await page.wait_for_timeout(20)


async def write_offline(page: Page, grid: GridPage, order: str, words: str) -> None:
    """The edit is made while the door cannot be reached, and kept."""
    await page.route("**/grid/orders/edits", lambda route: route.abort())
    await grid.write(order, "note", words)
    await expect(page.get_by_role("button", name="1 edit waiting")).to_be_visible()
    await wait_until_kept(page, 1)


async def test_waiting_edits_and_a_draft_outlive_the_page_and_are_accounted_for(visit: Visit) -> None:
    page, other = await visit(), await visit()
    first, second, third = [await place_order(page) for _ in range(3)]
    grid = await open_grid(page, STAFF, "/admin/orders")
    await sign_in(other, ADMIN, then="/orders")
    await write_offline(page, grid, first, "kept for me alone")
    await grid.write(second, "note", "mine")
    await edit_elsewhere(other, "orders", second, "note", "hers")
    await grid.cell(third, "note").click()
    await page.keyboard.press("F2")
    await page.locator(".dg-long textarea").fill("half a sent")
    await wait_until_kept(page, 3)
    assert not any("kept for me" in record or "half a sent" in record for record in await kept(page))
    await expect(page.get_by_role("status").filter(has_text="Offline since")).to_contain_text("2 edits wait here")
    await page.unroute("**/grid/orders/edits")
    await page.reload()
    account = page.get_by_role("region", name="What became of your edits")
    await expect(account).to_contain_text("While you were away: 1 saved, 1 in conflict, 1 unfinished")
    assert await accessibility_faults(page) == []
    await expect(grid.cell(first, "note")).to_have_text("kept for me alone")
    await account.get_by_role("button", name="Note of order").filter(has_text="order").nth(0).click()
    await expect(page.locator(".ag-cell:focus")).to_have_count(1)
    await account.get_by_role("button", name="Close").click()
    await grid.cell(third, "note").click()
    await expect(grid.cell(third, "note")).to_be_focused()
    await expect(grid.note).not_to_contain_text("hers")
    await grid.note.get_by_role("button", name="Edit again").click()
    await expect(page.locator(".dg-long textarea")).to_have_value("half a sent")
    await page.keyboard.type("!")
    await page.keyboard.press("Enter")
    await expect(grid.cell(third, "note")).to_have_text("half a sent!")
    await grid.cell(second, "note").click()
    await grid.note.get_by_role("button", name="Take theirs").click()
    await expect(grid.cell(second, "note")).to_have_text("hers")
    await wait_until_kept(page, 0)


async def test_edits_that_wait_are_sent_by_nobody_but_who_typed_them(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await write_offline(page, grid, order, "typed by Sam")
    tab = await page.context.new_page()
    await tab.request.post("/auth/logout", headers={"Origin": page.url.split("/admin")[0]})
    theirs = await open_grid(tab, ADMIN, "/admin/orders")
    await page.unroute("**/grid/orders/edits")
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await expect(page.get_by_role("alert")).to_contain_text("Somebody else is signed in here now")
    await page.close(run_before_unload=False)
    await tab.reload()
    await expect(theirs.cell(order, "note")).to_have_text("")
    await expect(tab.get_by_role("region", name="What became of your edits")).to_have_count(0)
    await tab.request.post("/auth/logout", headers={"Origin": tab.url.split("/admin")[0]})
    await tab.wait_for_url("**/login*")
    again = await open_grid(tab, STAFF, "/admin/orders")
    await expect(tab.get_by_role("region", name="What became of your edits")).to_contain_text("1 saved")
    await expect(again.cell(order, "note")).to_have_text("typed by Sam")


async def test_two_tabs_send_what_a_third_left_once(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await write_offline(page, grid, order, "once")
    tabs = [await page.context.new_page() for _ in range(2)]
    await page.close(run_before_unload=False)
    sent: list[str] = []
    for tab in tabs:
        tab.on("request", lambda request: sent.append(request.url) if request.url.endswith("/edits") else None)
        await tab.goto("/admin/orders", wait_until="commit")
    for tab in tabs:
        await expect(GridPage(tab, "").cell(order, "note")).to_have_text("once")
        await wait_until_kept(tab, 0)
    assert len(sent) == 1


async def test_a_browser_that_keeps_nothing_says_so_and_asks_before_it_leaves(visit: Visit) -> None:
    page = await visit()
    await page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error(); } } })"
    )
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    await page.route("**/grid/orders/edits", lambda route: route.abort())
    await grid.write(order, "note", "in memory only")
    await expect(page.get_by_role("status").filter(has_text="Offline since")).to_contain_text("would be lost")
    async with page.expect_event("dialog") as asked:
        await page.close(run_before_unload=True)
    assert (await asked.value).type == "beforeunload"
    await (await asked.value).dismiss()
