"""What a file of text probably is: its encoding, its delimiter, the record with the names. Pure guesses on samples."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from app.features.transfers.fields import names_a_column
from app.features.transfers.schemas import Delimiter, Encoding
from app.models import Entity

DELIMITERS: tuple[Delimiter, ...] = (",", ";", "\t", "|")
HEADER_WITHIN = 5
XLSX_MARK = b"PK\x03\x04"
# A share of NUL bytes in every second place that only UTF-16 of Latin text has.
MOSTLY = 0.3
MONTHS = 12
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_DATUM = re.compile(r"\s*[-+]?\d[\d.,:/\s-]*\s*")
_DECIMAL_COMMA = re.compile(r"[^\d,.]*[\d.\s]*,\d{1,2}[^\d,.]*")
_DAY_FIRST = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b")


def is_workbook(head: bytes) -> bool:
    """Whether the file begins as an XLSX does."""
    return head.startswith(XLSX_MARK)


def guess_encoding(head: bytes, *, is_utf8: bool) -> Encoding:
    """The encoding by the mark at the beginning, by where zeros stand, and by whether all of it is UTF-8."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = head[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > MOSTLY * len(sample) / 2:
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8" if is_utf8 else "cp1252"


def guess_delimiter(text: str) -> Delimiter:
    """The sign that stands equally often, and at all, in most of the first lines, quoted text aside."""
    lines = [line for line in _QUOTED.sub("", text).splitlines()[:30] if line.strip()]
    best: tuple[float, int] = (0.0, 0)
    found: Delimiter = ","
    for sign in DELIMITERS:
        counts = Counter(line.count(sign) for line in lines)
        ((usual, times),) = counts.most_common(1) or [(0, 0)]
        score = (times / max(1, len(lines)), usual) if usual else (0.0, 0)
        if score > best:
            best, found = score, sign
    return found


def guess_header(entity: Entity, records: Sequence[Sequence[str]]) -> int:
    """Which of the first records holds the names, counted from 1; 0 where none does."""
    named = [sum(names_a_column(entity, cell) for cell in record) for record in records[:HEADER_WITHIN]]
    if named and max(named) > 1:
        return named.index(max(named)) + 1
    if not records or (named and named[0]):
        return 1
    first = [cell for cell in records[0] if cell.strip()]
    is_data = any(_DATUM.fullmatch(cell) or "@" in cell for cell in first)
    return 0 if is_data or len(set(first)) < len(first) else 1


def guess_decimal(values: Iterable[str]) -> str:
    """Whether amounts have a comma before their cents."""
    return "," if any(_DECIMAL_COMMA.fullmatch(value) for value in values) else "."


def guess_dates(values: Iterable[str]) -> str:
    """Whether dates begin with the day, the month or the year. Where both would do, the day."""
    found = [match for value in values if (match := _DAY_FIRST.match(value))]
    if not found:
        return "iso"
    return "mdy" if any(int(match[2]) > MONTHS for match in found) else "dmy"
