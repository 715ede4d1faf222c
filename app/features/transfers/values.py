"""From how people write values in spreadsheets to the one way in which an import reads them. Pure.

What cannot be understood is passed on as it is, for the reading of cells to refuse by name.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from app.features.transfers.fields import Kind
from app.features.transfers.schemas import Columns

Clean: TypeAlias = Callable[[str], str]
_MARK = re.compile(r"[€$£¥]|\b[A-Z]{3}\b")
_SPACE = re.compile(r"[\s\u00a0\u202f']")
_DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD"})
_SIGNS = {"€": {"EUR"}, "$": _DOLLARS, "£": {"GBP"}, "¥": {"JPY", "CNY"}}
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
# What has a decimal comma; another number, such as the one of a workbook's cell, has its point already.
_WITH_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+(?:,\d*)?|\d*,\d*)", re.ASCII)
_WHOLE = re.compile(r"(-?\d+)[.,]0+", re.ASCII)
_DATE = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?", re.ASCII
)
_TRUE = frozenset({"true", "yes", "y", "1", "x", "ja", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "nein", "off"})
NOON = 12
CENTURY = 100


def cleaner(kind: Kind, how: Columns, currency: str = "") -> Clean:
    """How a cell of this kind is brought into the one way of writing.

    `currency` is that of all amounts, where lines do not name their own: an amount in another is passed on as it is.
    """
    match kind:
        case "amount":
            read = _comma if how.decimal == "," else _point
            return lambda text: read(_bare(text, currency))
        case "whole":
            return _whole
        case "moment":
            return _moment if how.dates == "iso" else _day_first if how.dates == "dmy" else _month_first
        case "word":
            return lambda text: text.strip().lower()
        case "flag":
            return _flag
        case _:
            return _as_it_is


def _as_it_is(text: str) -> str:
    return text


def _bare(text: str, currency: str) -> str:
    """The number alone, unless it is one of another currency."""
    marks: list[str] = _MARK.findall(text)
    if currency and any(currency not in _SIGNS.get(mark, {mark}) for mark in marks):
        return text
    return _SPACE.sub("", _MARK.sub("", text))


def _point(bare: str) -> str:
    return bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare


def _comma(bare: str) -> str:
    return bare.replace(".", "").replace(",", ".") if _WITH_COMMA.fullmatch(bare) else bare


def _whole(text: str) -> str:
    match = _WHOLE.fullmatch(text.strip())
    return match[1] if match else text


def _flag(text: str) -> str:
    word = text.strip().lower()
    return "true" if word in _TRUE else "false" if word in _FALSE else text


def _moment(text: str) -> str:
    return text.strip()


def _day_first(text: str) -> str:
    return _reordered(text, day=1, month=2)


def _month_first(text: str) -> str:
    return _reordered(text, day=2, month=1)


def _reordered(text: str, *, day: int, month: int) -> str:
    """ISO 8601 of a date in another order, with its clock time if it has one."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return text.strip()
    year = int(match[3]) + (2000 if int(match[3]) < CENTURY else 0)
    date = f"{year:04}-{int(match[month]):02}-{int(match[day]):02}"
    if match[4] is None:
        return date
    hour = int(match[4])
    if match[7]:
        hour = hour % NOON + (NOON if match[7].lower() == "pm" else 0)
    return f"{date}T{hour:02}:{match[5]}:{match[6] or '00'}"
