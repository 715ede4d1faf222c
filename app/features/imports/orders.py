"""Importing orders: index the file, then check and write its orders in chunks, each in one short transaction.

What was written stays written when the import is killed; run again, it finds those orders by reference and content and
goes on with the rest. A running server can write between chunks.
"""

from dataclasses import dataclass, field, replace

from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.imports import bulk_repository as bulk
from app.features.imports.assembly import LAYOUT
from app.features.imports.header import read_header
from app.features.imports.order_index import build_index
from app.features.imports.order_source import Chunk, OrderSource, open_file, pread_of
from app.features.imports.order_writer import OrderWriter, digests_of
from app.features.imports.schemas import FaultSink, ImportOptions, ProgressSink, RefusedWhole, Summary, no_progress

TRIES = 5


@dataclass(slots=True)
class _Run:
    """One run over one file."""

    refuse: FaultSink
    progress: ProgressSink
    summary: Summary = field(default_factory=Summary)
    writer: OrderWriter = field(default_factory=OrderWriter)

    def refuse_bad(self, chunk: Chunk) -> None:
        """Tell the faults of a chunk's lines."""
        self.summary.refused += chunk.refused
        for fault in chunk.faults:
            self.refuse(fault)


async def import_orders(options: ImportOptions, *, refuse: FaultSink, progress: ProgressSink = no_progress) -> Summary:
    """Import a file of orders. Every fault is told to `refuse`. Raises FileNotReadable."""
    run = _Run(refuse, progress)
    with open_file(options.path) as file:
        header, reader, faults = read_header(file, LAYOUT)
        for fault in faults:
            refuse(fault)
        if header is None:
            return Summary(refused=1)
        size = options.path.stat().st_size
        index = build_index(reader, header.first, refuse=refuse, at=lambda done: progress("Reading", done, size))
        progress("Reading", size, size)
        run.summary.refused = index.unnamed + index.bad
        source = OrderSource(pread_of(file), index, pick=header.pick, tz=options.timezone)
        await (_write_whole(run, source) if options.all_or_nothing else _write_by_chunks(run, source))
    return run.summary


async def _write_by_chunks(run: _Run, source: OrderSource) -> None:
    for chunk in source.chunks():
        run.refuse_bad(chunk)
        await _write_chunk(run, chunk)
        run.progress("Importing", chunk.done, source.total)


async def _write_chunk(run: _Run, chunk: Chunk) -> None:
    """Write a chunk in a transaction of its own; again where somebody else wrote one of its rows meanwhile."""
    digests = digests_of(chunk.orders)
    for attempt in range(1, TRIES + 1):
        summary = replace(run.summary)
        try:
            async with unit_of_work() as uow:
                await bulk.begin(uow.session)
                faults = await run.writer.write(uow, chunk.orders, digests=digests, summary=summary)
        except bulk.RowsCollide:
            run.writer.forget()
            if attempt == TRIES:
                raise
            continue
        run.summary = summary
        for fault in faults:
            run.refuse(fault)
        return


async def _write_whole(run: _Run, source: OrderSource) -> None:
    """Check everything, then write everything in one transaction, unless something was refused."""
    for chunk in source.chunks():
        run.refuse_bad(chunk)
        run.progress("Checking", chunk.done, source.total)
    if run.summary.refused:
        return
    try:
        async with unit_of_work() as uow:
            await _write_in(run, uow, source)
    except RefusedWhole:
        run.summary = Summary(refused=run.summary.refused)


async def _write_in(run: _Run, uow: UnitOfWork, source: OrderSource) -> None:
    await bulk.begin(uow.session)
    for chunk in source.chunks():
        digests = digests_of(chunk.orders)
        for fault in await run.writer.write(uow, chunk.orders, digests=digests, summary=run.summary):
            run.refuse(fault)
        run.progress("Importing", chunk.done, source.total)
    if run.summary.refused:
        raise RefusedWhole
