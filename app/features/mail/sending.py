"""Sending the outbox over SMTP.

A mail is leased in one transaction, sent outside of any, and marked as sent in another. A process that dies in between
leaves it to the next try, so a mail goes out at least once. Without SMTP_URL the mails stay where they are.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib
import structlog

from app.core import clock
from app.core.config import get_settings
from app.core.unit_of_work import unit_of_work
from app.features.mail import repository
from app.models import OutboxMail

MOST_AT_ONCE = 20
SEND_SECONDS = 20
# A confirmation is found by its mail's id, so a sent mail stays for as long as its link is good, and a day more.
KEEP_SENT = timedelta(hours=48)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: one recipient, plain text."""

    to: str
    subject: str
    text: str


async def send_due() -> int:
    """Send what is due; returns how many mails went out."""
    address = get_settings().smtp_url
    if address is None:
        return 0
    async with unit_of_work() as uow:
        mails = await repository.due(uow.session, uow.now, limit=MOST_AT_ONCE)
        for mail in mails:
            repository.lease(mail, uow.now)
    sent = 0
    for mail in mails:
        sent += await _try(mail, urlsplit(address))
    return sent


async def forget_sent() -> None:
    """Delete mails that went out two days ago, and older ones that their receivers may not have any more."""
    async with unit_of_work() as uow:
        await repository.delete_sent(uow.session, uow.now - KEEP_SENT)
        await repository.delete_refused(uow.session, uow.now - KEEP_SENT)


async def _try(mail: OutboxMail, server: SplitResult) -> bool:
    try:
        await _send(_letter(mail), server)
    except (aiosmtplib.SMTPException, OSError) as error:
        log.warning("mail.not_sent", mail=str(mail.id), tries=mail.tries, cause=type(error).__name__)
        return False
    async with unit_of_work() as uow:
        if (kept := await repository.get(uow.session, mail)) is not None:
            kept.sent_at = uow.now
    log.info("mail.sent", mail=str(mail.id))
    return True


def _letter(mail: OutboxMail) -> Letter:
    message = json.loads(mail.message.reveal() or "{}")
    return Letter(to=message["to"], subject=message["subject"], text=message["text"])


async def _send(letter: Letter, server: SplitResult) -> None:
    """Hand one letter to the server: `smtp://`, upgraded where it offers that, or `smtps://`."""
    settings = get_settings()
    host = urlsplit(settings.public_url).hostname or "localhost"
    mail = EmailMessage()
    mail["From"] = formataddr((settings.shop_name, f"no-reply@{host}"))
    mail["To"] = letter.to
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    is_tls = server.scheme == "smtps"
    await aiosmtplib.send(
        mail,
        hostname=server.hostname or "localhost",
        port=server.port or (465 if is_tls else 25),
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=is_tls,
        timeout=SEND_SECONDS,
    )
