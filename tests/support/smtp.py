"""A real SMTP server in this process, that keeps what it is given."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.net import free_port


# Without slots: aiosmtpd looks at every attribute, and Python 3.11.2 trips over __weakref__ of a slotted dataclass.
@dataclass
class Mailbox:
    """The mails received, oldest first, and where to send them."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list[EmailMessage])
    refusal: str | None = None

    @property
    def url(self) -> str:
        """The DAYBOOK_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take one mail, or answer `refusal` (such as "451 later") while it is set."""
        if self.refusal is not None:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@contextmanager
def running_smtp() -> Generator[Mailbox, None, None]:
    """Start the server on a free port; stop it in the end."""
    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
