"""The fixed cast: alice and bob (customers), sam (staff), ada (admin). Each has the password PASSWORD."""

from dataclasses import dataclass
from uuid import UUID

from app.core import clock
from app.core.actor import Actor, Role, Source
from app.core.crypto import email_index
from app.core.unit_of_work import unit_of_work
from app.features.accounts.passwords import hash_password
from app.features.accounts.repository import users
from app.models import User

PASSWORD = "a walrus in the larder"
_hashes: list[str] = []


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account."""

    id: UUID
    name: str
    email: str
    role: Role

    def actor(self, source: Source = Source.WEB) -> Actor:
        """The person as who acts, through one door."""
        return Actor(user_id=self.id, role=self.role, source=source)


async def join(name: str, role: Role = Role.CUSTOMER, *, email: str | None = None) -> Person:
    """Give someone an account in the database of this test. The hash is made once a process: it takes 20 ms."""
    if not _hashes:
        _hashes.append(await hash_password(PASSWORD))
    email = email or f"{name.split(maxsplit=1)[0].lower()}@example.com"
    now = clock.now()
    user = User(email_index=email_index(email), password_hash=_hashes[0], role=role, created_at=now, updated_at=now)
    user.email, user.name = email, name  # pyright: ignore[reportAttributeAccessIssue] (sealed as they are assigned)
    async with unit_of_work() as uow:
        await users.insert_user(uow.session, user)
        await users.write_name_terms(uow.session, user.id, name)
    return Person(id=user.id, name=name, email=email, role=role)
