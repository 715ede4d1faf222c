"""No listed sort or filter reads the whole table: the plans of all statements that a window runs, on both databases."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
import pytest_asyncio
from sqlalchemy import event, insert, text

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database
from app.core.ids import new_id
from app.core.paging import GridQuery
from app.core.unit_of_work import unit_of_work
from app.features.orders import service as orders
from app.models import Order, OrderStatus
from tests.features.orders.shop import product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
Asked: TypeAlias = Mapping[str, Any]
MANY = 6000
SORTS = ("ordered_at", "number", "total", "status")
FILTERS: tuple[Asked, ...] = (
    {"field": "status", "kind": "set", "values": ["paid"]},
    {"field": "status", "kind": "set", "values": ["paid", "pending"], "negated": True},
    {"field": "total", "kind": "range", "low": 100, "high": 200},
    {"field": "total", "kind": "range", "low": 100},
    {"field": "number", "kind": "range", "low": 1200, "high": 1300},
    {"field": "ordered_at", "kind": "when", "span": "last_7_days"},
    {"field": "customer", "kind": "contains", "text": "ali ad"},
    {"field": "customer", "kind": "equals", "text": "alice@example.com"},
    {"field": "product", "kind": "set", "values": ["TEA-1"]},
    {"field": "category", "kind": "set", "values": ["Tea"]},
    {"field": "channel", "kind": "set", "values": ["phone"]},
    {"field": "hours", "kind": "set", "values": ["1-13"], "tz": "Europe/Berlin"},
    {"field": "first_order", "kind": "when", "span": "last_7_days"},
    {"field": "reference", "kind": "equals", "text": "T-1"},
    {"field": "reference", "kind": "starts", "text": "T-1"},
    {"field": "reference", "kind": "contains", "text": "-12"},
)
SEARCHES = ("1234", "alice@example.com", "ali ad", "TEA-1", "T-12")


@dataclass
class Watched:
    """The statements that were run, with their parameters."""

    seen: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])

    def hear(self, *given: Any) -> None:
        """An event of SQLAlchemy before a statement."""
        _connection, _cursor, statement, parameters, *_ = given
        if statement.lstrip().startswith(("SELECT", "WITH")):
            self.seen.append((statement, parameters))


@pytest_asyncio.fixture
async def watched(database: Database, alice: Person, ada: Person) -> AsyncIterator[Watched]:
    """Some thousand orders of Alice's, and what is run on their database from then on."""
    await product(ada)
    now, statuses = clock.now(), list(OrderStatus)
    rows = [
        {
            "id": new_id(),
            "number": 1001 + place,
            "reference": f"T-{place}" if place % 2 else None,
            "channel": "web",
            "user_id": alice.id,
            "status": statuses[place % 6],
            "currency": "EUR",
            "total_amount": place * 7919 % 100_000,
            "ordered_at": now - timedelta(minutes=90 * place),
            "created_at": now,
            "updated_at": now,
            "version": 1,
        }
        for place in range(MANY)
    ]
    async with unit_of_work() as uow:
        await uow.session.execute(insert(Order), rows)
        if not database.is_sqlite:
            await uow.session.execute(text("ANALYZE orders"))
    watched = Watched()
    event.listen(database.engine.sync_engine, "before_cursor_execute", watched.hear)
    yield watched
    event.remove(database.engine.sync_engine, "before_cursor_execute", watched.hear)


async def scans(database: Database, seen: Sequence[tuple[str, Any]]) -> list[str]:
    """Where the statements read a whole table of orders or lines.

    PostgreSQL is asked whether it can do without: a table as small as a test's is read whole for choice.
    """
    found: list[str] = []
    async with database.engine.connect() as connection:
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in seen:
            plain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN (FORMAT JSON) "
            rows = (await connection.exec_driver_sql(plain + statement, parameters)).all()
            steps = [row[-1] for row in rows] if database.is_sqlite else list(_nodes(rows[0][0]))
            found += [f"{step}: {statement}" for step in steps if _reads_all(step)]
    return found


def _reads_all(step: str) -> bool:
    return step in {"SCAN orders", "SCAN order_items", "Seq Scan orders", "Seq Scan order_items"}


def _nodes(plan: Any) -> list[str]:
    """The kinds of the nodes of PostgreSQL's plan, each with its table."""
    if isinstance(plan, str):
        plan = json.loads(plan)
    if isinstance(plan, list):
        return [name for part in plan for name in _nodes(part)]
    node = plan.get("Plan", plan)
    own = f"{node.get('Node Type')} {node.get('Relation Name', '')}".strip()
    return [own, *_nodes(node.get("Plans", []))]


async def test_no_listed_sort_filter_or_search_scans_a_table(database: Database, watched: Watched) -> None:
    sorts = [[{"field": name, "desc": desc}] for name in SORTS for desc in (False, True)]
    asked: list[Asked] = [{"sort": sort, "offset": offset} for sort in sorts for offset in (0, 3000)]
    asked += [{"sort": [{"field": "status"}, {"field": "total", "desc": True}], "offset": 3000}]
    asked += [{"sort": [{"field": "total"}, {"field": "ordered_at", "desc": True}], "offset": 3000}]
    asked += [{"filters": [part], "sort": sort} for part in FILTERS for sort in sorts]
    asked += [{"search": words} for words in SEARCHES]
    for query in asked:
        watched.seen.clear()
        await orders.window(system_actor(), GridQuery.model_validate(query))
        assert await scans(database, watched.seen) == [], query
