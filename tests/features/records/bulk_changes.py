"""Bulk changes of orders, in one line each."""

from collections.abc import Sequence

from app.core.paging import GridQuery
from app.features.jobs import service as jobs
from app.features.jobs.runner import Runner
from app.features.jobs.schemas import Progress
from app.features.orders import service as orders
from app.features.orders.schemas import OrderDetail
from app.features.records import bulk
from app.features.records.bulk import Rehearsal, Selection, Wish
from app.models import Entity, JobKind
from tests.features.orders.shop import order, product
from tests.support.cast import Person

ALL = Selection(query=GridQuery())


async def some_orders(alice: Person, ada: Person, count: int) -> list[OrderDetail]:
    tea = await product(ada)
    return [await order(alice.actor(), tea) for _ in range(count)]


def named(*rows: OrderDetail) -> Selection:
    return Selection(ids=tuple(row.id for row in rows))


async def to_status(who: Person, status: str, selection: Selection = ALL) -> Rehearsal:
    return await bulk.rehearse(who.actor(), selection, Wish("status", status), entity=Entity.ORDER)


async def done(who: Person, found: Rehearsal) -> Progress:
    await bulk.run(who.actor(), found.job_id)
    await Runner({JobKind.BULK: bulk.change_rows}).work_off()
    return await jobs.progress(who.actor(), found.job_id)


async def statuses(rows: Sequence[OrderDetail], who: Person) -> list[str]:
    return [(await orders.get_order(who.actor(), row.id)).status for row in rows]


def figures(job: Progress) -> tuple[int, int, int]:
    return job.changed, job.unchanged, job.refused
