"""What a list shows: one frozen declaration per column, in words that the browser's adapter reads.

`field` is the name of the cell in a row, of the column in sorts and filters, and of the cell's `col-id` in the page.
Values by kind: `Text`, `LongText`, `Email`, `Choice` str; `Link` str or int; `Number` int; `Flag` bool;
`Money` {"amount": whole minor units, "currency": ISO 4217}; `Moment` ISO 8601 with an offset. Any may be null.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar, Literal

RESERVED = frozenset({"id", "version"})
FilterKind = Literal["text", "range", "time", "set", "person", "customer", "email", "hours"]
Tone = Literal["neutral", "pending", "paid", "shipped", "delivered", "cancelled", "refunded", "ok", "warn", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `width` in CSS pixels; `flex` > 0 shares what is left over; `pinned` keeps it at the left edge.

    A `hidden` column is there for those who want it, and not shown unless they ask.
    """

    kind: ClassVar[str]
    filter_kind: ClassVar[FilterKind]

    field: str
    label: str
    width: int = 140
    flex: int = 0
    pinned: bool = False
    hidden: bool = False
    sortable: bool = False
    filterable: bool = False
    editable: bool = False

    def __post_init__(self) -> None:
        if self.field in RESERVED or self.field.startswith("_"):
            msg = f"a column cannot be called {self.field!r}"
            raise ValueError(msg)

    def definition(self) -> dict[str, object]:
        """The column as JSON for the adapter: each attribute, its kind, and how it is filtered."""
        attributes = {f.name: getattr(self, f.name) for f in fields(self)}
        return attributes | {"kind": self.kind, "filter": self.filter_kind if self.filterable else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Column):
    """One line of text."""

    kind: ClassVar[str] = "text"
    filter_kind: ClassVar[FilterKind] = "text"
    max_length: int = 200
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText(Text):
    """Several lines, edited in a box over the cell."""

    kind: ClassVar[str] = "long_text"
    max_length: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Text):
    """A person's name, which is sealed: it is found by the beginnings of its words, or by the whole e-mail address."""

    filter_kind: ClassVar[FilterKind] = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(Person):
    """The name of whose row it is; also found by the ids of people, whose names `/grid/{entity}/names` tells."""

    filter_kind: ClassVar[FilterKind] = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Text):
    """An e-mail address, which is sealed: it is found whole."""

    kind: ClassVar[str] = "email"
    filter_kind: ClassVar[FilterKind] = "email"
    max_length: int = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Text):
    """Text that opens a page; `{id}` in `href` stands for the row's id."""

    kind: ClassVar[str] = "link"
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLink(Link):
    """A whole number that opens a page."""

    filter_kind: ClassVar[FilterKind] = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Column):
    """A whole number."""

    kind: ClassVar[str] = "number"
    filter_kind: ClassVar[FilterKind] = "range"
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Column):
    """An amount; each cell names its currency. `minimum` in minor units.

    `currency` is that of the range filter's bounds; where it is empty, the shop's, which the browser finds in the head.
    """

    kind: ClassVar[str] = "money"
    filter_kind: ClassVar[FilterKind] = "range"
    currency: str = ""
    minimum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Column):
    """An instant, shown and typed in the viewer's time zone."""

    kind: ClassVar[str] = "moment"
    filter_kind: ClassVar[FilterKind] = "time"
    width: int = 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Column):
    """Yes or no; a click, Space or Enter turns it."""

    kind: ClassVar[str] = "flag"
    filter_kind: ClassVar[FilterKind] = "set"


@dataclass(frozen=True, slots=True)
class Option:
    """A value that may be chosen, its word, and the colour of its dot."""

    value: str
    label: str
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Column):
    """One of `options`, shown as a coloured dot and a word.

    `refusals[from][to]` is the reason why a row that has value `from` may not take `to`; what is not named is allowed.
    A row may bring its own in `_refusals`: {field: {to: reason}}.
    """

    kind: ClassVar[str] = "choice"
    filter_kind: ClassVar[FilterKind] = "set"
    options: tuple[Option, ...]
    refusals: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def definition(self) -> dict[str, object]:
        """As for every column, with options and refusals as plain JSON."""
        options = [{"value": o.value, "label": o.label, "tone": o.tone} for o in self.options]
        refusals = {origin: dict(reasons) for origin, reasons in self.refusals.items()}
        # super() with no arguments does not work in a slotted dataclass.
        return Column.definition(self) | {"options": options, "refusals": refusals}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet(Column):
    """What rows are filtered by and is no cell: one or more of the values that `/grid/{entity}/choices` offers."""

    kind: ClassVar[str] = "facet"
    filter_kind: ClassVar[FilterKind] = "set"
    filterable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOfWeek(Column):
    """The hours of the week in which something happened, on the clock of a time zone; no cell either."""

    kind: ClassVar[str] = "hours"
    filter_kind: ClassVar[FilterKind] = "hours"
    filterable: bool = True
