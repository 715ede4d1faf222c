"""The grid over a million orders: `python bench/grid.py [--folder DIR] [--postgres] [--orders N]`.

Makes a demo shop of 1,000,000 orders of 50,000 customers (some minutes; with `--folder` the SQLite file is kept there
and used again), then prints for each row of the table how long the server takes: first windows by each sort and filter,
each filter under each sort (`--crossed`), ANDs and ORs, searches, jumps, counts; one edit, a bulk change of 10,000
rows, an export of everything. Beside it stands the one plain statement of the same run. Milliseconds; `aim` are those
of docs/adr/0008 at the 95th percentile, `MiB` the most memory that this process has used so far.

The server's work is called without HTTP. On a busy machine every figure grows: the load average is printed.
"""

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from grid_load import acts, cases, shop, timing

from app.core.actor import Actor
from app.core.database import get_database

EDIT_MS = 50.0
EDITS = 100
SECTIONS: dict[str, Callable[[cases.Facts], Iterator[cases.Case]]] = {
    "first windows": cases.windows,
    "searches": cases.searches,
    "jumps": cases.jumps,
    "AND and OR": cases.combined,
    "counts": cases.counts,
}


async def windows(who: Actor, facts: cases.Facts, given: argparse.Namespace) -> None:
    """The table of all that is only looked at."""
    chosen = SECTIONS | ({"each filter under each sort": cases.crossed} if given.crossed else {})
    for title, make in chosen.items():
        those = [case for case in make(facts) if given.only in case.name]
        if those:
            print(timing.head(title), flush=True)
        for case in those:
            ours, plain = await timing.of_case(who, case, seconds=given.seconds)
            print(timing.line(case.name, ours, plain, most=case.most), flush=True)


async def changes(who: Actor, facts: cases.Facts) -> None:
    """Edits, a bulk change, an export."""
    rows = await acts.some_rows(who, 2 * EDITS, orders_there=facts.orders)
    rows = list({row.id: row for row in rows}.values())
    half = len(rows) // 2
    print(timing.head("changes"), flush=True)
    ours = await timing.measured(acts.edits(who, rows[:half]), seconds=0, least=half - 2)
    plain = await timing.measured(acts.plain_edits(rows[half:]), seconds=0, least=half - 2)
    print(timing.line("one edit", ours, plain, most=EDIT_MS), flush=True)
    print(
        await acts.many(
            who, random.randrange(facts.numbers[0], max(facts.numbers[0] + 1, facts.numbers[1] - acts.MANY))
        )
    )
    print(await acts.everything(who), flush=True)


async def run(given: argparse.Namespace) -> None:
    """Everything, on the database of the settings."""
    await shop.tidy()
    who = await shop.admin()
    begun = perf_counter()
    facts = await shop.facts_of(who)
    load = os.getloadavg()[0]
    print(f"{facts.orders:,} orders of {facts.customers:,} customers on {get_database().engine.dialect.name}")
    print(f"load average {load:.1f}; looked around in {perf_counter() - begun:.1f} s")
    await windows(who, facts, given)
    if not given.only:
        await changes(who, facts)
    print(f"\nload average at the end {os.getloadavg()[0]:.1f}")
    await get_database().dispose()


def main() -> None:
    """Read the arguments, make the shop, measure."""
    given = shop.arguments_for("Times the record grid of orders", crossed="each filter under each sort, too")
    with shop.open_shop(given):
        asyncio.run(run(given))


if __name__ == "__main__":
    main()
