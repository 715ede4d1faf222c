"""What the views of a grid's page need to know of it, and how a look is fitted to it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.core.errors import Invalid
from app.core.ids import parse_id
from app.core.paging import Filter, FilterPart, GridQuery, Sort, each_condition
from app.core.ranges import moment, zone
from app.features.changes.schemas import Entity
from app.features.views.schemas import ViewContent
from app.ui.components.grid.checks import check_query
from app.ui.components.grid.columns import Choice, Column, Flag
from app.ui.components.grid.source import GridSource
from app.ui.grid_views.look import ColumnLook, GridLook, Read, content_of

PERSONAL_FILTERS = frozenset({"person", "customer", "email"})


@dataclass(frozen=True)
class GridPage:
    """A page with a grid.

    `name` is the page's in the saved views, `moment` the column that `from` and `to` of an address are about. What is
    searched for never stands in the address where `search_is_personal`.
    """

    name: str
    columns: Sequence[Column]
    facets: Sequence[Column] = ()
    moment: str = ""
    search_is_personal: bool = True

    @cached_property
    def filterable(self) -> Mapping[str, Column]:
        """What rows can be filtered by."""
        return {column.field: column for column in (*self.columns, *self.facets) if column.filterable}

    @cached_property
    def declared(self) -> tuple[ColumnLook, ...]:
        """The columns as the page is made, those at the left edge first."""
        return _edge_first(ColumnLook(field=c.field, pinned=c.pinned) for c in self.columns if not c.hidden)

    def shown(self, look: GridLook) -> tuple[ColumnLook, ...]:
        """The columns that a look shows."""
        return look.columns or self.declared

    def may_name(self, look: GridLook) -> frozenset[str]:
        """Which parts of a look name a person, or may: `filters`, `search`. Such never stand in an address in clear."""
        about_people = any(self.names_people(condition) for _, condition in each_condition(look.filters))
        searches = self.search_is_personal and bool(look.search.strip())
        return frozenset(name for name, is_so in (("filters", about_people), ("search", searches)) if is_so)

    def names_people(self, condition: Filter) -> bool:
        """Whether a condition may name a person; one that tells them by their ids does not."""
        column = self.filterable.get(condition.field)
        if column is None:
            return True
        by_id = column.filter_kind == "customer" and condition.kind == "set" and all(map(parse_id, condition.values))
        return column.filter_kind in PERSONAL_FILTERS and not by_id

    def content_of(self, look: GridLook) -> ViewContent:
        """The look as a view keeps it."""
        return content_of(look, sealed=self.may_name(look))

    def fit(self, look: GridLook) -> Read:
        """The look as this page can show it, in the one way it is written, and what of it was dropped."""
        dropped: list[str] = []
        columns = self._fit_columns(look.columns, dropped)
        sort = self._fit_sort(look.sort, dropped)
        filters = self._fit_filters(look.filters, dropped)
        search = look.search if self._passes(GridQuery(search=look.search)) else ""
        return Read(GridLook(columns=columns, sort=sort, filters=filters, search=search), tuple(dropped))

    def _fit_columns(self, columns: Iterable[ColumnLook], dropped: list[str]) -> tuple[ColumnLook, ...]:
        known = {column.field: column for column in self.columns}
        kept: dict[str, ColumnLook] = {}
        for look in columns:
            if look.field not in known:
                dropped.append(f"the column {look.field}")
            elif look.field not in kept:
                column = known[look.field]
                is_as_declared = not column.flex and look.width == column.width
                kept[look.field] = look.model_copy(update={"width": None}) if is_as_declared else look
        fitted = _edge_first(kept.values())
        return () if fitted == self.declared else fitted

    def _fit_sort(self, sorts: Iterable[Sort], dropped: list[str]) -> tuple[Sort, ...]:
        kept: dict[str, Sort] = {}
        for sort in sorts:
            if sort.field in kept:
                continue
            if self._passes(GridQuery(sort=(sort,))):
                kept[sort.field] = sort
            else:
                dropped.append(f"the sort by {sort.field}")
        return tuple(kept.values())

    def _fit_filters(self, parts: Iterable[FilterPart], dropped: list[str]) -> tuple[FilterPart, ...]:
        kept: list[FilterPart] = []
        for whole in parts:
            part = self._with_known_values(whole, dropped)
            if part is None or (isinstance(part, Filter) and says_nothing(part)):
                continue
            if self._passes(GridQuery(filters=(part,))):
                kept.append(_written_one_way(part))
            else:
                dropped.append(f"the filter on {', '.join(dict.fromkeys(c.field for c in _conditions(part)))}")
        places = list(self.filterable)
        return tuple(
            sorted(kept, key=lambda part: (min(places.index(c.field) for c in _conditions(part)), _json(part)))
        )

    def _with_known_values(self, part: FilterPart, dropped: list[str]) -> FilterPart | None:
        """The part without choices that are no more; None where one within a group is, or none is left."""
        gone = {
            (condition.field, value)
            for condition in _conditions(part)
            for value in condition.values
            if not self._is_choice(condition.field, value)
        }
        if not gone:
            return part
        dropped += [f"{field} {value!r}" for field, value in sorted(gone)]
        if not isinstance(part, Filter):
            return None
        values = tuple(value for value in part.values if (part.field, value) not in gone)
        return part.model_copy(update={"values": values}) if values else None

    def _is_choice(self, field: str, value: str) -> bool:
        match self.filterable.get(field):
            case Choice(options=options):
                return value in {option.value for option in options}
            case Flag():
                return value in {"true", "false"}
            case _:
                return True

    def _passes(self, query: GridQuery) -> bool:
        try:
            check_query((*self.columns, *self.facets), query)
        except Invalid:
            return False
        return True


PAGES: Mapping[Entity, tuple[str, str, bool]] = {
    Entity.ORDER: ("orders", "ordered_at", True),
    Entity.PRODUCT: ("products", "", False),
    Entity.USER: ("users", "created_at", True),
}


def page_of(source: GridSource) -> GridPage:
    """The page of a source's records."""
    name, moment_field, search_is_personal = PAGES[source.entity]
    return GridPage(name, source.columns, source.facets, moment=moment_field, search_is_personal=search_is_personal)


def _edge_first(columns: Iterable[ColumnLook]) -> tuple[ColumnLook, ...]:
    return tuple(sorted(columns, key=lambda column: not column.pinned))


def says_nothing(condition: Filter) -> bool:
    """Whether a condition lacks what it takes, so that it lets every row through."""
    match condition.kind:
        case "set":
            return not condition.values
        case "range":
            return condition.low is None and condition.high is None
        case "when":
            return not condition.span
        case "empty":
            return False
        case _:
            return not condition.text.strip()


def _conditions(part: FilterPart) -> tuple[Filter, ...]:
    return tuple(condition for _, condition in each_condition((part,)))


def _json(part: FilterPart) -> str:
    return json.dumps(part.model_dump(mode="json", exclude_defaults=True), sort_keys=True)


def _written_one_way(part: FilterPart) -> FilterPart:
    """The part with its moments in UTC, written with Z."""
    if not isinstance(part, Filter):
        return part.model_copy(update={"parts": tuple(_written_one_way(inner) for inner in part.parts)})
    ends = {name: _utc(getattr(part, name)) for name in ("low", "high")}
    return part.model_copy(update=ends)


def _utc(bound: str | int | None) -> str | int | None:
    if not isinstance(bound, str):
        return bound
    return moment(bound, tz=zone("UTC"), field="filters").isoformat().replace("+00:00", "Z")
