"""Health, readiness and figures."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.core.bus import get_bus
from app.core.config import get_settings
from app.core.database import get_database
from tests.api.conftest import Caller
from tests.support.cast import Person
from tests.support.databases import sqlite_url
from tests.support.engines import on_sqlite
from tests.support.process import forget_process

pytestmark = pytest.mark.asyncio
CLOSED_PORT_URL = "redis://127.0.0.1:1/0"


async def test_a_migrated_process_is_ready(visitor: AsyncClient) -> None:
    answer = await visitor.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


async def test_an_empty_database_is_not_ready(api: FastAPI, environment: Path) -> None:
    async with AsyncClient(transport=ASGITransport(api), base_url="http://localhost") as client:
        answer = await client.get("/readyz")
        assert (await client.get("/healthz")).json() == {"status": "ok"}
    await get_database().dispose()
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert answer.json()["checks"]["migrations"] == "missing"


async def test_without_a_database_it_is_not_ready(
    api: FastAPI, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (environment / "folder.db").mkdir()
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", sqlite_url(environment / "folder.db"))
    forget_process()
    async with AsyncClient(transport=ASGITransport(api), base_url="http://localhost") as client:
        answer = await client.get("/readyz")
    await get_database().dispose()
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "down")


@on_sqlite
async def test_a_lost_redis_only_degrades(visitor: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_REDIS_URL", CLOSED_PORT_URL)
    get_settings.cache_clear()
    get_bus.cache_clear()
    answer = await visitor.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["redis"] == "down"


@on_sqlite
async def test_figures_name_routes_and_no_person(caller: Caller, alice: Person) -> None:
    client = await caller(alice)
    await client.get(f"/api/orders/{alice.id}")
    await client.get("/api/orders", params={"q": "MARK-7"})
    await client.get("/no/such/MARK-7")
    await client.request("MARK", "/api/orders")
    text = (await client.get("/metrics")).text
    assert re.search(
        r'daybook_requests_total\{method="GET",route="/api/orders/\{order_id\}",status="404"\} [1-9]', text
    )
    assert re.search(r'daybook_requests_total\{method="GET",route="none",status="404"\} [1-9]', text)
    for name in ("daybook_open_pages", "daybook_database_connections_in_use", "daybook_feed_lag", "daybook_bus_up"):
        assert re.search(rf"^{name} \d", text, re.MULTILINE)
    for secret in ("MARK", str(alice.id), alice.email):
        assert secret not in text


@on_sqlite
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}, 403),
    ],
)
async def test_without_a_token_only_this_machine_reads_the_figures(
    address: str, headers: dict[str, str], status: int, api: FastAPI, alice: Person
) -> None:
    transport = ASGITransport(api, client=(address, 1))
    async with AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status


@on_sqlite
async def test_with_a_token_only_its_holder_reads_them(visitor: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_METRICS_TOKEN", "figures-only")
    get_settings.cache_clear()
    for headers, status in (
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": "Bearer figures-only"}, 200),
    ):
        assert (await visitor.get("/metrics", headers=headers)).status_code == status
