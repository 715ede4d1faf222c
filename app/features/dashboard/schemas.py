"""What the dashboard is asked and what it answers. The definition of each figure stands here.

Every figure is about the orders of one currency whose `ordered_at` lies in [`from`, `to`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, cast
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from app.core.text import clean_text
from app.core.week import hour_of_week
from app.features.orders.schemas import Customer, Frozen, MoneyOut
from app.models import OrderStatus


class Grain(StrEnum):
    """How long one point of the series is, in the clock of the viewer's time zone. Weeks begin on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def _split(value: object) -> object:
    """`paid,shipped` as it stands in an address is two words; each may also be given by itself."""
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        return value
    words = tuple(cast("list[object]", given))
    return tuple(part for word in words for part in (word.split(",") if isinstance(word, str) else (word,)))


def _hour(text: str) -> str:
    hour_of_week(text)
    return text


MOST_VALUES = 100
HOURS_OF_WEEK = 168
Text = Annotated[str, StringConstraints(max_length=100), AfterValidator(clean_text)]


class StatsQuery(Frozen):
    """Which figures. `from` and `to` are ISO 8601 (a date is its midnight in `tz`); left out, that side is open.

    `currency` is the shop's where it is not given. `compare` adds a period to compare with: the one of the same length
    before (`previous`), the same days a year earlier (`year`), or `compare_from` to `compare_to` (`custom`). A range
    that is not over is compared up to the same moment.

    `status`, `channel`, `category`, `product` (a SKU) and `customer` (a user's id) narrow the orders, each to those
    that have one of the values, as in the record grid: an order of a product or a category has a line of it, and counts
    with its whole total. An empty category is that of products in none. `hours` are hours of the week on the clock of
    `tz`, such as `1-13` for Tuesday, 13:00 to 13:59 (Monday is 0). `grain` is how long a point of the series is; where
    it is left out, what suits the range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: str | None = Field(default=None, alias="from", max_length=40)
    to: str | None = Field(default=None, max_length=40)
    tz: str = Field(default="UTC", max_length=64)
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    compare: Literal["none", "previous", "year", "custom"] = "none"
    compare_from: str | None = Field(default=None, max_length=40)
    compare_to: str | None = Field(default=None, max_length=40)
    status: Annotated[tuple[OrderStatus, ...], BeforeValidator(_split)] = ()
    channel: tuple[Text, ...] = Field(default=(), max_length=MOST_VALUES)
    category: tuple[Text, ...] = Field(default=(), max_length=MOST_VALUES)
    product: tuple[Text, ...] = Field(default=(), max_length=MOST_VALUES)
    customer: tuple[UUID, ...] = Field(default=(), max_length=MOST_VALUES)
    hours: Annotated[tuple[Annotated[str, AfterValidator(_hour)], ...], BeforeValidator(_split)] = Field(
        default=(), max_length=HOURS_OF_WEEK
    )
    grain: Grain | None = None


class StatusFigure(Frozen):
    """The orders that stand in one status now: how many, and the sum of their `total_price`."""

    orders: int
    amount: MoneyOut


class SeriesPoint(Frozen):
    """One part of the range. `at` is where it begins; the first and the last may be cut by the range itself.

    The counts that courses of averages and rates are made of are as in `Figures`, and stay inside. So do those of
    people, which are a question of their own (`people_course`): None where it was not asked.
    """

    at: datetime
    revenue: MoneyOut
    orders: int
    revenue_orders: int = Field(default=0, exclude=True)
    units: int = Field(default=0, exclude=True)
    refunded: int = Field(default=0, exclude=True)
    cancelled: int = Field(default=0, exclude=True)
    customers: int | None = Field(default=None, exclude=True)
    new_customers: int | None = Field(default=None, exclude=True)


class Figures(Frozen):
    """The figures of one period. `from` is inclusive, `to` exclusive.

    - `revenue`: the sum of `total_price` of orders that are paid, shipped or delivered (DESIGN.md, section 3).
    - `orders`: every order placed, whatever its status now; the sum of `by_status`.
    - `average_order_value`: `revenue` divided by the orders it is made of (paid, shipped or delivered), rounded half
      to even to the minor unit; null where there is none.
    - `customers`: different people who placed one or more of `orders`.
    - `new_customers`: those of them who had placed no order in this currency before `from`.
    - `units`: pieces in the orders that `revenue` is made of.
    - `revenue_orders`: how many orders that are.
    - `refunded`, `cancelled`: how many of `orders` are so now.
    """

    from_: datetime = Field(serialization_alias="from")
    to: datetime
    revenue: MoneyOut
    orders: int
    average_order_value: MoneyOut | None
    customers: int
    new_customers: int
    units: int
    revenue_orders: int
    refunded: int
    cancelled: int
    series: tuple[SeriesPoint, ...]


class PreviousFigures(Figures):
    """The figures of the period that is compared with.

    `is_whole` is false where the first order came only after its beginning; `is_cut` is true where it goes only as far
    as the range itself has come. `by_status` stays inside.
    """

    is_whole: bool
    is_cut: bool
    by_status: dict[str, StatusFigure] = Field(default_factory=dict[str, StatusFigure], exclude=True)


class Stats(Figures):
    """The figures of a range, by status (every status is named) and over time (no gaps)."""

    currency: str
    by_status: dict[str, StatusFigure]
    grain: Grain
    previous: PreviousFigures | None = None


class PeoplePoint(Frozen):
    """The people of one point of the series, which begins `at`: as in `Figures`, were that point the whole range.

    Who ordered in several points counts in each; `new_customers` are those who had placed no order in this currency
    before the point.
    """

    at: datetime
    customers: int
    new_customers: int


class PeopleCourse(Frozen):
    """The people of each point of the range, and of the period that is compared with, which may be none."""

    points: tuple[PeoplePoint, ...]
    before: tuple[PeoplePoint, ...] = ()


class ProductFigure(Frozen):
    """A product's part of the revenue: the sum of its `line_total` in orders that are paid, shipped or delivered.

    `sku` and `name` are those of the catalogue now. A product without pieces or revenue is none. `revenue_before` is
    its part in the period that is compared with, null where there is none.
    """

    product_id: UUID
    sku: str
    name: str
    units: int
    revenue: MoneyOut
    revenue_before: MoneyOut | None = None


class BoughtFigure(Frozen):
    """A product's pieces in orders that are paid, shipped or delivered, how many orders that is, and their lines' sum.

    An order may have several lines of it. SKU and name are those of the catalogue now.
    """

    sku: str
    name: str
    units: int
    orders: int
    revenue: MoneyOut


class Reach(Frozen):
    """When somebody placed their first and their last order in a currency, whatever became of it."""

    currency: str
    first: datetime
    last: datetime


class CategoryFigure(Frozen):
    """A category's part of the revenue, from the lines of products that are in it now; `` is none.

    `revenue_before` is as with products.
    """

    category: str
    units: int
    revenue: MoneyOut
    revenue_before: MoneyOut | None = None


class CustomerFigure(Frozen):
    """A customer's part of the revenue, and how many orders (paid, shipped or delivered) that is made of.

    The name is for staff; the e-mail address is masked for who may not read it. `revenue_before` is as with products.
    """

    customer: Customer
    orders: int
    revenue: MoneyOut
    revenue_before: MoneyOut | None = None


class HourFigure(Frozen):
    """The orders placed in one hour of the week on the viewer's clock, whatever their status, and their revenue.

    `weekday` 0 is Monday. An hour that a change of the clocks repeats counts twice, one that it skips not at all.
    `orders_before` are those of the same hour in the period that is compared with, null where there is none.
    """

    weekday: int
    hour: int
    orders: int
    revenue: MoneyOut
    orders_before: int | None = None


class Cohort(Frozen):
    """The customers whose first order (of those that the filters let pass) lies in one month of the viewer's clock.

    `month` is where it begins, or where the range cuts it. `again` says for each month after it, up to the one in which
    the range ends, how many of them placed an order in that month, whatever its status now.
    """

    month: datetime
    customers: int
    again: tuple[int, ...]


class AgeFigure(Frozen):
    """Open orders that were placed more than `days` and at most `until` days of 24 hours ago; None is any time."""

    days: int
    until: int | None
    orders: int
    amount: MoneyOut


class OpenOrder(Frozen):
    """An order that waits."""

    id: UUID
    number: int
    status: OrderStatus
    ordered_at: datetime
    total: MoneyOut


class Waiting(Frozen):
    """Open orders, which are pending or paid, of any time by their age at `as_of`, and the ten that waited longest.

    The range says nothing here; the filters do.
    """

    as_of: datetime
    ages: tuple[AgeFigure, ...]
    oldest: tuple[OpenOrder, ...]
