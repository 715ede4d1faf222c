"""When a mail is due, right over changes of the clocks; and what counts as a crossing."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.features.notices.rules import (
    SETTLE,
    Standing,
    When,
    is_inside,
    judge,
    last_due,
    next_due,
    threshold_of,
)
from app.models import Metric, Side

BERLIN = ZoneInfo("Europe/Berlin")
# Changes of an hour and of half an hour, at midnight, by a day (Samoa left out 30 December 2011), and none.
ZONES = ("Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran", "Asia/Kolkata", "UTC")
MOMENTS = st.integers(0, 20 * 366 * 24 * 60).map(lambda n: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
WHENS = st.builds(When, st.integers(0, 1439), st.none() | st.integers(0, 6))


def local(moment: datetime, tz: ZoneInfo) -> str:
    return f"{moment.astimezone(tz):%Y-%m-%d %H:%M}"


def test_a_time_that_the_clocks_skip_is_mailed_behind_the_jump_and_once() -> None:
    night = When(2 * 60 + 30)
    due = datetime(2026, 3, 27, 12, tzinfo=UTC)
    seen = [due := next_due(night, tz=BERLIN, after=due) for _ in range(3)]
    assert [local(moment, BERLIN) for moment in seen] == ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]


def test_a_time_that_comes_twice_is_mailed_at_its_first_coming_only() -> None:
    night = When(2 * 60 + 30)
    due = datetime(2026, 10, 24, 12, tzinfo=UTC)
    seen = [due := next_due(night, tz=BERLIN, after=due) for _ in range(2)]
    assert seen == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)]


def test_a_weekly_mail_comes_on_its_day_of_the_owners_clock() -> None:
    monday = When(30, weekday=0)
    due = next_due(monday, tz=ZoneInfo("Pacific/Kiritimati"), after=datetime(2026, 11, 26, tzinfo=UTC))
    assert due == datetime(2026, 11, 29, 10, 30, tzinfo=UTC), "where it is Monday already"


@given(when=WHENS, start=MOMENTS, zone=st.sampled_from(ZONES))
def test_every_local_day_is_mailed_once(when: When, start: datetime, zone: str) -> None:
    """Twenty mails in a row are those of all days on which one is due, none left out and none twice."""
    tz = ZoneInfo(zone)
    dues = [due := next_due(when, tz=tz, after=start)]
    dues += [due := next_due(when, tz=tz, after=due) for _ in range(19)]
    first, last = (moment.astimezone(tz).date() for moment in (dues[0], dues[-1]))
    days = [first + timedelta(days=n) for n in range(-2, (last - first).days + 3)]
    expected = sorted({when.on(day, tz) for day in days if when.is_on(day)})
    assert dues == [moment for moment in expected if moment > start][:20]
    assert all(timedelta(0) < later - earlier <= timedelta(days=8) for earlier, later in pairwise(dues))


@given(when=WHENS, moment=MOMENTS, zone=st.sampled_from(ZONES))
def test_the_last_and_the_next_time_are_neighbours(when: When, moment: datetime, zone: str) -> None:
    tz = ZoneInfo(zone)
    last = last_due(when, tz=tz, until=moment)
    assert last <= moment
    assert next_due(when, tz=tz, after=last) == next_due(when, tz=tz, after=moment)


@given(day=st.dates(date(2012, 1, 1), date(2030, 1, 1)), minute=st.integers(0, 1439), zone=st.sampled_from(ZONES))
def test_a_mail_comes_on_its_day_and_at_its_time_unless_that_is_skipped(day: date, minute: int, zone: str) -> None:
    tz = ZoneInfo(zone)
    there = When(minute).on(day, tz).astimezone(tz)
    late = (there.replace(tzinfo=None) - datetime.combine(day, datetime.min.time())) / timedelta(minutes=1) - minute
    assert there.date() == day
    assert late in {0, 30, 60}, "30 or 60 minutes are skipped where the clocks jump"


@given(steps=st.lists(st.booleans(), max_size=60))
def test_steps_that_are_far_apart_cross_as_often_as_they_go_in(steps: list[bool]) -> None:
    standing, now, crossings = Standing(is_inside=False), datetime(2026, 1, 1, tzinfo=UTC), 0
    for step in steps:
        now += SETTLE
        standing, crossed = judge(standing, inside=step, now=now)
        crossings += crossed
    assert crossings == sum(here and not before for before, here in pairwise([False, *steps]))


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 25)), max_size=80))
def test_what_leaves_for_less_than_it_takes_to_settle_has_not_left(steps: list[tuple[bool, int]]) -> None:
    """Crossings are counted by hand: the stretches inside, joined where less than SETTLE lies between them."""
    standing, now, crossings = Standing(is_inside=False), datetime(2026, 1, 1, tzinfo=UTC), 0
    expected, left = 0, datetime(2025, 1, 1, tzinfo=UTC)
    was_inside = False
    for step, minutes in steps:
        now += timedelta(minutes=minutes)
        standing, crossed = judge(standing, inside=step, now=now)
        crossings += crossed
        if step and not was_inside and now - left >= SETTLE:
            expected += 1
        if was_inside and not step:
            left = now
        was_inside = step
    assert crossings == expected


@pytest.mark.parametrize(
    ("value", "side", "inside"),
    [
        (21, Side.ABOVE, True),
        (20, Side.ABOVE, False),
        (20, Side.BELOW, False),
        (19, Side.BELOW, True),
        (None, Side.BELOW, False),
    ],
)
def test_the_line_itself_is_on_neither_side_and_no_figure_is_outside(
    value: int | None, side: Side, inside: bool
) -> None:
    assert is_inside(value, side=side, threshold=20) is inside


@pytest.mark.parametrize(
    ("text", "metric", "currency", "value"),
    [
        ("1000.50", Metric.REVENUE, "EUR", 100050),
        ("1000", Metric.AVERAGE, "JPY", 1000),
        ("20", Metric.OPEN_ORDERS, "EUR", 20),
        ("2.5", Metric.REFUNDS, "EUR", 250),
        ("2.5 %", Metric.CANCELLATIONS, "JPY", 250),
        ("100", Metric.REFUNDS, "EUR", 10000),
    ],
)
def test_a_line_is_typed_in_the_unit_that_is_read(text: str, metric: Metric, currency: str, value: int) -> None:
    assert threshold_of(text, metric, currency=currency) == value


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("", Metric.REVENUE),
        ("-1", Metric.ORDERS),
        ("2.5", Metric.ORDERS),
        ("1.005", Metric.REVENUE),
        ("101", Metric.REFUNDS),
        ("", Metric.REFUNDS),
        ("%", Metric.REFUNDS),
        ("many", Metric.OPEN_ORDERS),
        ("9" * 30, Metric.ORDERS),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_name(text: str, metric: Metric) -> None:
    with pytest.raises(Invalid) as refused:
        threshold_of(text, metric, currency="EUR")
    assert [error.field for error in refused.value.errors] == ["threshold"]
    assert "JPY" not in refused.value.detail
