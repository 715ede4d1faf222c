"""The means of the tests themselves: what the other tests stand on."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core import clock
from app.core.config import get_settings
from app.core.database import Database, read_session
from app.core.unit_of_work import unit_of_work
from app.features.accounts.passwords import check_password
from app.features.accounts.repository import users
from tests.support.cast import PASSWORD, Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import NOON, Hour
from tests.support.smtp import Mailbox
from tests.support.valkey import Valkey


@pytest.mark.asyncio
@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_gets_a_migrated_database_of_its_own(database: Database, turn: int) -> None:
    async with unit_of_work() as uow:
        await uow.session.execute(text("CREATE TABLE mine (turn INTEGER)"))
    async with read_session() as session:
        revision = (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
    assert revision
    assert get_settings().database_url == database.url


@on_sqlite
@pytest.mark.asyncio
async def test_a_mark_chooses_the_engine(database: Database) -> None:
    assert database.is_sqlite


def test_the_environment_is_the_tests_own(environment: Path) -> None:
    assert get_settings().keyring_path.is_relative_to(environment)


@pytest.mark.asyncio
async def test_the_clock_stands_still_until_it_is_moved(hour: Hour) -> None:
    assert clock.now() == NOON
    hour.pass_by(timedelta(days=1))
    assert clock.now() - NOON == timedelta(days=1)


@pytest.mark.valkey
def test_valkey_is_real_and_empty(valkey: Valkey, redis_url: str) -> None:
    with valkey.client() as client:
        assert client.dbsize() == 0
        client.set("left", "behind")
    assert get_settings().redis_url == redis_url


def test_mails_arrive(mailbox: Mailbox) -> None:
    mail = EmailMessage()
    mail["To"], mail["From"], mail["Subject"] = "alice@example.com", "shop@example.com", "Grüße"
    mail.set_content("hello")
    with smtplib.SMTP("127.0.0.1", mailbox.port) as client:
        client.send_message(mail)
    assert [received["Subject"] for received in mailbox.to("alice@example.com")] == ["Grüße"]


@pytest.mark.asyncio
async def test_the_cast_can_sign_in(alice: Person, ada: Person) -> None:
    async with read_session() as session:
        known = await users.known_by_email(session, alice.email)
    assert known is not None
    assert known.user_id == alice.id
    assert (await check_password(PASSWORD, known.password_hash)).is_right
    assert ada.actor().is_admin
