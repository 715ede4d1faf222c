"""The unit of work: one use case, one transaction, committed here and nowhere else; hints go out after the commit."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.bus import Hint, get_bus
from app.core.database import get_database

P = ParamSpec("P")
T = TypeVar("T")
# Where the hints of a unit of work are kept that runs apart from the loop that the bus belongs to.
_kept_hints: ContextVar[list[tuple[str, Hint]] | None] = ContextVar("kept_hints", default=None)


@dataclass(slots=True)
class UnitOfWork:
    """What a use case works with. `now` is read once, so that one operation has one time."""

    session: AsyncSession
    now: datetime
    hints: list[tuple[str, Hint]] = field(default_factory=list[tuple[str, Hint]])
    endings: list[Callable[[], Awaitable[None]]] = field(default_factory=list[Callable[[], Awaitable[None]]])

    def before_commit(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` as the last thing of the transaction."""
        self.endings.append(work)

    def hint(self, topic: str, hint: Hint) -> None:
        """Publish a hint once the commit stands; it holds ids and numbers only."""
        self.hints.append((topic, hint))


@asynccontextmanager
async def unit_of_work() -> AsyncGenerator[UnitOfWork, None]:
    """Commit when the block ends well, roll back when it raises, then publish the hints."""
    async with get_database().writing() as session:
        uow = UnitOfWork(session=session, now=clock.now())
        yield uow
        for work in uow.endings:
            await work()
        await session.commit()
    kept = _kept_hints.get()
    if kept is not None:
        kept += uow.hints
        return
    await _publish(uow.hints)


def in_one_go(use_case: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A use case that is one unit of work and nothing else, done as `Database.in_one_go`; its hints go out here."""

    @wraps(use_case)
    async def done(*given: P.args, **named: P.kwargs) -> T:
        hints: list[tuple[str, Hint]] = []

        async def inside() -> T:
            token = _kept_hints.set(hints)
            try:
                return await use_case(*given, **named)
            finally:
                _kept_hints.reset(token)

        try:
            return await get_database().in_one_go(inside)
        finally:
            await _publish(hints)

    return done


async def _publish(hints: Sequence[tuple[str, Hint]]) -> None:
    for topic, hint in hints:
        await get_bus().publish(topic, hint)
