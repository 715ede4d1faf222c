"""History at hand: what happened to a cell or a row, and giving a cell an earlier value back.

    POST /grid/{entity}/history  {id, field}    → {entries}: of the cell, the newest first
    POST /grid/{entity}/history  {id, before?}  → {entries, next}: of the row; `next` is the `before` of the next page
    POST /grid/{entity}/restore  {id, field, change, side, base, key} → {row}, or a problem as for an edit

An entry is {id, field, old, new, masked, at, who, mine, door, act, size}; `field` is `*` where the row was made, and
`new` then an object of its first values. Amounts are {amount, currency}. `act` joins what one act changed.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from starlette.routing import Route

from app.core.actor import Actor, Role
from app.core.errors import FieldConflict, NotFound
from app.features.changes.reading import cell_history, row_history
from app.features.changes.schemas import LogRow
from app.features.records.restoring import Restore, logged_field, restore, shown_field
from app.ui.admin_changes.shown import DOORS
from app.ui.components.grid.columns import Money
from app.ui.components.grid.messages import FieldName, GridRow, SeenValue, plain
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door
from app.ui.grid_door.naming import names_for

ROLE_WORDS = {Role.CUSTOMER: "The customer", Role.STAFF: "Someone of the staff", Role.ADMIN: "An admin"}


class HistoryRequest(BaseModel):
    """Of a cell, or of a whole row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    field: FieldName | None = None
    before: int | None = Field(default=None, ge=1, lt=2**63)


class RestoreRequest(BaseModel):
    """The value before (`old`) or after (`new`) an entry; `base` is what stands in the cell now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    field: FieldName
    change: int = Field(ge=1, lt=2**63)
    side: Literal["old", "new"]
    base: SeenValue
    key: UUID


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/history` and `/restore`."""
    return [door.route("history", HistoryRequest, _history), door.route("restore", RestoreRequest, _restore)]


async def _history(actor: Actor, source: GridSource, wanted: HistoryRequest) -> dict[str, Any]:
    found = await source.rows(actor, [wanted.id])
    if not found:
        raise NotFound
    currency = _currency(source, found[0])
    if wanted.field is None:
        page = await row_history(actor, source.entity, wanted.id, before=wanted.before)
        rows, following = page.items, page.next_cursor
    else:
        name = logged_field(source.entity, wanted.field)
        rows, following = await cell_history(actor, source.entity, wanted.id, field=name), None
    people = await names_for(actor, {row.actor_id for row in rows if row.actor_id})
    return {
        "entries": [_entry(row, actor, source, people, currency) for row in rows],
        "next": int(following) if following else None,
    }


async def _restore(actor: Actor, source: GridSource, wanted: RestoreRequest) -> dict[str, Any]:
    asked = Restore(wanted.id, wanted.field, wanted.change, wanted.side, plain(wanted.base))
    outcome = await restore(actor, asked, entity=source.entity, act_id=wanted.key)
    rows = await source.rows(actor, [wanted.id])
    row = rows[0].as_json() if rows else None
    if isinstance(outcome.refusal, FieldConflict) and row is not None:
        told = {"field": wanted.field, "base": wanted.base, "theirs": row.get(wanted.field), "row": row}
        raise FieldConflict(outcome.refusal.detail, **told)
    if outcome.refusal is not None:
        raise outcome.refusal
    return {"row": row}


def _entry(row: LogRow, actor: Actor, source: GridSource, people: Mapping[UUID, str], currency: str) -> dict[str, Any]:
    field = shown_field(source.entity, row.field)
    return {
        "id": row.id,
        "field": field,
        "old": _value(source, field, row.old, currency),
        "new": _value(source, field, row.new, currency),
        "masked": row.masked,
        "at": row.at,
        "who": people.get(row.actor_id, ROLE_WORDS[row.actor_role]) if row.actor_id else "Daybook",
        "mine": row.actor_id is not None and row.actor_id == actor.user_id,
        "door": DOORS[row.source],
        "act": row.gesture_id,
        "size": row.act_size,
    }


def _value(source: GridSource, field: str, value: Any, currency: str) -> Any:
    """A value in the grid's terms: what an amount is of a column or a line, with its currency."""
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        own = str(parts.get("currency", currency))
        return {
            shown_field(source.entity, name): _value(source, shown_field(source.entity, name), part, own)
            for name, part in parts.items()
        }
    amounts = {column.field for column in source.columns if isinstance(column, Money)} | {"unit_price", "line_total"}
    is_amount = isinstance(value, int) and not isinstance(value, bool) and field in amounts
    return {"amount": value, "currency": currency} if is_amount and currency else value


def _currency(source: GridSource, row: GridRow) -> str:
    """The currency that the row's amounts are in; empty where it has none."""
    amounts = (row.cells.get(column.field) for column in source.columns if isinstance(column, Money))
    return next((amount["currency"] for amount in amounts if isinstance(amount, dict)), "")
