"""What browser tests do with a record grid: find cells, choose, edit, and act from elsewhere meanwhile."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from app.core.ids import new_id
from tests.support.pages import sign_in
from tests.support.shop import DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class GridPage:
    """A page with a record grid on it."""

    page: Page
    path: str

    def row(self, row_id: str) -> Locator:
        """The parts of a row (AG Grid draws one for each lane)."""
        return self.page.locator(f'[row-id="{row_id}"]')

    def cell(self, row_id: str, field: str) -> Locator:
        """One cell."""
        return self.page.locator(f'[row-id="{row_id}"] [col-id="{field}"]')

    def column(self, field: str) -> Locator:
        """The cells of a column, as drawn."""
        return self.page.locator(f'[row-id] [col-id="{field}"]')

    @property
    def total(self) -> Locator:
        """How many rows there are."""
        return self.page.locator(".dg-total")

    @property
    def voice(self) -> Locator:
        """What a screen reader hears."""
        return self.page.locator(".dg-voice")

    @property
    def note(self) -> Locator:
        """The box under a cell that was refused or is in conflict."""
        return self.page.locator(".dg-note")

    async def id_at(self, place: int) -> str:
        """The record in a row of the list."""
        found = await self.page.locator(f'[row-id][row-index="{place}"]').first.get_attribute("row-id")
        assert found
        return found

    async def count(self) -> int:
        """The total as a number."""
        await expect(self.total).to_contain_text(re.compile(r"\d"))
        return int("".join(c for c in await self.total.inner_text() if c.isdigit()))

    async def choose(self, row_id: str, field: str, letter: str) -> None:
        """Choose by keyboard: open the cell, type the first letter, Enter."""
        await self.cell(row_id, field).click()
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("listbox")).to_be_focused()
        await self.page.keyboard.press(letter)
        await self.page.keyboard.press("Enter")

    async def write(self, row_id: str, field: str, words: str, *, key: str = "Enter") -> None:
        """Replace a cell's text by keyboard."""
        await self.cell(row_id, field).click()
        await self.page.keyboard.press("F2")
        editor = self.page.locator(".dg-input, .dg-long textarea")
        await expect(editor).to_be_focused()
        await editor.fill(words)
        await self.page.keyboard.press(key)

    async def filter_set(self, column: str, *labels: str) -> None:
        """Filter a column by a set of words."""
        await self.page.get_by_role("group", name="Filters").get_by_role("button", name=column, exact=True).click()
        for label in labels:
            await self.page.locator(".dg-panel").get_by_text(label, exact=True).click()
        await self.page.keyboard.press("Escape")


async def open_grid(page: Page, email: str, path: str) -> GridPage:
    """Sign in and open a grid; returns once its first rows are there."""
    await sign_in(page, email, then=path)
    await expect(page.locator("[row-id]").first).to_be_visible()
    return GridPage(page, path)


async def place_order(page: Page, *, ship_to: str = "1 Test Road") -> str:
    """Another person orders, through the API; answers the order's id."""
    request = page.context.request
    signed = await request.post("/api/login", data={"email": "customer@example.com", "password": DEMO_PASSWORD})
    products = (await (await request.get("/api/products?limit=100")).json())["items"]
    answer = await request.post(
        "/api/orders",
        data={"items": [{"product_id": products[0]["id"], "quantity": 1}], "ship_to": ship_to, "note": ""},
        headers={"Authorization": f"Bearer {(await signed.json())['access_token']}", "Idempotency-Key": str(new_id())},
    )
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["id"])


async def edit_elsewhere(page: Page, entity: str, row_id: str, field: str, value: object) -> dict[str, Any]:
    """The same cell is changed through the grid's door by somebody with this page's cookie; answers the row."""
    script = """async ([entity, id, field, value, key]) => {
      const post = (where, message) => fetch(`/grid/${entity}/${where}`, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(message)
      }).then((answer) => answer.json());
      const row = (await post("rows", {ids: [id]})).rows[0];
      return post("edit", {id, field, base: row[field], value, version: row.version, key});
    }"""
    answer = await page.evaluate(script, [entity, str(UUID(row_id)), field, value, str(new_id())])
    assert "row" in answer, json.dumps(answer)
    return answer["row"]
