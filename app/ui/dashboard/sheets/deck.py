"""The cards that are more than a figure, in the order in which they stand where the address says no other.

A card more is a line here, its `draw` in this folder, and a var of its key in `DashboardState`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.core.actor import Actor
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import StatsQuery
from app.ui.dashboard.cards import MEASURES
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.cohorts import cohorts
from app.ui.dashboard.sheets.goods import categories, customers, products
from app.ui.dashboard.sheets.hours import hours
from app.ui.dashboard.sheets.open_orders import ages, oldest
from app.ui.dashboard.sheets.series import series
from app.ui.dashboard.sheets.statuses import statuses
from app.ui.dashboard.sheets.table import Table

# How a card is drawn: bars over time, lines with a meter, shaded cells.
Body = Literal["bars", "list", "hours", "cohorts"]


@dataclass(frozen=True, slots=True)
class Panel:
    """A card. `ask` is its use case; `make` makes a table of the answer, pure; `definition` says what is counted.

    `own` is the filter that its lines are values of. It does not narrow the card itself, so that the lines that are not
    chosen stay to be chosen too. `is_ranged`: it is made of the orders of the range, as the figures are, and compared
    as they are.
    """

    key: str
    title: str
    definition: str
    ask: Callable[..., Awaitable[Any]]
    make: Callable[[Any, Seen], Table]
    body: Body = "list"
    is_wide: bool = False
    own: str = ""
    is_ranged: bool = True

    async def answer(self, actor: Actor, query: StatsQuery, *, since: float | None = None) -> Any:
        """What the use case says. Raises as it does."""
        return await self.ask(actor, self._without_own(query), since=since)

    def draw(self, answer: Any, seen: Seen) -> Table:
        """The table of an answer."""
        return self.make(answer, replace(seen, own=self.own))

    def is_of(self, query: StatsQuery) -> bool:
        """Whether it is drawn from the figures of the page, which every page asks for."""
        return self.ask is dashboard.stats and self._without_own(query) == query

    def _without_own(self, query: StatsQuery) -> StatsQuery:
        if not self.own:
            return query
        return query.model_copy(update={self.own: StatsQuery.model_fields[self.own].default})


CHANGED = "Change is that of the revenue since the period compared with."
NOT_COMPARED = "This is not compared with another period."
PANELS: Sequence[Panel] = (
    Panel(
        "series",
        "Revenue over time",
        "Revenue as it is defined above, by the time orders were placed. Weeks begin on Monday.",
        dashboard.stats,
        series,
        body="bars",
        is_wide=True,
    ),
    Panel(
        "statuses",
        "Orders by status",
        "Every order placed in the range, by the status that it has now, with the sum of their totals. Change is that "
        "of the orders since the period compared with.",
        dashboard.stats,
        statuses,
        own="status",
    ),
    Panel(
        "products",
        "Top products",
        "The products with the most revenue: their lines of orders that are paid, shipped or delivered. " + CHANGED,
        dashboard.top_products,
        products,
        own="product",
    ),
    Panel(
        "categories",
        "Top categories",
        "The categories with the most revenue: the lines of products that are in them now, of orders that are paid, "
        "shipped or delivered. " + CHANGED,
        dashboard.top_categories,
        categories,
        own="category",
    ),
    Panel(
        "buyers",
        "Top customers",
        "The customers with the most revenue: the totals of their orders that are paid, shipped or delivered. "
        + CHANGED,
        dashboard.top_customers,
        customers,
        own="customer",
    ),
    Panel(
        "ages",
        "Open orders by age",
        "Orders that are pending or paid now, whenever they were placed, by how long ago that was. " + NOT_COMPARED,
        dashboard.waiting,
        ages,
        is_ranged=False,
    ),
    Panel(
        "oldest",
        "Waiting longest",
        "The ten orders placed first of those that are pending or paid now, whenever that was. " + NOT_COMPARED,
        dashboard.waiting,
        oldest,
        is_ranged=False,
    ),
    Panel(
        "hours",
        "Hours of the week",
        "Every order placed in the range, by the weekday and the hour on the clock of your time zone. Each hour says "
        "how many there were in the period compared with.",
        dashboard.hours,
        hours,
        body="hours",
        own="hours",
        is_wide=True,
    ),
    Panel(
        "cohorts",
        "Repeat buying",
        "Customers by the month of their first order, and the share of them who placed an order in each month after. "
        "Shown are the months of the range, but at least the last twelve before it ends, and at most 24. "
        + NOT_COMPARED,
        dashboard.cohorts,
        cohorts,
        body="cohorts",
        is_ranged=False,
        is_wide=True,
    ),
)
BY_KEY = {panel.key: panel for panel in PANELS}
# The word of the address for a page on which every card is hidden.
NO_CARDS = "none"
CARDS = (*(measure.key for measure in MEASURES), *BY_KEY)


def shown(chosen: Sequence[str]) -> tuple[list[str], list[str]]:
    """The figures and the panels that are shown, in order; all where none is chosen that is known.

    NO_CARDS alone hides every one.
    """
    if tuple(chosen) == (NO_CARDS,):
        return [], []
    keys = tuple(key for key in dict.fromkeys(chosen) if key in CARDS) or CARDS
    return [key for key in keys if key not in BY_KEY], [key for key in keys if key in BY_KEY]
