"""What the schemas of accounts let in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.features.accounts.schemas import Credentials, ProfilePatch, SignUp, UserPatch

GOOD = {"name": "Ann", "email": "ann@example.com", "password": "long enough"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", "a\x00b"),
        ("name", "\ud800"),
        ("name", "x" * 201),
        ("email", "ann"),
        ("email", "ann@example"),
        ("email", "a b@example.com"),
        ("email", "ann@example.com\n"[:-1] + "\x00"),
        ("password", "x" * 1025),
        ("password", "eight\x00chars"),
        ("password", 12345678),
        ("role", "admin"),
    ],
)
def test_a_bad_field_of_a_sign_up_is_named(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        SignUp.model_validate(GOOD | {field: value})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def faults(text: str) -> set[tuple[int | str, ...]]:
    try:
        Credentials(email=text, password="x")
    except ValidationError as refused:
        return {error["loc"] for error in refused.errors()}
    return set()


@given(st.text(max_size=1024))
def test_signing_in_takes_any_clean_text_or_names_the_field(text: str) -> None:
    assert faults(text) <= {("email",)}


def test_a_password_is_not_in_what_is_printed() -> None:
    assert "long enough" not in repr(SignUp.model_validate(GOOD))


@pytest.mark.parametrize("field", ["name", "locale", "time_zone"])
def test_null_is_no_value_for_a_profile(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ProfilePatch.model_validate({"version": 1, field: None})
    assert refused.value.errors()[0]["loc"] == (field,)


@pytest.mark.parametrize(
    ("field", "value"), [("active", 1), ("active", "true"), ("role", "owner"), ("version", "1"), ("version", 2**31)]
)
def test_an_admins_patch_takes_no_near_misses(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        UserPatch.model_validate({"version": 1, field: value})
    assert refused.value.errors()[0]["loc"] == (field,)


def test_a_patch_wants_only_what_was_given() -> None:
    assert UserPatch.model_validate({"version": 3, "active": False}).wanted() == {"active": False}
    assert UserPatch.model_validate({"version": 3}).wanted() == {}
