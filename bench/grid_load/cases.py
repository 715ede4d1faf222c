"""What is asked of the grid of orders: each sort, filter and search that it lists, and how far one jumps."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.core.paging import GridQuery

Part: TypeAlias = dict[str, Any]
SORTS = ("ordered_at", "number", "total", "status")
FINAL = ("delivered", "cancelled", "refunded")
SPANS = ("today", "last_7_days", "last_30_days", "this_quarter", "last_year")
LISTED, OTHER, JUMP = 25.0, 250.0, 100.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the made-up shop holds, to ask for things that are there."""

    orders: int
    numbers: tuple[int, int]
    customers: int
    names: tuple[str, ...]
    common: tuple[str, ...]
    skus: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table: `ask` makes a query, another each time if by chance. `most`: the target in ms."""

    name: str
    ask: Callable[[], GridQuery]
    most: float = LISTED
    counted: bool = field(default=False)


def query(*filters: Part, sort: str = "", offset: int = 0, search: str = "") -> GridQuery:
    """A query in the door's words; `sort` is fields joined by commas, `-` before those that fall."""
    parts = [{"field": name.removeprefix("-"), "desc": name.startswith("-")} for name in sort.split(",") if name]
    asked = {"filters": filters, "sort": parts, "offset": offset, "search": search, "tz": "Europe/Berlin"}
    return GridQuery.model_validate(asked)


def chosen(name: str, *values: str, negated: bool = False) -> Part:
    """One of some values."""
    return {"field": name, "kind": "set", "values": values, "negated": negated}


def between(name: str, low: object = None, high: object = None) -> Part:
    """A range, the high end excluded."""
    return {"field": name, "kind": "range", "low": low, "high": high}


def text(name: str, kind: str, words: str) -> Part:
    """A condition on text."""
    return {"field": name, "kind": kind, "text": words}


def when(span: str, *, negated: bool = False) -> Part:
    """A range of time told from now."""
    return {"field": "ordered_at", "kind": "when", "span": span, "negated": negated}


def group(kind: str, *parts: Part) -> Part:
    """All of some conditions, or any."""
    return {"kind": kind, "parts": parts}


def filters(facts: Facts) -> dict[str, Callable[[], Part]]:
    """Each listed filter, by its name."""
    pick = random.choice
    found: dict[str, Callable[[], Part]] = {
        "status: one": lambda: chosen("status", pick(("pending", "paid", "shipped", *FINAL))),
        "status: several": lambda: chosen("status", "pending", "paid", "cancelled"),
        "status: none of": lambda: chosen("status", "delivered", negated=True),
        "total: narrow": lambda: between("total", (low := random.randrange(500, 20_000)), low + 100),
        "total: from": lambda: between("total", random.randrange(500, 30_000)),
        "number: between": lambda: between("number", (low := random.randrange(*facts.numbers)), low + 5000),
        "customer: e-mail": lambda: text("customer", "equals", _email(facts)),
        "customer: rare name": lambda: text("customer", "contains", pick(facts.names)),
        "customer: common name": lambda: text("customer", "contains", pick(facts.common)),
        "product: popular": lambda: chosen("product", facts.skus[0]),
        "product: any": lambda: chosen("product", pick(facts.skus)),
        "category": lambda: chosen("category", pick(facts.categories)),
        "channel": lambda: chosen("channel", pick(("web", "phone", "api"))),
        "reference: equals": lambda: text("reference", "equals", f"T-{random.randrange(10**6)}"),
        "reference: starts": lambda: text("reference", "starts", f"T-{random.randrange(100)}"),
        "reference: empty": lambda: text("reference", "empty", ""),
    }
    return found | {f"ordered: {span}": lambda span=span: when(span) for span in SPANS}


def both_ways() -> list[str]:
    """Each listed sort, rising and falling."""
    return [f"{sign}{name}" for name in SORTS for sign in ("", "-")]


def windows(facts: Facts) -> Iterator[Case]:
    """First windows: by each sort, by each filter, and by each filter under each sort."""
    yield Case("first window", query)
    for sort in both_ways():
        yield Case(f"sort {sort}", lambda sort=sort: query(sort=sort))
    for name, make in filters(facts).items():
        yield Case(f"filter {name}", lambda make=make: query(make()))
    for sort in ("status,-total", "-status,ordered_at", "total,-ordered_at", "-total,number", "status,-number"):
        yield Case(f"sort {sort}", lambda sort=sort: query(sort=sort), OTHER)


def crossed(facts: Facts) -> Iterator[Case]:
    """Each filter under each sort."""
    for name, make in filters(facts).items():
        for sort in both_ways():
            yield Case(f"{name} by {sort}", lambda make=make, sort=sort: query(make(), sort=sort), OTHER)


def combined(facts: Facts) -> Iterator[Case]:
    """AND and OR of several."""
    made = filters(facts)
    dear, rare, mail = made["total: from"], made["status: several"], made["customer: e-mail"]
    name, product, channel = made["customer: common name"], made["product: any"], made["channel"]
    pairs: dict[str, Callable[[], tuple[Part, ...]]] = {
        "status and total": lambda: (rare(), dear()),
        "status or total": lambda: (group("any", rare(), dear()),),
        "time and status and total": lambda: (when("last_90_days"), rare(), dear()),
        "name and status": lambda: (name(), rare()),
        "name or product": lambda: (group("any", name(), product()),),
        "product and channel": lambda: (product(), channel()),
        "product and total": lambda: (product(), dear()),
        "e-mail or rare total": lambda: (group("any", mail(), between("total", 500, 520)),),
        "(status and time) or (total and name)": lambda: (
            group("any", group("all", rare(), when("last_year")), group("all", dear(), name())),
        ),
        "nothing at all": lambda: (chosen("status", "pending"), when("last_year")),
        "old and pending": lambda: (chosen("status", "pending"), when("last_30_days", negated=True)),
    }
    for words, parts in pairs.items():
        for sort in ("", "total", "-status"):
            yield Case(f"{words} by {sort or 'newest'}", lambda p=parts, s=sort: query(*p(), sort=s), OTHER)


def searches(facts: Facts) -> Iterator[Case]:
    """What people type into the search box."""
    pick = random.choice
    yield Case("search number", lambda: query(search=str(random.randrange(*facts.numbers))))
    yield Case("search e-mail", lambda: query(search=_email(facts)))
    yield Case("search rare name", lambda: query(search=pick(facts.names)))
    yield Case("search common name", lambda: query(search=pick(facts.common)))
    yield Case("search first letters", lambda: query(search=pick(facts.common)[:2]))
    yield Case("search sku", lambda: query(search=pick(facts.skus)))
    yield Case("search popular sku", lambda: query(search=facts.skus[0]))
    yield Case("search nothing there", lambda: query(search="zzzzqqq"))


def jumps(facts: Facts) -> Iterator[Case]:
    """Windows far down."""
    for sort in ("", *both_ways(), "status,-total", "total,-ordered_at"):
        for percent in (1, 50, 99):
            place = facts.orders * percent // 100
            name = f"jump {percent} % by {sort or 'newest'}"
            yield Case(name, lambda sort=sort, place=place: query(sort=sort, offset=place), JUMP)
    most = chosen("status", "delivered", "refunded")
    for percent in (1, 50, 99):
        place = facts.orders * percent // 110
        yield Case(f"jump {percent} % of two statuses", lambda p=place: query(most, offset=p), JUMP)
        yield Case(f"jump {percent} % of those by total", lambda p=place: query(most, sort="total", offset=p), OTHER)


def counts(facts: Facts) -> Iterator[Case]:
    """How many there are."""
    yield Case("count of all", query, OTHER, counted=True)
    for name, make in filters(facts).items():
        yield Case(f"count {name}", lambda make=make: query(make()), OTHER, counted=True)
    for case in combined(facts):
        if case.name.endswith("newest"):
            yield Case(f"count {case.name.removesuffix(' by newest')}", case.ask, OTHER, counted=True)


def _email(facts: Facts) -> str:
    return f"customer{random.randrange(facts.customers) + 1:05}@example.com"
