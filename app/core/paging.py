"""Lists: keyset pages for the API, windows for the grid.

A page's cursor is opaque text over the last row's sort values. A window names rows by position (`offset`, `limit`),
since a scrollbar jumps anywhere.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.core.errors import invalid

T = TypeVar("T")

MAX_LIMIT = 500
DEFAULT_LIMIT = 50
MAX_CONDITIONS = 30
# As many as there are hours in a week.
MAX_VALUES = 168


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next_cursor` is None on the last. `total` counts all pages, where it was asked for."""

    items: tuple[T, ...]
    next_cursor: str | None = None
    total: int | None = None


class GridModel(BaseModel):
    """What a grid sends: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sort(GridModel):
    """Sort by a field. Rows that are equal in every field come in the order of their ids."""

    field: str = Field(max_length=40)
    desc: bool = False


class Filter(GridModel):
    """One condition on a column; with `negated`, the rows for which it does not hold.

    `set` takes `values`; `range` is `low` inclusive, `high` exclusive, of numbers, minor units or ISO 8601 moments;
    `when` is a range of time told from now, `span` (app.core.spans), by the days of the viewer's time zone;
    `contains`, `equals` and `starts` take `text`; `empty` takes nothing. One that lacks what it takes says nothing.
    `tz` is the IANA zone by whose clock values are read that name an hour of the week: it is part of the condition, so
    that a view means the same rows to a viewer anywhere.
    """

    field: str = Field(max_length=40)
    kind: Literal["set", "range", "when", "contains", "equals", "starts", "empty"]
    values: tuple[Annotated[str, Field(max_length=100)], ...] = Field(default=(), max_length=MAX_VALUES)
    low: str | int | None = None
    high: str | int | None = None
    text: str = Field(default="", max_length=200)
    span: str = Field(default="", max_length=40)
    tz: str = Field(default="", max_length=64)
    negated: bool = False


class FilterList(GridModel):
    """A group within a group: conditions of which all hold, or any."""

    kind: Literal["all", "any"]
    parts: tuple[Filter, ...] = Field(min_length=1, max_length=MAX_CONDITIONS)


class FilterGroup(GridModel):
    """Conditions, or groups of conditions, of which all hold, or any."""

    kind: Literal["all", "any"]
    parts: tuple[Annotated[Filter | FilterList, Field(discriminator="kind")], ...] = Field(
        min_length=1, max_length=MAX_CONDITIONS
    )


FilterPart: TypeAlias = Annotated[Filter | FilterGroup, Field(discriminator="kind")]
# What a discriminated part is told by; pydantic names it in the place of a fault, where it is no key of the message.
TAGS = frozenset({"set", "range", "when", "contains", "equals", "starts", "empty", "all", "any"})


class GridQuery(GridModel):
    """What a grid asks for. All of `filters` must hold, of which groups nest at most two deep.

    `tz` is the viewer's IANA time zone, which days are counted in; the shop's where it is empty. With `only`, none but
    those of these ids: which of them pass the filters and the search.
    """

    offset: int = Field(default=0, ge=0, le=10**9)
    limit: int = Field(default=100, ge=1, le=MAX_LIMIT)
    sort: tuple[Sort, ...] = Field(default=(), max_length=5)
    filters: tuple[FilterPart, ...] = Field(default=(), max_length=MAX_CONDITIONS)
    search: str = Field(default="", max_length=200)
    tz: str = Field(default="", max_length=64)
    only: tuple[UUID, ...] | None = Field(default=None, max_length=MAX_LIMIT)

    @field_validator("filters")
    @classmethod
    def _few(cls, filters: tuple[FilterPart, ...]) -> tuple[FilterPart, ...]:
        if sum(1 for _ in each_condition(filters)) > MAX_CONDITIONS:
            msg = f"must not hold more than {MAX_CONDITIONS} conditions in all"
            raise ValueError(msg)
        return filters


def each_condition(
    parts: Sequence[Filter | FilterList | FilterGroup], at: str = "filters"
) -> Iterator[tuple[str, Filter]]:
    """Every condition, however deep it stands, with its place such as `filters/0/parts/2`."""
    for place, part in enumerate(parts):
        if isinstance(part, Filter):
            yield f"{at}/{place}", part
        else:
            yield from each_condition(part.parts, f"{at}/{place}/parts")


def encode_cursor(values: tuple[object, ...]) -> str:
    """Opaque text over sort values (strings, integers, None)."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *, length: int) -> tuple[Any, ...]:
    """The sort values of a cursor of `length` values. Raises Invalid naming `cursor`."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = cast("list[Any]", json.loads(text))
        if len(values) != length:
            raise ValueError(length)
        return tuple(values)
    except (ValueError, TypeError, binascii.Error):
        msg = "this cursor is not one of ours; start from the first page"
        raise invalid("cursor", "invalid_cursor", msg) from None
