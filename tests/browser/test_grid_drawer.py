"""The row drawer: everything about a record beside the grid, by keyboard, live, and when others are at it too."""

import json
from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, Page, Route, expect

from app.core.ids import new_id
from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, edit_elsewhere, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass(frozen=True, slots=True)
class Drawer:
    """The drawer of an order on a grid's page."""

    grid: GridPage
    order: str

    @property
    def side(self) -> Locator:
        return self.grid.page.locator(".dg-side-drawer")

    @property
    def lines(self) -> Locator:
        return self.side.locator("[data-line]")

    @property
    def quantity(self) -> Locator:
        return self.side.get_by_role("spinbutton").first

    @property
    def total(self) -> Locator:
        return self.side.get_by_label("Total of the order")

    async def stored(self) -> tuple[list[int], int]:
        """The quantities of the lines and the total in minor units, as the server has them."""
        origin = {"Origin": self.grid.page.url.split("/admin")[0]}
        asking = self.grid.page.context.request
        answer = await asking.post("/grid/orders/detail", data={"id": self.order}, headers=origin)
        sheet = (await answer.json())["sheet"]
        return [line["quantity"] for line in sheet["lines"]], int(sheet["order"]["total_price"]["amount"])

    async def assert_saved(self) -> None:
        """Every total on the page is that of the server."""
        await expect(self.side.get_by_text("not saved yet")).to_have_count(0)
        _, amount = await self.stored()
        words = f"{amount / 100:,.2f}"
        for shown in (self.total, self.side.locator(".dr-head strong"), self.grid.cell(self.order, "total")):
            await expect(shown).to_contain_text(words)


async def open_drawer(page: Page, email: str, order: str) -> Drawer:
    """Sign in, and open the order's drawer by a click on its number."""
    grid = await open_grid(page, email, "/admin/orders")
    await grid.cell(order, "number").get_by_role("link").click()
    drawer = Drawer(grid, order)
    await expect(drawer.lines.first).to_be_visible()
    return drawer


async def edit_lines_elsewhere(drawer: Drawer, quantity: int) -> None:
    """The first line is changed through the door by somebody with this page's cookie."""
    script = """async ([id, quantity, key]) => {
      const post = (where, message) => fetch(`/grid/orders/${where}`, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(message)
      }).then((answer) => answer.json());
      const line = (await post("detail", {id})).sheet.lines[0];
      const base = {quantity: line.quantity, unit_price: line.unit_price.amount, line_total: line.line_total.amount};
      return post("lines", {id, edits: [{op: "set", line_id: line.id, base, quantity}], key});
    }"""
    answer = await drawer.grid.page.evaluate(script, [drawer.order, quantity, str(new_id())])
    assert answer["outcomes"][0]["state"] == "saved", answer


async def test_an_order_is_worked_on_by_keyboard_alone(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    grid = await open_grid(page, STAFF, "/admin/orders")
    drawer = Drawer(grid, order)
    keys = page.keyboard
    await grid.cell(order, "customer").click()
    for key in ("ArrowLeft", "Enter"):
        await keys.press(key)
    await expect(drawer.quantity).to_have_value("1")
    await drawer.quantity.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown"):
        await keys.press(key)
    await keys.press("Enter")
    await expect(grid.voice).to_contain_text("saved")
    await drawer.assert_saved()
    assert (await drawer.stored())[0] == [2]

    await drawer.side.get_by_role("combobox").focus()
    await keys.press("ArrowDown")
    # The order has the first product; the second is another one.
    other = drawer.side.get_by_role("option").nth(1)
    await expect(other).to_be_visible()
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await expect(other).to_have_attribute("aria-selected", "true")
    await keys.press("Enter")
    await expect(drawer.lines).to_have_count(2)
    await drawer.assert_saved()
    await drawer.lines.last.get_by_role("button", name="Remove").focus()
    await keys.press("Enter")
    await expect(drawer.lines).to_have_count(1)
    await expect(drawer.side.get_by_role("button", name="Undo")).to_be_focused()
    await keys.press("Enter")
    await expect(drawer.lines).to_have_count(2)
    await drawer.assert_saved()

    title = drawer.side.get_by_role("heading", level=2)
    here = await title.inner_text()
    await drawer.side.get_by_label("Note").focus()
    await keys.type("ring twice")
    await keys.press("Alt+ArrowDown")
    await expect(title).not_to_have_text(here)
    await expect(drawer.side.get_by_label("Note")).to_be_focused()
    await keys.press("Alt+ArrowUp")
    await expect(title).to_have_text(here)
    await expect(drawer.side.get_by_label("Note")).to_have_value("ring twice")
    assert await accessibility_faults(page) == []
    await keys.press("Escape")
    await expect(drawer.side).to_have_count(0)
    focused = "document.activeElement.closest('[row-id]')?.getAttribute('row-id')"
    assert await page.evaluate(focused) == order


async def test_what_another_person_does_shows_in_place_and_one_line_for_two_is_a_choice(visit: Visit) -> None:
    page, other = await visit(), await visit(dark=True)
    order = await place_order(page)
    mine, theirs = await open_drawer(page, STAFF, order), await open_drawer(other, ADMIN, order)
    await edit_lines_elsewhere(theirs, 4)
    await expect(mine.quantity).to_have_value("4")
    await edit_elsewhere(other, "orders", order, "note", "from next door")
    await expect(mine.side.get_by_label("Note")).to_have_value("from next door")
    await mine.assert_saved()

    await mine.quantity.fill("9")

    late: list[Route] = []

    async def be_late(route: Route) -> None:
        late.append(route)
        if len(late) == 1:
            await edit_lines_elsewhere(theirs, 5)
        await route.continue_()

    await page.route("**/grid/orders/lines", be_late)
    await page.keyboard.press("Enter")
    choice = mine.side.get_by_role("group", name="Changed by someone else")
    await expect(choice).to_contain_text("Theirs")
    assert [word.split(" ")[0] for word in await choice.locator("dd").all_inner_texts()] == ["4", "5", "9"]
    assert await accessibility_faults(page) == []
    await choice.get_by_role("button", name="Keep mine").click()
    await expect(theirs.quantity).to_have_value("9")
    await mine.assert_saved()
    await theirs.assert_saved()


async def test_a_line_that_somebody_changes_under_the_typing_is_a_choice_too(visit: Visit) -> None:
    """What is typed was meant for the line as it stood; what the person did themselves just before is no conflict."""
    page, other = await visit(), await visit()
    order = await place_order(page)
    mine, theirs = await open_drawer(page, STAFF, order), await open_drawer(other, ADMIN, order)
    await mine.quantity.press("ArrowUp")
    await mine.quantity.press("Enter")
    await mine.quantity.press("ArrowUp")
    await mine.quantity.press("Enter")
    await expect(theirs.quantity).to_have_value("3")
    await mine.quantity.fill("9")
    await edit_lines_elsewhere(theirs, 5)
    await expect(theirs.quantity).to_have_value("5")
    await expect(mine.total).to_have_text(await theirs.total.inner_text())
    await mine.quantity.press("Enter")
    choice = mine.side.get_by_role("group", name="Changed by someone else")
    await expect(choice).to_contain_text("Theirs")
    assert [word.split(" ")[0] for word in await choice.locator("dd").all_inner_texts()] == ["3", "5", "9"]
    await choice.get_by_role("button", name="Take theirs").click()
    await expect(mine.quantity).to_have_value("5")
    await mine.assert_saved()


async def test_a_gesture_whose_answer_is_lost_counts_once(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page)
    drawer = await open_drawer(page, STAFF, order)
    keys: list[str] = []

    async def lose_first(route: Route) -> None:
        keys.append(json.loads(route.request.post_data or "{}")["key"])
        if len(keys) == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/grid/orders/lines", lose_first)
    await drawer.side.get_by_role("combobox").click()
    await drawer.side.get_by_role("option").nth(1).click()
    await expect(page.get_by_role("button", name="1 edit waiting")).to_be_visible()
    await expect(page.locator(".dg-state")).to_have_count(0)
    await drawer.assert_saved()
    assert (await drawer.stored())[0] == [1, 1]
    assert (len(keys), len(set(keys))) == (2, 1)


async def test_the_lines_of_a_shipped_order_say_why_they_stand(visit: Visit) -> None:
    page = await visit("narrow")
    order = await place_order(page)
    drawer = await open_drawer(page, STAFF, order)
    for status in ("paid", "shipped"):
        await edit_elsewhere(page, "orders", order, "status", status)
    await expect(drawer.side).to_contain_text("The order is shipped: its lines stand as they left the shop.")
    await expect(drawer.side.get_by_role("spinbutton")).to_have_count(0)
    box = await drawer.side.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    await drawer.side.get_by_role("button", name="Status").click()
    option = drawer.side.get_by_role("option", name="Cancelled")
    await expect(option).to_have_attribute("aria-disabled", "true")
    await expect(option).to_contain_text("From shipped an order can become delivered or refunded")
    assert await accessibility_faults(page) == []


async def test_a_product_is_edited_beside_the_list_and_what_is_wrong_is_kept(visit: Visit) -> None:
    page = await visit()
    grid = await open_grid(page, ADMIN, "/admin/products")
    product = await grid.id_at(0)
    await grid.cell(product, "category").click()
    await page.keyboard.press("Alt+Enter")
    side = page.locator(".dg-side-drawer")
    price = side.get_by_label("Price")
    await price.fill("cheap")
    await page.keyboard.press("Enter")
    await expect(price).to_have_attribute("aria-invalid", "true")
    await expect(side).to_contain_text("Type an amount such as 12.50")
    await expect(price).to_have_value("cheap")
    await price.fill("4.25")
    await page.keyboard.press("Enter")
    await expect(side.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(grid.cell(product, "price")).to_contain_text("4.25")
