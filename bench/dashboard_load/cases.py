"""What the dashboard is asked: each card and the whole page, over one day, 30 days and all, also with filters."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from app.core.actor import Actor
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.schemas import StatsQuery

Ask: TypeAlias = Callable[[Actor, StatsQuery], Awaitable[Any]]
# The aims of DESIGN.md, section 5, in milliseconds: for what is added up, and what is counted or filtered by goods.
ADDED, COUNTED = 50.0, 500.0
SPANS: Mapping[str, int | None] = {"one day": 1, "30 days": 30, "all": None}
ZONE = "Europe/Berlin"


async def page(who: Actor, query: StatsQuery) -> None:
    """All cards at once, as a board that is opened asks for them."""
    await asyncio.gather(*(ask(who, query) for ask, _aim in CARDS.values()))


async def compared(who: Actor, query: StatsQuery) -> None:
    """The figures beside those of the period before."""
    await service.stats(who, query.model_copy(update={"compare": "previous"}))


CARDS: Mapping[str, tuple[Ask, float]] = {
    "stats": (compared, COUNTED),
    "courses": (service.people_course, COUNTED),
    "products": (service.top_products, ADDED),
    "categories": (service.top_categories, ADDED),
    "customers": (service.top_customers, COUNTED),
    "hours": (service.hours, ADDED),
    "cohorts": (service.cohorts, COUNTED),
    "waiting": (service.waiting, ADDED),
}
PAGE = "the whole page"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is in the shop to ask for: the moments between which orders lie, and values of the filters."""

    orders: int
    currency: str
    first: datetime
    last: datetime
    filters: Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Case:
    """A row of the table. `aim` is in milliseconds."""

    name: str
    card: str
    ask: Ask
    aim: float
    days: int | None
    filters: Mapping[str, Any]
    facts: Facts
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def query(self) -> StatsQuery:
        """The question: days of the viewer's clock, anywhere in the life of the shop."""
        given: dict[str, Any] = {"tz": ZONE, "currency": self.facts.currency, **self.filters}
        if self.days is not None:
            longest = max(0, (self.facts.last - self.facts.first).days - self.days)
            start = (self.facts.first + timedelta(days=self.chance.randint(1, max(1, longest)))).date()
            given |= {"from": start.isoformat(), "to": (start + timedelta(days=self.days)).isoformat()}
        return parse(StatsQuery, given)


def cases(facts: Facts, *, crossed: bool) -> Iterator[Case]:
    """Each card of each span; the figures under each filter; with `crossed` every card under each filter."""
    for span, days in SPANS.items():
        for card, (ask, aim) in CARDS.items():
            yield Case(f"{span}: {card}", card, ask, aim, days, {}, facts)
        yield Case(f"{span}: {PAGE}", PAGE, page, COUNTED, days, {}, facts)
        for name, filters in facts.filters.items():
            chosen = CARDS if crossed else {"stats": CARDS["stats"]}
            for card, (ask, _aim) in chosen.items():
                yield Case(f"{span}: {card}, {name}", card, ask, COUNTED, days, filters, facts)
