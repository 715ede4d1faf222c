"""The pure rules of accounts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.actor import Role
from app.core.errors import Invalid
from app.features.accounts import rules

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def codes(password: str, *, name: str = "Ann Lee", email: str = "ann@example.com") -> list[str]:
    return [fault.code for fault in rules.password_faults(password, name=name, email=email)]


def test_the_demo_password_will_do() -> None:
    assert codes("daybook-demo") == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "too_short"),
        ("sevench", "too_short"),
        ("x" * 1025, "too_long"),
        ("ANN@example.com", "same_as_email"),
        (" ann@example.com ", "same_as_email"),
    ],
)
def test_a_poor_password_is_named(password: str, code: str) -> None:
    assert codes(password) == [code]


def test_the_name_is_no_password() -> None:
    assert codes("Annabel Lee", name="annabel lee") == ["same_as_name"]


def test_the_error_names_the_field_it_was_typed_into() -> None:
    with pytest.raises(Invalid) as refused:
        rules.assert_good_password("short", name="", email="", field="new_password")
    assert refused.value.errors[0].field == "new_password"


@given(st.text(min_size=8, max_size=1024))
def test_any_long_password_will_do_unless_it_is_the_name_or_the_address(password: str) -> None:
    assert set(codes(password)) <= {"same_as_email", "same_as_name"}


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_a_session_slides_but_never_past_its_longest_life(created: datetime, used_for: timedelta) -> None:
    end = rules.session_end(created, created + used_for)
    assert created + used_for <= end <= created + rules.SESSION_LONGEST
    assert end - (created + used_for) <= rules.SESSION_IDLE


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=1)))
def test_a_session_is_touched_at_most_every_five_minutes(seen: datetime, later: timedelta) -> None:
    assert rules.needs_touch(seen, seen + later) == (later >= timedelta(minutes=5))


@given(st.sampled_from(Role), st.sampled_from(Role))
def test_a_role_is_lowered_in_one_direction_only(one: Role, other: Role) -> None:
    assert rules.lowers(one, other) + rules.lowers(other, one) == (one is not other)


@given(st.sets(st.uuids(), min_size=2))
def test_one_of_several_admins_may_go(admins: set[UUID]) -> None:
    assert not rules.takes_last_admin(admins, min(admins), stays_admin=False)


def test_the_only_admin_may_not_go() -> None:
    ada = uuid4()
    assert rules.takes_last_admin({ada}, ada, stays_admin=False)
    assert not rules.takes_last_admin({ada}, ada, stays_admin=True)
    assert not rules.takes_last_admin({ada}, uuid4(), stays_admin=False)


def test_a_time_zone_must_be_known() -> None:
    assert rules.known_time_zone("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(ValueError, match="IANA"):
        rules.known_time_zone("Mars/Base")
