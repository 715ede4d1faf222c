"""Forged tokens and cursors: refused, whatever they hold."""

import base64
import json

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.features.orders.schemas import OrderSort
from tests.api.conftest import Caller
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio


def segment(value: object) -> str:
    """One part of a JWT, and what a cursor is made of."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


UNSIGNED = f"{segment({'alg': 'none', 'typ': 'at+jwt'})}.{segment({'sub': 'x', 'sid': 'y', 'exp': 9e9})}."
TOKENS = [
    b"",
    b" ",
    b"x",
    b"a.b.c",
    b"..",
    "é.è.ê".encode(),
    b"\xff.\xfe.\xfd",
    b"x" * 20_000,
    UNSIGNED.encode(),
    f"{segment([])}.{segment(None)}.x".encode(),
    f"{segment({'alg': 'HS256', 'kid': {}})}.{segment({'sub': []})}.AAAA".encode(),
    f"{segment({'alg': 'HS256', 'kid': 'no such'})}.{segment({})}.AAAA".encode(),
]


@on_sqlite
@pytest.mark.parametrize("token", TOKENS)
async def test_a_forged_token_opens_nothing(token: bytes, visitor: AsyncClient) -> None:
    answer = await visitor.get("/api/profile", headers=[(b"authorization", b"Bearer " + token)])
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, -(2**63) - 1, 10**40, "", "\x00", "\ud800", "pending", "2026-03-17T12:00:00+00:00"]),
    st.sampled_from(["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00", "2026-03-17", "2026-03-17T12:00:00"]),
    st.uuids().map(str),
    st.text(max_size=20),
    st.floats(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)
CURSORS = st.one_of(st.lists(VALUES, max_size=4), VALUES).map(segment) | st.text(max_size=30)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=CURSORS, sort=st.sampled_from(["-created_at", "total", "number", "-status", "ordered_at"]))
async def test_a_forged_cursor_is_a_page_or_refused(
    cursor: str, sort: OrderSort, caller: Caller, alice: Person, ada: Person
) -> None:
    client = await caller(ada)
    calls = [
        await client.get("/api/orders", params={"cursor": cursor, "sort": sort}),
        await client.get("/api/products", params={"cursor": cursor}),
        await client.get("/api/admin/users", params={"cursor": cursor}),
    ]
    if cursor.isprintable() or cursor.isascii():
        calls.append(await client.post("/api/orders/search", json={"cursor": cursor, "sort": sort}))
    for answer in calls:
        assert answer.status_code in {200, 422}, answer.text
