"""Folding: many rollup rows of one key become one with the same sums, while orders go on coming in.

Writers only append, so a fold touches no row that a writer holds. It takes the rows it replaces under a lock (on
SQLite it is the one writer), so two processes that fold at once fold different rows. Readers see before or after.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.core.database import read_session
from app.core.unit_of_work import unit_of_work
from app.features.dashboard import fold_repository as repository
from app.features.dashboard.fold_repository import Crowded, Delta, Key

# Rows in one transaction: writers on SQLite wait for it, some 20 ms.
BATCH_ROWS = 500


async def fold_rollups() -> int:
    """Fold what can be folded, in short transactions; returns how many rows there are fewer."""
    async with read_session() as session:
        found = await repository.crowded(session)
    fewer = 0
    for currency, buckets in _batches(found):
        fewer += await _fold(currency, buckets)
    return fewer


async def _fold(currency: str, buckets: Sequence[datetime]) -> int:
    async with unit_of_work() as uow:
        groups: defaultdict[Key, list[Delta]] = defaultdict(list)
        for row in await repository.take(uow.session, currency, buckets):
            groups[row.key].append(row)
        many = [rows for rows in groups.values() if len(rows) > 1]
        old = [row for rows in many for row in rows]
        new = [row for rows in many for row in _summed(rows)]
        if old:
            await repository.replace(uow.session, old, new)
        return len(old) - len(new)


def _summed(rows: Sequence[Delta]) -> Iterator[Delta]:
    """One row with the sums, or none where they cancel out."""
    orders = sum(row.orders for row in rows)
    amount = sum(row.amount for row in rows)
    units = sum(row.units for row in rows)
    if orders or amount or units:
        yield replace(rows[0], orders=orders, amount=amount, units=units)


def _batches(found: Sequence[Crowded]) -> Iterator[tuple[str, list[datetime]]]:
    """Quarter hours of one currency, with about BATCH_ROWS rows together."""
    currency, buckets, rows = "", dict[datetime, None](), 0
    for item in found:
        if buckets and (item.currency != currency or rows + item.rows > BATCH_ROWS):
            yield currency, list(buckets)
            buckets, rows = {}, 0
        currency = item.currency
        buckets[item.bucket] = None
        rows += item.rows
    if buckets:
        yield currency, list(buckets)
