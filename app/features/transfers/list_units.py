"""Products and people of a file: each record is one unit."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from app.core.actor import Role
from app.core.config import get_settings
from app.core.crypto import normalised_email
from app.features.imports import cells
from app.features.imports.cells import CellFault
from app.features.imports.records import Record
from app.features.records.schemas import Value
from app.features.transfers.fields import FIELDS, KEYS, missing_for_new
from app.features.transfers.parts import SealedFile
from app.features.transfers.reading import Reading, Some, in_parts, picker, start
from app.features.transfers.schemas import Reason, Unit
from app.features.transfers.words import reason
from app.models import Entity

Parse: TypeAlias = Callable[[str], Value]
MAX_DESCRIPTION = 4_000


def _required(longest: int) -> Parse:
    return lambda text: cells.line_of_text(text, longest=longest, required=True)


def _role(text: str) -> str:
    try:
        return Role(text).value
    except ValueError:
        raise CellFault("unknown_role") from None


# The amount of a price is read once its currency is known.
PARSE: Mapping[Entity, Mapping[str, Parse]] = {
    Entity.PRODUCT: {
        "sku": _required(64),
        "name": _required(200),
        "category": cells.category,
        "currency": cells.currency,
        "active": cells.truth,
        "description": lambda text: cells.free_text(text, longest=MAX_DESCRIPTION),
    },
    Entity.USER: {"email": cells.email, "name": _required(200), "role": _role, "active": cells.truth},
}
# What an empty cell can clear: text that need not be there.
CLEARS = frozenset({"category", "description"})
# What a new record has where the file does not say.
DEFAULTS: Mapping[Entity, Mapping[str, Value]] = {
    Entity.PRODUCT: {"category": "", "active": True, "description": ""},
    Entity.USER: {"role": Role.CUSTOMER.value, "active": True},
}


class ListUnits:
    """The records of a file of products or people."""

    def __init__(self, entity: Entity, file: SealedFile, reading: Reading) -> None:
        self._entity = entity
        self._reader = start(file, reading)
        self._labels = {field.name: field.label for field in FIELDS[entity]}
        self._names = [name for name in reading.columns.columns if name]
        self._pick = picker(entity, reading, self._names)
        self._clears = reading.columns.blanks == "clear"
        self._key = KEYS[entity][0]
        self._lacks = tuple(
            reason(field.name, "no_such_record", label=self._labels[self._key])
            for field in missing_for_new(entity, self._names)
        )
        self._seen: set[int] = set()

    def parts(self) -> Iterator[Some]:
        """All units, some at a time."""
        return in_parts((self._unit(record) for record in self._reader), lambda: self._reader.offset)

    def _unit(self, record: Record) -> Unit:
        row = dict(zip(self._names, self._pick(record.cells), strict=True))
        key = row.get(self._key, "").strip()
        if record.code:
            return Unit(record.line, key, faults=(reason("", record.code),))
        given, faults = self._read(row)
        if not faults and self._is_second(key):
            faults = [self._reason(self._key, "duplicate_key")]
        if faults:
            return Unit(record.line, key, faults=tuple(faults))
        lacks = self._lacks or tuple(self._missing(given))
        return Unit(record.line, str(given.pop(self._key)), given, None if lacks else self._new(key, given), lacks)

    def _read(self, row: Mapping[str, str]) -> tuple[dict[str, Value], list[Reason]]:
        given: dict[str, Value] = {}
        faults: list[Reason] = []
        for name, text in row.items():
            if not text.strip() and name != self._key:
                if self._clears and name in CLEARS:
                    given[name] = ""
                continue
            try:
                given[name] = self._parse(name, text, row)
            except CellFault as fault:
                faults.append(self._reason(name, fault.code))
        return given, faults

    def _parse(self, name: str, text: str, row: Mapping[str, str]) -> Value:
        if name != "price":
            return PARSE[self._entity][name](text)
        return cells.amount(text, row.get("currency", "").strip() or get_settings().currency)

    def _missing(self, given: Mapping[str, Value]) -> Iterator[Reason]:
        for field in FIELDS[self._entity]:
            if field.needed and field.name not in given:
                yield self._reason(field.name, "required")

    def _new(self, key: str, given: Mapping[str, Value]) -> dict[str, Any]:
        new: dict[str, Any] = {**DEFAULTS[self._entity], **given, self._key: key}
        return new | {"currency": given.get("currency", get_settings().currency)} if "sku" in new else new

    def _is_second(self, key: str) -> bool:
        mark = hash(normalised_email(key) if self._entity is Entity.USER else key)
        if mark in self._seen:
            return True
        self._seen.add(mark)
        return False

    def _reason(self, field: str, code: str) -> Reason:
        return reason(field, code, label=self._labels.get(field, ""))
