"""The names of those who work in the shop, for their colleagues."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from time import monotonic
from uuid import UUID

from app.core.actor import Actor, Role
from app.core.database import read_session
from app.core.errors import Forbidden
from app.features.accounts import people
from app.features.accounts.repository import users

KEPT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it was read; None where this is nobody who works here."""

    text: str | None
    read: float


async def names_of(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of `ids` who are staff or admins; a name may be 30 seconds old. Raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden
    known, oldest = _names(), monotonic() - KEPT_SECONDS
    unknown = [person for person in ids if person not in known or known[person].read < oldest]
    if unknown:
        known |= await _read(unknown)
    return {person: name for person in ids if (name := known[person].text) is not None}


async def _read(ids: Collection[UUID]) -> dict[UUID, _Name]:
    now = monotonic()
    async with read_session() as session:
        found = {user.id: user for user in await users.of_ids(session, list(ids))}
    working = {user.id: people.shown(user, "name") for user in found.values() if user.role is not Role.CUSTOMER}
    return {person: _Name(working.get(person), now) for person in ids}


@cache
def _names() -> dict[UUID, _Name]:
    """What this process has read. It holds as many names as people have worked here since the start."""
    return {}
