"""People for the tests of accounts."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from app.core.actor import Actor, Role, Source
from app.core.database import Database
from app.core.ids import new_id
from app.features.accounts import service
from app.features.accounts.schemas import UserDetail
from tests.support.cast import PASSWORD as PASSWORD
from tests.support.cast import join as join_shop

Join: TypeAlias = Callable[..., Awaitable[UserDetail]]


def acting(user: UserDetail, source: Source = Source.WEB) -> Actor:
    """The person through a door."""
    return Actor(user.id, user.role, source)


async def open_connections() -> None:
    """Fill the pool, so that those who race start at the same time."""
    await asyncio.gather(*[service.session_valid(new_id()) for _ in range(6)])


@pytest.fixture
def join(database: Database) -> Join:
    """`await join("alice")` makes alice@example.com, called Alice Example, a customer unless a role is given."""

    async def person(first: str, role: Role = Role.CUSTOMER) -> UserDetail:
        made = await join_shop(f"{first.title()} Example", role, email=f"{first}@example.com")
        return await service.get_profile(made.actor())

    return person
