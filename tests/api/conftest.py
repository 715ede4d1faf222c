"""The API in this process, without a server, and callers with tokens of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.api.application import create_api
from app.core.actor import system_actor
from app.core.database import Database
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.features.accounts import tokens
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate, ProductDetail
from tests.support.cast import Person

Caller = Callable[[Person | None], Awaitable[AsyncClient]]


@pytest.fixture
def api() -> FastAPI:
    """The application."""
    return create_api()


@pytest_asyncio.fixture
async def caller(api: FastAPI, database: Database) -> AsyncIterator[Caller]:
    """A client for somebody, with a token (made without the password, which takes its time); or for nobody."""
    async with AsyncExitStack() as stack:

        async def make(person: Person | None) -> AsyncClient:
            headers = {}
            if person is not None:
                async with unit_of_work() as uow:
                    pair = tokens._add_pair(uow, person.id, family_id=new_id())
                headers = {"authorization": f"Bearer {pair.access_token}"}
            transport = ASGITransport(app=api, raise_app_exceptions=False)
            return await stack.enter_async_context(
                AsyncClient(transport=transport, base_url="http://localhost", headers=headers)
            )

        yield make


@pytest_asyncio.fixture
async def visitor(caller: Caller) -> AsyncClient:
    """A client without a token."""
    return await caller(None)


@pytest_asyncio.fixture
async def products(database: Database) -> Sequence[ProductDetail]:
    """Three products of 12.50, 4.00 and 0.99 EUR."""
    wanted = (("MUG-1", "Mug", 1250), ("TEA-2", "Tea", 400), ("PEN-3", "Pen", 99))
    return [
        await catalog.create_product(system_actor(), ProductCreate(sku=sku, name=name, price_amount=price))
        for sku, name, price in wanted
    ]
