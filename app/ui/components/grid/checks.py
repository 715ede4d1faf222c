"""Whether a request fits the columns: each sort, filter and edit names one that allows it, with values of its kind."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from app.core import clock
from app.core.errors import Invalid, invalid
from app.core.ids import parse_id
from app.core.money import exponent
from app.core.paging import Filter, GridQuery, each_condition
from app.core.ranges import zone
from app.core.spans import settled
from app.core.text import clean_text, is_email
from app.core.week import hours_of_week
from app.ui.components.grid.columns import (
    Choice,
    Column,
    Email,
    FilterKind,
    Flag,
    LongText,
    Moment,
    Money,
    Number,
    Text,
)
from app.ui.components.grid.messages import CellRequest, MoneyCell

FILTERS: Mapping[FilterKind, frozenset[str]] = {
    "text": frozenset({"contains", "equals", "starts", "empty"}),
    "range": frozenset({"range"}),
    "time": frozenset({"range", "when"}),
    "set": frozenset({"set"}),
    "person": frozenset({"contains", "equals"}),
    "customer": frozenset({"contains", "equals", "set"}),
    "hours": frozenset({"set"}),
    "email": frozenset({"equals"}),
}


def check_query(columns: Sequence[Column], query: GridQuery) -> GridQuery:
    """The query as it came. Raises Invalid naming the first sort, filter or search that no column allows."""
    known = {column.field: column for column in columns}
    for place, sort in enumerate(query.sort):
        if sort.field not in known or not known[sort.field].sortable:
            raise invalid(f"sort/{place}/field", "unknown_sort", f"Rows cannot be sorted by {sort.field!r}")
    for at, condition in each_condition(query.filters):
        _check_filter(known, condition, at=at)
    _check_text(query.search, at="search")
    settled(query, clock.now())
    return query


def _check_filter(known: Mapping[str, Column], condition: Filter, *, at: str) -> None:
    column = known.get(condition.field)
    if column is None or not column.filterable:
        raise invalid(f"{at}/field", "unknown_filter", f"Rows cannot be filtered by {condition.field!r}")
    if condition.kind not in FILTERS[column.filter_kind]:
        raise invalid(f"{at}/kind", "wrong_filter", f"{column.label} cannot be filtered by {condition.kind!r}")
    for value in (condition.text, *condition.values):
        _check_text(value, at=at)
    _check_values(column, condition, at=at)
    for name in ("low", "high"):
        _check_bound(column, getattr(condition, name), at=f"{at}/{name}")


def _check_values(column: Column, condition: Filter, *, at: str) -> None:
    """People are told by their ids alone, so that no name can stand where ids may; hours name their clock."""
    if column.filter_kind == "customer" and not all(parse_id(value) for value in condition.values):
        raise invalid(f"{at}/values", "not_an_id", f"{column.label} takes the ids of people")
    if column.filter_kind == "hours":
        hours_of_week(condition.values, field=f"{at}/values")
        zone(condition.tz, field=f"{at}/tz")


def _check_bound(column: Column, bound: str | int | None, *, at: str) -> None:
    if bound is None:
        return
    if column.filter_kind == "range":
        if not isinstance(bound, int) or abs(bound) >= 2**63:
            raise invalid(at, "not_a_number", f"{column.label} is compared with whole numbers of 64 bits")
    elif not _is_moment(bound):
        raise invalid(at, "not_a_moment", f"{column.label} is compared with ISO 8601 moments that have an offset")


def _is_moment(bound: str | int) -> bool:
    try:
        return isinstance(bound, str) and datetime.fromisoformat(bound).tzinfo is not None
    except ValueError:
        return False


def _check_text(text: str, *, at: str) -> None:
    try:
        clean_text(text)
    except ValueError as wrong:
        raise invalid(at, "bad_text", f"The text {wrong}") from None


def check_edit(columns: Sequence[Column], edit: CellRequest) -> None:
    """Raises Invalid at `/field` or `/value`; what the business allows is the service's to say."""
    column = check_value(columns, edit.field, edit.value)
    if wrong := _other_currency(column, edit):
        raise _refused_value(wrong)


def check_value(columns: Sequence[Column], field: str, value: object) -> Column:
    """The column of the field, where it can be edited and the value is of its kind. Raises Invalid otherwise."""
    column = next((c for c in columns if c.field == field), None)
    if column is None or not column.editable:
        raise invalid("field", "not_editable", f"{field!r} cannot be edited here")
    if wrong := _wrong_value(column, value):
        raise _refused_value(wrong)
    return column


def _refused_value(wrong: str) -> Invalid:
    return Invalid(wrong, errors=invalid("value", "wrong_value", wrong).errors)


def _wrong_value(column: Column, value: object) -> str:
    """What is wrong with the value, as a sentence; empty when nothing is."""
    match column:
        case Number():
            return _wrong_number(column, value)
        case Money():
            return _wrong_money(column, value)
        case Text():
            return _wrong_text(column, value)
        case _:
            return _wrong_word(column, value)


def _wrong_word(column: Column, value: object) -> str:
    match column:
        case Choice():
            return "" if value in {o.value for o in column.options} else f"{column.label} must be one of its choices"
        case Flag():
            return "" if isinstance(value, bool) else f"{column.label} must be yes or no"
        case Moment():
            return "" if isinstance(value, str) and _is_moment(value) else f"{column.label} must be a date and time"
        case _:
            return f"{column.label} cannot be edited here"


def _other_currency(column: Column, edit: CellRequest) -> str:
    if (
        isinstance(edit.value, MoneyCell)
        and isinstance(edit.base, MoneyCell)
        and edit.value.currency != edit.base.currency
    ):
        return f"{column.label} stays in {edit.base.currency}"
    return ""


def _wrong_number(column: Number, value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return f"{column.label} must be a whole number"
    if column.minimum is not None and value < column.minimum:
        return f"{column.label} must be at least {column.minimum:,}"
    if column.maximum is not None and value > column.maximum:
        return f"{column.label} must be at most {column.maximum:,}"
    return ""


def _wrong_money(column: Money, value: object) -> str:
    if not isinstance(value, MoneyCell):
        return f"{column.label} must be an amount with its currency"
    if column.minimum is not None and value.amount < column.minimum:
        least = Decimal(column.minimum).scaleb(-exponent(value.currency))
        return f"{column.label} must be at least {least:,}"
    return ""


def _wrong_text(column: Text, value: object) -> str:
    if not isinstance(value, str):
        return f"{column.label} must be text"
    if column.required and not value.strip():
        return f"{column.label} must not be empty"
    if len(value) > column.max_length:
        return f"{column.label} must be at most {column.max_length:,} characters long"
    if not isinstance(column, LongText) and any(mark in value for mark in "\n\r\t"):
        return f"{column.label} must be on one line"
    if isinstance(column, Email) and not is_email(value):
        return f"{column.label} must be an e-mail address such as ann@example.com"
    return ""
