"""Orders of a file: the lines of one reference, adjacent or not, are one unit.

With the columns for new orders each unit is a whole order. Without them the file can only move and correct orders that
are there, and says of each what stands in its status, address and note.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from app.core.config import get_settings
from app.core.ranges import zone
from app.features.imports import cells
from app.features.imports.assembly import LAYOUT, MAX_NOTE, MAX_SHIP_TO, Row, assemble
from app.features.imports.cells import CellFault
from app.features.imports.order_index import OrderIndex, build_index
from app.features.imports.schemas import Fault, ImportedOrder
from app.features.records.schemas import Value
from app.features.transfers.fields import FIELDS, missing_for_new
from app.features.transfers.list_units import Parse
from app.features.transfers.parts import SealedFile
from app.features.transfers.reading import AT_ONCE, Reading, Some, picker, start
from app.features.transfers.schemas import Reason, Unit
from app.features.transfers.words import reason, reason_of
from app.models import Entity

MAX_LINES_AT_ONCE = 10_000
LABELS = {field.name: field.label for field in FIELDS[Entity.ORDER]}
# What an import changes of an order that is there.
CHANGES: Mapping[str, Parse] = {
    "status": cells.status,
    "ship_to": lambda text: cells.free_text(text, longest=MAX_SHIP_TO),
    "note": lambda text: cells.free_text(text, longest=MAX_NOTE),
}
OWN = "#"
_CURRENCY = LAYOUT.columns.index("currency")


class OrderUnits:
    """The orders of a file."""

    def __init__(self, file: SealedFile, reading: Reading) -> None:
        columns = reading.columns.columns
        self._key = "order_ref" if "order_ref" in columns else "number"
        self._file = file
        self._reader = start(file, reading)
        self._delimiter = reading.delimiter
        self._place = columns.index(self._key)
        self._tz: ZoneInfo = zone(reading.columns.time_zone)
        self._clears = reading.columns.blanks == "clear"
        self._whole = self._key == "order_ref" and not missing_for_new(Entity.ORDER, columns)
        self._names = LAYOUT.columns if self._whole else tuple(name for name in CHANGES if name in columns)
        self._pick = picker(Entity.ORDER, reading, self._names)
        self._unread: list[Unit] = []

    def parts(self) -> Iterator[Some]:
        """All units, some at a time; the file is read once to know which lines belong together, then once more."""
        index = build_index(
            self._reader, self._place, refuse=self._refuse, at=lambda _done: None, delimiter=self._delimiter
        )
        yield Some(self._unread, self._reader.offset // 4)
        good = [order for order in range(len(index.refs)) if not index.is_bad[order]]
        for done, some in self._some(index, good):
            units = [self._unit(index.refs[order], rows) for order, rows in index.read(self._file.pread, some)]
            yield Some(units, self._reader.offset * (1 + 3 * done // max(1, len(good))) // 4)

    def _some(self, index: OrderIndex, good: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        some: list[int] = []
        lines = 0
        for done, order in enumerate(good, 1):
            some.append(order)
            lines += index.lines_of(order)
            if len(some) >= AT_ONCE or lines >= MAX_LINES_AT_ONCE or done == len(good):
                yield done, some
                some, lines = [], 0

    def _refuse(self, fault: Fault) -> None:
        field = self._key if fault.field == "order_ref" else fault.field
        self._unread.append(
            Unit(fault.line, fault.order_ref, faults=(reason_of(Fault(fault.line, "", field, fault.code), LABELS),))
        )

    def _unit(self, ref: str, records: Sequence[tuple[int, list[str]]]) -> Unit:
        rows = [(line, self._pick(row)) for line, row in records]
        key = _own(ref) if self._key == "number" else ref
        if self._whole:
            return _whole_unit(key, [(line, _with_currency(row, key)) for line, row in rows], self._tz)
        return self._changing_unit(key, rows)

    def _changing_unit(self, key: str, rows: Sequence[tuple[int, Row]]) -> Unit:
        given: dict[str, Value] = {}
        faults: list[Reason] = []
        for line, row in rows:
            del line
            for name, text in zip(self._names, row, strict=True):
                if not text.strip() and not (self._clears and name != "status"):
                    continue
                try:
                    value = CHANGES[name](text)
                except CellFault as fault:
                    faults.append(reason(name, fault.code, label=LABELS[name]))
                    continue
                if given.setdefault(name, value) != value:
                    faults.append(reason(name, "differs_within_order", label=LABELS[name]))
        lacks = (reason(self._key, "no_such_record", label=LABELS[self._key]),)
        return Unit(rows[0][0], key, given, lacks=lacks, faults=tuple(dict.fromkeys(faults)))


def _own(number: str) -> str:
    return number if number.startswith(OWN) else f"{OWN}{number.strip()}"


def _with_currency(row: Row, ref: str) -> Row:
    """The row, named by its order, in the shop's currency where it names none."""
    currency = row[_CURRENCY] if row[_CURRENCY].strip() else get_settings().currency
    return (ref, *row[1:_CURRENCY], currency, *row[_CURRENCY + 1 :])


def _whole_unit(ref: str, rows: Sequence[tuple[int, Row]], tz: ZoneInfo) -> Unit:
    result = assemble(ref, rows, tz)
    if not isinstance(result, ImportedOrder):
        faults = [reason_of(fault, LABELS) for fault in result]
        return Unit(result[0].line, ref, faults=tuple(dict.fromkeys(faults)))
    given: dict[str, Value] = {"status": result.status}
    given |= {name: text for name, text in (("ship_to", result.ship_to), ("note", result.note)) if text}
    return Unit(rows[0][0], ref, given, as_json(result))


def as_json(order: ImportedOrder) -> dict[str, Any]:
    """An order as JSON keeps it."""
    return asdict(order) | {"ordered_at": order.ordered_at.isoformat(), "lines": [list(line) for line in order.lines]}
