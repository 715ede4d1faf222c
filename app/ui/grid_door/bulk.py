"""Bulk changes: rehearsed, begun, followed, stopped, gone on with, and what was refused as a file.

    POST /grid/{entity}/bulk/rehearse  {ids | query, left_out, field, value}  → a rehearsal
    POST /grid/{entity}/bulk/look      {job}        → the rehearsal, further on; ask again until it is `finished`
    POST /grid/{entity}/bulk/run       {job}        → progress; so do /stop and /resume
    POST /grid/{entity}/bulk/news      {job, seen}  → progress, as soon as it differs from the revision `seen`
    POST /grid/{entity}/bulk/jobs      {}           → {jobs}: those that run, or ended and were not put away
    POST /grid/{entity}/bulk/away      {job}        → {}: the end was seen, or the draft is given up
    POST /grid/{entity}/bulk/refused   {job}        → text/csv, a line for each refused row

A job is its owner's alone: for others it is not found.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from csv import writer
from io import StringIO
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.paging import GridQuery
from app.features.imports.cells import defused
from app.features.jobs import service as jobs
from app.features.jobs.schemas import Progress, RefusedRow
from app.features.records import bulk
from app.ui.components.grid.checks import check_query, check_value
from app.ui.components.grid.messages import CellValue, FieldName, MoneyCell, plain
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door

BULK = "bulk"
ID_LENGTH = 37
AT_ONCE = 500
MOST_EXAMPLES = 200
FILE = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="refused.csv"'}


def routes(door: Door) -> list[Route]:
    """The routes named above."""
    return [
        door.route("bulk/rehearse", RehearseRequest, _rehearse),
        door.route("bulk/look", JobRequest, _look),
        door.route("bulk/run", JobRequest, _run),
        door.route("bulk/stop", JobRequest, _stop),
        door.route("bulk/resume", JobRequest, _resume),
        door.route("bulk/news", NewsRequest, _news),
        door.route("bulk/jobs", NoRequest, _jobs),
        door.route("bulk/away", JobRequest, _away),
        door.route("bulk/refused", JobRequest, _refused),
    ]


def _ids(text: str) -> tuple[UUID, ...]:
    return tuple(UUID(part) for part in text.split())


# Ids as one text with spaces between: as a list they would be ten thousand values to look at one by one.
Ids = Annotated[str, StringConstraints(max_length=ID_LENGTH * bulk.MAX_NAMED), AfterValidator(_ids)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NoRequest(_Message):
    """Nothing to say."""


class JobRequest(_Message):
    """Which job."""

    job: UUID


class NewsRequest(JobRequest):
    """What of the job is known already: a progress's `revision`."""

    seen: Annotated[str, StringConstraints(max_length=80)] = ""


class RehearseRequest(_Message):
    """One field, its new value, and which rows: `ids`, or all that pass `query` but for `left_out`."""

    ids: Ids | None = None
    query: GridQuery | None = None
    left_out: Ids = Field(default="", validate_default=True)
    field: FieldName
    value: CellValue

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.ids is None) is (self.query is None):
            msg = "name rows by ids or by a query"
            raise ValueError(msg)
        return self


async def _rehearse(actor: Actor, source: GridSource, wanted: RehearseRequest) -> dict[str, Any]:
    check_value(source.columns, wanted.field, wanted.value)
    query = check_query((*source.columns, *source.facets), wanted.query) if wanted.query else None
    currency = wanted.value.currency if isinstance(wanted.value, MoneyCell) else None
    selection = bulk.Selection(wanted.ids, query, frozenset(wanted.left_out))
    wish = bulk.Wish(wanted.field, plain(wanted.value), currency)
    return await _rehearsed(actor, source, await bulk.rehearse(actor, selection, wish, entity=source.entity))


async def _look(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return await _rehearsed(actor, source, await bulk.go_on(actor, wanted.job))


async def _run(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return _told(await bulk.run(actor, wanted.job))


async def _stop(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return _told(await jobs.stop(actor, wanted.job))


async def _resume(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return _told(await jobs.resume(actor, wanted.job))


async def _news(actor: Actor, source: GridSource, wanted: NewsRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return _told(await jobs.news(actor, wanted.job, seen=wanted.seen))


async def _jobs(actor: Actor, source: GridSource, _wanted: NoRequest) -> dict[str, Any]:
    found = await jobs.mine(actor, source.entity)
    return {"jobs": [_told(job) for job in found if job.kind == BULK]}


async def _away(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    await jobs.put_away(actor, wanted.job)
    return {}


async def _refused(actor: Actor, source: GridSource, wanted: JobRequest) -> Response:
    await _own(actor, source, wanted.job)
    await source.rows(actor, [])
    return StreamingResponse(_lines(actor, source, wanted.job), media_type="text/csv; charset=utf-8", headers=FILE)


async def _own(actor: Actor, source: GridSource, job_id: UUID) -> Progress:
    """The actor's bulk job of this grid. Raises NotFound."""
    found = await jobs.progress(actor, job_id)
    if found.kind != BULK or found.entity is not source.entity:
        raise NotFound("There is no such job")
    return found


async def _rehearsed(actor: Actor, source: GridSource, found: bulk.Rehearsal) -> dict[str, Any]:
    """The rehearsal, with the rows of its examples as they stand."""
    named = dict.fromkeys(row_id for group in found.groups for row_id in group.examples)
    rows = {row.id: row.as_json() for row in await source.rows(actor, list(named)[:MOST_EXAMPLES])}

    def shown(group: bulk.Group) -> dict[str, Any]:
        examples = [rows[row_id] for row_id in group.examples if row_id in rows]
        return {"code": group.code, "reason": group.reason, "count": group.count, "examples": examples}

    return {
        "job": str(found.job_id),
        "finished": found.finished,
        "total": found.total,
        "will_change": found.count("change"),
        "already": found.count("already"),
        "refused": found.count("refused"),
        "changing": [shown(group) for group in found.of("change")],
        "reasons": [shown(group) for group in found.of("refused")],
    }


def _told(job: Progress) -> dict[str, Any]:
    """A job for its owner's page: what it does, how far it is and how it ended."""
    about = bulk.about(job)
    value = about.wish.value
    return {
        "job": str(job.id),
        "gesture": str(job.gesture_id),
        "state": job.state.value,
        "revision": job.revision,
        "field": about.wish.field,
        "value": {"amount": value, "currency": about.wish.currency} if about.wish.currency else value,
        "will_change": about.will_change,
        "changed": job.changed,
        "unchanged": job.unchanged - about.already,
        "refused": job.refused - about.refused,
        "refused_before": about.refused,
        "code": job.code,
        "detail": job.detail,
        "fault": job.fault,
    }


async def _lines(actor: Actor, source: GridSource, job_id: UUID) -> AsyncGenerator[str, None]:
    """A head, then a line for each refused row: what the first column calls it, its id, and why."""
    name = source.columns[0]
    yield _line((name.label, "Id", "Code", "Reason"))
    async for page in jobs.refused_rows(actor, job_id):
        for place in range(0, len(page), AT_ONCE):
            part = page[place : place + AT_ONCE]
            ids = [row.row_id for row in part if row.row_id]
            names = {row.id: str(row.cells[name.field]) for row in await source.rows(actor, ids)}
            yield "".join(_refused_line(row, names) for row in part)


def _refused_line(row: RefusedRow, names: Mapping[UUID, str]) -> str:
    known = names.get(row.row_id, "") if row.row_id else ""
    return _line((known, str(row.row_id or ""), row.code, row.detail))


def _line(cells: Sequence[str]) -> str:
    """A line of CSV whose cells no spreadsheet takes for formulas."""
    text = StringIO()
    writer(text, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return text.getvalue()
