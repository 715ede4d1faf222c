"""Fixtures: the cast, in `database`."""

import pytest_asyncio

from app.core.actor import Role
from app.core.database import Database
from tests.support.cast import Person, join


@pytest_asyncio.fixture
async def alice(database: Database) -> Person:
    """A customer."""
    return await join("Alice Adams")


@pytest_asyncio.fixture
async def bob(database: Database) -> Person:
    """Another customer, who has no business with what is Alice's."""
    return await join("Bob Baker")


@pytest_asyncio.fixture
async def sam(database: Database) -> Person:
    """Staff."""
    return await join("Sam Stone", Role.STAFF)


@pytest_asyncio.fixture
async def ada(database: Database) -> Person:
    """An admin."""
    return await join("Ada Archer", Role.ADMIN)
