"""A bulk change whose process is killed again and again: in the end each row was changed exactly once."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import col, select

from app.core.actor import Actor, Source
from app.core.database import Database, read_session
from app.core.paging import GridQuery
from app.features.accounts.repository import users
from app.features.demo.service import DemoSize, make_demo
from app.features.jobs import service as jobs
from app.features.jobs.schemas import Progress
from app.features.records import bulk
from app.features.records.bulk import Selection, Wish
from app.models import Change, Entity, JobState, Order

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]

ROOT = Path(__file__).parents[3]
RUNNER = """
import asyncio
from app.features.jobs.runner import Runner
from app.features.records import bulk
from app.models import JobKind
asyncio.run(Runner({JobKind.BULK: bulk.change_rows}).work_off())
"""
KILLS = 5


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen((sys.executable, "-c", RUNNER), cwd=ROOT)


async def the_admin() -> Actor:
    async with read_session() as session:
        user = await users.find_by_email(session, "admin@example.com")
    assert user is not None
    return Actor(user.id, user.role, Source.GRID)


async def further(owner: Actor, before: Progress, process: subprocess.Popen[bytes]) -> Progress:
    """The job once it is further on than it was."""
    while (now := await jobs.progress(owner, before.id)).done <= before.done:
        assert process.poll() is None, "the runner ended by itself"
        await asyncio.sleep(0.002)
    return now


async def test_every_row_is_changed_exactly_once_however_often_it_is_killed(database: Database) -> None:
    await make_demo(DemoSize(orders=3_000, customers=50, products=10))
    ada = await the_admin()
    found = await bulk.rehearse(ada, Selection(query=GridQuery()), Wish("note", "gift"), entity=Entity.ORDER)
    while not found.finished:
        found = await bulk.go_on(ada, found.job_id)
    now = await bulk.run(ada, found.job_id)
    for _ in range(KILLS):
        process = start()
        now = await further(ada, now, process)
        process.kill()
        process.wait()
    assert now.state is JobState.RUNNING
    assert await asyncio.to_thread(start().wait) == 0
    done = await jobs.progress(ada, found.job_id)
    assert (done.state, done.changed, done.refused) == (JobState.DONE, found.total, 0)
    async with read_session() as session:
        notes = {order.note.reveal() for order in await session.scalars(select(Order))}
        logged = await session.scalars(select(Change.row_id).where(col(Change.gesture_id) == done.gesture_id))
        times = Counter(logged.all())
    assert notes == {"gift"}
    assert len(times) == found.total
    assert set(times.values()) == {1}
