"""The first admin."""

import asyncio
import re

import pytest
from pydantic import ValidationError

from app.core.actor import Actor, Role, Source
from app.core.database import Database
from app.core.errors import Invalid
from app.core.keyring import get_keyring
from app.features.accounts import service
from app.features.accounts.errors import BadCredentials, SetupClosed
from app.features.accounts.schemas import Credentials, SignUp, UserDetail, UserPatch
from tests.features.accounts.conftest import PASSWORD, Join, open_connections
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio

ADA = SignUp(name="Ada Byron", email="ada@example.com", password=PASSWORD)


async def test_an_empty_shop_is_set_up_once_with_the_code(database: Database) -> None:
    assert await service.needs_setup()
    ada = await service.create_first_admin(service.setup_code(), ADA)
    assert ada.role is Role.ADMIN
    assert not await service.needs_setup()
    with pytest.raises(SetupClosed):
        await service.create_first_admin(
            service.setup_code(), SignUp(name="E", email="e@example.com", password=PASSWORD)
        )


async def test_the_code_is_the_same_in_every_worker_and_can_be_read_aloud(environment: object) -> None:
    code = service.setup_code()
    assert re.fullmatch(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", code)
    get_keyring.cache_clear()
    assert service.setup_code() == code


async def test_the_code_may_be_typed_carelessly(database: Database) -> None:
    typed = service.setup_code().lower().replace("-", " ").replace("o", "0")
    assert (await service.create_first_admin(typed, ADA)).name == "Ada Byron"


@on_sqlite
@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "é", "\ud800"])
async def test_a_wrong_code_is_named(database: Database, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        await service.create_first_admin(code, ADA)
    assert [(error.field, error.code) for error in refused.value.errors] == [("code", "wrong_code")]
    assert await service.needs_setup()


async def test_of_two_set_ups_at_once_one_goes_in(database: Database) -> None:
    people = [SignUp(name="A", email=f"a{number}@example.com", password=PASSWORD) for number in range(4)]
    await open_connections()
    results = await asyncio.gather(
        *[service.create_first_admin(service.setup_code(), person) for person in people], return_exceptions=True
    )
    assert sum(isinstance(result, UserDetail) for result in results) == 1
    assert sum(isinstance(result, SetupClosed) for result in results) == 3


async def test_the_command_line_makes_an_admin(database: Database) -> None:
    ada = await service.create_admin("ada@example.com", "Ada Byron", PASSWORD)
    assert (ada.role, ada.name) == (Role.ADMIN, "Ada Byron")
    assert (await service.sign_in(Credentials(email="ada@example.com", password=PASSWORD))).user.id == ada.id


async def test_a_locked_out_admin_comes_back(database: Database, join: Join) -> None:
    ada, eve = await join("ada", Role.ADMIN), await join("eve", Role.ADMIN)
    session = await service.sign_in(Credentials(email="ada@example.com", password=PASSWORD))
    locked = UserPatch(version=ada.version, role=Role.CUSTOMER, active=False)
    await service.update_user(Actor(eve.id, Role.ADMIN, Source.WEB), ada.id, locked)
    back = await service.create_admin("ADA@example.com", "Somebody", "a new password")
    assert (back.id, back.role, back.name) == (ada.id, Role.ADMIN, "Ada Example")
    assert await service.session_actor(session.token) is None
    with pytest.raises(BadCredentials):
        await service.sign_in(Credentials(email="ada@example.com", password=PASSWORD))
    await service.sign_in(Credentials(email="ada@example.com", password="a new password"))


async def test_the_command_line_refuses_what_is_no_address_or_password(database: Database) -> None:
    with pytest.raises(ValidationError):
        await service.create_admin("ada", "Ada", PASSWORD)
    with pytest.raises(Invalid):
        await service.create_admin("ada@example.com", "Ada", "short")
