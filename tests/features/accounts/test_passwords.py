"""Hashing passwords."""

import pytest
from passlib.context import CryptContext

from app.features.accounts import passwords


@pytest.mark.asyncio
async def test_a_password_opens_its_hash_and_no_other_does() -> None:
    stored = await passwords.hash_password("daybook-demo")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await passwords.check_password("daybook-demo", stored)).is_right
    assert not (await passwords.check_password("daybook-demos", stored)).is_right


@pytest.mark.asyncio
async def test_the_longest_password_of_the_widest_letters_is_hashed() -> None:
    password = "\U0001f511" * 1024
    assert (await passwords.check_password(password, await passwords.hash_password(password))).is_right


@pytest.mark.asyncio
async def test_a_hash_with_outdated_parameters_is_made_anew() -> None:
    old = CryptContext(schemes=["argon2"], argon2__memory_cost=8192, argon2__time_cost=1).hash("daybook-demo")
    verdict = await passwords.check_password("daybook-demo", old)
    assert verdict.is_right
    assert verdict.fresh_hash is not None
    assert (await passwords.check_password("daybook-demo", verdict.fresh_hash)) == passwords.Verdict(is_right=True)


@pytest.mark.asyncio
@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$broken"])
async def test_without_a_readable_hash_no_password_is_right(stored: str | None) -> None:
    assert await passwords.check_password("the password of nobody", stored) == passwords.Verdict(is_right=False)
