"""What goes into and comes out of the order use cases. Amounts are integer minor units with their currency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.money import Money
from app.core.paging import DEFAULT_LIMIT, MAX_LIMIT
from app.core.text import clean_text, not_blank
from app.models import OrderStatus

MAX_QUANTITY = 10_000
ShipTo = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean_text)]
Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(clean_text)]
OrderSort = Literal[
    "created_at",
    "-created_at",
    "ordered_at",
    "-ordered_at",
    "total",
    "-total",
    "number",
    "-number",
    "status",
    "-status",
]


class Frozen(BaseModel):
    """A value: unknown fields are refused, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MoneyOut(Frozen):
    """An amount of minor units with its currency."""

    amount: int
    currency: str


class OrderItemCreate(Frozen):
    """One thing to order. The price comes from the catalogue, never from here."""

    product_id: UUID
    quantity: int = Field(ge=1, le=MAX_QUANTITY, strict=True)


class OrderCreate(Frozen):
    """A new order. `user_id` names the customer when staff take an order by phone."""

    items: tuple[OrderItemCreate, ...] = Field(min_length=1, max_length=100)
    ship_to: Annotated[ShipTo, AfterValidator(not_blank)]
    note: Note = ""
    user_id: UUID | None = None


class OrderPatch(Frozen):
    """The fields to change; those that are not named stay as they are."""

    status: OrderStatus = OrderStatus.PENDING
    ship_to: ShipTo = ""
    note: Note = ""

    @property
    def changes(self) -> dict[str, str]:
        """The fields that were named, by name."""
        return {field: getattr(self, field) for field in self.model_fields_set}


class OrderItemRow(Frozen):
    """A line of an order. `unit_price` may be unknown on imported lines."""

    product_id: UUID
    sku: str
    name: str
    unit_price: MoneyOut | None
    quantity: int
    line_total: MoneyOut


class OrderDetail(Frozen):
    """An order with its lines."""

    id: UUID
    number: int
    reference: str | None
    channel: str
    user_id: UUID
    status: OrderStatus
    items: tuple[OrderItemRow, ...]
    total_price: MoneyOut
    ship_to: str
    note: str
    ordered_at: datetime
    created_at: datetime
    updated_at: datetime
    version: int


class Customer(Frozen):
    """Whose order it is, as staff see them. `email` is masked for those who may not read it."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class OrderGridRow:
    """An order as one row of the grid. `total` is in minor units of `currency`, `items` counts pieces.

    `masked` names cells under a mask. No pydantic model: an export makes a million of them.
    """

    id: UUID
    version: int
    number: int
    reference: str | None
    channel: str
    customer: str
    email: str
    status: OrderStatus
    total: int
    currency: str
    ship_to: str
    note: str
    items: int
    ordered_at: datetime
    created_at: datetime
    updated_at: datetime
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsTotals:
    """What the lines alone come to that are of some products (by SKU) or categories: `field` says of which."""

    field: str
    values: tuple[str, ...]
    units: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class GridTotals:
    """What many orders come to, amounts by currency.

    - `orders`: how many they are; `amounts`: the sums of their totals; `averages`: those by order, half to even.
    - `customers`: different people who placed them.
    - `units`: pieces of all their lines.
    - `goods`: for each filter by product or category, the lines of those goods in these orders.
    """

    orders: int
    amounts: tuple[Money, ...]
    averages: tuple[Money, ...]
    customers: int
    units: int
    goods: tuple[GoodsTotals, ...]


# How the category reads of products that are in none.
NO_CATEGORY = "No category"


class FilterChoice(Frozen):
    """A value that a filter offers, and how it is read; `hint` tells apart what reads alike."""

    value: str
    label: str
    hint: str = ""


class OrderTotals(Frozen):
    """How many orders a list has, and the sum of their totals in each currency."""

    orders: int
    amounts: tuple[MoneyOut, ...]


class OrderQuery(Frozen):
    """Which orders, in which order. `q`: an order number, a reference or a SKU; `from` inclusive, `to` exclusive."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    q: Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_text)] = ""
    status: tuple[OrderStatus, ...] = ()
    from_: str | None = Field(default=None, alias="from", max_length=40)
    to: str | None = Field(default=None, max_length=40)
    tz: str = Field(default="UTC", max_length=64)
    sort: OrderSort = "-created_at"
    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)


class OrderPick(OrderQuery):
    """As `OrderQuery`, also by `currency` and by `product`: those with a line of the product that has this SKU now."""

    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    product: Annotated[str, StringConstraints(max_length=100), AfterValidator(clean_text)] = ""
