"""Following an import: how far it is, letting it run, stopping it, and what was refused."""

import csv
import io
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from uuid import UUID

from app.core.actor import Actor
from app.core.database import read_session
from app.core.unit_of_work import unit_of_work
from app.features.imports.cells import defused
from app.features.imports.records import BOM
from app.features.jobs import service as jobs
from app.features.jobs.schemas import RefusedRow
from app.features.transfers import repository
from app.features.transfers.facts import read_facts
from app.features.transfers.fields import missing_for_new
from app.features.transfers.owning import his, may_import, own
from app.features.transfers.schemas import Facts, WrongStep
from app.models import Entity, UploadState

KEPT = timedelta(days=1)
KEPT_BEGUN = timedelta(days=30)


async def status(actor: Actor, upload_id: UUID) -> Facts:
    """How far an import is. Raises NotFound."""
    async with read_session() as session:
        upload = his(await repository.find(session, upload_id), actor)
    facts = read_facts(upload)
    told: Facts = {
        "id": str(upload.id),
        "name": upload.name.reveal() or "",
        "size": upload.size,
        "state": upload.state.value,
        "done": upload.done,
        "total": upload.total,
        "code": upload.code or "",
        "detail": facts.get("detail") or "",
        "preview": facts.get("preview"),
        "only_updates": _lacking(upload.entity, facts),
        "job": None,
    }
    if upload.job_id is not None and upload.state is UploadState.CHECKED:
        told["job"] = await _job(actor, upload.job_id)
    return told


def _lacking(entity: Entity, facts: Facts) -> list[str]:
    """The labels of the columns without which nothing new can be made."""
    columns = facts.get("columns", {}).get("columns", [])
    return [field.label for field in missing_for_new(entity, columns)] if columns else []


async def _job(actor: Actor, job_id: UUID) -> Facts:
    found = await jobs.progress(actor, job_id)
    told: Facts = {
        name: getattr(found, name) for name in ("total", "done", "changed", "unchanged", "refused", "code", "detail")
    }
    told |= {"id": str(found.id), "state": found.state.value, "fault": found.fault, "gesture": str(found.gesture_id)}
    if found.is_over:
        ended = await jobs.reasons(actor, job_id)
        told["reasons"] = [
            {"state": reason.state.value, "code": reason.code, "detail": reason.detail, "count": reason.count}
            for reason in ended[:50]
        ]
    return told


async def run(actor: Actor, upload_id: UUID) -> Facts:
    """Do what the preview shows, in the background. The file itself is forgotten. Raises NotFound, WrongStep."""
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        may_import(actor, upload.entity)
        if upload.state is not UploadState.CHECKED or upload.job_id is None:
            raise WrongStep
        await repository.delete_parts(uow.session, upload_id)
    await jobs.begin(actor, upload.job_id)
    return await status(actor, upload_id)


async def stop(actor: Actor, upload_id: UUID) -> None:
    """Stop a check, or a run at the end of its chunk; what is done stays done. Raises NotFound, WrongStep."""
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        if upload.state is UploadState.CHECKING:
            upload.state = UploadState.READY
            return
    await jobs.stop(actor, _job_id(upload.job_id))


async def resume(actor: Actor, upload_id: UUID) -> None:
    """Go on with a run that was stopped or failed. Raises NotFound, WrongStep, CannotResume."""
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
    await jobs.resume(actor, _job_id(upload.job_id))


def _job_id(job_id: UUID | None) -> UUID:
    if job_id is None:
        raise WrongStep
    return job_id


async def current(actor: Actor, entity: Entity) -> Facts | None:
    """The actor's newest import of this kind that is not put away."""
    may_import(actor, entity)
    if actor.user_id is None:
        return None
    async with read_session() as session:
        found = await repository.of_owner(session, actor.user_id, entity)
    usable = [upload for upload in found if upload.state is not UploadState.UPLOADING]
    return await status(actor, usable[0].id) if usable else None


async def refused_lines(actor: Actor, upload_id: UUID) -> AsyncGenerator[bytes, None]:
    """The refused lines as CSV: line, key, field, code, message. Raises NotFound at the first piece."""
    async with read_session() as session:
        upload = his(await repository.find(session, upload_id), actor)
    yield BOM + _csv([("line", "key", "field", "code", "message")])
    if upload.job_id is None:
        return
    async with aclosing(jobs.refused_rows(actor, upload.job_id)) as pages:
        async for page in pages:
            yield _csv([line for row in page for line in _lines(row)])


def _lines(row: RefusedRow) -> list[tuple[str, ...]]:
    """All that was wrong with a row: what the check found, or what stood against it in the run."""
    about: Facts = row.payload or {}
    faults: list[list[str]] = about.get("faults") or [["", row.code, row.detail]]
    return [(str(about.get("line", "")), str(about.get("key", "")), *map(str, fault)) for fault in faults]


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([[defused(cell) for cell in row] for row in rows])
    return out.getvalue().encode(errors="replace")


async def purge() -> None:
    """Forget files that nobody went on with for a day, and imports of a month ago: a job for the quiet hours."""
    async with unit_of_work() as uow:
        old = await repository.to_forget(
            uow.session, unfinished_before=uow.now - KEPT, begun_before=uow.now - KEPT_BEGUN
        )
    for upload_id in old:
        async with unit_of_work() as uow:
            await repository.delete_upload(uow.session, upload_id)
