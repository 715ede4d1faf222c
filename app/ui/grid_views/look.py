"""How somebody arranged a grid: columns, sort, filters and search, as a frozen value and as a view's content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from app.core.paging import FilterPart, GridModel, GridQuery, Sort
from app.features.views.schemas import ViewContent

NARROWEST, WIDEST = 48, 1600


class ColumnLook(GridModel):
    """A column that is shown. Without a `width` (CSS pixels) it is as wide as it is declared."""

    field: str = Field(max_length=40)
    width: int | None = Field(default=None, ge=NARROWEST, le=WIDEST)
    pinned: bool = False


class GridLook(GridModel):
    """A grid as it is looked at. `columns` are those shown, in their order; empty, they are as the page declares."""

    columns: tuple[ColumnLook, ...] = Field(default=(), max_length=100)
    sort: tuple[Sort, ...] = Field(default=(), max_length=5)
    filters: tuple[FilterPart, ...] = ()
    search: str = Field(default="", max_length=200, repr=False)

    @model_validator(mode="after")
    def _small(self) -> "GridLook":
        """What the rows can be asked for is the query's to say."""
        self.query()
        return self

    def query(self) -> GridQuery:
        """What rows it shows."""
        return GridQuery(sort=self.sort, filters=self.filters, search=self.search)

    def as_json(self) -> dict[str, Any]:
        """Plain values, without what is as it is anyway."""
        return self.model_dump(mode="json", exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Read:
    """A look, and what could not be kept of what it was read from, as names for the person."""

    look: GridLook
    dropped: tuple[str, ...] = ()


PARTS: Mapping[str, TypeAdapter[Any]] = {
    "columns": TypeAdapter(tuple[ColumnLook, ...]),
    "sort": TypeAdapter(tuple[Sort, ...]),
    "filters": TypeAdapter(tuple[FilterPart, ...]),
    "search": TypeAdapter(str),
}
WORDS = {"columns": "its columns", "sort": "its sort", "filters": "its filters", "search": "its search"}


def content_of(look: GridLook, *, sealed: frozenset[str]) -> ViewContent:
    """The look as a view keeps it, with the parts that are to be sealed apart."""
    parts = look.as_json()
    hidden = {name: parts.pop(name) for name in sorted(sealed)}
    return ViewContent(definition=_compact(parts), search=_compact(hidden) if hidden else "")


def look_of(content: ViewContent) -> Read:
    """The look that a view keeps. A part that an older or newer version wrote otherwise is dropped by name."""
    parts = {**_object(content.definition), **_object(content.search)}
    kept: dict[str, Any] = {}
    dropped: list[str] = []
    for name, kind in PARTS.items():
        if name not in parts:
            continue
        try:
            value = kind.validate_python(parts[name])
            GridLook.model_validate({name: value})
            kept[name] = value
        except ValidationError:
            dropped.append(WORDS[name])
    return Read(GridLook(**kept), tuple(dropped))


def _compact(parts: object) -> str:
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False)


def _object(text: str) -> dict[str, Any]:
    try:
        found: object = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
