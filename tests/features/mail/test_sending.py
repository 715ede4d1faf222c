import json
from datetime import timedelta

import pytest
from sqlmodel import select

from app.core import clock
from app.core.database import Database, read_session
from app.core.unit_of_work import unit_of_work
from app.features.mail.sending import KEEP_SENT, forget_sent, send_due
from app.models import OutboxMail
from tests.support.server_fixtures import Hour
from tests.support.smtp import Mailbox

pytestmark = pytest.mark.asyncio


async def put(to: str = "ann@example.com") -> None:
    async with unit_of_work() as uow:
        mail = OutboxMail(kind="note", message_ct="", created_at=uow.now, next_try_at=uow.now)
        mail.message = json.dumps(
            {"to": to, "subject": "Your order\r\nBcc: eve@example.com", "text": "Tea ☕ is sent."}
        )
        uow.session.add(mail)


async def outbox() -> OutboxMail:
    async with read_session() as session:
        return (await session.scalars(select(OutboxMail))).one()


async def test_a_mail_goes_out_once(mailbox: Mailbox, database: Database) -> None:
    del database
    await put()
    assert await send_due() == 1
    assert await send_due() == 0
    (mail,) = mailbox.to("ann@example.com")
    assert mail.get_content().strip() == "Tea ☕ is sent."
    assert (await outbox()).sent_at is not None


async def test_a_subject_cannot_add_a_header(mailbox: Mailbox, database: Database) -> None:
    del database
    await put()
    await send_due()
    assert mailbox.mails[0]["Bcc"] is None


async def test_a_refused_mail_waits_and_goes_out_later(mailbox: Mailbox, database: Database, hour: Hour) -> None:
    del database
    mailbox.refusal = "451 later"
    await put()
    assert await send_due() == 0
    mailbox.refusal = None
    assert await send_due() == 0, "it waits for its time"
    hour.pass_by(timedelta(minutes=2))
    assert await send_due() == 1
    assert (await outbox()).tries == 2


async def test_without_a_mail_server_the_mail_stays(database: Database) -> None:
    del database
    await put()
    assert await send_due() == 0
    assert (await outbox()).tries == 0


async def test_a_sent_mail_is_forgotten_after_two_days(mailbox: Mailbox, database: Database, hour: Hour) -> None:
    del mailbox, database
    await put()
    await send_due()
    await forget_sent()
    await outbox()
    hour.pass_by(KEEP_SENT + timedelta(seconds=1))
    await forget_sent()
    async with read_session() as session:
        assert (await session.scalars(select(OutboxMail))).all() == []
    assert clock.now() == hour.moment
