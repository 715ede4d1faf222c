"""The grid as a spreadsheet: ranges, copying, filling, pasting with a preview, and keys over all rows."""

import json

import pytest
from playwright.async_api import Page, Request, expect

from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def at_hand(page: Page, text: str) -> None:
    """Put text on the clipboard, as another program would."""
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.evaluate("(text) => navigator.clipboard.writeText(text)", text)


async def copied(page: Page) -> str:
    """What is on the clipboard."""
    return str(await page.evaluate("() => navigator.clipboard.readText()"))


def gestures(page: Page) -> list[tuple[str, int]]:
    """The gestures that the page sends from now on: kind and number of cells."""
    sent: list[tuple[str, int]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/edits"):
            message = json.loads(request.post_data or "{}")
            sent.append((message["act"]["kind"], len(message["cells"])))

    page.on("request", note)
    return sent


async def three_orders(page: Page) -> tuple[GridPage, list[str]]:
    """A grid whose first three rows are new orders, the newest first."""
    made = [await place_order(page, ship_to=f"{number} Test Road") for number in (3, 2, 1)]
    grid = await open_grid(page, STAFF, "/admin/orders")
    await expect(page.locator('[row-id][row-index="0"]').first).to_have_attribute("row-id", made[-1])
    return grid, made[::-1]


async def test_a_range_is_reached_copied_filled_and_cleared_by_keys(visit: Visit) -> None:
    page = await visit()
    grid, (one, two, three) = await three_orders(page)
    await at_hand(page, "")
    sent = gestures(page)
    await grid.cell(one, "ship_to").click()
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        await page.keyboard.press(key)
    await expect(grid.voice).to_have_text("3 rows \u00d7 2 columns selected")
    await expect(grid.cell(three, "note")).to_have_attribute("aria-selected", "true")
    assert await accessibility_faults(page) == []
    await page.keyboard.press("Control+c")
    await expect(grid.voice).to_have_text("Copied 6 cells")
    assert await copied(page) == "1 Test Road\t\n2 Test Road\t\n3 Test Road\t"
    await page.keyboard.type("=1+1")
    await page.keyboard.press("Control+Enter")
    await expect(grid.cell(two, "note")).to_have_text("=1+1")
    await expect(grid.voice).to_have_text("6 cells: 6 saved")
    await page.keyboard.press("Control+c")
    assert (await copied(page)).startswith("'=1+1\t'=1+1\n")
    await page.keyboard.press("Delete")
    await expect(grid.cell(three, "ship_to")).to_have_text("")
    await grid.write(one, "note", "ring twice")
    await grid.cell(one, "note").click()
    await grid.cell(three, "note").click(modifiers=["Shift"])
    await page.keyboard.press("Control+d")
    await expect(grid.cell(three, "note")).to_have_text("ring twice")
    assert sent == [("fill", 6), ("clear", 6), ("edit", 1), ("fill", 2)]


async def test_a_table_is_shown_before_it_is_pasted_as_one_gesture(visit: Visit) -> None:
    page = await visit()
    grid, (one, two, three) = await three_orders(page)
    sent = gestures(page)
    await at_hand(
        page,
        'note\tstatus\tshoe\n"two\nlines"\tPAID\tx\n=cmd()\tShipped\ty\n\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d🚀\n',
    )
    await grid.cell(one, "customer").click()
    await page.keyboard.press("Control+v")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("status")).to_have_text("4 cells will change, 1 is refused, 2 are left out")
    await expect(dialog.get_by_role("row").nth(2)).to_contain_text("From pending an order can become")
    assert await accessibility_faults(page) == []
    assert sent == []
    await expect(dialog.get_by_role("button", name="Paste 4 cells")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("status")).to_contain_text("4 cells pasted. 1 cell was refused")
    await dialog.get_by_role("button", name="Copy the refused").click()
    await expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert (await copied(page)).splitlines()[1].split("\t")[1:3] == ["Status", "Shipped"]
    await page.keyboard.press("Escape")
    await expect(grid.cell(one, "status")).to_have_text("Paid")
    await expect(grid.cell(two, "note")).to_have_text("=cmd()")
    await expect(grid.cell(two, "status")).to_have_text("Pending")
    await expect(grid.cell(three, "note")).to_have_text("\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d🚀")
    assert sent == [("paste", 4)]


async def test_one_value_is_pasted_at_once_and_kept_where_it_does_not_fit(visit: Visit) -> None:
    page = await visit()
    grid, (one, *_) = await three_orders(page)
    await at_hand(page, "paid\r\n")
    await grid.cell(one, "status").click()
    await page.keyboard.press("Control+v")
    await expect(grid.cell(one, "status")).to_have_text("Paid")
    await at_hand(page, "one\ttwo\n" * 60_000)
    await grid.cell(one, "ship_to").click()
    await page.keyboard.press("Control+v")
    await expect(page.get_by_role("dialog")).to_contain_text("at most 5,000 cells can be pasted at a time")
    await page.keyboard.press("Escape")
    await at_hand(page, "next year")
    await grid.cell(one, "ordered_at").click()
    await page.keyboard.press("Control+v")
    await expect(grid.note).to_contain_text("Type a date and time such as")
    await expect(grid.cell(one, "ordered_at")).to_have_text("next year")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(grid.voice).to_have_text("Ordered saved")
    await expect(grid.cell(one, "ship_to")).to_be_focused()


async def test_keys_that_come_faster_than_an_editor_opens_go_where_they_would_have_gone(visit: Visit) -> None:
    page = await visit()
    grid, (one, two, three) = await three_orders(page)
    await grid.cell(one, "note").click()
    # All of them in one turn, as from a scanner or on a slow machine: no editor can have opened meanwhile.
    keys = [*"first", "Enter", *"wrong", "Enter", "ArrowUp", *"second", "Enter", "ArrowLeft", *"street", "Tab", *"last"]
    await page.evaluate(
        """(keys) => keys.forEach((key) => {
          const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(press);
        })""",
        [*keys, "Enter"],
    )
    await expect(grid.cell(three, "note")).to_have_text("last")
    await expect(grid.cell(three, "ship_to")).to_have_text("street")
    await expect(grid.cell(two, "note")).to_have_text("second")
    await expect(grid.cell(one, "note")).to_have_text("first")


async def test_the_same_words_are_said_again(visit: Visit) -> None:
    page = await visit()
    grid, (one, two, _) = await three_orders(page)
    await grid.cell(one, "customer").click()
    await page.keyboard.press("F2")
    await expect(grid.voice).to_have_text("Customer cannot be edited")
    before = await grid.voice.locator("span").element_handle()
    await grid.cell(two, "customer").click()
    await page.keyboard.press("F2")
    assert before
    await page.wait_for_function("(said) => !said.isConnected", arg=before)
    await expect(grid.voice).to_have_text("Customer cannot be edited")


async def test_a_letter_made_with_altgr_opens_the_cell(visit: Visit) -> None:
    page = await visit()
    grid, (one, *_) = await three_orders(page)
    await grid.cell(one, "note").click()
    # Windows tells it as Ctrl and Alt.
    await page.evaluate("""() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
      key: "@", ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true, cancelable: true,
    }))""")
    await expect(page.get_by_role("textbox", name="Note")).to_have_value("@")


async def test_keys_lead_to_every_row(wide: Page) -> None:
    grid = await open_grid(wide, ADMIN, "/admin/orders")
    last = await grid.count() - 1
    await grid.cell(await grid.id_at(0), "status").click()
    await wide.keyboard.press("Control+End")
    await expect(wide.locator(f'[row-index="{last}"] [col-id="note"]')).to_be_focused()
    await expect(wide.locator(f'[row-index="{last}"][row-id] [col-id="ship_to"]')).not_to_be_empty()
    await wide.keyboard.press("Home")
    await expect(wide.locator(f'[row-index="{last}"] [col-id="number"]')).to_be_focused()
    await wide.keyboard.press("Control+Home")
    await expect(wide.locator('[row-index="0"] [col-id="number"]')).to_be_focused()
    await wide.keyboard.press("Control+a")
    await expect(grid.voice).to_contain_text(f"{last + 1:,} rows")
    await wide.keyboard.press("Escape")
    await expect(wide.locator(".dg-range")).to_have_count(0)
    await wide.keyboard.press("ArrowRight")
    for back in ("Escape", "ArrowDown"):
        await wide.keyboard.press("Control+f")
        await expect(wide.get_by_role("searchbox")).to_be_focused()
        await wide.keyboard.press(back)
        await expect(wide.locator('[row-index="0"] [col-id="customer"]')).to_be_focused()


async def test_the_sheet_of_keys_opens_where_no_cell_takes_the_letter(wide: Page) -> None:
    grid = await open_grid(wide, ADMIN, "/admin/products")
    product = await grid.id_at(2)
    await grid.cell(product, "sku").click()
    await wide.keyboard.press("Shift+?")
    await expect(wide.get_by_role("dialog", name="Keys of the table")).to_be_visible()
    assert await accessibility_faults(wide) == []
    await wide.keyboard.press("Escape")
    await expect(grid.cell(product, "sku")).to_be_focused()
    await grid.cell(product, "price").click()
    await wide.keyboard.type("-3")
    await expect(wide.get_by_role("alert")).to_have_text("Price must be at least 0.00")
    assert await accessibility_faults(wide) == []
    await wide.keyboard.press("Escape")
    await expect(wide.locator(".dg-invalid")).to_have_count(0)
