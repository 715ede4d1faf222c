"""Whose an upload is, what may still be done with it, and forgetting it."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Forbidden, NotFound
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.jobs import service as jobs
from app.features.transfers import repository
from app.features.transfers.schemas import WrongStep
from app.models import Entity, JobState, Upload, UploadState


def may_import(actor: Actor, entity: Entity) -> None:
    """Raises Forbidden: staff import orders, admins all."""
    if not (actor.is_admin or (actor.is_staff and entity is Entity.ORDER)):
        raise Forbidden


async def own(uow: UnitOfWork, actor: Actor, upload_id: UUID) -> Upload:
    """The actor's upload, locked. Raises NotFound, Forbidden."""
    return his(await repository.find(uow.session, upload_id, lock=True), actor)


def his(upload: Upload | None, actor: Actor) -> Upload:
    """The upload, if it is the actor's, who may still import. Raises NotFound, Forbidden."""
    if upload is None or not actor.owns(upload.owner_id):
        raise NotFound("There is no such import")
    may_import(actor, upload.entity)
    return upload


async def draft_of(actor: Actor, upload: Upload) -> UUID | None:
    """The job that would import it. Raises WrongStep where that has begun, or the file is not all there."""
    if upload.state is UploadState.UPLOADING:
        raise WrongStep("The file is not all there yet")
    if upload.job_id is not None and (await jobs.progress(actor, upload.job_id)).state is not JobState.DRAFT:
        raise WrongStep("This import has begun; start another one")
    return upload.job_id


async def forget_unfinished(actor: Actor, entity: Entity) -> None:
    """Forget the actor's uploads that did not come to a job."""
    if actor.user_id is None:
        return
    async with read_session() as session:
        found = await repository.of_owner(session, actor.user_id, entity)
    for upload in found:
        if upload.job_id is None or (await jobs.progress(actor, upload.job_id)).state is JobState.DRAFT:
            await forget(actor, upload.id)


async def forget(actor: Actor, upload_id: UUID) -> None:
    """Forget an upload. What its job has done stays; one that runs goes on. Raises NotFound."""
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        await repository.delete_upload(uow.session, upload_id)
    if upload.job_id is not None:
        await jobs.put_away(actor, upload.job_id)
