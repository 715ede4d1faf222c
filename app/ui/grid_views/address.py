"""What of a look stands in the address, and the look that an address stands for.

    view=<id>                           a saved view, or a link that holds what may name a person; `all` is the page
                                        as it is made, where the person begins with another view
    status=paid,shipped  status=!paid   one of these; none of these
    total=1000..5000                    from inclusive, to exclusive; money in minor units
    from=…&to=…&tz=…                    the same for the page's own moment: ISO 8601 dates or date-times
    ordered_at=last_7_days              a span of days told from now
    reference=A-1  A-1*  *A-1*          equal to, beginning with, containing
    customer=<id>,<id>                  people by their ids, which name nobody
    hours=1-13,1-14@Europe/Berlin       hours of the week (Monday is 0) and whose clock it is; the reader's if none
    first_order=2026-01-01..2026-02-01  moments as in from and to
    f=[…]                               conditions that have no such short form, as JSON
    sort=-total,number                  `-` for descending
    cols=number.p,customer.220,status   the columns shown: pinned, with a width
    q=tea                               the search, where it cannot name a person

Beside a view, a parameter stands for what was changed of it; an empty one for what was taken away.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote

from pydantic import TypeAdapter, ValidationError

from app.core.errors import Invalid
from app.core.paging import Filter, FilterPart, Sort, each_condition
from app.core.parsing import holds_too_much
from app.core.ranges import time_range
from app.ui.grid_views.look import ColumnLook, GridLook, Read
from app.ui.grid_views.page import GridPage
from app.ui.grid_views.words import condition_of, word_of

VIEW, ALL = "view", "all"
OWN = ("view", "sort", "cols", "f", "q", "from", "to", "tz")
LONGEST = 1800
MOST_PARAMETERS = 200
WIDTH_DIGITS = 4
SAFE = ",:*!.{}[]@/"
CONDITIONS: TypeAdapter[tuple[FilterPart, ...]] = TypeAdapter(tuple[FilterPart, ...])

Parameters = Mapping[str, str]


def names_of(page: GridPage) -> tuple[str, ...]:
    """Every parameter that is about the view; others on the page are somebody else's."""
    return (*OWN, *(field for field in page.filterable if field not in OWN))


def parameters_of(query: str) -> Parameters:
    """The parameters of a query string, the last of each name. Raises Invalid for what is far too much."""
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError:
        raise Invalid("The address is too long") from None


def query_string(parameters: Iterable[tuple[str, str]]) -> str:
    """The parameters as they stand in an address, readable where that is allowed."""
    return "&".join(f"{name}={quote(value, safe=SAFE)}" for name, value in parameters)


def written(page: GridPage, look: GridLook, base: GridLook) -> tuple[tuple[str, str], ...] | None:
    """What of a fitted look differs from a fitted `base`. None when it may not stand in an address, or is too long."""
    changed = {name for name in ("filters", "search") if getattr(look, name) != getattr(base, name)}
    if changed & page.may_name(look):
        return None
    parameters: list[tuple[str, str]] = []
    if look.filters != base.filters:
        parameters += _filters(page, look.filters) or [("f", "")]
    if look.search != base.search:
        parameters.append(("q", look.search))
    if look.sort != base.sort:
        parameters.append(("sort", ",".join(f"-{sort.field}" if sort.desc else sort.field for sort in look.sort)))
    if look.columns != base.columns:
        parameters.append(("cols", ",".join(_column(column) for column in look.columns)))
    return tuple(parameters) if len(query_string(parameters)) <= LONGEST else None


def _column(column: ColumnLook) -> str:
    width = f".{column.width}" if column.width is not None else ""
    return f"{column.field}{width}{'.p' if column.pinned else ''}"


def _filters(page: GridPage, parts: Sequence[FilterPart]) -> list[tuple[str, str]]:
    """Each condition in its short form, the rest as JSON."""
    short: dict[str, str] = {}
    rest: list[FilterPart] = []
    for part in parts:
        if not isinstance(part, Filter) or part.field in short:
            rest.append(part)
        elif span := _span(page, part, short):
            short |= span
        elif part.field not in OWN and (word := word_of(page.filterable[part.field], part)):
            short[part.field] = word
        else:
            rest.append(part)
    left = [part.model_dump(mode="json", exclude_defaults=True) for part in rest]
    return [*short.items(), *([("f", json.dumps(left, separators=(",", ":"), ensure_ascii=False))] if left else [])]


def _span(page: GridPage, part: Filter, short: Parameters) -> dict[str, str] | None:
    is_plain = part == Filter(field=page.moment, kind="range", low=part.low, high=part.high)
    if not is_plain or "from" in short or "to" in short:
        return None
    return {name: str(end) for name, end in (("from", part.low), ("to", part.high)) if end is not None} or None


def read(page: GridPage, parameters: Parameters, base: GridLook, *, tz: str) -> Read:
    """The look that an address stands for, on top of `base`; not fitted yet. `tz` is the reader's time zone."""
    parts: dict[str, Any] = {"columns": base.columns, "sort": base.sort, "filters": base.filters, "search": base.search}
    dropped: list[str] = []
    if _has_filters(page, parameters):
        parts["filters"] = _read_filters(page, parameters, dropped, tz=tz)
    if "sort" in parameters:
        parts["sort"] = _read_sort(parameters["sort"])
    if "cols" in parameters:
        parts["columns"] = _read_columns(parameters["cols"])
    if "q" in parameters and not (page.search_is_personal and parameters["q"]):
        parts["search"] = parameters["q"][:200]
    elif "q" in parameters:
        dropped.append("the search, which is not read from an address")
    try:
        return Read(GridLook(**parts), tuple(dropped))
    except ValidationError:
        return Read(base, (*dropped, "what is far too much"))


def _has_filters(page: GridPage, parameters: Parameters) -> bool:
    return any(name in parameters for name in ("f", "from", "to", *page.filterable) if name not in {"sort", "cols"})


def _read_filters(page: GridPage, parameters: Parameters, dropped: list[str], *, tz: str) -> tuple[FilterPart, ...]:
    parts: list[FilterPart] = []
    for field, column in page.filterable.items():
        word = parameters.get(field, "")
        if not word or field in OWN:
            continue
        if part := condition_of(column, word, tz=parameters.get("tz", "") or tz):
            parts.append(part)
        else:
            dropped.append(f"the filter on {field}")
    parts += _read_span(page, parameters, dropped, tz=tz)
    parts += _read_json(page, parameters.get("f", ""), dropped)
    return tuple(parts)


def _read_span(page: GridPage, parameters: Parameters, dropped: list[str], *, tz: str) -> list[FilterPart]:
    start, end = parameters.get("from", ""), parameters.get("to", "")
    if not (page.moment and (start or end)):
        return []
    try:
        span = time_range(start or None, end or None, tz=parameters.get("tz", "") or tz)
    except Invalid:
        dropped.append("the dates")
        return []
    low, high = (bound.isoformat() if bound else None for bound in (span.start, span.end))
    return [Filter(field=page.moment, kind="range", low=low, high=high)]


def _read_json(page: GridPage, text: str, dropped: list[str]) -> list[FilterPart]:
    if not text:
        return []
    try:
        document = json.loads(text)
        parts = CONDITIONS.validate_python(document) if not holds_too_much(document) else ()
    except (ValueError, RecursionError):
        parts = ()
    kept = [part for part in parts if not _names_people(page, part)]
    if not kept or len(kept) < len(parts):
        dropped.append("filters that cannot be read from an address")
    return kept


def _names_people(page: GridPage, part: FilterPart) -> bool:
    known = (condition for _, condition in each_condition((part,)) if condition.field in page.filterable)
    return any(page.names_people(condition) for condition in known)


def _read_sort(text: str) -> tuple[Sort, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()][:5]
    return tuple(Sort(field=name.removeprefix("-")[:40], desc=name.startswith("-")) for name in names)


def _read_columns(text: str) -> tuple[ColumnLook, ...]:
    columns: list[ColumnLook] = []
    for word in text.split(",")[:100]:
        field, *marks = word.split(".")
        widths = [int(mark) for mark in marks if mark.isascii() and mark.isdigit() and len(mark) <= WIDTH_DIGITS]
        try:
            columns.append(ColumnLook(field=field, width=widths[0] if widths else None, pinned="p" in marks))
        except ValidationError:
            columns.append(ColumnLook(field=field[:40], pinned="p" in marks))
    return tuple(column for column in columns if column.field)
