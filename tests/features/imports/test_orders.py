import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from app.core.actor import Source
from app.core.crypto import email_index, name_query
from app.core.database import Database, read_session
from app.core.ids import new_id
from app.features.changes import feed
from app.features.imports.exporting import export_orders
from app.models import Change, Entity, Order, OrderItem, OrderRollup, Product, User, UserNameTerm
from tests.features.imports.files import GOOD, bring_in, codes, line, stored, write
from tests.support.engines import on_sqlite
from tests.support.rollups import assert_rollups_are_exact

pytestmark = pytest.mark.asyncio


async def test_lines_of_one_reference_make_one_order_adjacent_or_not(database: Database, tmp_path: Path) -> None:
    lines = [line(note="left\nat, the door"), line(order_ref="T-2"), line(sku="TIN", quantity="0", line_total="0.5")]
    summary, faults = await bring_in(write(tmp_path / "a.csv", lines))
    assert (summary.new, summary.lines, summary.customers, summary.products, faults) == (2, 3, 1, 2, [])
    order = (await stored())["T-1"]
    assert order.total == 1030
    assert order.note == "left\nat, the door"
    assert {item.sku: item.quantity for item in order.lines} == {"TEA-1": 2, "TIN": 0}


async def test_an_imported_order_is_a_whole_order(database: Database, tmp_path: Path) -> None:
    await bring_in(write(tmp_path / "a.csv", [line(note="ring twice", ship_to="Mill Lane 3", unit_price="4.90")]))
    async with read_session() as session:
        order = (await session.scalars(select(Order))).one()
        item = (await session.scalars(select(OrderItem))).one()
        user = (await session.scalars(select(User))).one()
        product = (await session.scalars(select(Product))).one()
        rollup = (await session.scalars(select(OrderRollup))).one()
        log = (
            await session.scalars(select(Change).where(col(Change.row_id) == order.id).order_by(col(Change.id)))
        ).all()
        terms = set((await session.scalars(select(UserNameTerm.term))).all())
    assert (order.number, order.reference, order.channel, order.version) == (1001, "T-1", "import", 1)
    assert (order.ship_to.reveal(), order.note.reveal()) == ("Mill Lane 3", "ring twice")
    assert (item.unit_price_amount, item.line_total_amount, item.is_adjustment) == (490, 980, False)
    assert (user.password_hash, user.email_index, user.name.reveal()) == (
        None,
        email_index("ann@example.com"),
        "Ann Lee",
    )
    assert name_query("ann") <= terms
    assert (product.price_amount, product.currency, product.active) == (490, "EUR", True)
    assert (rollup.orders, rollup.amount, rollup.units) == (1, 980, 2)
    assert [entry.field for entry in log] == ["*", "ship_to", "note"]
    assert {entry.source for entry in log} == {Source.IMPORT}
    assert log[0].owner_id == user.id


async def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [line(), line(sku="TIN"), line(order_ref="T-2")])
    await bring_in(path)
    before = await stored()
    summary, faults = await bring_in(path)
    assert (summary.new, summary.unchanged, summary.refused, faults) == (0, 2, 0, [])
    assert await stored() == before


async def test_other_content_under_the_same_reference_is_refused(database: Database, tmp_path: Path) -> None:
    await bring_in(write(tmp_path / "a.csv", [line(), line(order_ref="T-2")]))
    changed = write(tmp_path / "b.csv", [line(line_total="1.00"), line(order_ref="T-2"), line(order_ref="T-3")])
    summary, faults = await bring_in(changed)
    assert (summary.new, summary.unchanged, summary.refused) == (1, 1, 1)
    assert codes(faults) == [(2, "order_ref", "reference_conflict")]
    assert (await stored())["T-1"].total == 980


async def test_one_bad_line_refuses_its_whole_order_and_no_other(database: Database, tmp_path: Path) -> None:
    lines = [line(), line(order_ref="T-2"), line(sku="", quantity="x")]
    summary, faults = await bring_in(write(tmp_path / "a.csv", lines))
    assert (summary.new, summary.refused, summary.exit_status) == (1, 1, 3)
    assert codes(faults) == [(4, "sku", "required"), (4, "quantity", "not_an_integer")]
    assert list(await stored()) == ["T-2"]


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"order_ref": ""}, "order_ref", "required"),
        ({"order_ref": "x" * 101}, "order_ref", "too_long"),
        ({"ordered_at": "yesterday"}, "ordered_at", "invalid_moment"),
        ({"status": "lost"}, "status", "unknown_status"),
        ({"customer_email": ""}, "customer_email", "required"),
        ({"customer_email": "nobody"}, "customer_email", "invalid_email"),
        ({"customer_name": "A\x00B"}, "customer_name", "invalid_text"),
        ({"sku": "x" * 65}, "sku", "too_long"),
        ({"product_name": "x" * 201}, "product_name", "too_long"),
        ({"category": "x" * 101}, "category", "too_long"),
        ({"quantity": "-1"}, "quantity", "negative"),
        ({"line_total": "1.005"}, "line_total", "too_many_decimals"),
        ({"currency": "euro"}, "currency", "invalid_currency"),
        ({"unit_price": "free"}, "unit_price", "not_a_decimal"),
        ({"ship_to": "x" * 501}, "ship_to", "too_long"),
        ({"note": "x" * 2001}, "note", "too_long"),
        ({"channel": "x" * 41}, "channel", "too_long"),
    ],
)
@on_sqlite
async def test_a_refusal_names_line_field_and_code(
    database: Database, tmp_path: Path, cells: dict[str, str], field: str, code: str
) -> None:
    summary, faults = await bring_in(write(tmp_path / "a.csv", [line(**cells)]))
    assert (summary.new, summary.refused, summary.exit_status) == (0, 1, 1)
    assert codes(faults) == [(2, field, code)]


@on_sqlite
async def test_lines_of_one_order_may_not_contradict_each_other(database: Database, tmp_path: Path) -> None:
    lines = [line(), line(customer_email="ANN@example.com"), line(status="shipped", currency="USD")]
    _summary, faults = await bring_in(write(tmp_path / "a.csv", lines))
    assert codes(faults) == [(4, "status", "differs_within_order"), (4, "currency", "differs_within_order")]


@on_sqlite
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [(1, "", "empty_file")]),
        (b"\xff\xfeo\x00r\x00", [(1, "", "invalid_utf8")]),
        (b"order_ref,sku,sku,Ann Lee\n", [(1, "sku", "duplicate_column"), (1, "column 4", "unknown_column")]),
    ],
)
async def test_a_bad_header_lets_nothing_in(
    database: Database, tmp_path: Path, data: bytes, expected: list[tuple[int, str, str]]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    summary, faults = await bring_in(path)
    assert summary.exit_status == 1
    assert [found for found in codes(faults) if found[2] != "missing_column"] == expected


@on_sqlite
async def test_bom_and_crlf_are_read(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [line()])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    summary, faults = await bring_in(path)
    assert (summary.new, faults) == (1, [])


@on_sqlite
async def test_plain_and_quoted_and_blank_lines_of_an_order_keep_their_line_numbers(
    database: Database, tmp_path: Path
) -> None:
    head = ",".join(GOOD)
    good = ",".join(GOOD.values())
    quoted = good.replace("Green tea", '"Green, ""tea"""')
    broken = good.replace("9.80", "x")
    parts = [good, good, "", good, quoted, "Grüner,,", broken, good.replace("T-1", "T-2"), broken + "\rX"]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join([head, *parts]).encode())
    summary, faults = await bring_in(path)
    assert (summary.new, summary.refused) == (1, 2)
    assert codes(faults) == [(7, "", "wrong_column_count"), (10, "", "malformed")]
    path.write_bytes("\r\n".join([head, *parts[:5], broken]).encode())
    _summary, faults = await bring_in(path)
    assert codes(faults) == [(7, "line_total", "not_a_decimal")]


async def test_all_or_nothing_takes_nothing_when_one_is_refused(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [line(), line(order_ref="T-2", quantity="x")])
    summary, _faults = await bring_in(path, all_or_nothing=True)
    assert (summary.new, summary.exit_status, await stored()) == (0, 1, {})
    await bring_in(write(tmp_path / "b.csv", [line(order_ref="T-9")]))
    conflict = write(tmp_path / "c.csv", [line(), line(order_ref="T-9", quantity="7")])
    summary, faults = await bring_in(conflict, all_or_nothing=True)
    assert (summary.new, [fault.code for fault in faults]) == (0, ["reference_conflict"])
    assert list(await stored()) == ["T-9"]
    summary, _faults = await bring_in(write(tmp_path / "d.csv", [line(), line(order_ref="T-9")]), all_or_nothing=True)
    assert (summary.new, summary.unchanged, summary.exit_status) == (1, 1, 0)


async def test_a_known_customer_and_product_are_found_again(database: Database, tmp_path: Path) -> None:
    await bring_in(write(tmp_path / "a.csv", [line()]))
    again = line(order_ref="T-2", customer_email="Ann@Example.com", customer_name="Someone else", product_name="Other")
    summary, _faults = await bring_in(write(tmp_path / "b.csv", [again]))
    assert (summary.customers, summary.products) == (0, 0)
    assert (await stored())["T-2"].name == "Ann Lee"


async def test_an_open_page_hears_of_imported_orders(database: Database, tmp_path: Path) -> None:
    tail = feed.Feed()
    async with tail.subscribe([feed.every(Entity.ORDER)]) as inbox:
        await bring_in(write(tmp_path / "a.csv", [line(), line(order_ref="T-2")]))
        await tail.look()
        batch = await inbox.next(1)
    assert [notice.is_creation for notice in batch.notices] == [True, True]


async def test_rollups_are_the_sum_of_the_orders(database: Database, tmp_path: Path) -> None:
    chance = random.Random(4)
    lines = [
        line(
            order_ref=f"R-{chance.randrange(300)}",
            sku=f"S{chance.randrange(9)}",
            quantity=str(chance.randrange(3)),
            line_total=f"{chance.randrange(5000) / 100:.2f}",
        )
        for _ in range(2_000)
    ]
    await bring_in(write(tmp_path / "a.csv", lines))
    await assert_rollups_are_exact()
    async with read_session() as session:
        assert await session.scalar(select(func.count()).select_from(OrderItem)) == 2_000


async def test_what_was_exported_comes_in_as_the_same_orders(database: Database, tmp_path: Path) -> None:
    awkward = line(
        order_ref="=1+1",
        customer_email="+q@example.com",
        customer_name="'+x",
        note='a "quoted"\r\nline, and =more',
        ship_to="@home",
        unit_price="4.9",
    )
    lines = [
        line(),
        line(sku="TIN", quantity="0", line_total="0"),
        awkward,
        line(order_ref="Y", currency="JPY", line_total="5"),
    ]
    await bring_in(write(tmp_path / "a.csv", lines))
    first, target = await stored(), tmp_path / f"{new_id()}.csv"
    assert await export_orders(target) == 3
    assert target.stat().st_mode & 0o077 == 0
    summary, faults = await bring_in(target)
    assert (summary.new, summary.unchanged, faults) == (0, 3, [])
    assert first["=1+1"].note == 'a "quoted"\r\nline, and =more'
    with pytest.raises(FileExistsError):
        await export_orders(target)


REFS = st.sampled_from(["A", "B", "C"])
LINES = st.lists(st.tuples(REFS, st.sampled_from("xyz"), st.integers(0, 3), st.integers(0, 999)), max_size=12)


@on_sqlite
@given(lines=LINES, seed=st.integers(0, 99))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_shuffled_lines_are_the_same_orders(
    database: Database, tmp_path: Path, lines: list[tuple[str, str, int, int]], seed: int
) -> None:
    prefix = str(new_id())
    rows = [
        line(order_ref=f"{prefix}{ref}", sku=sku, quantity=str(quantity), line_total=f"{cents / 100:.2f}")
        for ref, sku, quantity, cents in lines
    ]
    await bring_in(write(tmp_path / "a.csv", rows))
    random.Random(seed).shuffle(rows)
    summary, faults = await bring_in(write(tmp_path / "b.csv", rows))
    assert (summary.new, faults) == (0, [])
    assert summary.unchanged == len({ref for ref, *_ in lines})
