from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.ranges import EARLIEST
from app.core.week import HORIZON, clocks, hour_of_week, hours_of_week

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca")
moments = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - in UTC


@given(moment=moments, name=st.sampled_from(sorted(available_timezones())))
def test_the_clock_of_every_zone_is_known_at_every_moment(moment: datetime, name: str) -> None:
    shift = next(found.shift for found in reversed(clocks(ZoneInfo(name))) if found.start <= moment)
    offset = moment.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
    assert timedelta(seconds=shift) == offset


def test_a_change_of_the_clocks_is_found_to_the_second() -> None:
    starts = [found.start for found in clocks(ZoneInfo("Europe/Berlin"))]
    assert datetime(2026, 3, 29, 1, tzinfo=UTC) in starts
    assert starts[0] == EARLIEST
    assert starts[-1] < HORIZON
    assert [found.shift for found in clocks(ZoneInfo("UTC"))] == [0]


def test_an_hour_is_a_weekday_and_an_hour_of_it() -> None:
    assert hour_of_week("1-13") == (1, 13)
    assert hours_of_week(("0-0", "6-23", "0-0"), field="hours") == {(0, 0), (6, 23)}


@pytest.mark.parametrize("text", ["", "7-0", "0-24", "00-1", "0-01", "1-13 ", "-1-3", "1", "1-1-1", "\u0661-1"])
def test_what_is_no_hour_is_refused_by_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        hours_of_week((text,), field="hours")
    assert refusal.value.errors[0].pointer == "/hours"
