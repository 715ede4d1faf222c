"""Entries of the change log in the viewer's words. Pure: values in, values out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from app.core.actor import Role, Source
from app.features.changes.schemas import CREATED, Entity, LogRow
from app.ui.components.formats import Formats

ENTITIES = {Entity.ORDER: "Order", Entity.PRODUCT: "Product", Entity.USER: "Person"}
ROLES = {Role.CUSTOMER: "Customer", Role.STAFF: "Staff", Role.ADMIN: "Admin"}
DOORS = {
    Source.WEB: "Pages",
    Source.GRID: "Grid",
    Source.API: "API",
    Source.CLI: "Command line",
    Source.IMPORT: "Import",
    Source.SYSTEM: "Daybook",
}
LONGEST = 160
MASKED = "changed (personal)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    id: str
    at: str
    at_iso: str
    what: str
    href: str
    field: str
    old: str
    new: str
    who: str
    door: str


@dataclass(frozen=True, slots=True)
class Names:
    """What rows and people are called, as far as the viewer may know."""

    rows: Mapping[UUID, str]
    people: Mapping[UUID, str]


def to_entry(row: LogRow, names: Names, formats: Formats) -> Entry:
    """An entry as a line."""
    is_order = row.entity is Entity.ORDER
    return Entry(
        id=str(row.id),
        at=formats.moment(row.at),
        at_iso=row.at.isoformat(),
        what=names.rows.get(row.row_id, ENTITIES[row.entity]),
        href=f"/orders/{row.row_id}" if is_order else "",
        field="Made" if row.field == CREATED else row.field.replace("_", " ").capitalize(),
        old="" if row.masked else value_text(row.old),
        new=MASKED if row.masked else value_text(row.new),
        who=_who(row, names),
        door=DOORS[row.source],
    )


def _who(row: LogRow, names: Names) -> str:
    if row.actor_id is None:
        return "Daybook"
    return names.people.get(row.actor_id, ROLES[row.actor_role])


def value_text(value: object) -> str:
    """A value of the log on one line, cut where it is long."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value)
        text = ", ".join(f"{name.replace('_', ' ')} {value_text(part)}" for name, part in parts.items() if part != "")
    else:
        text = value if isinstance(value, str) else json.dumps(value, default=str)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
