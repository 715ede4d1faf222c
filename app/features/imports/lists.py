"""Importing products (`sku,name,description,category,price,currency,active`) and users (`email,name,role`).

Each line is a record of its own. What is there already with the same content stays; with other content it is refused
(`sku_taken`, `email_taken`), for nothing is overwritten unseen. Users have no password until they claim the account.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Generic, TypeVar

from app.core.actor import Role, Source, system_actor
from app.core.crypto import email_index
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.imports import bulk_repository as bulk
from app.features.imports import cells
from app.features.imports.cells import CellFault
from app.features.imports.header import Header, Layout, read_header
from app.features.imports.order_rows import Batch, NewProduct, NewUser
from app.features.imports.order_source import open_file
from app.features.imports.order_writer import flush
from app.features.imports.records import Record, RecordReader
from app.features.imports.schemas import (
    Fault,
    FaultSink,
    ImportOptions,
    ProgressSink,
    RefusedWhole,
    Summary,
    no_progress,
)

CHUNK = 1_000
TRIES = 5
PRODUCTS = Layout(required=("sku", "name", "description", "category", "price", "currency", "active"))
USERS = Layout(required=("email", "name", "role"))
MAX_DESCRIPTION = 4_000
NewT = TypeVar("NewT")
Cells = tuple[str, ...]
Lines = Sequence[tuple[int, NewT]]


@dataclass(frozen=True, slots=True)
class _Bad:
    """A line that is refused."""

    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class _Kind(Generic[NewT]):
    """How one kind of list is read and written. `store` writes the new ones and returns the contradictions."""

    layout: Layout
    parse: Callable[[int, Cells], NewT | _Bad]
    store: Callable[[UnitOfWork, Lines[NewT], Summary], Awaitable[list[Fault]]]


async def import_products(
    options: ImportOptions, *, refuse: FaultSink, progress: ProgressSink = no_progress
) -> Summary:
    """Import a catalogue. Every fault is told to `refuse`. Raises FileNotReadable."""
    return await _import(_Kind(PRODUCTS, _product, _store_products), options, refuse=refuse, progress=progress)


async def import_users(options: ImportOptions, *, refuse: FaultSink, progress: ProgressSink = no_progress) -> Summary:
    """Import people. Every fault is told to `refuse`. Raises FileNotReadable."""
    return await _import(_Kind(USERS, _user, _store_users), options, refuse=refuse, progress=progress)


async def _import(kind: _Kind[NewT], options: ImportOptions, *, refuse: FaultSink, progress: ProgressSink) -> Summary:
    with open_file(options.path) as file:
        header, reader, faults = read_header(file, kind.layout)
        for fault in faults:
            refuse(fault)
        if header is None:
            return Summary(refused=1)
        size = options.path.stat().st_size

        chunks = _Chunks(kind, header, reader, refuse)
        if not options.all_or_nothing:
            summary = Summary()
            while chunk := chunks.next(summary):
                summary = await _stored(kind, chunk, summary, refuse)
                progress("Importing", reader.offset, size)
            return summary
        return await _all_or_nothing(kind, chunks, refuse)


class _Chunks(Generic[NewT]):
    """The good records of a file, some at a time."""

    def __init__(self, kind: _Kind[NewT], header: Header, reader: RecordReader, refuse: FaultSink) -> None:
        self._kind = kind
        self._pick = header.pick
        self._records = iter(reader)
        self._refuse = refuse

    def next(self, summary: Summary) -> list[tuple[int, NewT]]:
        """The next good records with their lines, empty at the end. Bad ones are told and counted."""
        good: list[tuple[int, NewT]] = []
        while not good and (part := list(islice(self._records, CHUNK))):
            for record in part:
                result = self._read(record)
                if isinstance(result, _Bad):
                    summary.refused += 1
                    for fault in result.faults:
                        self._refuse(fault)
                else:
                    good.append((record.line, result))
        return good

    def _read(self, record: Record) -> NewT | _Bad:
        if record.code:
            return _Bad([Fault(record.line, "", "", record.code)])
        return self._kind.parse(record.line, self._pick(record.cells))


async def _stored(kind: _Kind[NewT], chunk: Lines[NewT], summary: Summary, refuse: FaultSink) -> Summary:
    """The summary after a chunk was written in a transaction of its own, tried again where somebody came between."""
    for attempt in range(1, TRIES + 1):
        after = replace(summary)
        try:
            async with unit_of_work() as uow:
                await bulk.begin(uow.session)
                faults = await kind.store(uow, chunk, after)
        except bulk.RowsCollide:
            if attempt == TRIES:
                raise
            continue
        for fault in faults:
            refuse(fault)
        return after
    return summary


async def _all_or_nothing(kind: _Kind[NewT], chunks: _Chunks[NewT], refuse: FaultSink) -> Summary:
    summary = Summary()
    try:
        async with unit_of_work() as uow:
            await bulk.begin(uow.session)
            while chunk := chunks.next(summary):
                for fault in await kind.store(uow, chunk, summary):
                    refuse(fault)
            if summary.refused:
                raise RefusedWhole
    except RefusedWhole:
        return Summary(refused=summary.refused)
    return summary


class _Cells:
    """Reads the cells of one line and keeps what is wrong with them."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.faults: list[Fault] = []

    def read(self, field: str, parse: Callable[[], NewT], default: NewT) -> NewT:
        try:
            return parse()
        except CellFault as fault:
            self.faults.append(Fault(self.line, "", field, fault.code))
            return default


def _product(line: int, row: Cells) -> NewProduct | _Bad:
    reader = _Cells(line)
    currency = reader.read("currency", lambda: cells.currency(row[5]), "")
    product = NewProduct(
        sku=reader.read("sku", lambda: cells.line_of_text(row[0], longest=64, required=True), ""),
        name=reader.read("name", lambda: cells.line_of_text(row[1], longest=200, required=True), ""),
        description=reader.read("description", lambda: cells.free_text(row[2], longest=MAX_DESCRIPTION), ""),
        category=reader.read("category", lambda: cells.category(row[3]), ""),
        price=reader.read("price", lambda: cells.amount(row[4], currency), 0) if currency else 0,
        currency=currency,
        active=reader.read("active", lambda: cells.truth(row[6]), default=True),
    )
    return _Bad(reader.faults) if reader.faults else product


def _user(line: int, row: Cells) -> NewUser | _Bad:
    reader = _Cells(line)
    user = NewUser(
        email=reader.read("email", lambda: cells.email(row[0]), ""),
        name=reader.read("name", lambda: cells.line_of_text(row[1], longest=200, required=True), ""),
        role=reader.read("role", lambda: _role(row[2]), Role.CUSTOMER),
    )
    return _Bad(reader.faults) if reader.faults else user


def _role(text: str) -> Role:
    try:
        return Role(text.strip() or Role.CUSTOMER)
    except ValueError:
        raise CellFault("unknown_role") from None


async def _store_products(uow: UnitOfWork, lines: Lines[NewProduct], summary: Summary) -> list[Fault]:
    found = await bulk.products_by_sku(uow.session, [product.sku for _line, product in lines])
    known = {
        sku: NewProduct(sku, p.name, p.category, p.price_amount, p.currency, p.description, p.active)
        for sku, p in found.items()
    }
    batch = Batch(system_actor(Source.IMPORT), uow.now, bulk.moments_for(uow.session))
    faults: list[Fault] = []
    for line, product in lines:
        if product.sku not in known:
            known[product.sku] = product
            batch.add_product(product)
            summary.new += 1
            summary.products += 1
        elif known[product.sku] == product:
            summary.unchanged += 1
        else:
            faults.append(Fault(line, "", "sku", "sku_taken"))
    summary.refused += len(faults)
    await flush(uow, batch)
    return faults


async def _store_users(uow: UnitOfWork, lines: Lines[NewUser], summary: Summary) -> list[Fault]:
    found = await bulk.users_by_index(uow.session, [email_index(user.email) for _line, user in lines])
    known = {index: (user.name.reveal() or "", user.role) for index, user in found.items()}
    batch = Batch(system_actor(Source.IMPORT), uow.now, bulk.moments_for(uow.session))
    faults: list[Fault] = []
    for line, user in lines:
        index = email_index(user.email)
        if index not in known:
            known[index] = (user.name, user.role)
            batch.add_user(user)
            summary.new += 1
            summary.customers += 1
        elif known[index] == (user.name, user.role):
            summary.unchanged += 1
        else:
            faults.append(Fault(line, "", "email", "email_taken"))
    summary.refused += len(faults)
    await flush(uow, batch)
    return faults
