"""Files out of a grid and into it, as a person does it."""

import csv
import io
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from app.core.ids import new_id
from tests.support.browser_fixtures import Visit
from tests.support.grid_page import GridPage, open_grid, place_order
from tests.support.pages import ADMIN, STAFF, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def a_file(text: str) -> FilePayload:
    return {"name": "prices.csv", "mimeType": "text/csv", "buffer": text.encode()}


def lines_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


async def choose(page: Page, text: str) -> None:
    await page.get_by_role("button", name="Import", exact=True).click()
    await page.get_by_label("File to import").set_input_files(a_file(text))
    await expect(page.get_by_role("heading", name="Match the columns")).to_be_focused()


async def products(visit: Visit) -> GridPage:
    return await open_grid(await visit(), ADMIN, "/admin/products")


async def test_what_is_searched_for_is_exported_and_stands_in_no_address(visit: Visit) -> None:
    page = await visit()
    order = await place_order(page, ship_to="=cmd()")
    grid = await open_grid(page, STAFF, "/admin/orders")
    number = await grid.cell(order, "number").inner_text()
    await page.get_by_role("searchbox").fill(number)
    await expect(grid.total).to_have_text("1 order")
    await page.get_by_role("button", name="Export").click()
    assert await accessibility_faults(page) == []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Export CSV").click()
    found = await download.value
    rows = lines_of(await found.path())
    assert [(row["Order"], row["Ship to"]) for row in rows] == [(number, "'=cmd()")]
    assert not [url for url in asked if number in url]
    await expect(grid.voice).to_contain_text("Exporting 1 order")


async def test_a_file_is_imported_without_a_mouse(visit: Visit) -> None:
    grid, sku = await products(visit), f"NEW-{new_id().hex[-8:]}"
    page = grid.page
    await choose(page, f"Article number;Name;Price\n{sku};Grüner Tee;12,50\n{sku}-X;;1,00\n")
    assert await accessibility_faults(page) == []
    await page.get_by_label("Article number").focus()
    await expect(page.get_by_label("Article number")).to_have_value("sku")
    for _column in range(4):
        await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="See what would happen")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("tab", name="1 new")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("tabpanel")).to_contain_text("12.50 EUR")
    assert await accessibility_faults(page) == []
    await page.get_by_role("tab", name="1 new").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("tabpanel")).to_contain_text("Name is missing")
    await page.get_by_role("button", name="Add 1 product").press("Enter")
    await expect(page.get_by_role("heading", name="Imported")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Import", exact=True)).to_be_focused()
    await page.get_by_role("searchbox").fill(sku)
    await expect(grid.total).to_have_text("1 product")
    await expect(grid.column("name")).to_have_text("Grüner Tee")


async def test_an_import_goes_on_while_the_page_is_left_and_is_found_again(visit: Visit) -> None:
    grid, sku = await products(visit), f"MANY-{new_id().hex[-8:]}"
    page = grid.page
    lines = "".join(f"{sku}-{number},Thing {number},1.00\n" for number in range(400))
    await choose(page, f"sku,name,price\n{lines}")
    await page.get_by_role("button", name="See what would happen").click()
    await page.get_by_role("button", name="Add 400 products").click()
    await expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    await page.goto("/admin/orders")
    await page.goto("/admin/products")
    await page.get_by_role("button", name="Import").click()
    await expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    await expect(page.locator(".tx-figure.tx-create dd")).to_have_text("400")
    await page.get_by_role("dialog").get_by_role("button", name="Close").last.click()


async def test_a_file_that_cannot_be_is_refused_in_words_before_it_is_sent(visit: Visit) -> None:
    grid = await products(visit)
    page = grid.page
    await page.get_by_role("button", name="Import", exact=True).click()
    await page.get_by_label("File to import").set_input_files({"name": "old.xls", "mimeType": "", "buffer": b"x"})
    await expect(page.get_by_role("alert")).to_contain_text("Save it as .xlsx or CSV")
    await page.get_by_label("File to import").set_input_files(
        {"name": "torn.xlsx", "mimeType": "", "buffer": b"PK\x03\x04 and no more"}
    )
    await expect(page.get_by_role("alert")).to_contain_text("no Excel workbook")
