"""The preview in the background: every unit is read, judged, and becomes a row of the job that would import it.

Any process may do it; one that dies leaves a check whose heart no longer beats, and another begins it anew.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from anyio import to_thread

from app.core.actor import Actor, Source
from app.core.bus import Hint, get_bus
from app.core.errors import DomainError, Forbidden, NotFound
from app.core.failures import log_failure
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts.repository import users
from app.features.jobs import service as jobs
from app.features.jobs.schemas import NewRow
from app.features.transfers import repository
from app.features.transfers.facts import read_facts, write_facts
from app.features.transfers.judging import Judge, ListJudge
from app.features.transfers.list_units import ListUnits
from app.features.transfers.order_judging import OrderJudge
from app.features.transfers.order_units import OrderUnits
from app.features.transfers.parts import open_parts
from app.features.transfers.reading import Reading, Some, Units
from app.features.transfers.schemas import SHOWN, Columns, Facts, Reason, Unit, Verdict
from app.features.transfers.showing import shown
from app.models import Entity, JobKind, PartKind, RowState, Upload, UploadState

TOPIC = "imports"
LOOK_SECONDS = 2.0
# A check that has not moved for so long is taken over.
SILENT = timedelta(seconds=30)
NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
# Units that are judged in one transaction, which keeps other writers of SQLite out for some 20 ms.
AT_ONCE = 200


@dataclass(slots=True)
class Preview:
    """What the units would become: how many of each, and the first of each."""

    entity: Entity
    counts: Counter[str] = field(default_factory=Counter[str])
    first: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    reasons: Counter[str] = field(default_factory=Counter[str])

    def add(self, verdict: Verdict) -> None:
        """Count one, and show it if it is among the first."""
        self.counts[verdict.outcome] += 1
        if verdict.faults:
            self.reasons[verdict.faults[0].detail] += 1
        first = self.first.setdefault(verdict.outcome, [])
        if len(first) < SHOWN:
            first.append(shown(self.entity, verdict))

    def as_json(self) -> Facts:
        """For the page."""
        return {"counts": dict(self.counts), "shown": self.first, "reasons": self.reasons.most_common(SHOWN)}


@cache
def _woken() -> asyncio.Event:
    event = asyncio.Event()

    def listener(_hint: Hint) -> None:
        event.set()

    get_bus().listen(TOPIC, listener)
    return event


async def turn() -> None:
    """Wait until there may be something to check, then check all there is: a periodic job of the server."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_SECONDS):
            await _woken().wait()
    _woken().clear()
    await check_waiting()


async def check_waiting() -> None:
    """Check all uploads that wait for it."""
    while (upload_id := await _claim()) is not None:
        await _check(upload_id)


async def _claim() -> UUID | None:
    async with unit_of_work() as uow:
        upload = await repository.silent(uow.session, UploadState.CHECKING, before=uow.now - SILENT)
        if upload is None:
            return None
        upload.beat_at = uow.now
        return upload.id


async def _check(upload_id: UUID) -> None:
    try:
        await _judge_all(upload_id)
    except DomainError as refused:
        await _fail(upload_id, refused.code, refused.detail)
    except Exception as error:  # noqa: BLE001 - whatever it was, it ends this check and no other
        reference = log_failure(error, where="import check")
        await _fail(upload_id, "unexpected", f"Something went wrong. Reference {reference}")


async def _fail(upload_id: UUID, code: str, detail: str) -> None:
    async with unit_of_work() as uow:
        upload = await repository.find(uow.session, upload_id, lock=True)
        if upload is not None and upload.state is UploadState.CHECKING:
            upload.state, upload.code = UploadState.FAILED, code
            write_facts(upload, {**read_facts(upload), "detail": detail})


@dataclass(frozen=True, slots=True)
class _Checked:
    """What is being checked, and for whom."""

    upload_id: UUID
    job_id: UUID
    actor: Actor
    judge: Judge
    preview: Preview


async def _judge_all(upload_id: UUID) -> None:
    """Judge everything, or until the check is no longer wanted."""
    async with unit_of_work() as uow:
        upload = await repository.find(uow.session, upload_id, lock=True)
        if upload is None:
            return
        actor = await _owner(uow, upload)
        job = jobs.draft(uow, actor, JobKind.IMPORT, entity=upload.entity, spec={"upload": str(upload.id)})
        upload.job_id = job.id
        checked = _Checked(upload.id, job.id, actor, judge_of(upload.entity), Preview(upload.entity))
    await _put_away_earlier(upload, actor)
    parts = (await to_thread.run_sync(_units, upload)).parts()
    while (some := await to_thread.run_sync(_next, parts)) is not None:
        for start in range(0, max(1, len(some.units)), AT_ONCE):
            if not await _judge(checked, some.units[start : start + AT_ONCE], some.at):
                await jobs.put_away(checked.actor, checked.job_id)
                return
    await _finish(checked)


async def _put_away_earlier(upload: Upload, actor: Actor) -> None:
    """Forget what an earlier check of this file found; of a million lines that takes a while."""
    earlier = read_facts(upload).get("earlier")
    with suppress(NotFound):
        if earlier:
            await jobs.put_away(actor, UUID(earlier))


def _next(parts: Iterator[Some]) -> Some | None:
    return next(parts, None)


def _units(upload: Upload) -> Units:
    facts = read_facts(upload)
    shape, text = facts["shape"], facts["text"]
    reading = Reading(
        shape["delimiter"],
        shape["header"],
        Columns.model_validate(facts["columns"]),
        is_workbook=bool(text["sheets"]),
    )
    file = open_parts(upload.id, PartKind(text["kind"]), text["size"])
    return OrderUnits(file, reading) if upload.entity is Entity.ORDER else ListUnits(upload.entity, file, reading)


def judge_of(entity: Entity) -> Judge:
    """Who judges the units of an entity."""
    return OrderJudge() if entity is Entity.ORDER else ListJudge(entity)


async def _owner(uow: UnitOfWork, upload: Upload) -> Actor:
    """The owner with the role they have now. Raises Forbidden."""
    owner = await users.find(uow.session, upload.owner_id)
    if owner is None or not owner.active:
        raise Forbidden("Your account is closed")
    return Actor(owner.id, owner.role, Source.IMPORT)


async def _judge(checked: _Checked, units: Sequence[Unit], at: int) -> bool:
    """Judge some units and keep the verdicts; whether the check is still wanted."""
    async with unit_of_work() as uow:
        if not await repository.beat(uow.session, checked.upload_id, done=at, at=uow.now):
            return False
        verdicts = await checked.judge.judge(uow, checked.actor, units)
        job = await jobs.own(uow, checked.actor, checked.job_id)
        rows = [_row(verdict) for verdict in verdicts if verdict.outcome != "unchanged"]
        await jobs.add_rows(uow, job, rows)
    for verdict in verdicts:
        checked.preview.add(verdict)
    return True


def _row(verdict: Verdict) -> NewRow:
    """The verdict as a row of the job: what to do, with what was there when it was looked at."""
    unit = verdict.unit
    about: dict[str, Any] = {"line": unit.line, "key": unit.key, "do": verdict.outcome}
    if verdict.outcome == "refused":
        about["faults"] = [[fault.field, fault.code, fault.detail] for fault in verdict.faults]
        first: Reason = verdict.faults[0]
        return NewRow(verdict.row_id, None, about, RowState.REFUSED, first.code, first.detail)
    if verdict.outcome == "create":
        return NewRow(payload=about | {"new": unit.new})
    changes = [[change.field, change.before, change.after] for change in verdict.changes]
    return NewRow(verdict.row_id, verdict.version, about | {"changes": changes})


async def _finish(checked: _Checked) -> None:
    async with unit_of_work() as uow:
        upload = await repository.find(uow.session, checked.upload_id, lock=True)
        if upload is not None and upload.state is UploadState.CHECKING:
            upload.state, upload.done, upload.beat_at = UploadState.CHECKED, upload.total, uow.now
            write_facts(upload, read_facts(upload) | {"preview": checked.preview.as_json()})
