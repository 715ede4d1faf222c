"""The use cases of exports: a ticket for a download, its use, and the record of what went out.

A download is a link that the browser follows, and what is searched for may name a person: so the question is posted
first and kept sealed, and the link holds only the ticket, which works once, for five minutes, in the session that
asked.
"""

from datetime import timedelta
from uuid import UUID

import structlog

from app.core.actor import Actor
from app.core.errors import NotFound, Unauthenticated
from app.core.spans import settled, viewers_zone
from app.core.unit_of_work import unit_of_work
from app.features.exports import repository
from app.features.exports.csv_text import CsvText
from app.features.exports.schemas import ExportRequest, SheetColumn
from app.features.exports.workbook import Workbook
from app.models import Export

LIFE = timedelta(minutes=5)
KEPT = timedelta(days=365)
log = structlog.get_logger(__name__)


class TicketSpent(NotFound):
    """The link of a download was used, is too old, or is somebody else's."""

    code = "ticket_spent"
    title = "This download link was used already or is too old; export again"


async def issue(actor: Actor, entity: str, asked: ExportRequest) -> UUID:
    """The ticket of a download. What may be seen is checked when it is used. Raises Invalid for an unknown zone."""
    viewers_zone(asked)
    if actor.user_id is None:
        raise Unauthenticated
    async with unit_of_work() as uow:
        export = Export(
            actor_id=actor.user_id,
            session_id=actor.session_id,
            entity=entity,
            format=asked.format,
            created_at=uow.now,
        )
        export.asked = settled(asked, uow.now).model_dump_json()
        uow.session.add(export)
        return export.id


async def redeem(actor: Actor, entity: str, ticket: UUID) -> ExportRequest:
    """What the ticket was issued for, once. Raises TicketSpent."""
    async with unit_of_work() as uow:
        export = await repository.find(uow.session, ticket, lock=True)
        if (
            export is None
            or (export.actor_id, export.session_id) != (actor.user_id, actor.session_id)
            or export.entity != entity
            or export.opened_at is not None
            or uow.now - export.created_at > LIFE
        ):
            raise TicketSpent
        asked = ExportRequest.model_validate_json(export.asked.reveal() or "")
        export.opened_at = uow.now
        export.asked = None
        return asked


async def finished(actor: Actor, ticket: UUID, *, rows: int) -> None:
    """Note how many rows went out."""
    async with unit_of_work() as uow:
        await repository.set_ended(uow.session, ticket, at=uow.now, rows=rows)
    log.info("export.finished", export=str(ticket), actor=str(actor.user_id), rows=rows)


async def forget_old() -> None:
    """Forget unused tickets after an hour, and who took what after a year: a job for the quiet hours."""
    async with unit_of_work() as uow:
        await repository.forget(uow.session, unopened_before=uow.now - timedelta(hours=1), opened_before=uow.now - KEPT)


def writer_for(asked: ExportRequest, columns: tuple[SheetColumn, ...], *, title: str) -> CsvText | Workbook:
    """What turns rows into the pieces of the file."""
    clock = viewers_zone(asked)
    if asked.format == "csv":
        return CsvText(columns, zone=clock, bom=asked.bom)
    return Workbook(columns, zone=clock, title=title)
