"""Lists: keyset pages for the API, windows for the grid.

A page's cursor is opaque text over the last row's sort values. A window names rows by position (`offset`, `limit`),
since a scrollbar jumps anywhere.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.core.errors import invalid

T = TypeVar("T")

MAX_LIMIT = 500
DEFAULT_LIMIT = 50


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
    """One condition on a column; conditions are joined by AND.

    `set` takes `values`; `range` is `low` inclusive, `high` exclusive, of numbers, minor units or ISO 8601 moments;
    `contains` and `equals` take `text`.
    """

    field: str = Field(max_length=40)
    kind: Literal["set", "range", "contains", "equals"]
    values: tuple[Annotated[str, Field(max_length=100)], ...] = Field(default=(), max_length=100)
    low: str | int | None = None
    high: str | int | None = None
    text: str = Field(default="", max_length=200)


class GridQuery(GridModel):
    """What a grid asks for. With `only`, none but those of these ids: which of them pass the filters and the search."""

    offset: int = Field(default=0, ge=0, le=10**9)
    limit: int = Field(default=100, ge=1, le=MAX_LIMIT)
    sort: tuple[Sort, ...] = Field(default=(), max_length=5)
    filters: tuple[Filter, ...] = Field(default=(), max_length=20)
    search: str = Field(default="", max_length=200)
    only: tuple[UUID, ...] | None = Field(default=None, max_length=MAX_LIMIT)


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
