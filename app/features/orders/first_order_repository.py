"""Orders by when their customer placed their very first one, in the same currency and whatever became of it.

So the dashboard counts new customers (`features.dashboard.schemas.Figures`), and so the grid shows the orders of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, literal
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.core.conditions import TIME, Leaf, bounds_of, negated
from app.core.paging import Filter
from app.models import Order


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """The moment of the very first order of an order's customer, filtered like a column of moments."""

    kinds: frozenset[str] = TIME

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """Checked by a look at the customer's earliest orders; found from the orders of the range."""
        low, high = bounds_of(part, at)
        if low is None and high is None:
            return None
        check = and_(*_first_within(Order, low, high))
        find = and_(col(Order.user_id).in_(_beginners(low, high)), check) if low and high else check
        leaf = Leaf(find, check, countable=False, slow=True)
        return negated(leaf) if part.negated else leaf


def _first_within(order: Any, low: datetime | None, high: datetime | None) -> list[ColumnElement[bool]]:
    """That there is an order before the one moment, and none before the other."""
    ends = [_before(order, high).is_not(None)] if high is not None else []
    return [*ends, *([_before(order, low).is_(None)] if low is not None else [])]


def _before(order: Any, moment: datetime) -> Any:
    """An order of the same customer in the same currency before a moment. No EXISTS: PostgreSQL would join."""
    earlier: Any = aliased(Order)
    theirs = earlier.user_id == order.user_id, earlier.currency == order.currency
    query: Any = select(literal(1)).select_from(earlier).where(*theirs, earlier.ordered_at < moment)
    return query.correlate(order).limit(1).scalar_subquery()


def _beginners(low: datetime, high: datetime) -> Any:
    """Customers who placed their first order, in some currency, in the range."""
    first: Any = aliased(Order)
    inside = first.ordered_at >= low, first.ordered_at < high
    return select(first.user_id).where(*inside, _before(first, low).is_(None))
