"""A catalogue through the wizard: what it shows is what it does."""

from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import select

from app.core.database import read_session
from app.core.errors import Forbidden, NotFound
from app.core.paging import GridQuery
from app.features.catalog import service as catalog
from app.features.transfers import service as transfers
from app.features.transfers.checking import check_waiting
from app.features.transfers.schemas import MAX_FILE, Columns, FileTooLarge, FileUnreadable, Shape, Start
from app.models import Entity, Job
from tests.features.orders.shop import product
from tests.features.transfers.wizard import book, counts, preview, refused, run, text, upload
from tests.support.cast import Person
from tests.support.records import edit_product

pytestmark = pytest.mark.asyncio
CATALOGUE = text(
    "SKU,Name,Price,Category,For sale",
    "TEA-1,Green tea,2.50,Tea,yes",
    "CUP-1,Cup,12.00,,no",
    "BUN-1,,1.00,,",
    "JAM-1,Jam,much,,",
    "CUP-1,Cup again,1.00,,",
)


async def rows(ada: Person) -> dict[str, tuple[object, ...]]:
    found = await catalog.window(ada.actor(), GridQuery(limit=500))
    return {row.sku: (row.name, row.price, row.category, row.active) for row in found}


async def test_new_changed_same_and_refused_are_told_apart_before_anything_is_written(ada: Person) -> None:
    await product(ada, "TEA-1", price=200)
    told = await preview(ada, CATALOGUE)
    assert counts(told) == {"update": 1, "create": 1, "refused": 3}
    assert told["job"]["state"] == "draft"
    (update,) = told["preview"]["shown"]["update"]
    assert update["line"] == 2
    assert {(c["label"], c["before"], c["after"]) for c in update["changes"]} == {
        ("Name", "Product TEA-1", "Green tea"),
        ("Price", "2.00 EUR", "2.50 EUR"),
        ("Category", "", "Tea"),
    }
    assert await refused(ada, told) == [
        "4,BUN-1,name,required,Name is missing",
        "5,JAM-1,price,not_a_decimal,Price is no amount such as 12.50",
        "6,CUP-1,sku,duplicate_key,SKU stands in an earlier line already",
    ]
    assert list(await rows(ada)) == ["TEA-1"], "nothing is written yet"


async def test_the_run_does_what_the_preview_shows_and_again_changes_nothing(ada: Person) -> None:
    await product(ada, "TEA-1", price=200)
    told = await run(ada, await preview(ada, CATALOGUE))
    job = told["job"]
    assert (job["state"], job["changed"], job["refused"]) == ("done", 2, 3)
    assert {r["code"]: r["count"] for r in job["reasons"] if r["state"] == "changed"} == {"created": 1, "updated": 1}
    assert await rows(ada) == {
        "TEA-1": ("Green tea", 250, "Tea", True),
        "CUP-1": ("Cup", 1200, "", False),
    }
    assert counts(await preview(ada, CATALOGUE)) == {"unchanged": 2, "refused": 3}


async def test_what_somebody_changed_after_the_preview_is_not_overwritten(ada: Person) -> None:
    tea = await product(ada, "TEA-1", price=200)
    told = await preview(ada, text("sku,price", "TEA-1,2.50"))
    await edit_product(ada.actor(), tea, "price", 200, 300)
    told = await run(ada, told)
    assert told["job"]["refused"] == 1
    assert (await rows(ada))["TEA-1"][1] == 300
    (line,) = await refused(ada, told)
    assert line == "2,TEA-1,,field_conflict,Price: Somebody else has changed this since the preview"


async def test_a_file_of_some_columns_only_changes_what_is_there(ada: Person) -> None:
    await product(ada, "TEA-1", price=200)
    told = await preview(ada, text("sku,price", "TEA-1,2.50", "NEW-1,3.00"))
    assert told["only_updates"] == ["Name"]
    assert counts(told) == {"update": 1, "refused": 1}


async def test_empty_cells_keep_what_is_there_unless_told_otherwise(ada: Person) -> None:
    await run(ada, await preview(ada, text("sku,name,price,category", "TEA-1,Tea,2.00,Warm")))
    emptied = text("sku,category", "TEA-1,")
    assert counts(await preview(ada, emptied)) == {"unchanged": 1}
    assert counts(await preview(ada, emptied, blanks="clear")) == {"update": 1}


@pytest.mark.parametrize(
    "data",
    [
        "sku;name;price\nTÉA-1;Grüner Tee, lose;2,50\n".encode("cp1252"),
        "sku\tname\tprice\r\nTÉA-1\tGrüner Tee, lose\t2,50\r\n".encode("utf-16"),
        "\ufeffsku|name|price\nTÉA-1|Grüner Tee, lose|€ 2,50\n".encode(),
        book([["sku", "name", "price"], ["TÉA-1", "Grüner Tee, lose", 2.5]]),
    ],
    ids=["windows", "utf-16", "utf-8 with a mark", "workbook"],
)
async def test_the_same_catalogue_in_many_forms(ada: Person, data: bytes) -> None:
    told = await run(ada, await preview(ada, data))
    assert told["job"]["state"] == "done"
    assert await rows(ada) == {"TÉA-1": ("Grüner Tee, lose", 250, "", True)}


async def test_a_workbook_has_sheets_to_choose_and_lines_that_are_its_rows(ada: Person) -> None:
    cell = '<c r="A3"><v>7.0</v></c>'
    rows_of_two = [["sku", "name", "price"], [], [cell, "=cmd()|' /C calc'!A0", 0.30000000000000004]]
    told = await preview(ada, book([["nothing", "here"]], rows_of_two), shape={"sheet": 1})
    (new,) = told["preview"]["shown"]["create"]
    assert (new["line"], new["key"]) == (3, "7")
    assert new["values"][:2] == [["Name", "=cmd()|' /C calc'!A0"], ["Price", "0.30 EUR"]]


async def test_what_is_no_file_of_ours_is_said_in_words(ada: Person) -> None:
    with pytest.raises(FileTooLarge, match="200 MB"):
        await transfers.start(ada.actor(), Entity.PRODUCT, Start(name="big.csv", size=MAX_FILE + 1))
    with pytest.raises(FileUnreadable, match="no Excel workbook"):
        await preview(ada, b"PK\x03\x04 but no archive")
    far = [['<c r="A1"><v>1</v></c>'], ['<c r="XFD1048576"><v>1</v></c>']]
    with pytest.raises(FileUnreadable, match="too many cells"):
        await preview(ada, book(far))


async def test_an_import_is_its_owners_and_products_are_for_admins(ada: Person, sam: Person) -> None:
    told = await preview(ada, CATALOGUE)
    with pytest.raises(NotFound):
        await transfers.status(sam.actor(), UUID(told["id"]))
    with pytest.raises(Forbidden):
        await upload(sam.actor(), CATALOGUE)


async def test_hostile_lines_are_refused_or_are_plain_text(ada: Person) -> None:
    told = await preview(
        ada,
        b"sku,name,price\n"
        b'A,"never closed,1\n'
        b"B,nul\x00l,1\n"
        b"C,too,many,cells\n"
        b"'=D,\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\xa6\xad,1\n"
        b"E," + b"x" * 70_000 + b",1\n"
        b"F,'; DROP TABLE products; --,1\n",
    )
    assert counts(told) == {"create": 2, "refused": 4}
    assert [line.split(",")[3] for line in await refused(ada, told)] == [
        "malformed",
        "invalid_text",
        "wrong_column_count",
        "line_too_long",
    ]
    assert [new["key"] for new in told["preview"]["shown"]["create"]] == ["=D", "F"]


async def test_a_second_check_takes_the_place_of_the_first(ada: Person) -> None:
    actor, upload_id = ada.actor(), await upload(ada.actor(), CATALOGUE)
    await transfers.look(actor, upload_id, Shape())
    for columns in (("sku", "name", "price", "category", "active"), ("sku", "", "price", "", "")):
        await transfers.check(actor, upload_id, Columns(columns=columns))
        await check_waiting()
    told = await transfers.status(actor, upload_id)
    assert counts(told) == {"refused": 5}
    async with read_session() as session:
        assert await session.scalar(select(func.count()).select_from(Job)) == 1
