"""The rehearsal of a bulk change: every row is looked at, counted, and put down in a draft of the job.

What is put down is what runs: rows that come to match later are not in it, rows that match no longer still are. A large
selection is looked at in pages, in the order of the ids; each call does as much as fits into a moment, and the browser
asks again until it is finished. Nothing is held up meanwhile: a page is read without a lock and written in one short
transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import DomainError, NotFound, invalid
from app.core.paging import GridQuery
from app.core.unit_of_work import unit_of_work
from app.features.jobs import service as jobs
from app.features.jobs.schemas import Progress
from app.features.records import bulk_repository as repository
from app.features.records.bulk_schemas import MAX_NAMED, About, Looked, Notes, Rehearsal, Selection, Verdict, Wish
from app.features.records.editors import editor_of
from app.features.records.scopes import LAST_ONE, OtherCurrency, Scope, scope_of
from app.models import Entity, JobKind

PAGE = 500
MOMENT_SECONDS = 0.4


async def rehearse(actor: Actor, selection: Selection, wish: Wish, *, entity: Entity) -> Rehearsal:
    """Begin to look at the rows of a selection. Raises Forbidden, Invalid at `/field`, `/value` or of the query."""
    scope = scope_of(entity)
    wish = replace(wish, value=editor_of(entity).parse(wish.field, wish.value))
    scope.matching(actor, selection.query or GridQuery())
    if len(selection.ids or selection.left_out) > MAX_NAMED:
        raise invalid(
            "selection", "too_many", f"At most {MAX_NAMED:,} rows can be named; select all that match instead"
        )
    async with read_session() as session:
        notes = Notes(wish, selection, until=await repository.newest_id(session, scope))
    async with unit_of_work() as uow:
        job = jobs.draft(uow, actor, JobKind.BULK, entity=entity, spec=notes.as_spec())
    return await go_on(actor, job.id)


async def go_on(actor: Actor, job_id: UUID) -> Rehearsal:
    """Look at more rows, for a moment. Raises NotFound, NotADraft, Forbidden."""
    until = monotonic() + MOMENT_SECONDS
    while True:
        notes = await _page(actor, job_id)
        if notes.finished or monotonic() > until:
            return _told(job_id, notes)


async def _page(actor: Actor, job_id: UUID) -> Notes:
    """Look at the next page and put it down."""
    progress = await jobs.progress(actor, job_id)
    notes = Notes.of(progress.spec)
    if notes.finished:
        return notes
    async with read_session() as session:
        rows = await _look(session, actor, scope_of(progress.entity), notes)
    async with unit_of_work() as uow:
        job = await jobs.own(uow, actor, job_id, kind=JobKind.BULK)
        if jobs.read_spec(job)["after"] == progress.spec["after"]:
            await jobs.add_rows(uow, job, [row.as_row() for row in rows])
            jobs.write_spec(job, notes.as_spec())
    return notes


async def _look(session: AsyncSession, actor: Actor, scope: Scope, notes: Notes) -> list[Looked]:
    """The next rows; `notes` afterwards count them and know where to go on."""
    ids = _next_ids(notes)
    names = scope.columns(notes.wish.field)
    statement = scope.matching(actor, notes.selection.query or GridQuery())
    if ids is None:
        statement = repository.behind(scope, statement, after=notes.after, until=notes.until)
    else:
        statement = repository.only(scope, statement, ids)
    found = await repository.page(session, scope, statement, names=names, limit=PAGE)
    kept = [row for row in found if row["id"] not in notes.selection.left_out]
    looked = list(_weighed(scope, notes, kept, scarce=await scope.scarce(session)))
    if ids is not None:
        there = {row["id"] for row in found}
        looked += [
            _refused(row_id, None, NotFound("It is not there any more")) for row_id in ids if row_id not in there
        ]
    notes.add(looked)
    last = ids[-1:] if ids is not None else [row["id"] for row in found[-1:]]
    notes.after = last[0] if last else notes.after
    notes.finished = len(found if ids is None else ids) < PAGE
    return looked


def _next_ids(notes: Notes) -> list[UUID] | None:
    """The next named rows in the order of their ids; None where rows are not named."""
    if notes.selection.ids is None:
        return None
    rest = (row_id for row_id in set(notes.selection.ids) if notes.after is None or row_id > notes.after)
    return sorted(rest)[:PAGE]


def _weighed(
    scope: Scope, notes: Notes, rows: Sequence[Mapping[str, Any]], *, scarce: frozenset[UUID]
) -> Iterator[Looked]:
    wish = notes.wish
    gives_up = scope.gives_up(wish.field, wish.value)
    for row in rows:
        refusal = _refusal(scope, wish, row)
        if refusal is not None:
            yield _refused(row["id"], row["version"], refusal)
        elif scope.value(wish.field, row["id"], row) == wish.value:
            yield _looked(row, "already")
        elif gives_up and row["id"] in scarce and notes.given_up + 1 == len(scarce):
            yield _refused(row["id"], row["version"], LAST_ONE())
        else:
            notes.given_up += gives_up and row["id"] in scarce
            yield _looked(row, "change")


def _refusal(scope: Scope, wish: Wish, row: Mapping[str, Any]) -> DomainError | None:
    currency = row.get("currency")
    if wish.currency is not None and currency is not None and currency != wish.currency:
        return OtherCurrency(f"The amount stays in {currency}")
    return scope.refusal(wish.field, row, wish.value)


def _looked(row: Mapping[str, Any], verdict: Verdict) -> Looked:
    return Looked(row["id"], row["version"], verdict)


def _refused(row_id: UUID, version: int | None, refusal: DomainError) -> Looked:
    return Looked(row_id, version, "refused", refusal.code, refusal.detail)


def _told(job_id: UUID, notes: Notes) -> Rehearsal:
    return Rehearsal(job_id, notes.finished, tuple(sorted(notes.groups, key=lambda group: -group.count)))


def about(job: Progress) -> About:
    """What a bulk job is to do, and what its rehearsal said."""
    notes = Notes.of(job.spec)
    said = _told(job.id, notes)
    return About(notes.wish, said.count("change"), said.count("already"), said.count("refused"))
