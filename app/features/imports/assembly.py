"""From the lines of one order to an order, or to what is wrong with each line. Pure: values in, values out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.core.crypto import normalised_email
from app.core.money import MAX_AMOUNT
from app.features.imports import cells
from app.features.imports.cells import CellFault
from app.features.imports.header import Layout
from app.features.imports.schemas import Fault, ImportedLine, ImportedOrder

LAYOUT = Layout(
    required=(
        "order_ref",
        "ordered_at",
        "status",
        "customer_email",
        "customer_name",
        "sku",
        "product_name",
        "category",
        "quantity",
        "line_total",
        "currency",
    ),
    optional=("unit_price", "ship_to", "note", "channel"),
)
# Where an order came from, when the file does not say.
CHANNEL = "import"
MAX_SHIP_TO, MAX_NOTE = 500, 2_000
Row = tuple[str, ...]
T = TypeVar("T")
# The cells that all lines of an order say alike, and those of the line itself, by their places in LAYOUT.
_head_cells: Callable[[Row], Row] = itemgetter(1, 2, 3, 4, 10, 12, 13, 14)
_line_cells: Callable[[Row], Row] = itemgetter(5, 6, 7, 8, 9, 11, 10)
# A till sells the same at the same price again and again: two lines in three of a year of a real grocer are known.
KNOWN_LINES = 32_768
_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class _Head:
    """What all lines of an order say alike."""

    ordered_at: datetime
    status: str
    email: str
    name: str
    currency: str
    ship_to: str
    note: str
    channel: str


class _Checker:
    """Gathers what is wrong with the lines of one order."""

    def __init__(self, ref: str, tz: ZoneInfo) -> None:
        self.ref = ref
        self.tz = tz
        self.faults: list[Fault] = []

    def refuse(self, line: int, field: str, code: str) -> None:
        self.faults.append(Fault(line, self.ref, field, code))

    def read(self, line: int, field: str, parse: Callable[[], T]) -> T | None:
        try:
            return parse()
        except CellFault as fault:
            self.refuse(line, field, fault.code)
            return None


def assemble(ref: str, rows: Sequence[tuple[int, Row]], tz: ZoneInfo) -> ImportedOrder | tuple[Fault, ...]:
    """The order of these (line number, cells in the order of LAYOUT), or everything that is wrong with it."""
    checker = _Checker(ref, tz)
    head = _head(checker, rows)
    lines = [item for number, row in rows if (item := _line(checker, number, row)) is not None]
    if checker.faults or head is None:
        return tuple(checker.faults)
    total = sum([item.line_total for item in lines])
    if total > MAX_AMOUNT:
        return (Fault(rows[0][0], ref, "line_total", "too_large"),)
    return ImportedOrder(
        reference=ref,
        ordered_at=head.ordered_at,
        status=head.status,
        email=head.email,
        name=head.name,
        currency=head.currency,
        ship_to=head.ship_to,
        note=head.note,
        channel=head.channel,
        lines=tuple(lines),
        total=total,
    )


def _head(checker: _Checker, rows: Sequence[tuple[int, Row]]) -> _Head | None:
    """What the first line says of the order; each other line must say the same, or nothing where it may."""
    number, first = rows[0]
    head = _head_of(checker, number, first)
    alike = _head_cells(first)
    for other, row in rows[1:]:
        if _head_cells(row) == alike:
            continue
        theirs = _head_of(checker, other, row)
        if head is not None and theirs is not None:
            head = _joined(checker, other, head, theirs)
    return head


def _head_of(checker: _Checker, number: int, row: Row) -> _Head | None:
    before = len(checker.faults)
    ordered_at = checker.read(number, "ordered_at", lambda: cells.moment(row[1], checker.tz))
    status = checker.read(number, "status", lambda: cells.status(row[2]))
    email = checker.read(number, "customer_email", lambda: cells.email(row[3]))
    name = checker.read(number, "customer_name", lambda: cells.name(row[4]))
    currency = checker.read(number, "currency", lambda: cells.currency(row[10]))
    ship_to = checker.read(number, "ship_to", lambda: cells.free_text(row[12], longest=MAX_SHIP_TO))
    note = checker.read(number, "note", lambda: cells.free_text(row[13], longest=MAX_NOTE))
    channel = checker.read(number, "channel", lambda: cells.channel(row[14]))
    if len(checker.faults) > before or ordered_at is None:
        return None
    return _Head(
        ordered_at,
        status or "",
        email or "",
        name or "",
        currency or "",
        ship_to or "",
        note or "",
        channel or CHANNEL,
    )


def _joined(checker: _Checker, number: int, head: _Head, other: _Head) -> _Head:
    """The head with what another line adds: text where there was none. Anything else that differs is refused."""
    for name in ("ordered_at", "status", "currency"):
        if getattr(head, name) != getattr(other, name):
            checker.refuse(number, name, "differs_within_order")
    if normalised_email(head.email) != normalised_email(other.email):
        checker.refuse(number, "customer_email", "differs_within_order")
    joined: dict[str, str] = {}
    for name in ("name", "ship_to", "note", "channel"):
        mine, theirs = str(getattr(head, name)), str(getattr(other, name))
        empty = {"", CHANNEL} if name == "channel" else {""}
        if mine != theirs and mine not in empty and theirs not in empty:
            checker.refuse(number, "customer_name" if name == "name" else name, "differs_within_order")
        joined[name] = theirs if mine in empty else mine
    return _Head(head.ordered_at, head.status, head.email, joined["name"], head.currency, *_rest(joined))


def _rest(joined: dict[str, str]) -> tuple[str, str, str]:
    return joined["ship_to"], joined["note"], joined["channel"]


def _line(checker: _Checker, number: int, row: Row) -> ImportedLine | None:
    # The way of a good line, which is nearly every one.
    try:
        return _good_line(*_line_cells(row))
    except CellFault:
        _blame(checker, number, row)
        return None


@lru_cache(KNOWN_LINES)
def _good_line(*row: str) -> ImportedLine:
    """The line of these cells. Raises CellFault."""
    sku, title, category, quantity, line_total, unit_price, currency = row
    code, name = cells.product(sku, title)
    return ImportedLine(
        code,
        name,
        cells.category(category),
        cells.quantity(quantity),
        cells.amount(line_total, cells.currency(currency)),
        cells.amount(unit_price, currency.strip()) if unit_price.strip() else None,
    )


def _blame(checker: _Checker, number: int, row: Row) -> None:
    """Say of each cell of a bad line what is wrong with it. The currency is the head's to blame."""
    checker.read(number, "sku", lambda: cells.line_of_text(row[5], longest=64, required=True))
    checker.read(number, "product_name", lambda: cells.line_of_text(row[6], longest=200))
    checker.read(number, "category", lambda: cells.category(row[7]))
    checker.read(number, "quantity", lambda: cells.quantity(row[8]))
    try:
        currency = cells.currency(row[10])
    except CellFault:
        return
    checker.read(number, "line_total", lambda: cells.amount(row[9], currency))
    if row[11].strip():
        checker.read(number, "unit_price", lambda: cells.amount(row[11], currency))


def canonical(order: ImportedOrder) -> bytes:
    """The content of an order in one form: equal for equal content, whatever the order of its lines."""
    lines = sorted([(*line[:5], -1) if line.unit_price is None else line for line in order.lines])
    head = (
        order.reference,
        order.ordered_at.astimezone(UTC).isoformat(),
        order.status,
        normalised_email(order.email),
        order.name,
        order.currency,
        order.ship_to,
        order.note,
        order.channel,
    )
    return _encode((head, lines)).encode()
