"""Work that a server does again and again beside its visitors."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from app.core.failures import log_failure


@dataclass(frozen=True, slots=True)
class Job:
    """What to do, and how many seconds to wait before each time."""

    name: str
    work: Callable[[], Awaitable[object]]
    seconds: float


async def repeat(job: Job) -> None:
    """Do the job for as long as the server runs; a failure is logged and does not end it."""
    while True:
        await asyncio.sleep(job.seconds)
        try:
            await job.work()
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the next time may go well
            log_failure(error, where=f"job {job.name}")


@asynccontextmanager
async def running(jobs: Sequence[Job]) -> AsyncGenerator[None, None]:
    """Run the jobs beside the block."""
    tasks = [asyncio.create_task(repeat(job), name=job.name) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
