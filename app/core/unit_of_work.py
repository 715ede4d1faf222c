"""The unit of work: one use case, one transaction, committed here and nowhere else; hints go out after the commit."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.bus import Hint, get_bus
from app.core.database import get_database


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
    for topic, hint in uow.hints:
        await get_bus().publish(topic, hint)
