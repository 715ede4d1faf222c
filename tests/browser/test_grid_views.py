"""Views in the browser: the address is in step, views are saved and shared, columns obey keys and nothing is lost."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from app.core.ids import new_id
from tests.support.browser_fixtures import Visit
from tests.support.grid_page import open_grid
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ORDERS = "/admin/orders"


def unused_name() -> str:
    """A name that no other test has given."""
    return f"Late {new_id()}"


def switcher(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^View: "))


def search(page: Page) -> Locator:
    return page.get_by_placeholder(re.compile("Number"))


async def headers(page: Page) -> list[str]:
    """The columns of ours as they stand, from the left."""
    cells = page.locator(".ag-header-cell[col-id]:not([col-id=select])")
    places = await cells.evaluate_all(
        "all => all.map((one) => [one.getBoundingClientRect().x, one.getAttribute('col-id')])"
    )
    return [name for _, name in sorted(places)]


async def save_as(page: Page, name: str, *, shared: bool = False) -> None:
    await switcher(page).click()
    await page.get_by_role("button", name="Save as a new view…").click()
    await page.get_by_label("Name", exact=True).fill(name)
    if shared:
        await page.get_by_label("Share with the team").check()
    await page.keyboard.press("Enter")
    await expect(switcher(page)).to_have_accessible_name(f"View: {name}")
    await expect(page).to_have_url(re.compile(r"\?view=[0-9a-f-]{36}$"))


async def test_what_is_looked_at_stands_in_the_address_and_opens_the_same_for_another_person(visit: Visit) -> None:
    mine, theirs = await visit(), await visit()
    grid = await open_grid(mine, ADMIN, ORDERS)
    await grid.filter_set("Status", "Delivered")
    await mine.locator('.ag-header-cell[col-id="total"]').click()
    await expect(mine).to_have_url(re.compile(r"\?status=delivered&sort=total$"))
    await expect(grid.column("status").filter(has_not_text="Delivered")).to_have_count(0)
    name = (await grid.column("customer").first.inner_text()).split()[-1]
    await search(mine).fill(name[:4])
    await expect(mine).to_have_url(re.compile(r"\?view=[0-9a-f-]{36}$"))
    await expect(grid.total).to_have_text(re.compile(r"\d"))
    total = await grid.total.inner_text()
    await open_grid(theirs, STAFF, ORDERS)
    await theirs.goto(mine.url)
    await mine.reload()
    for page in (mine, theirs):
        await expect(search(page)).to_have_value(name[:4])
        await expect(page.locator(".dg-total")).to_have_text(total)
        await expect(page.locator('.ag-header-cell[col-id="total"]')).to_have_attribute("aria-sort", "ascending")
        assert set(await page.locator('[row-id] [col-id="status"]').all_inner_texts()) == {"Delivered"}


async def test_changes_of_a_view_are_kept_until_they_are_discarded_and_back_leads_to_them(wide: Page) -> None:
    await open_grid(wide, ADMIN, ORDERS)
    name = unused_name()
    await save_as(wide, name)
    saved = wide.url
    await search(wide).fill("1001")
    await expect(switcher(wide)).to_have_accessible_name(f"View: {name}, changed since it was saved")
    changed = wide.url
    assert changed != saved
    await switcher(wide).press("Enter")
    await wide.get_by_role("button", name="Discard changes").press("Enter")
    await expect(search(wide)).to_have_value("")
    await expect(wide).to_have_url(saved)
    await wide.go_back()
    await expect(search(wide)).to_have_value("1001")
    await expect(wide).to_have_url(changed)
    await switcher(wide).press("Enter")
    await expect(wide.get_by_role("combobox", name="Find a view")).to_be_focused()
    await wide.keyboard.type("all orders")
    await wide.keyboard.press("Enter")
    await expect(switcher(wide)).to_have_accessible_name("View: All orders")
    await expect(switcher(wide)).to_be_focused()
    await expect(search(wide)).to_have_value("")


async def test_columns_are_moved_hidden_and_widened_by_keyboard_and_stand_in_the_address(wide: Page) -> None:
    grid = await open_grid(wide, STAFF, ORDERS)
    await wide.get_by_role("button", name=re.compile("^Columns")).press("Enter")
    panel = wide.get_by_role("complementary", name="Columns")
    await panel.get_by_label("Customer", exact=True).press("Alt+ArrowDown")
    await expect(grid.voice).to_have_text("Customer is column 3 of 7")
    await expect(panel.get_by_label("Customer", exact=True)).to_be_focused()
    await panel.get_by_label("Note", exact=True).press("Space")
    await panel.get_by_label("Channel", exact=True).press("Space")
    await expect(panel.get_by_label("Channel", exact=True)).to_be_focused()
    await panel.get_by_label("Width of Total, in pixels").fill("210")
    await panel.get_by_label("Keep Status at the left edge").press("Enter")
    arranged = "number.p,status.p,customer,total.210,ordered_at,ship_to,channel"
    await expect(wide).to_have_url(re.compile(re.escape(f"?cols={arranged}") + "$"))
    await wide.keyboard.press("Escape")
    await expect(wide.get_by_role("button", name=re.compile("^Columns"))).to_be_focused()
    await wide.reload()
    await expect(grid.column("number").first).to_be_visible()
    assert await headers(wide) == [word.partition(".")[0] for word in arranged.split(",")]
    box = await wide.locator('.ag-header-cell[col-id="total"]').bounding_box()
    assert box
    assert box["width"] == 210


async def test_a_view_that_changed_in_another_window_is_not_overwritten(visit: Visit) -> None:
    first = await visit()
    await open_grid(first, ADMIN, ORDERS)
    name = unused_name()
    await save_as(first, name)
    second = await first.context.new_page()
    await second.goto(first.url)
    await expect(switcher(second)).to_have_accessible_name(f"View: {name}")
    for page, column in ((first, "total"), (second, "number")):
        await page.locator(f'.ag-header-cell[col-id="{column}"]').click()
        await expect(switcher(page)).to_have_accessible_name(re.compile("changed since it was saved"))
        await switcher(page).click()
        await page.get_by_role("button", name="Save changes").click()
    told = second.get_by_role("alertdialog")
    await expect(told).to_contain_text("Nothing is overwritten yet")
    await expect(told).to_be_focused()
    await told.get_by_role("button", name="Open it as it is now").click()
    await expect(second.locator('.ag-header-cell[col-id="total"]')).to_have_attribute("aria-sort", "ascending")
    await expect(switcher(second)).to_have_accessible_name(f"View: {name}")


@pytest.mark.parametrize(("width", "dark"), [("wide", False), ("narrow", True)])
async def test_a_deleted_view_can_be_brought_back_and_all_of_it_is_accessible(
    visit: Visit, width: str, dark: bool
) -> None:
    page = await visit(width, dark=dark)
    await open_grid(page, ADMIN, ORDERS)
    name = unused_name()
    await save_as(page, name, shared=True)
    await switcher(page).click()
    await expect(page.get_by_role("option", name=name)).to_be_visible()
    assert await accessibility_faults(page) == []
    await page.get_by_role("button", name="Delete").click()
    await expect(switcher(page)).to_have_accessible_name("View: All orders")
    assert await accessibility_faults(page) == []
    await page.get_by_role("button", name="Undo", exact=True).click()
    await expect(switcher(page)).to_have_accessible_name(f"View: {name}")
    await page.get_by_role("button", name=re.compile("^Columns")).click()
    await expect(page.get_by_role("complementary", name="Columns")).to_be_visible()
    assert await accessibility_faults(page) == []
