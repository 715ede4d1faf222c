from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import Invalid
from app.core.paging import Filter, FilterGroup, GridQuery
from app.core.spans import settled, span_of

BERLIN, NEW_YORK, KOLKATA = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata"))
# A Wednesday; in Kolkata it is already Thursday.
NOW = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)


def days(name: str, tz: ZoneInfo, now: datetime = NOW) -> tuple[str, str]:
    """The first local moment of the span and the first after it, as local dates that stand at midnight."""
    span = span_of(name, tz=tz, now=now)
    ends = [end.astimezone(tz) for end in (span.start, span.end) if end]
    assert all(end.strftime("%H:%M") == "00:00" for end in ends)
    first, after = (end.date().isoformat() for end in ends)
    return first, after


@pytest.mark.parametrize(
    ("name", "first", "after"),
    [
        ("today", "2026-11-18", "2026-11-19"),
        ("yesterday", "2026-11-17", "2026-11-18"),
        ("last_1_days", "2026-11-18", "2026-11-19"),
        ("last_7_days", "2026-11-12", "2026-11-19"),
        ("last_90_days", "2026-08-21", "2026-11-19"),
        ("this_week", "2026-11-16", "2026-11-23"),
        ("last_week", "2026-11-09", "2026-11-16"),
        ("this_month", "2026-11-01", "2026-12-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("this_quarter", "2026-10-01", "2027-01-01"),
        ("last_quarter", "2026-07-01", "2026-10-01"),
        ("this_year", "2026-01-01", "2027-01-01"),
        ("last_year", "2025-01-01", "2026-01-01"),
    ],
)
def test_a_span_is_whole_days_of_the_viewer(name: str, first: str, after: str) -> None:
    assert days(name, BERLIN) == (first, after)


def test_today_is_the_viewers_today() -> None:
    assert days("today", KOLKATA) == ("2026-11-19", "2026-11-20")
    assert days("today", NEW_YORK) == ("2026-11-18", "2026-11-19")


@pytest.mark.parametrize(("name", "first", "after"), [("last_month", "2025-12-01", "2026-01-01")])
def test_a_year_turns_back_too(name: str, first: str, after: str) -> None:
    january = datetime(2026, 1, 10, tzinfo=UTC)
    assert days(name, BERLIN, january) == (first, after)
    assert days("last_quarter", BERLIN, january) == ("2025-10-01", "2026-01-01")


def test_a_day_on_which_the_clocks_change_has_23_or_25_hours() -> None:
    spring, autumn = datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
    for now, hours in ((spring, 23), (autumn, 25)):
        span = span_of("today", tz=BERLIN, now=now)
        assert span.start is not None
        assert span.end is not None
        assert (span.end - span.start).total_seconds() == hours * 3600
    assert days("last_7_days", BERLIN, datetime(2026, 3, 30, 12, tzinfo=UTC)) == ("2026-03-24", "2026-03-31")


def test_a_day_without_a_midnight_begins_when_the_clocks_jump() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    span = span_of("today", tz=beirut, now=datetime(2022, 3, 27, 12, tzinfo=UTC))
    assert span.start == datetime(2022, 3, 26, 22, tzinfo=UTC)
    assert span.end == datetime(2022, 3, 27, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["", "last_0_days", "last_9999_days", "next_week", "last_7_day", "this_day", "LAST_WEEK", "last_²_days"]
)
def test_what_is_no_span_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        span_of(name, tz=BERLIN, now=NOW, field="filters/0/span")
    assert refusal.value.errors[0].pointer == "/filters/0/span"


def test_a_query_is_settled_wherever_a_span_stands_in_it() -> None:
    when = Filter(field="ordered_at", kind="when", span="today", negated=True)
    paid = Filter(field="status", kind="set", values=("paid",))
    query = GridQuery(filters=(FilterGroup(kind="any", parts=(paid, when)),), tz="Europe/Berlin")
    group = settled(query, NOW).filters[0]
    assert isinstance(group, FilterGroup)
    assert group.parts[0] == paid
    made = group.parts[1]
    assert isinstance(made, Filter)
    assert (made.kind, made.low, made.high) == ("range", "2026-11-17T23:00:00+00:00", "2026-11-18T23:00:00+00:00")
    assert made.negated
    assert settled(settled(query, NOW), NOW).filters == (group,)


def test_without_a_zone_the_shops_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_TIME_ZONE", "Asia/Kolkata")
    query = GridQuery(filters=(Filter(field="ordered_at", kind="when", span="today"),))
    made = settled(query, NOW).filters[0]
    assert isinstance(made, Filter)
    assert made.low == "2026-11-18T18:30:00+00:00"


def test_a_zone_that_is_none_is_refused() -> None:
    query = GridQuery(filters=(Filter(field="ordered_at", kind="when", span="today"),), tz="Moon")
    with pytest.raises(Invalid) as refusal:
        settled(query, NOW)
    assert refusal.value.errors[0].pointer == "/tz"
