"""Import files for tests."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from app.core.database import read_session
from app.features.imports.assembly import LAYOUT
from app.features.imports.schemas import Fault, ImportedOrder, ImportOptions, Summary
from app.features.imports.service import import_orders
from app.features.imports.stored import stored_page

GOOD = {
    "order_ref": "T-1",
    "ordered_at": "2026-03-17T12:00:00Z",
    "status": "paid",
    "customer_email": "ann@example.com",
    "customer_name": "Ann Lee",
    "sku": "TEA-1",
    "product_name": "Green tea",
    "category": "Tea",
    "quantity": "2",
    "line_total": "9.80",
    "currency": "EUR",
}


def line(**cells: str) -> dict[str, str]:
    """A good line, with some cells otherwise."""
    return {**GOOD, **cells}


def write(path: Path, lines: Iterable[dict[str, str]], *, columns: Sequence[str] = LAYOUT.columns) -> Path:
    """A file of these lines."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
    return path


async def bring_in(path: Path, *, tz: str = "UTC", all_or_nothing: bool = False) -> tuple[Summary, list[Fault]]:
    """Import a file of orders; what came of it and what was refused."""
    faults: list[Fault] = []
    options = ImportOptions(path, ZoneInfo(tz), all_or_nothing)
    return await import_orders(options, refuse=faults.append), faults


def codes(faults: Iterable[Fault]) -> list[tuple[int, str, str]]:
    """Line, field and code of each."""
    return [(fault.line, fault.field, fault.code) for fault in faults]


async def stored() -> dict[str, ImportedOrder]:
    """All orders of the database by reference, lines sorted: their order is not part of what they are."""
    async with read_session() as session:
        orders, _last = await stored_page(session, 0, limit=100_000)
    return {order.reference: _sorted(order) for order in orders}


def _sorted(order: ImportedOrder) -> ImportedOrder:
    lines = sorted(order.lines, key=repr)
    return ImportedOrder(
        **{name: getattr(order, name) for name in ImportedOrder.__slots__ if name != "lines"}, lines=tuple(lines)
    )
