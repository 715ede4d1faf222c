"""What the log is narrowed to, as the address says it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.core.actor import Role, Source
from app.features.changes.schemas import CREATED, Entity
from app.ui.admin_changes.asked import FIRST_DAY, LAST_DAY, PATH, Asked, arrived, read, to_query

SAM = str(uuid4())


def test_an_address_is_read_back_as_it_was_written() -> None:
    from urllib.parse import parse_qsl

    asked = Asked(about="order", field="status", by=SAM, through="grid", since="2026-03-01", until="2026-03-02")
    assert read(dict(parse_qsl(asked.address.removeprefix(f"{PATH}?")))) == asked
    assert Asked().address == PATH


def test_days_are_those_of_the_readers_zone_and_both_count() -> None:
    query = to_query(Asked(since="2026-03-01", until="2026-03-02", by=SAM), tz="Europe/Berlin")
    assert query.start == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert query.end == datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert str(query.actor_id) == SAM


def test_days_the_wrong_way_round_let_nothing_through() -> None:
    query = to_query(Asked(since="2026-03-03", until="2026-03-01"), tz="UTC")
    assert query.start == query.end == datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize("tz", ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "UTC"])
def test_the_first_and_the_last_day_are_days_in_every_zone(tz: str) -> None:
    ends = {"since": FIRST_DAY.isoformat(), "until": LAST_DAY.isoformat()}
    assert read(ends) == Asked(**ends)
    query = to_query(read(ends), tz=tz)
    assert query.start
    assert query.end
    assert read({"since": "1970-01-01", "until": "8999-12-31"}) == Asked()


@pytest.mark.parametrize(
    ("day", "tz", "hours"),
    [
        ("2026-03-29", "Europe/Berlin", 23),
        ("2026-10-25", "Europe/Berlin", 25),
        ("2026-03-08", "America/Havana", 23),
        ("2026-11-01", "America/Havana", 25),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
    ],
)
def test_a_day_is_as_long_as_it_is_where_the_reader_is(day: str, tz: str, hours: float) -> None:
    """In Havana it is midnight itself that comes twice, or not at all."""
    query = to_query(Asked(since=day, until=day), tz=tz)
    assert query.start
    assert query.end
    assert query.end - query.start == timedelta(hours=hours)


def test_a_role_is_asked_for_by_its_word() -> None:
    query = to_query(Asked(by="staff", field="made", through="api", about="order"), tz="UTC")
    assert (query.role, query.actor_id, query.field) == (Role.STAFF, None, CREATED)
    assert (query.source, query.entity) == (Source.API, Entity.ORDER)


@pytest.mark.parametrize(
    "hostile", ["'; DROP TABLE changes", "0001-01-01", "9999-12-31", "2026-13-01", "\x00", "💥" * 99]
)
def test_what_is_not_ours_is_left_out(hostile: str) -> None:
    assert read(
        dict.fromkeys(("about", "field", "by", "through", "since", "until", "act", "row", "show"), hostile)
    ) == (Asked())


def test_a_field_that_the_other_kind_has_not_is_dropped() -> None:
    asked = Asked(about="order", field="ship_to")
    assert asked.but("about", "product") == Asked(about="product")
    assert asked.but("about", "") == Asked(field="ship_to")


def test_an_address_that_the_filters_went_to_takes_no_field_out_of_anybodys_hands() -> None:
    first, second, third = (Asked(since=f"2026-01-0{day}") for day in (1, 2, 3))
    assert arrived(first, shown=Asked(), sent=()) == (True, ())
    assert arrived(second, shown=first, sent=(second, third)) == (False, (third,))
    assert arrived(third, shown=second, sent=(third,)) == (False, ())
    assert arrived(first, shown=third, sent=(second,)) == (True, ())


def test_an_address_is_told_of_twice_where_the_next_one_came_before_it_was_read() -> None:
    first, second = Asked(since="2026-01-01"), Asked(since="2026-01-02")
    assert arrived(second, shown=Asked(), sent=(first, second)) == (False, ())
    assert arrived(second, shown=second, sent=()) == (False, ())
    third = Asked(since="2026-01-03")
    assert arrived(second, shown=second, sent=(third,)) == (False, (third,))
