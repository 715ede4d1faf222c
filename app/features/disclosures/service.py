"""The use cases: show one masked value, and read who was shown what."""

from datetime import datetime
from uuid import UUID

from app.core import limits
from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Conflict, Forbidden, NotFound, invalid
from app.core.ids import parse_id
from app.core.paging import Page, decode_cursor, encode_cursor
from app.core.unit_of_work import unit_of_work
from app.features.access.rules import REVEALABLE, may_see
from app.features.disclosures import repository
from app.features.disclosures.schemas import DisclosureRow, Revealed, RevealRequest
from app.features.orders import service as orders
from app.models import Disclosure, Entity

LIMIT = 50


class NotMasked(Conflict):
    """The person sees this value anyway."""

    code = "not_masked"
    title = "This value is not hidden from you"


async def reveal(actor: Actor, entity: Entity, wanted: RevealRequest) -> Revealed:
    """The value of a masked cell, after it was written down who asked and why.

    Raises Forbidden for customers, NotFound, NotMasked, TooMany; Invalid for cells that nobody is shown.
    """
    if actor.user_id is None or not actor.is_staff:
        raise Forbidden
    if (entity, wanted.field) not in REVEALABLE:
        raise invalid("field", "not_revealable", "This field is not one that can be revealed")
    owner_id, value = await orders.email_of_customer(actor, wanted.id)
    if may_see(actor, entity, wanted.field, owner_id=owner_id):
        raise NotMasked
    if not value:
        raise NotFound("There is nothing under the mask any more: the account was erased")
    await limits.check(limits.DISCLOSURES_BY_ACCOUNT, str(actor.user_id))
    async with unit_of_work() as uow:
        entry = Disclosure(
            actor_id=actor.user_id,
            actor_role=actor.role,
            entity=entity,
            row_id=wanted.id,
            field=wanted.field,
            owner_id=owner_id,
            at=uow.now,
        )
        entry.reason = wanted.reason
        uow.session.add(entry)
    return Revealed(value=value)


async def list_disclosures(actor: Actor, *, cursor: str = "", limit: int = LIMIT) -> Page[DisclosureRow]:
    """Who was shown what, the newest first. Raises Forbidden for all but admins, Invalid for a foreign cursor."""
    if not actor.is_admin:
        raise Forbidden
    async with read_session() as session:
        found = await repository.page(session, before=_place(cursor) if cursor else None, limit=limit + 1)
    shown = found[:limit]
    following = encode_cursor((shown[-1].at.isoformat(), str(shown[-1].id))) if len(found) > limit else None
    return Page(items=tuple(_row(entry) for entry in shown), next_cursor=following)


def _row(entry: Disclosure) -> DisclosureRow:
    return DisclosureRow(
        id=entry.id,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_role=entry.actor_role,
        entity=entry.entity,
        row_id=entry.row_id,
        field=entry.field,
        reason=entry.reason.reveal() or "",
    )


def _place(cursor: str) -> tuple[datetime, UUID]:
    written, text = decode_cursor(cursor, length=2)
    entry_id = parse_id(text)
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        moment = None
    if entry_id is None or moment is None or moment.tzinfo is None:
        raise invalid("cursor", "invalid_cursor", "this cursor is not one of ours; start from the first page")
    return moment, entry_id
