"""Folding: many rollup rows of one key become one with the same sums, while orders go on coming in.

Writers only append, so a fold touches no row that a writer holds. It takes the rows it replaces under a lock (on
SQLite it is the one writer), so two processes that fold at once fold different rows. Readers see before or after.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.core.database import read_session
from app.core.unit_of_work import unit_of_work
from app.features.dashboard import fold_repository as repository
from app.features.dashboard.fold_repository import ROLLUPS, Crowded, Delta, Rollup

# Rows in one transaction: writers on SQLite wait for it, some 20 ms.
BATCH_ROWS = 500


async def fold_rollups() -> int:
    """Fold what can be folded, in short transactions; returns how many rows there are fewer."""
    return sum([await _fold_all(rollup) for rollup in ROLLUPS])


async def _fold_all(rollup: Rollup) -> int:
    fewer = 0
    while True:
        async with read_session() as session:
            found = await repository.crowded(session, rollup)
        done = sum([await _fold(rollup, keys) for keys in _batches(found)])
        fewer += done
        # Where nothing could be folded another process is at it.
        if not done or len(found) < repository.KEYS_AT_ONCE:
            return fewer


async def _fold(rollup: Rollup, keys: Sequence[Crowded]) -> int:
    async with unit_of_work() as uow:
        groups: defaultdict[tuple[Any, ...], list[Delta]] = defaultdict(list)
        for row in await repository.take(uow.session, rollup, keys):
            groups[row.key].append(row)
        many = [rows for rows in groups.values() if len(rows) > 1]
        old = [row for rows in many for row in rows]
        new = [row for rows in many for row in _summed(rows)]
        if old:
            await repository.replace(uow.session, rollup, old=old, new=new)
        return len(old) - len(new)


def _summed(rows: Sequence[Delta]) -> Iterator[Delta]:
    """One row with the sums, or none where they cancel out."""
    sums = tuple(map(sum, zip(*(row.sums for row in rows), strict=True)))
    if any(sums):
        yield replace(rows[0], sums=sums)


def _batches(found: Sequence[Crowded]) -> Iterator[list[Crowded]]:
    """Keys with about BATCH_ROWS rows together."""
    keys, rows = list[Crowded](), 0
    for item in found:
        if keys and rows + item.rows > BATCH_ROWS:
            yield keys
            keys, rows = [], 0
        keys.append(item)
        rows += item.rows
    if keys:
        yield keys
