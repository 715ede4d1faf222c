"""The grains that are offered, and the address of a part of the chart."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import Invalid
from app.core.formats import Formats
from app.features.dashboard.rules import Span, grain_for
from app.features.dashboard.schemas import Grain, Stats
from app.features.orders.schemas import MoneyOut
from app.ui.dashboard.address import Address, read
from app.ui.dashboard.grains import grains, zoomed
from app.ui.dashboard.ranges import Choice, Option
from app.ui.dashboard.seen import Seen

BERLIN = ZoneInfo("Europe/Berlin")


def offered(start: datetime, end: datetime, *, address: str = "", grain: Grain | None = None) -> list[Option]:
    nothing = MoneyOut(amount=0, currency="EUR")
    stats = Stats(
        from_=start,
        to=end,
        revenue=nothing,
        orders=0,
        average_order_value=None,
        customers=0,
        new_customers=0,
        units=0,
        revenue_orders=0,
        refunded=0,
        cancelled=0,
        series=(),
        currency="EUR",
        by_status={},
        grain=grain or grain_for(Span(start, end)),
    )
    return grains(stats, Seen(Formats("en", "Europe/Berlin"), read(address), Choice()))


@pytest.mark.parametrize(
    ("days", "keys"),
    [
        ((1, 2), ["hour"]),
        ((1, 8), ["hour", "day", "week"]),
        ((1, 31), ["hour", "day", "week"]),
    ],
)
def test_grains_with_too_many_bars_or_a_single_one_are_not_offered(days: tuple[int, int], keys: list[str]) -> None:
    start, end = (datetime(2026, 7, day, tzinfo=BERLIN).astimezone(UTC) for day in days)
    assert [one.key for one in offered(start, end)] == keys


def test_of_years_hours_and_days_are_not_offered() -> None:
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert [one.key for one in offered(start, end)] == ["week", "month", "year"]


def test_the_grain_that_suits_is_left_out_of_the_address() -> None:
    start, end = datetime(2026, 6, 30, 22, tzinfo=UTC), datetime(2026, 7, 30, 22, tzinfo=UTC)
    links = {one.key: one for one in offered(start, end, address="range=30d&grain=week", grain=Grain.WEEK)}
    assert links["day"].href == "/dashboard?range=30d"
    assert links["hour"].href == "/dashboard?range=30d&grain=hour"
    assert [one.key for one in links.values() if one.is_chosen] == ["week"]


def test_days_of_the_viewer_stand_as_days_in_the_address_with_all_else_as_it_is() -> None:
    # The clocks go back on 25 October: that day has 25 hours.
    href = zoomed(read("range=30d&status=paid&compare=year"), "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", tz=BERLIN)
    assert href == "/dashboard?from=2026-10-25&to=2026-10-26&compare=year&status=paid"


def test_hours_stand_as_moments() -> None:
    href = zoomed(Address(), "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", tz=BERLIN)
    assert read(href.partition("?")[2]).one("from") == "2026-10-25T00:00:00Z"


def test_a_grain_stays_where_it_leaves_more_than_one_bar() -> None:
    def grain_of(start: str, end: str) -> str:
        return read(zoomed(read("grain=week"), start, end, tz=BERLIN).partition("?")[2]).one("grain")

    assert grain_of("2026-10-01", "2026-10-31") == "week"
    assert grain_of("2026-10-05", "2026-10-07") == ""


@pytest.mark.parametrize(("start", "end"), [("", "2026-01-01"), ("2026-01-02", "2026-01-01"), ("soon", "later")])
def test_what_is_no_span_of_time_is_refused(start: str, end: str) -> None:
    with pytest.raises(Invalid):
        zoomed(Address(), start, end, tz=BERLIN)
