"""The list's filters in its address, and as chips that take each away."""

from datetime import UTC, datetime

import pytest

from app.core.errors import Invalid
from app.core.formats import Formats
from app.features.orders.schemas import OrderStatus
from app.ui.orders.address import Picked, read, why
from app.ui.orders.chips import chips

FULL = "from=2026-01-01&to=2027-01-01&status=paid,shipped&currency=EUR&product=TEA-1"


def test_what_is_written_is_read_again() -> None:
    picked = read(FULL)
    assert picked == Picked("2026-01-01", "2027-01-01", ("paid", "shipped"), "EUR", "TEA-1")
    assert picked.href == f"/orders?{FULL}"
    assert read(Picked(product="A & B, größer").href.partition("?")[2]).product == "A & B, größer"


def test_an_empty_address_lets_all_pass() -> None:
    assert not read("")
    assert not read("?page=7&status=&from=")
    assert read("").href == "/orders"
    query = read("").query(tz="UTC", limit=25)
    assert (query.sort, query.status, query.from_, query.currency) == ("-created_at", (), None, None)


def test_a_range_is_read_in_the_order_of_its_dates() -> None:
    query = read(FULL).query(tz="Europe/Berlin", limit=25)
    assert (query.sort, query.tz, query.limit) == ("-ordered_at", "Europe/Berlin", 25)
    assert query.status == (OrderStatus.PAID, OrderStatus.SHIPPED)


@pytest.mark.parametrize(
    ("query", "name"), [("status=lost", "0"), ("currency=euro", "currency"), (f"product={'x' * 101}", "product")]
)
def test_what_makes_no_sense_is_named(query: str, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(query).query(tz="UTC", limit=25)
    assert name in why(refused.value)


def test_far_too_much_is_refused() -> None:
    with pytest.raises(Invalid):
        read("product=" + "x" * 5000)


def test_each_chip_takes_its_filter_away() -> None:
    found = {chip.key: chip for chip in chips(read(FULL), Formats(), ())}
    assert [chip.value for chip in found.values()] == [
        "Jan 1\u2009\u2013\u2009Dec 31, 2026",
        "Paid or Shipped",
        "EUR",
        "TEA-1",
    ]
    assert found["range"].href == "/orders?status=paid,shipped&currency=EUR&product=TEA-1"
    assert found["product"].href == f"/orders?{FULL.removesuffix('&product=TEA-1')}"


def test_a_day_in_the_address_begins_at_the_viewers_midnight() -> None:
    (chip,) = chips(
        Picked(start=datetime(2026, 1, 1, 12, tzinfo=UTC).isoformat()), Formats("en", "Pacific/Auckland"), ()
    )
    assert chip.value == "from Jan 2, 2026 on"
