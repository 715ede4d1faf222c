from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.core.actor import Role, Source
from app.core.formats import Formats
from app.features.changes.schemas import Entity, LogRow
from app.ui.admin_changes.shown import LONGEST, MASKED, Names, to_entry, value_text

ROW, SAM = uuid4(), uuid4()


def row(field: str, old: Any, new: Any, *, entity: Entity = Entity.ORDER, masked: bool = False) -> LogRow:
    return LogRow(
        id=1,
        field=field,
        old=old,
        new=new,
        version=2,
        at=datetime(2026, 3, 17, 12, tzinfo=UTC),
        actor_id=SAM,
        actor_role=Role.STAFF,
        source=Source.GRID,
        gesture_id=uuid4(),
        entity=entity,
        row_id=ROW,
        masked=masked,
    )


def test_a_change_names_the_row_the_person_and_the_door() -> None:
    names = Names({ROW: "Order #7"}, {SAM: "Sam Stone"}, {})
    entry = to_entry(row("status", "paid", "shipped"), names, Formats())
    assert (entry.what, entry.field, entry.old, entry.new) == ("Order #7", "Status", "Paid", "Shipped")
    assert (entry.who, entry.door, entry.href) == ("Sam Stone", "Grid", f"/orders/{ROW}")


def test_who_may_not_know_names_reads_roles() -> None:
    assert to_entry(row("status", "paid", "shipped"), Names({}, {}, {}), Formats()).who == "Staff"


def test_a_masked_value_says_only_that_it_changed() -> None:
    entry = to_entry(row("note", None, None, masked=True), Names({}, {}, {}), Formats())
    assert (entry.old, entry.new) == ("", MASKED)


def test_amounts_are_told_as_money() -> None:
    made = {"number": 7, "total": 3040, "currency": "EUR", "reference": None}
    assert to_entry(row("*", None, made), Names({}, {}, {}), Formats()).new == "number 7, total €30.40"
    price = row("price_amount", 250, 300, entity=Entity.PRODUCT)
    entry = to_entry(price, Names({}, {}, {ROW: "EUR"}), Formats())
    assert (entry.field, entry.old, entry.new, entry.href) == ("Price", "€2.50", "€3.00", "")


def test_a_line_of_an_order_reads_as_on_a_slip() -> None:
    line = {"sku": "TEA-1", "name": "Tea", "quantity": 2, "line_total": 500, "position": 0}
    entry = to_entry(row("line:0a1b", None, line), Names({}, {}, {ROW: "EUR"}), Formats())
    assert (entry.field, entry.old, entry.new) == ("Line", "", "2 × Tea, €5.00")  # noqa: RUF001 - the sign of times


def test_an_act_of_many_leads_to_all_of_them() -> None:
    one, many = row("status", "paid", "shipped"), row("status", "paid", "shipped").model_copy(update={"act_size": 12})
    assert (to_entry(one, Names({}, {}, {}), Formats()).act, to_entry(one, Names({}, {}, {}), Formats()).act_href) == (
        "",
        "",
    )
    entry = to_entry(many, Names({}, {}, {}), Formats())
    assert entry.act == "12 changes made at once"
    assert entry.act_href == f"/admin/changes?act={many.gesture_id}"


def test_long_values_are_cut_and_lines_joined() -> None:
    assert value_text("a\nb") == "a b"
    assert len(value_text("x" * 5000)) == LONGEST + 1
    assert [value_text(value) for value in (None, True, False, 3)] == ["", "yes", "no", "3"]
