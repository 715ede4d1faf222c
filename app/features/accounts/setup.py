"""The first admin: through `/setup` with a code from the log, or by the command line.

Set-up is open until there is an admin, whoever else has an account by then: people who signed up before the shop was
set up, or came with an import, must not keep its owner out.
"""

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from weakref import WeakSet

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Role, Source, system_actor
from app.core.database import Database, get_database, read_session
from app.core.errors import invalid
from app.core.keyring import get_keyring
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import people
from app.features.accounts.errors import SetupClosed
from app.features.accounts.repository import users
from app.features.accounts.schemas import SignUp, UserDetail
from app.features.accounts.sessions import end_sessions
from app.features.accounts.sign_up import hash_of_new_password
from app.models import User

CODE_BYTES = 20
GROUP = 4
# Digits that read like letters, as base32 has neither 0, 1 nor 8.
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})

# Databases that were seen with an admin, or with anybody, in them: so it stays, which spares every visit a query.
_set_up: WeakSet[Database] = WeakSet()
_in_use: WeakSet[Database] = WeakSet()


async def needs_setup() -> bool:
    """Whether there is no admin as yet."""
    return not await _was_seen(_set_up, users.any_admin)


async def is_empty() -> bool:
    """Whether there is no user at all: every page leads to `/setup` then."""
    return not await _was_seen(_in_use, users.any_exist)


async def _was_seen(databases: WeakSet[Database], question: Callable[[AsyncSession], Awaitable[bool]]) -> bool:
    database = get_database()
    if database in databases:
        return True
    async with read_session() as session:
        is_so = await question(session)
    if is_so:
        databases.add(database)
    return is_so


def setup_code() -> str:
    """The code for `/setup`: eight groups of four. It follows from the keyring, so all workers print the same one."""
    digest = hmac.new(get_keyring().index, b"setup code", hashlib.sha256).digest()[:CODE_BYTES]
    text = base64.b32encode(digest).decode()
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


async def create_first_admin(code: str, wanted: SignUp) -> UserDetail:
    """The first admin. Raises SetupClosed when there is one, else Invalid naming `code` or `password`."""
    if not await needs_setup():
        raise SetupClosed
    if not hmac.compare_digest(_bare(code), _bare(setup_code())):
        raise invalid("code", "wrong_code", "This is not the code that was printed when the server started")
    password_hash = await hash_of_new_password(wanted)
    async with unit_of_work() as uow:
        await users.lock_first_admin(uow.session)
        if await users.any_admin(uow.session):
            raise SetupClosed
        user = await people.create_user(uow, wanted, password_hash=password_hash, role=Role.ADMIN, source=Source.WEB)
        return people.to_detail(user)


async def create_admin(email: str, name: str, password: str) -> UserDetail:
    """An admin, from the command line. Whoever has this address becomes one again: active, with this password.

    Their name stays, and they are signed out everywhere. Raises Invalid naming `password`, and pydantic's
    ValidationError for an address or a name that is none.
    """
    wanted = SignUp(name=name, email=email, password=password)
    password_hash = await hash_of_new_password(wanted)
    actor = system_actor(Source.CLI)
    async with unit_of_work() as uow:
        known = await users.find_by_email(uow.session, wanted.email)
        if known is None:
            user = await people.create_user(uow, wanted, password_hash=password_hash, role=Role.ADMIN, actor=actor)
        else:
            user = await _restore(uow, known, password_hash)
        return people.to_detail(user)


async def _restore(uow: UnitOfWork, known: User, password_hash: str) -> User:
    user = await users.lock(uow.session, known.id) or known
    actor = system_actor(Source.CLI)
    await people.change_user(uow, actor, user, wanted={"role": Role.ADMIN, "active": True})
    people.set_password(uow, actor, user, password_hash=password_hash)
    await end_sessions(uow, user.id)
    return user


def _bare(code: str) -> bytes:
    """The code without case, dashes and space, and with misread digits put right."""
    return "".join(char for char in code.upper() if char.isalnum()).translate(_MISREAD).encode(errors="replace")
