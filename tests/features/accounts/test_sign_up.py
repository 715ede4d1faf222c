"""Opening an account."""

import asyncio
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core.actor import Actor, Role, Source
from app.core.config import get_settings
from app.core.crypto import email_index
from app.core.database import Database, read_session
from app.core.errors import Invalid
from app.core.unit_of_work import unit_of_work
from app.features.accounts import service
from app.features.accounts.errors import BadToken, EmailTaken, TokenExpired
from app.features.accounts.schemas import Credentials, SignUp
from app.features.changes import repository as log
from app.features.changes.service import to_row
from app.models import Entity, OutboxMail, User
from tests.features.accounts.conftest import PASSWORD, Join
from tests.support.server_fixtures import Hour

pytestmark = pytest.mark.asyncio

ANN = SignUp(name="Ann Lee", email="Ann@Example.com", password=PASSWORD)


async def test_who_signs_up_is_a_customer_and_can_sign_in(database: Database) -> None:
    ann = await service.sign_up(ANN, Source.WEB)
    assert (ann.name, ann.email, ann.role, ann.version) == ("Ann Lee", "Ann@Example.com", Role.CUSTOMER, 1)
    signed_in = await service.sign_in(Credentials(email="ann@example.com ", password=PASSWORD))
    assert signed_in.user == ann


async def test_an_address_is_taken_whatever_its_case(database: Database) -> None:
    await service.sign_up(ANN, Source.WEB)
    with pytest.raises(EmailTaken) as refused:
        await service.sign_up(SignUp(name="B", email="ANN@EXAMPLE.COM", password=PASSWORD), Source.API)
    assert (refused.value.code, refused.value.status) == ("email_taken", 409)


async def test_of_two_sign_ups_with_one_address_one_goes_in(database: Database) -> None:
    results = await asyncio.gather(*[service.sign_up(ANN, Source.API) for _ in range(6)], return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["EmailTaken"] * 5 + ["UserDetail"]


async def test_a_poor_password_makes_no_account(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        await service.sign_up(SignUp(name="Ann", email="ann@example.com", password="short"), Source.WEB)
    assert [(error.field, error.code) for error in refused.value.errors] == [("password", "too_short")]
    assert await service.needs_setup()


async def test_the_log_tells_of_the_account_and_seals_what_is_personal(database: Database) -> None:
    ann = await service.sign_up(ANN, Source.API)
    async with read_session() as session:
        entries = await log.of_row(session, Entity.USER, ann.id)
    rows = {row.field: row for row in map(to_row, entries)}
    assert (rows["name"].new, rows["email"].new) == ("Ann Lee", "Ann@Example.com")
    assert {(row.actor_id, row.source, row.version) for row in rows.values()} == {(ann.id, Source.API, 1)}
    assert not any("Ann" in (entry.new or "") for entry in entries)


async def test_nothing_personal_is_stored_in_clear(database: Database) -> None:
    await service.sign_up(ANN, Source.WEB)
    async with read_session() as session:
        row = (await session.execute(text("SELECT * FROM users"))).one()
    assert not re.search("ann|lee|example", " ".join(map(str, row)).casefold())


async def mails() -> list[tuple[str, dict[str, str]]]:
    async with read_session() as session:
        found = (await session.scalars(OutboxMail.__table__.select().with_only_columns(OutboxMail.id))).all()  # pyright: ignore[reportAttributeAccessIssue]
        letters = [await session.get_one(OutboxMail, mail_id) for mail_id in found]
    return [(mail.kind, json.loads(mail.message.reveal() or "")) for mail in letters]


def link_token(message: dict[str, str]) -> str:
    found = re.search(r"/auth/confirm\?token=(\S+)", message["text"])
    assert found is not None
    return found[1]


async def test_by_mail_the_link_makes_the_account_once(database: Database) -> None:
    await service.sign_up_by_mail(ANN)
    assert await service.needs_setup(), "no account before the address is proven"
    [(kind, message)] = await mails()
    assert (kind, message["to"]) == ("confirm_sign_up", "Ann@Example.com")
    ann = await service.confirm_sign_up(link_token(message))
    assert ann.email == "Ann@Example.com"
    assert (await service.sign_in(Credentials(email="ann@example.com", password=PASSWORD))).user.id == ann.id
    with pytest.raises(EmailTaken):
        await service.confirm_sign_up(link_token(message))
    [(_, used)] = await mails()
    assert "sign_up" not in used


async def test_the_link_holds_nothing_personal(database: Database) -> None:
    await service.sign_up_by_mail(ANN)
    [(_, message)] = await mails()
    assert "example" not in link_token(message)
    assert message["text"].count(get_settings().public_url) == 1


async def test_by_mail_a_known_address_is_told_so_and_the_caller_learns_nothing(database: Database, join: Join) -> None:
    await join("alice")
    wanted = SignUp(name="Mallory", email="ALICE@example.com", password="another password")
    assert await service.sign_up_by_mail(wanted) is None  # type: ignore[func-returns-value]
    [(kind, message)] = await mails()
    assert (kind, message["to"]) == ("account_exists", "alice@example.com")
    assert "Mallory" not in message["text"]


async def test_each_link_confirms_only_the_sign_up_that_sent_it(database: Database) -> None:
    await service.sign_up_by_mail(SignUp(name="Mallory", email="ann@example.com", password="mallory's password"))
    await service.sign_up_by_mail(ANN)
    letters = [message for _, message in await mails() if "Ann Lee" in message["text"]]
    await service.confirm_sign_up(link_token(letters[0]))
    assert (await service.sign_in(Credentials(email="ann@example.com", password=PASSWORD))).user.name == "Ann Lee"


async def test_a_link_expires_after_a_day(database: Database, hour: Hour) -> None:
    await service.sign_up_by_mail(ANN)
    [(_, message)] = await mails()
    hour.pass_by(timedelta(hours=25))
    with pytest.raises(TokenExpired):
        await service.confirm_sign_up(link_token(message))


async def test_an_access_token_confirms_nothing(database: Database, join: Join) -> None:
    await join("alice")
    pair = await service.issue_tokens(Credentials(email="alice@example.com", password=PASSWORD))
    with pytest.raises(BadToken):
        await service.confirm_sign_up(pair.access_token)


async def test_an_imported_customer_claims_the_account_by_the_link(database: Database) -> None:
    async with unit_of_work() as uow:
        imported = User(email_index=email_index("ann@example.com"), created_at=uow.now, updated_at=uow.now)
        imported.name, imported.email = "Ann from the till", "ann@example.com"
        uow.session.add(imported)
    await service.sign_up_by_mail(ANN)
    [(_, message)] = await mails()
    ann = await service.confirm_sign_up(link_token(message))
    assert (ann.id, ann.name) == (imported.id, "Ann from the till")
    assert (await service.sign_in(Credentials(email="ann@example.com", password=PASSWORD))).user.id == imported.id


async def test_a_confirmed_mail_goes_when_its_receiver_is_erased(database: Database) -> None:
    await service.sign_up_by_mail(ANN)
    [(_, message)] = await mails()
    ann = await service.confirm_sign_up(link_token(message))
    await service.delete_profile(Actor(ann.id, ann.role, Source.WEB))
    assert await mails() == []


async def test_a_sign_up_that_nobody_confirms_is_forgotten(database: Database, hour: Hour) -> None:
    await service.sign_up_by_mail(ANN)
    hour.pass_by(timedelta(hours=47))
    await service.purge_expired()
    assert len(await mails()) == 1
    hour.pass_by(timedelta(hours=2))
    await service.purge_expired()
    assert await mails() == []
