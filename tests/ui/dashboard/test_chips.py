"""Chips say what the board is filtered by, in words, and what cannot be is said by name."""

from uuid import UUID

import pytest

from app.core.errors import Invalid
from app.core.formats import Formats
from app.ui.dashboard.address import read
from app.ui.dashboard.chips import asked_filters, chips, values_for

ALICE = "0190d5a0-0000-7000-8000-000000000001"
ENGLISH = Formats("en-GB", "Europe/Berlin")


def test_the_values_of_a_field_stand_in_one_chip_each_to_be_taken_away() -> None:
    (chip,) = chips(read("range=7d&status=paid&status=shipped"), {}, ENGLISH)
    assert (chip.label, [one.label for one in chip.values]) == ("Status", ["Paid", "Shipped"])
    assert chip.values[0].href == "/dashboard?range=7d&status=shipped"


def test_products_customers_and_hours_are_read_by_name() -> None:
    names = {("product", "TEA-1"): "Green tea", ("customer", ALICE): "Alice"}
    shown = chips(read(f"product=TEA-1&customer={ALICE}&hours=1-13"), names, ENGLISH)
    assert [(chip.label, chip.values[0].label) for chip in shown] == [
        ("Product", "Green tea"),
        ("Customer", "Alice"),
        ("Hour", "Tue 13:00"),
    ]
    assert all(chip.values[0].is_known for chip in shown)


def test_an_hour_is_written_as_the_viewer_writes_it() -> None:
    assert chips(read("hours=6-0"), {}, Formats("de"))[0].values[0].label == "So 00:00"


@pytest.mark.parametrize("query", ["status=lost", "product=GONE", "customer=somebody", "hours=7-24"])
def test_what_is_not_known_stands_as_it_is_and_can_be_taken_away(query: str) -> None:
    (chip,) = chips(read(query), {}, ENGLISH)
    (value,) = chip.values
    assert (value.is_known, value.label, value.href) == (False, query.partition("=")[2], "/dashboard")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("status=lost", "Status “lost” is not known"),
        ("customer=somebody", "Customer “somebody” is not known"),
        ("hours=9-9", "Hour “9-9” is not known"),
    ],
)
def test_what_there_cannot_be_is_said_by_name(query: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        asked_filters(read(query))


def test_filters_are_asked_for_as_they_stand() -> None:
    asked = asked_filters(read(f"status=paid&customer={ALICE}&hours=1-13&grain=week"))
    assert asked == {"status": ("paid",), "customer": (ALICE,), "hours": ("1-13",), "grain": "week"}
    # As a range or a comparison that is not known: the page takes the usual one.
    assert asked_filters(read("grain=fortnight")) == {}


def test_several_customers_are_each_taken_away_by_themselves() -> None:
    bob = str(UUID(int=7))
    names = {("customer", ALICE): "Alice", ("customer", bob): "Bob"}
    (chip,) = chips(read(f"customer={ALICE}").toggled("customer", bob), names, ENGLISH)
    assert [(one.label, one.href) for one in chip.values] == [
        ("Alice", f"/dashboard?customer={bob}"),
        ("Bob", f"/dashboard?customer={ALICE}"),
    ]


def test_what_is_in_no_category_is_said_so_and_asked_for() -> None:
    address = read("category=-&category=Tea")
    (chip,) = chips(address, {}, ENGLISH)
    assert [(one.label, one.is_known) for one in chip.values] == [("No category", True), ("Tea", True)]
    assert asked_filters(address) == {"category": ("", "Tea")}
    assert values_for("category", [""]) == ("",)


@pytest.mark.parametrize(("name", "values"), [("shoe", ["1"]), ("status", ["lost"]), ("range", ["7d"])])
def test_only_what_there_can_be_is_filtered_by(name: str, values: list[str]) -> None:
    with pytest.raises(Invalid):
        values_for(name, values)
