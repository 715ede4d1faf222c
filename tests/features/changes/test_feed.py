import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from app.core.actor import system_actor
from app.core.bus import Bus, RedisTransport
from app.core.database import Database, get_database
from app.core.unit_of_work import unit_of_work
from app.features.changes import feed
from app.features.changes.feed import INBOX_LIMIT, Feed, Inbox
from app.features.changes.schemas import Notice
from app.features.changes.service import Subject, record_created, record_fields
from app.models import Change, Entity
from tests.support.engines import on_postgresql

pytestmark = pytest.mark.asyncio
SOON = 5.0


@pytest_asyncio.fixture
async def tail(database: Database) -> AsyncIterator[Feed]:
    del database
    running = Feed()
    await running.start()
    yield running
    await running.stop()


async def write(subject: Subject, **fields: tuple[object, object]) -> None:
    async with unit_of_work() as uow:
        record_fields(uow, system_actor(), subject, changes=fields)


async def test_a_subscriber_hears_of_its_rows_and_no_others(tail: Feed) -> None:
    mine, other, owner = uuid4(), uuid4(), uuid4()
    async with (
        tail.subscribe([feed.row(Entity.ORDER, mine)]) as one,
        tail.subscribe([feed.owned(Entity.ORDER, owner)]) as own,
        tail.subscribe([feed.every(Entity.USER)]) as users,
    ):
        await write(Subject(Entity.ORDER, mine), note=(None, "x"))
        await write(Subject(Entity.ORDER, other, owner_id=owner), note=(None, "x"))
        assert [notice.row_id for notice in (await one.next(SOON)).notices] == [mine]
        assert [notice.row_id for notice in (await own.next(SOON)).notices] == [other]
        assert not await users.next(0.05)


async def test_a_subscriber_to_a_field_hears_of_its_changes_and_of_no_new_row(tail: Feed) -> None:
    named, priced, made = uuid4(), uuid4(), uuid4()
    async with (
        tail.subscribe([feed.changed(Entity.PRODUCT, "name"), feed.changed(Entity.PRODUCT, "category")]) as names,
        tail.subscribe([feed.every(Entity.PRODUCT)]) as all_of_them,
    ):
        await write(Subject(Entity.PRODUCT, priced), price_amount=(1, 2))
        await write(Subject(Entity.USER, uuid4()), name=(None, None))
        async with unit_of_work() as uow:
            record_created(uow, system_actor(), Subject(Entity.PRODUCT, made), values={}, personal={"name": "x"})
        await write(Subject(Entity.PRODUCT, named), name=("a", "b"), category=("c", "d"))
        heard: set[UUID] = set()
        while named not in heard:
            heard |= {notice.row_id for notice in (await all_of_them.next(SOON)).notices}
        assert heard == {priced, made, named}
        assert [notice.row_id for notice in (await names.next(SOON)).notices] == [named]


async def test_one_version_of_a_row_is_one_notice_with_all_its_fields(tail: Feed) -> None:
    row_id = uuid4()
    async with tail.subscribe([feed.every(Entity.ORDER)]) as inbox:
        async with unit_of_work() as uow:
            record_created(uow, system_actor(), Subject(Entity.ORDER, row_id), values={}, personal={"note": "x"})
        (notice,) = (await inbox.next(SOON)).notices
    assert notice.is_creation
    assert notice.fields == {"*", "note"}


async def test_a_change_without_a_hint_is_found_by_looking(tail: Feed) -> None:
    async with tail.subscribe([feed.every(Entity.ORDER)]) as inbox:
        async with get_database().writing() as session:
            session.add(entry(uuid4()))
            await session.commit()
        assert (await inbox.next(SOON)).notices


async def test_a_rolled_back_change_is_never_told(tail: Feed) -> None:
    async with tail.subscribe([feed.every(Entity.ORDER)]) as inbox:
        with pytest.raises(RuntimeError):
            await fail_after_writing()
        await tail.look()
        assert not await inbox.next(0.05)


@on_postgresql
async def test_an_entry_that_commits_late_is_told_although_its_id_was_passed(tail: Feed) -> None:
    late, early = uuid4(), uuid4()
    async with tail.subscribe([feed.every(Entity.ORDER)]) as inbox, get_database().writing() as slow:
        slow.add(entry(late))
        await slow.flush()
        await write(Subject(Entity.ORDER, early), note=(None, "x"))
        assert [notice.row_id for notice in (await inbox.next(SOON)).notices] == [early]
        await slow.commit()
        assert [notice.row_id for notice in (await inbox.next(SOON)).notices] == [late]


async def test_a_reader_that_falls_behind_is_told_to_read_anew() -> None:
    inbox = Inbox()
    inbox.put([notice(number) for number in range(INBOX_LIMIT + 1)])
    batch = await inbox.next(0)
    assert batch.missed
    assert not batch.notices
    assert not await inbox.next(0)


async def test_a_hint_reaches_another_process_through_redis(redis_url: str) -> None:
    here, there = Bus(RedisTransport(redis_url)), Bus(RedisTransport(redis_url))
    heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    there.listen("changes", heard.put_nowait)
    there.start()
    async with asyncio.timeout(SOON):
        while heard.empty():
            await here.publish("changes", {"id": 7})
            await asyncio.sleep(0.01)
    assert heard.get_nowait() == {"id": 7}
    await asyncio.gather(here.stop(), there.stop())


async def test_a_lost_redis_costs_no_change() -> None:
    alone = Bus(RedisTransport("redis://127.0.0.1:1/0"))
    heard: list[dict[str, object]] = []
    alone.listen("changes", heard.append)
    await alone.publish("changes", {"id": 7})
    assert heard == [{"id": 7}]
    assert not await alone.is_up()
    await alone.stop()


async def fail_after_writing() -> None:
    async with unit_of_work() as uow:
        record_fields(uow, system_actor(), Subject(Entity.ORDER, uuid4()), changes={"note": (None, "x")})
        await uow.session.flush()
        raise RuntimeError


def entry(row_id: UUID) -> Change:
    actor = system_actor()
    return Change(
        entity=Entity.ORDER,
        row_id=row_id,
        version=1,
        field="note",
        actor_role=actor.role,
        source=actor.source,
        at=datetime.now(UTC),
    )


def notice(number: int) -> Notice:
    return Notice(number, Entity.ORDER, uuid4(), 1, frozenset({"note"}), None)
