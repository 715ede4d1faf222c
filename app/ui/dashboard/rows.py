"""The address of the orders behind a figure, in the record grid (see `app.ui.grid_views.address`)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias, TypedDict, Unpack, cast
from urllib.parse import quote

from app.core.paging import Filter
from app.core.ranges import moment, moment_text, zone

Values: TypeAlias = str | Sequence[str]
End: TypeAlias = datetime | str
# The board's filters, by the names that the board, the figures (`StatsQuery`) and the grid have for them.
NAMES = ("status", "customer", "product", "category", "channel", "currency", "hours")
# Their values have no comma, so that a text may hold several.
SPLIT = frozenset({"status", "customer", "currency", "hours"})
# An order has lines of several products, but only one status.
MANY = frozenset({"product", "category"})
SAFE = ",:@/"
# The foot of the grid is open, in which the figure stands once more (assets/grid/tools/sums/).
TOTALS = ("totals", "1")


class Narrowed(TypedDict, total=False):
    """What a figure adds to the board's filters.

    `first_order` is the range in which customers placed their very first order; "" leaves an end open.
    """

    status: Values
    customer: Values
    product: Values
    category: Values
    channel: Values
    currency: Values
    hours: Values
    first_order: tuple[End, End]


def rows_address(
    shown: Mapping[str, Values],
    start: End = "",
    end: End = "",
    *,
    tz: str = "UTC",
    **narrowed: Unpack[Narrowed],
) -> str:
    """The address that shows just the orders of a figure: the board's own filters, and what the figure adds to them.

    `shown` is what the board is filtered by, by the names of NAMES; whatever else it holds is left out, so that the
    parameters of the board's address can be given as they are. `start` (inclusive) and `end` are aware moments, or ISO
    8601 as `StatsQuery` takes them, dates by the clock of `tz`; "" is open. `narrowed` is what the figure adds:

        rows_address(shown, stats.from_, stats.to)                                      the orders of the range
        rows_address(shown, stats.from_, stats.to, status=REVENUE)                      revenue
        rows_address(shown, point.at, until, status=REVENUE)                            a point of the chart
        rows_address(shown, start, end, status=REVENUE, product="TEA-1")                a product's bar
        rows_address(shown, start, end, status=REVENUE, customer=str(user_id))          a customer's bar
        rows_address(shown, start, end, tz=tz, hours="1-13")                            Tuesday, 13:00 to 13:59 in `tz`
        rows_address(shown, start, end, first_order=(start, end))            new customers
        rows_address(shown, start, end, first_order=("", start))             returning customers
        rows_address(shown, later, until, first_order=(month, next_month))   a cohort's cell

    Several values are a sequence, or a text with commas (not of a product, category or channel); ("",) is the goods
    that are in no category. A filter that the board has already is narrowed, never widened: of a board of paid and
    pending orders, revenue opens those that are paid. Raises Invalid naming `start`, `end` or `tz`.
    """
    added = cast("Mapping[str, Values]", narrowed)
    words: dict[str, str] = {}
    rest: list[Filter] = []
    for name in NAMES:
        for values in _both(name, _values(name, shown.get(name, "")), _values(name, added.get(name, ""))):
            word = _word(name, values, tz)
            if name in words or word is None:
                rest.append(_condition(name, values, tz))
            else:
                words[name] = word
    words |= _times((start, end), narrowed.get("first_order"), tz)
    if rest:
        left = [part.model_dump(mode="json", exclude_defaults=True) for part in rest]
        words["f"] = json.dumps(left, separators=(",", ":"), ensure_ascii=False)
    query = "&".join(f"{name}={quote(word, safe=SAFE)}" for name, word in (*words.items(), TOTALS))
    return f"/admin/orders?{query}"


def _values(name: str, given: Values) -> tuple[str, ...]:
    if isinstance(given, str):
        given = [word for word in (given.split(",") if name in SPLIT else [given]) if word]
    return tuple(dict.fromkeys(str(word) for word in given))


def _both(name: str, shown: tuple[str, ...], added: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The sets of values of which an order must have one each."""
    if not shown or not added:
        return [values for values in (shown, added) if values]
    common = tuple(value for value in added if value in shown)
    if len(common) == len(added) or (common and name not in MANY):
        return [common]
    return [shown, added]


def _condition(name: str, values: tuple[str, ...], tz: str) -> Filter:
    return Filter(field=name, kind="set", values=values, tz=tz if name == "hours" else "")


def _word(name: str, values: tuple[str, ...], tz: str) -> str | None:
    """The values as a word of the address; None where one is empty, has a comma or would be read as something else."""
    if not all(values) or any("," in value for value in values) or values[0].startswith("!"):
        return None
    return ",".join(values) + (f"@{tz}" if name == "hours" else "")


def _times(span: tuple[End, End], first_order: tuple[End, End] | None, tz: str) -> dict[str, str]:
    start, end = _instants(span, tz)
    words = {"from": start, "to": end, "first_order": "..".join(_instants(first_order, tz)) if first_order else ""}
    return {name: word for name, word in words.items() if word}


def _instants(span: tuple[End, End], tz: str) -> tuple[str, str]:
    start, end = span
    return _instant(start, tz, "start"), _instant(end, tz, "end")


def _instant(given: End, tz: str, field: str) -> str:
    if isinstance(given, str):
        return moment_text(moment(given, tz=zone(tz), field=field)) if given else ""
    return moment_text(given)
