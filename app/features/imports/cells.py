"""What one cell of an import file may hold. Each function gives the value, or raises CellFault with a code.

They are asked the same again and again (a till has few products and customers compared with its lines), so what was
found is remembered, within bounds.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.core.money import MAX_AMOUNT, exponent
from app.core.ranges import EARLIEST, LATEST
from app.core.text import clean_text, email_address, single_line
from app.models import OrderStatus

MANY = 65_536
MAX_QUANTITY = 2**31 - 1
# A spreadsheet takes a cell that starts so for a formula; our exports put an apostrophe before it.
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_DECIMAL = re.compile(r"(\d{1,20})?(?:\.(\d{1,40}))?", re.ASCII)
_INTEGER = re.compile(r"\d{1,20}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_STATUSES = frozenset(status.value for status in OrderStatus)


class CellFault(Exception):
    """A cell is wrong; `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def defused(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula; `armed` undoes it exactly."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def armed(text: str) -> str:
    """The text as it was before `defused`."""
    return text[1:] if text.startswith("'") and _DEFUSED.match(text) else text


def line_of_text(text: str, *, longest: int, required: bool = False) -> str:
    """Text on one line of at most `longest` characters."""
    return _checked(text, single_line, longest=longest, required=required)


def free_text(text: str, *, longest: int) -> str:
    """Text that may have several lines."""
    if not text:
        return text
    return _checked(text, clean_text, longest=longest, required=False)


def _checked(text: str, check: Callable[[str], str], *, longest: int, required: bool) -> str:
    if len(text) > longest * 2:
        raise CellFault("too_long")
    try:
        value = check(armed(text))
    except ValueError:
        raise CellFault("invalid_text") from None
    if len(value) > longest:
        raise CellFault("too_long")
    if required and not value:
        raise CellFault("required")
    return value


@lru_cache(MANY)
def email(text: str) -> str:
    """An e-mail address."""
    value = line_of_text(text, longest=254, required=True)
    try:
        return email_address(value)
    except ValueError:
        raise CellFault("invalid_email") from None


@lru_cache(MANY)
def name(text: str) -> str:
    """A person's name; may be empty."""
    return line_of_text(text, longest=200)


def order_ref(text: str) -> str:
    """The till's own name for an order."""
    return line_of_text(text, longest=100, required=True)


@lru_cache(MANY)
def product(sku: str, title: str) -> tuple[str, str]:
    """SKU and name of a product; the SKU stands for a name that is not given."""
    code = line_of_text(sku, longest=64, required=True)
    return code, line_of_text(title, longest=200) or code


@lru_cache(4_096)
def category(text: str) -> str:
    """A category; may be empty."""
    return line_of_text(text, longest=100)


@lru_cache(4_096)
def channel(text: str) -> str:
    """Where it was sold; may be empty."""
    return line_of_text(text, longest=40)


@lru_cache(64)
def status(text: str) -> str:
    """One of the words for where an order stands."""
    value = text.strip()
    if not value:
        raise CellFault("required")
    if value not in _STATUSES:
        raise CellFault("unknown_status")
    return value


@lru_cache(1_024)
def currency(text: str) -> str:
    """An ISO 4217 code."""
    value = text.strip()
    if not value:
        raise CellFault("required")
    if not _CURRENCY.fullmatch(value):
        raise CellFault("invalid_currency")
    return value


@lru_cache(4_096)
def quantity(text: str) -> int:
    """A whole number of pieces, 0 for an adjustment."""
    value = text.strip()
    if not value:
        raise CellFault("required")
    if not _INTEGER.fullmatch(value):
        raise CellFault("negative" if value.startswith("-") else "not_an_integer")
    if int(value) > MAX_QUANTITY:
        raise CellFault("too_large")
    return int(value)


@lru_cache(MANY)
def amount(text: str, code: str) -> int:
    """Minor units of a decimal with a point, with no more decimals than the currency `code` has, beside zeros."""
    value = text.strip()
    if not value:
        raise CellFault("required")
    match = _DECIMAL.fullmatch(value)
    if match is None or not (match[1] or match[2]):
        raise CellFault("negative" if value.startswith("-") else "not_a_decimal")
    places = exponent(code)
    decimals = (match[2] or "").rstrip("0")
    if len(decimals) > places:
        raise CellFault("too_many_decimals")
    minor = int((match[1] or "0") + decimals.ljust(places, "0"))
    if minor > MAX_AMOUNT:
        raise CellFault("too_large")
    return minor


@lru_cache(MANY)
def moment(text: str, tz: ZoneInfo) -> datetime:
    """The aware UTC moment of an ISO 8601 date-time, in `tz` where it has no offset; a date is its midnight.

    A clock time that was skipped when clocks went forward is refused; one that came twice is taken the first time.
    """
    value = text.strip()
    if not value:
        raise CellFault("required")
    try:
        local = datetime.fromisoformat(value)
        if local.tzinfo is None:
            local = local.replace(tzinfo=tz)
            if local.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != local.replace(tzinfo=None):
                raise CellFault("nonexistent_time")
        result = local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellFault("invalid_moment") from None
    if not EARLIEST <= result < LATEST:
        raise CellFault("moment_out_of_range")
    return result


def truth(text: str) -> bool:
    """`true` or `false`; nothing means true."""
    value = text.strip().lower()
    if value not in {"", "true", "false"}:
        raise CellFault("not_true_or_false")
    return value != "false"
