"""People for the tests of accounts, made through the product's own use cases."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from app.core.actor import Actor, Role, Source, system_actor
from app.core.database import Database
from app.features.accounts import service
from app.features.accounts.schemas import SignUp, UserDetail, UserPatch

PASSWORD = "daybook-demo"
Join: TypeAlias = Callable[..., Awaitable[UserDetail]]


def acting(user: UserDetail, source: Source = Source.WEB) -> Actor:
    """The person through a door."""
    return Actor(user.id, user.role, source)


@pytest.fixture
def join(database: Database) -> Join:
    """`await join("alice")` makes alice@example.com, called Alice Example, a customer unless a role is given."""

    async def person(first: str, role: Role = Role.CUSTOMER) -> UserDetail:
        wanted = SignUp(name=f"{first.title()} Example", email=f"{first}@example.com", password=PASSWORD)
        user = await service.sign_up(wanted, Source.WEB)
        if role is Role.CUSTOMER:
            return user
        await service.update_user(system_actor(), user.id, UserPatch(version=1, role=role))
        return await service.get_profile(Actor(user.id, role, Source.WEB))

    return person
