"""The orders that figures are about, said once for the rollups, the rows and the record grid."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.paging import Filter
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import StatsQuery
from app.models import OrderStatus


@dataclass(frozen=True, slots=True)
class Segment:
    """The orders of a range in one currency that have one of the values of each filter; an empty one lets all pass.

    `hours` are of the week, on the clock of the zone `tz`, which is empty where no hours are asked for.
    """

    span: Span
    currency: str
    status: tuple[OrderStatus, ...] = ()
    channel: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    customer: tuple[UUID, ...] = ()
    hours: tuple[str, ...] = ()
    tz: str = ""

    @property
    def is_rolled_up(self) -> bool:
        """Whether the rollups know all that it is told by."""
        return not (self.category or self.product or self.customer or self.hours)

    @property
    def of_any_goods(self) -> "Segment":
        """The same, whatever is in the orders."""
        return replace(self, category=(), product=())

    def before(self, moment: datetime) -> "Segment":
        """What of it lies before a moment."""
        return replace(self, span=Span(self.span.start, min(self.span.end, moment)))

    def since(self, moment: datetime) -> "Segment":
        """What of it lies at a moment or after."""
        return replace(self, span=Span(max(self.span.start, moment), self.span.end))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters of the record grid that show these orders, beside those in other currencies."""
        values = {
            "status": tuple(status.value for status in self.status),
            "channel": self.channel,
            "category": self.category,
            "product": self.product,
            "customer": tuple(map(str, self.customer)),
        }
        low, high = self.span.start.isoformat(), self.span.end.isoformat()
        sets = (Filter(field=name, kind="set", values=given) for name, given in values.items() if given)
        hours = (Filter(field="hours", kind="set", values=self.hours, tz=self.tz),) if self.hours else ()
        return (Filter(field="ordered_at", kind="range", low=low, high=high), *sets, *hours)


def segment_of(query: StatsQuery, *, span: Span, currency: str) -> Segment:
    """What the query asks about. The order of values says nothing."""
    return Segment(
        span,
        currency,
        status=tuple(sorted(set(query.status))),
        channel=tuple(sorted(set(query.channel))),
        category=tuple(sorted(set(query.category))),
        product=tuple(sorted(set(query.product))),
        customer=tuple(sorted(set(query.customer))),
        hours=tuple(sorted(set(query.hours))),
        tz=query.tz if query.hours else "",
    )
