"""How long things take: the product's way beside the one plain statement that somebody would write."""

import resource
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from app.core.actor import Actor
from app.core.database import read_session
from app.core.paging import GridQuery
from app.features.orders import grid_repository, service
from grid_load.cases import Case

# So often at least, and no longer than that many seconds for one row of the table.
LEAST, PATIENCE = 5, 20.0


@dataclass
class Figures:
    """Milliseconds, sorted, and what went wrong."""

    took: list[float] = field(default_factory=list[float])
    errors: int = 0

    def at(self, percent: int) -> float:
        """The smallest value that `percent` of the values do not exceed (nearest rank)."""
        if not self.took:
            return float("nan")
        return self.took[max(1, -(-len(self.took) * percent // 100)) - 1]


async def nothing() -> None:
    """What there is to do before some work: nothing."""


async def measured(
    work: Callable[[], Awaitable[Any]],
    *,
    seconds: float,
    least: int = LEAST,
    before: Callable[[], Awaitable[Any]] = nothing,
) -> Figures:
    """Do the work again and again for some seconds, `before` it that, which does not count; nor does the first time."""
    figures = Figures()
    begun = perf_counter()
    while True:
        await before()
        at = perf_counter()
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - a benchmark says what failed and goes on
            figures.errors += 1
            print(f"    {type(error).__name__}: {error}", file=sys.stderr)
        else:
            figures.took.append(1000 * (perf_counter() - at))
        done = len(figures.took) + figures.errors
        spent = perf_counter() - begun
        if (done > least and spent > seconds) or spent > PATIENCE or figures.errors > least:
            break
    figures.took = sorted(figures.took[1:] or figures.took)
    return figures


async def of_case(who: Actor, case: Case, *, seconds: float) -> tuple[Figures, Figures]:
    """The product's way, and the plain statement."""
    ask = service.count if case.counted else service.window
    ours = await measured(lambda: ask(who, case.ask()), seconds=seconds)
    plain = await measured(lambda: _plain(who, case.ask(), counted=case.counted), seconds=seconds / 2, least=2)
    return ours, plain


async def _plain(who: Actor, query: GridQuery, *, counted: bool) -> Sequence[Any]:
    """All columns of the window's rows by one statement; how many there are by another."""
    async with read_session() as session:
        rows = grid_repository.filtered(who, query)
        if counted:
            from sqlalchemy import func, select  # noqa: PLC0415 - beside its one use

            return (await session.execute(select(func.count()).select_from(rows.subquery()))).all()
        rows = rows.order_by(*grid_repository.ordering(query)).offset(query.offset).limit(query.limit)
        connection = await session.connection()
        return (await connection.execute(rows)).all()


def memory() -> float:
    """The most memory this process has used so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def line(name: str, ours: Figures, plain: Figures | None, *, most: float) -> str:
    """A row of the table."""
    over = "  over" if ours.at(95) > most else ""
    beside = f"{plain.at(50):9.1f} {plain.at(95):9.1f}" if plain is not None else " " * 19
    told = f"{len(ours.took):5} {ours.at(50):8.1f} {ours.at(95):8.1f} {ours.at(99):8.1f} {ours.errors:4}"
    return f"{name:52} {told} {beside} {memory():8.0f} {most:6.0f}{over}"


def head(title: str) -> str:
    """The names of the columns."""
    return (
        f"\n{title:52} {'n':>5} {'p50':>8} {'p95':>8} {'p99':>8} {'err':>4} {'SQL p50':>9} {'SQL p95':>9}"
        f" {'MiB':>8} {'aim':>6}"
    )
