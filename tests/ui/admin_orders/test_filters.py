import pytest

from app.core.errors import Invalid
from app.ui.admin_orders.grid import COLUMNS, REFUSALS
from app.ui.admin_orders.state import filters_of


def test_the_address_becomes_the_grids_filters() -> None:
    status, ordered = filters_of(status="paid,shipped,paid,nonsense", start="2026-01-01", end="2026-02-01", zone="UTC")
    assert (status.field, status.kind, status.values) == ("status", "set", ("paid", "shipped"))
    assert (ordered.low, ordered.high) == ("2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00")


def test_days_begin_in_the_viewers_zone() -> None:
    (ordered,) = filters_of(status="", start="2026-01-01", end="", zone="Europe/Berlin")
    assert (ordered.low, ordered.high) == ("2025-12-31T23:00:00+00:00", None)


def test_nothing_asked_is_no_filter() -> None:
    assert filters_of(status="", start="", end="", zone="UTC") == ()


@pytest.mark.parametrize(
    "wrong", [("never", "", "UTC"), ("2026-02-01", "2026-01-01", "UTC"), ("2026-01-01", "", "Moon")]
)
def test_what_cannot_be_read_is_refused(wrong: tuple[str, str, str]) -> None:
    start, end, zone = wrong
    with pytest.raises(Invalid):
        filters_of(status="", start=start, end=end, zone=zone)


def test_the_grid_knows_the_rules_of_the_status() -> None:
    assert "shipped" in REFUSALS["pending"]
    assert "paid" not in REFUSALS["pending"]
    assert {column.field for column in COLUMNS if column.editable} == {"status", "ship_to", "note"}
