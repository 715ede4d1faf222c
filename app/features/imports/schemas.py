"""What an import is asked, what it finds wrong, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from app.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line is refused: its number in the file (from 1), the column and a stable code, never the value."""

    line: int
    order_ref: str
    field: str
    code: str


FaultSink: TypeAlias = Callable[[Fault], None]
# What is being done, how much of it is done, and how much there is in all.
ProgressSink: TypeAlias = Callable[[str, int, int], None]


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`timezone` is that of moments without an offset. `all_or_nothing` writes in one transaction, or not at all."""

    path: Path
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    all_or_nothing: bool = False


@dataclass(slots=True)
class Summary:
    """What became of the records of a file. `lines` counts the lines of what is new."""

    new: int = 0
    unchanged: int = 0
    refused: int = 0
    lines: int = 0
    customers: int = 0
    products: int = 0

    @property
    def exit_status(self) -> int:
        """0 all in, 3 some refused, 1 none (DESIGN.md, section 3)."""
        if not self.refused:
            return 0
        return 3 if self.new + self.unchanged else 1


class ImportedLine(NamedTuple):
    """A line item. Amounts are in minor units of the order's currency; `quantity` 0 is a booked adjustment."""

    sku: str
    name: str
    category: str
    quantity: int
    line_total: int
    unit_price: int | None


@dataclass(frozen=True, slots=True)
class ImportedOrder:
    """An order as the file has it, checked. `ordered_at` is aware UTC; `total` is the sum of the lines."""

    reference: str
    ordered_at: datetime
    status: str
    email: str
    name: str
    currency: str
    ship_to: str
    note: str
    channel: str
    lines: tuple[ImportedLine, ...]
    total: int


class FileNotReadable(DomainError):
    """The file cannot be read from here, or changed while it was read."""

    code = "file_not_readable"
    title = "The file cannot be read"


class RefusedWhole(Exception):
    """Something was refused, and all or nothing was asked: roll back."""
