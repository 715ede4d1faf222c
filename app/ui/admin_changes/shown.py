"""Entries of the change log in the viewer's words. Pure: values in, values out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from app.core.actor import Role, Source
from app.core.formats import Formats
from app.features.changes.reading import COUNTED
from app.features.changes.schemas import CREATED, Entity, LogRow
from app.features.orders.lines import is_line_field
from app.ui.admin_changes.asked import Asked, of_act
from app.ui.components.status import LABELS

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
# Fields whose values are called otherwise than they are stored.
WORDS = {"status": LABELS, "role": {role.value: word for role, word in ROLES.items()}}
MOMENTS = frozenset({"ordered_at"})
AMOUNTS = frozenset({"total", "price_amount"})
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
    act: str = ""
    act_href: str = ""
    row_href: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a filter can be set to."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Names:
    """What rows and people are called, as far as the viewer may know."""

    rows: Mapping[UUID, str]
    people: Mapping[UUID, str]
    currencies: Mapping[UUID, str]


def to_entry(row: LogRow, names: Names, formats: Formats) -> Entry:
    """An entry as a line."""
    is_order = row.entity is Entity.ORDER
    currency = names.currencies.get(row.row_id, "")
    return Entry(
        id=str(row.id),
        at=formats.moment(row.at),
        at_iso=row.at.isoformat(),
        what=names.rows.get(row.row_id, ENTITIES[row.entity]),
        href=f"/orders/{row.row_id}" if is_order else "",
        field=field_words(row.field),
        old="" if row.masked else _shown(row.field, row.old, currency, formats),
        new=MASKED if row.masked else _shown(row.field, row.new, currency, formats),
        who=_who(row, names),
        door=DOORS[row.source],
        act=_act_words(row.act_size),
        act_href=of_act(row.gesture_id) if row.act_size > 1 else "",
        row_href=Asked(about=row.entity.value, row=str(row.row_id)).address,
    )


def _act_words(size: int) -> str:
    """The link to everything that one act changed."""
    if size <= 1:
        return ""
    return f"{COUNTED:,} or more changes made at once" if size >= COUNTED else f"{size} changes made at once"


def field_words(field: str) -> str:
    """What people call a field of the log."""
    if field == CREATED:
        return "Created"
    return "Line" if is_line_field(field) else _words(field).capitalize()


def _line(line: dict[str, object], currency: str, formats: Formats) -> str:
    """A line of an order: how many of what, and its total."""
    total = line.get("line_total")
    money = f", {formats.money(total, currency)}" if isinstance(total, int) and currency else ""
    return value_text(f"{line.get('quantity')} × {line.get('name')}{money}")  # noqa: RUF001 - the sign of times


def _shown(field: str, value: object, currency: str, formats: Formats) -> str:
    """The value of a field; amounts of a known currency as money."""
    if is_line_field(field) and isinstance(value, dict):
        return _line(cast("dict[str, object]", value), currency, formats)
    if isinstance(value, dict):
        made = cast("dict[str, object]", value)
        currency = str(made.get("currency", currency))
        told = {name: part for name, part in made.items() if name != "currency" and part not in {None, ""}}
        parts = (f"{_words(name)} {_shown(name, part, currency, formats)}" for name, part in told.items())
        return value_text(", ".join(parts))
    if field in AMOUNTS and isinstance(value, int) and currency:
        return formats.money(value, currency)
    if field in MOMENTS and isinstance(value, str):
        return formats.moment(datetime.fromisoformat(value))
    if isinstance(value, str):
        return value_text(WORDS.get(field, {}).get(value, value))
    return value_text(value)


def _words(field: str) -> str:
    return field.removesuffix("_amount").replace("_", " ")


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
    text = " ".join((value if isinstance(value, str) else json.dumps(value, default=str)).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
