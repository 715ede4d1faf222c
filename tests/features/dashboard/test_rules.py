"""How ranges are cut: days of the viewer's clock, quarter hours, and what is compared with what."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.dashboard import rules
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import Grain
from app.features.orders.tiers import YEAR_ONE

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Pacific/Apia",
    "America/Havana",
    "Africa/Monrovia",
)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STEPS = ((DAY, HOUR, rules.QUARTER), (28 * DAY, DAY), (rules.QUARTER,))
moments = st.datetimes(datetime(1971, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.tuples(moments, st.timedeltas(timedelta(seconds=1), timedelta(days=400))).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)


def days(first: str, last: str, tz: ZoneInfo = BERLIN) -> Span:
    ends = [datetime.fromisoformat(day).replace(tzinfo=tz).astimezone(UTC) for day in (first, last)]
    return Span(*ends)


@given(span=spans, zone=st.sampled_from(ZONES))
def test_slots_cover_the_range_without_gaps(span: Span, zone: str) -> None:
    cut = rules.slots(span, tz=ZoneInfo(zone), grain=rules.grain_for(span))
    assert [cut[0].start, cut[-1].end] == [span.start, span.end]
    assert all(one.end == other.start for one, other in pairwise(cut))
    assert not any(slot.is_empty for slot in cut)
    assert len(cut) <= 110


@given(span=spans, zone=st.sampled_from(ZONES), steps=st.sampled_from(STEPS))
def test_whole_steps_and_edges_add_up_to_each_slot(span: Span, zone: str, steps: tuple[timedelta, ...]) -> None:
    cut = rules.slots(span, tz=ZoneInfo(zone), grain=rules.grain_for(span))
    parts = rules.cover(cut, steps)
    for number, slot in enumerate(cut):
        ends = Counter[datetime]()
        for part in parts:
            if part.slot == number:
                ends[part.span.start] += part.sign
                ends[part.span.end] -= part.sign
        # Every moment inside counts once and none outside, where what begins and what ends cancels out between.
        assert {moment: count for moment, count in ends.items() if count} == {slot.start: 1, slot.end: -1}
    for part in parts:
        assert not part.span.is_empty
        if part.step is None:
            assert part.span.end - part.span.start <= steps[-1]
        else:
            assert not (part.span.start - YEAR_ONE) % part.step
            assert not (part.span.end - YEAR_ONE) % part.step


def test_the_day_of_the_change_to_summer_time_has_23_hours() -> None:
    cut = rules.slots(days("2026-03-28", "2026-03-31"), tz=BERLIN, grain=Grain.DAY)
    assert [slot.end - slot.start for slot in cut] == [timedelta(hours=hours) for hours in (24, 23, 24)]


def test_the_day_of_the_change_to_winter_time_has_25_points_by_the_hour() -> None:
    cut = rules.slots(days("2026-10-25", "2026-10-26"), tz=BERLIN, grain=Grain.HOUR)
    assert len(cut) == 25


def test_a_day_begins_where_the_clocks_jump_over_its_midnight() -> None:
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    cut = rules.slots(days("2017-10-14", "2017-10-16", sao_paulo), tz=sao_paulo, grain=Grain.DAY)
    assert [slot.start.astimezone(sao_paulo).isoformat() for slot in cut] == [
        "2017-10-14T00:00:00-03:00",
        "2017-10-15T01:00:00-02:00",
    ]


def test_a_day_that_a_zone_skipped_has_no_slot() -> None:
    apia = ZoneInfo("Pacific/Apia")
    cut = rules.slots(days("2011-12-29", "2012-01-01", apia), tz=apia, grain=Grain.DAY)
    assert [slot.start.astimezone(apia).day for slot in cut] == [29, 31]


@pytest.mark.parametrize(
    ("grain", "first", "second"),
    [
        (Grain.WEEK, "2026-01-01", "2026-01-05"),
        (Grain.MONTH, "2026-01-15", "2026-02-01"),
        (Grain.YEAR, "2026-05-01", "2027-01-01"),
    ],
)
def test_the_first_slot_ends_where_the_next_week_month_or_year_begins(grain: Grain, first: str, second: str) -> None:
    cut = rules.slots(days(first, "2028-01-01"), tz=BERLIN, grain=grain)
    assert cut[1].start.astimezone(BERLIN).date().isoformat() == second


@pytest.mark.parametrize(
    ("length", "grain"),
    [
        (1, Grain.HOUR),
        (2, Grain.HOUR),
        (7, Grain.DAY),
        (90, Grain.DAY),
        (365, Grain.WEEK),
        (1000, Grain.MONTH),
        (9000, Grain.YEAR),
    ],
)
def test_the_grain_fits_the_length(length: int, grain: Grain) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    assert rules.grain_for(Span(start, start + timedelta(days=length))) is grain


def test_whole_days_are_compared_with_as_many_days_over_a_change_of_the_clocks() -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert rules.previous(days("2026-03-29", "2026-04-05"), tz=BERLIN, now=later) == days("2026-03-22", "2026-03-29")


def test_a_day_that_is_not_over_is_compared_up_to_the_same_time_of_day() -> None:
    now = datetime(2026, 3, 29, 8, 30, 12, tzinfo=UTC)  # 10:30 in Berlin, on the first morning of summer time
    before = rules.previous(days("2026-03-29", "2026-03-30"), tz=BERLIN, now=now)
    assert before == Span(days("2026-03-28", "2026-03-29").start, datetime(2026, 3, 28, 9, 30, tzinfo=UTC))


def test_other_ranges_are_compared_with_the_same_span_of_time_before() -> None:
    start = datetime(2026, 5, 1, 9, 7, tzinfo=UTC)
    span = Span(start, start + timedelta(hours=5))
    assert rules.previous(span, tz=BERLIN, now=start + timedelta(days=9)) == Span(start - timedelta(hours=5), start)


def test_the_year_before_has_the_same_days_over_a_leap_day_and_a_change_of_the_clocks() -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert rules.year_before(days("2028-02-29", "2028-03-01"), tz=BERLIN, now=later) == days("2027-02-28", "2027-03-01")
    assert rules.year_before(days("2026-03-29", "2026-04-05"), tz=BERLIN, now=later) == days("2025-03-29", "2025-04-05")


def test_a_year_that_is_not_over_is_compared_up_to_the_same_moment_of_the_year_before() -> None:
    now = datetime(2026, 3, 31, 8, 30, 12, tzinfo=UTC)  # 10:30 in Berlin
    before = rules.year_before(days("2026-01-01", "2027-01-01"), tz=BERLIN, now=now)
    assert before == Span(days("2025-01-01", "2025-01-02").start, datetime(2025, 3, 31, 8, 30, tzinfo=UTC))


def test_a_period_of_ones_own_is_cut_as_far_as_the_range_has_come() -> None:
    span, other = days("2026-05-01", "2026-05-08"), days("2026-02-02", "2026-02-09")
    half = span.start + timedelta(days=3, hours=5)
    assert rules.up_to_same_moment(other, span, now=half) == Span(other.start, other.start + timedelta(days=3, hours=5))
    assert rules.up_to_same_moment(other, span, now=span.end) == other


@given(span=spans, zone=st.sampled_from(ZONES), now=moments)
def test_the_period_before_ends_no_later_than_the_range_begins(span: Span, zone: str, now: datetime) -> None:
    before = rules.previous(span, tz=ZoneInfo(zone), now=now)
    assert before.start <= before.end <= span.start


@pytest.mark.parametrize(
    ("amount", "orders", "mean"), [(10, 4, 2), (14, 4, 4), (11, 4, 3), (9, 4, 2), (0, 3, 0), (5, 0, None)]
)
def test_the_mean_is_rounded_half_to_even(amount: int, orders: int, mean: int | None) -> None:
    assert rules.average(amount, orders) == mean
