"""Exporting orders in the format of the import, page by page, so that any number takes the same memory.

Cells that a spreadsheet would take for a formula get an apostrophe, which the import takes off again.
"""

import csv
import os
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from app.core.database import read_session
from app.core.money import exponent
from app.features.imports import stored_repository as repository
from app.features.imports.assembly import LAYOUT
from app.features.imports.cells import defused
from app.features.imports.schemas import ImportedOrder, ProgressSink, no_progress
from app.features.imports.stored import stored_page

PAGE = 500


async def export_orders(path: Path, *, progress: ProgressSink = no_progress) -> int:
    """Write all orders to a new file of mode 0600; returns how many. Raises OSError, FileExistsError among them.

    One transaction reads them all, so the file is of one moment (on SQLite; PostgreSQL reads each page as it stands).
    """
    with _private_file(path) as file:
        return await _export(file, progress)


def _private_file(path: Path) -> TextIO:
    """A new file that only its owner may read, from its first byte on."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="")


async def _export(file: TextIO, progress: ProgressSink) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(LAYOUT.columns)
    done = number = 0
    async with read_session() as session:
        total = await repository.count(session)
        while True:
            orders, number = await stored_page(session, number, limit=PAGE)
            session.expunge_all()
            if not orders:
                return done
            for order in orders:
                writer.writerows(rows_of(order))
            done += len(orders)
            progress("Exporting", done, total)


def rows_of(order: ImportedOrder) -> list[tuple[str, ...]]:
    """The lines of an order, cells in the order of the layout."""
    places = exponent(order.currency)
    head = (
        order.reference,
        order.ordered_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        order.status,
        order.email,
        order.name,
    )
    tail = (order.ship_to, order.note, order.channel)
    return [
        tuple(
            defused(cell)
            for cell in (
                *head,
                line.sku,
                line.name,
                line.category,
                str(line.quantity),
                _decimal(line.line_total, places),
                order.currency,
                "" if line.unit_price is None else _decimal(line.unit_price, places),
                *tail,
            )
        )
        for line in order.lines
    ]


def _decimal(amount: int, places: int) -> str:
    return f"{Decimal(amount).scaleb(-places):.{places}f}"
