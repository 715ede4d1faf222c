"""Opening an account: at once, or, where the shop can send mail, by a link that proves the address."""

import json
from typing import Any
from uuid import UUID

from app.core.actor import Actor, Source
from app.core.config import get_settings
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import passwords, people, rules, signing
from app.features.accounts.errors import BadToken, EmailTaken
from app.features.accounts.repository import outbox, users
from app.features.accounts.schemas import SignUp, UserDetail
from app.models import OutboxMail, User

CONFIRM = signing.Purpose("confirm+jwt", "daybook-mail", rules.CONFIRM_LIFE)
CONFIRM_PATH = "/auth/confirm"


async def sign_up(wanted: SignUp, source: Source) -> UserDetail:
    """A new customer. Raises EmailTaken, or Invalid naming `password`."""
    password_hash = await hash_of_new_password(wanted)
    async with unit_of_work() as uow:
        user = await people.create_user(uow, wanted, password_hash=password_hash, source=source)
        return people.to_detail(user)


async def sign_up_by_mail(wanted: SignUp) -> None:
    """Send a mail to the address, and tell the caller nothing about who has an account. Raises Invalid (`password`).

    A new address gets a link that makes the account, good for 24 hours; a known one is told that it has one.
    Somebody who was imported and never had a password claims their account by the same link.
    """
    password_hash = await hash_of_new_password(wanted)
    async with unit_of_work() as uow:
        user = await users.find_by_email(uow.session, wanted.email)
        if user is None or _can_claim(user):
            _send_link(uow, wanted, password_hash)
        else:
            _send_reminder(uow, user)


async def confirm_sign_up(token: str) -> UserDetail:
    """Make, or claim, the account that a mail's link stands for.

    Raises TokenExpired, BadToken, or EmailTaken where the link was used or the address got an account meanwhile.
    """
    mail_id = signing.id_claim(signing.verify(CONFIRM, token), "sub")
    async with unit_of_work() as uow:
        mail, wanted, password_hash = await _take_request(uow, mail_id)
        user = await users.find_by_email(uow.session, wanted.email)
        if user is None:
            user = await people.create_user(uow, wanted, password_hash=password_hash, source=Source.WEB)
        else:
            user = await _claim(uow, user.id, password_hash)
        # The mail holds their name and address, so it goes when they are erased.
        mail.user_id = user.id
        return people.to_detail(user)


async def hash_of_new_password(wanted: SignUp) -> str:
    """The hash of a password that will do. Raises Invalid naming `password`."""
    rules.assert_good_password(wanted.password, name=wanted.name, email=wanted.email)
    return await passwords.hash_password(wanted.password)


def _can_claim(user: User) -> bool:
    return user.password_hash is None and user.active


async def _claim(uow: UnitOfWork, user_id: UUID, password_hash: str) -> User:
    user = await users.lock(uow.session, user_id)
    if user is None or not _can_claim(user):
        raise EmailTaken
    people.set_password(uow, Actor(user.id, user.role, Source.WEB), user, password_hash=password_hash)
    return user


def _send_link(uow: UnitOfWork, wanted: SignUp, password_hash: str) -> None:
    mail = _new_mail(uow, outbox.CONFIRM_SIGN_UP)
    settings = get_settings()
    link = f"{settings.public_url}{CONFIRM_PATH}?token={signing.sign(CONFIRM, mail.id)}"
    text = (
        f"Hello {wanted.name},\n\nopen this link within 24 hours to finish your account at {settings.shop_name}:\n\n"
        f"{link}\n\nIf you did not ask for an account, do nothing: none is made.\n"
    )
    request = {"name": wanted.name, "email": wanted.email, "password_hash": password_hash}
    subject = f"Finish your account at {settings.shop_name}"
    mail.message = json.dumps({"to": wanted.email, "subject": subject, "text": text, "sign_up": request})
    uow.session.add(mail)


def _send_reminder(uow: UnitOfWork, user: User) -> None:
    mail = _new_mail(uow, "account_exists")
    mail.user_id = user.id
    settings = get_settings()
    text = (
        f"Hello {people.shown(user, 'name')},\n\nsomebody asked for an account at {settings.shop_name} with this "
        f"address, which has one already. Sign in at {settings.public_url}/login\n\n"
        "If it was not you, do nothing: nothing has changed.\n"
    )
    subject = f"You already have an account at {settings.shop_name}"
    mail.message = json.dumps({"to": people.shown(user, "email"), "subject": subject, "text": text})
    uow.session.add(mail)


def _new_mail(uow: UnitOfWork, kind: str) -> OutboxMail:
    """A mail to send at once; its message is sealed when it is assigned, as that needs the mail's id."""
    return OutboxMail(kind=kind, message_ct="", created_at=uow.now, next_try_at=uow.now)


async def _take_request(uow: UnitOfWork, mail_id: UUID) -> tuple[OutboxMail, SignUp, str]:
    """The mail, what its receiver asked for, and the hash of the password they chose; it is taken once."""
    mail = await outbox.lock(uow.session, mail_id)
    if mail is None:
        raise BadToken
    message: dict[str, Any] = json.loads(mail.message.reveal() or "{}")
    request = message.pop("sign_up", None)
    if request is None:
        raise EmailTaken
    mail.message = json.dumps(message)
    # The password itself was checked and hashed when it was given.
    wanted = SignUp.model_construct(name=request["name"], email=request["email"], password="")
    return mail, wanted, request["password_hash"]
