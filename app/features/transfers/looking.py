"""What the beginning of a file shows: its columns with samples, and guesses of what they are. Pure."""

import io
from collections.abc import Sequence
from itertools import islice
from typing import Any, BinaryIO, cast

from app.features.imports.records import RecordReader
from app.features.transfers.fields import FIELDS, KEYS, guess_columns
from app.features.transfers.schemas import MAX_COLUMNS, SAMPLES, Facts, FileUnreadable, Shape
from app.features.transfers.sniffing import guess_dates, guess_decimal, guess_delimiter, guess_header
from app.features.transfers.texts import Text
from app.models import Entity

LOOKED_AT = 60
LONGEST_SHOWN = 80


def looked(entity: Entity, head: bytes, *, text: Text, shape: Shape) -> Facts:
    """What the beginning of the text shows. Raises FileUnreadable for too many columns."""
    delimiter = "," if text.sheets else shape.delimiter or guess_delimiter(head.decode(errors="replace"))
    reader = RecordReader(cast("BinaryIO", io.BytesIO(head)), delimiter=delimiter)
    records = [record.cells for record in islice(reader, LOOKED_AT)]
    header = shape.header if shape.header is not None else guess_header(entity, records)
    width = max((len(record) for record in records[max(0, header - 1) : header + 1]), default=0)
    if width > MAX_COLUMNS:
        raise FileUnreadable(f"The file has more than {MAX_COLUMNS} columns")
    names = _names(records[header - 1] if 0 < header <= len(records) else [], width)
    rest = [record for record in records[header:] if len(record) == width]
    guessed = guess_columns(entity, names) if header else [""] * width
    return {
        "shape": {"delimiter": delimiter, "header": header, "encoding": text.encoding, "sheet": text.sheet},
        "sheets": list(text.sheets),
        "columns": [
            {"name": name, "field": field, "samples": _samples(rest, place)}
            for place, (name, field) in enumerate(zip(names, guessed, strict=True))
        ],
        **_ways(entity, guessed, rest),
    }


def _names(cells: Sequence[str], width: int) -> list[str]:
    """A name for each column, each of its own."""
    names: list[str] = []
    for place in range(width):
        name = (cells[place].strip()[:LONGEST_SHOWN] if place < len(cells) else "") or f"Column {place + 1}"
        names.append(name if name not in names else f"{name} ({place + 1})")
    return names


def _samples(records: Sequence[Sequence[str]], place: int) -> list[str]:
    return [
        cell[:LONGEST_SHOWN] for cell in islice((row[place].strip() for row in records if row[place].strip()), SAMPLES)
    ]


def _ways(entity: Entity, guessed: Sequence[str], records: Sequence[Sequence[str]]) -> Facts:
    """How amounts and dates seem to be written."""
    kinds = {field.name: field.kind for field in FIELDS[entity]}

    def of_kind(kind: str) -> list[str]:
        places = [place for place, name in enumerate(guessed) if kinds.get(name) == kind]
        return [row[place] for row in records for place in places]

    return {"decimal": guess_decimal(of_kind("amount")), "dates": guess_dates(of_kind("moment"))}


def fields_of(entity: Entity) -> list[dict[str, Any]]:
    """The fields that a column can be, as the page needs them."""
    return [
        {"name": field.name, "label": field.label, "needed": field.needed, "key": field.name in KEYS[entity]}
        for field in FIELDS[entity]
    ]
