"""Line items of an order as staff edit them. Amounts are integer minor units of the order's currency."""

from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import Field

from app.core.money import MAX_AMOUNT
from app.features.orders.schemas import MAX_QUANTITY, Customer, Frozen, OrderDetail, OrderItemRow
from app.models import OrderStatus

MAX_LINES = 100

Quantity = Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]
Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT, strict=True)]
Seen = Annotated[int, Field(ge=0, le=MAX_AMOUNT, strict=True)]


class LineValues(Frozen):
    """What a line says. `unit_price` is unknown (None) on lines of tills that keep totals only."""

    quantity: Seen
    unit_price: Seen | None
    line_total: Seen


class Line(Frozen):
    """A line as it stands, and as the change log keeps it."""

    product_id: UUID
    sku: str
    name: str
    quantity: int
    unit_price: int | None
    line_total: int
    position: int
    is_adjustment: bool = False

    @property
    def values(self) -> LineValues:
        """What people see and change of it."""
        return LineValues(quantity=self.quantity, unit_price=self.unit_price, line_total=self.line_total)

    @property
    def logged(self) -> dict[str, Any]:
        """As JSON for the change log."""
        return self.model_dump(mode="json")


class AddLine(Frozen):
    """A line more. Without `unit_price` it costs what the catalogue says at this moment."""

    op: Literal["add"]
    product_id: UUID
    quantity: Quantity
    unit_price: Amount | None = None


class SetLine(Frozen):
    """Another quantity or unit price; what is not named stays. `base` is what the person saw."""

    op: Literal["set"]
    line_id: UUID
    base: LineValues
    quantity: Quantity | None = None
    unit_price: Amount | None = None


class RemoveLine(Frozen):
    """A line less."""

    op: Literal["remove"]
    line_id: UUID
    base: LineValues


class RestoreLine(Frozen):
    """A line that was removed comes back as it was, or with another quantity or unit price."""

    op: Literal["restore"]
    line_id: UUID
    quantity: Quantity | None = None
    unit_price: Amount | None = None


LineEdit: TypeAlias = Annotated[AddLine | SetLine | RemoveLine | RestoreLine, Field(discriminator="op")]


class OrderLine(OrderItemRow):
    """A line with its own id. A till's adjustment (quantity 0) can only be removed."""

    id: UUID
    is_adjustment: bool


class OrderSheet(Frozen):
    """Everything about an order, for the staff who work on it.

    `refusals` are the statuses it cannot take now, each with the reason; `lines_closed` says why its lines cannot be
    changed, None where they can.
    """

    order: OrderDetail
    lines: tuple[OrderLine, ...]
    customer: Customer
    refusals: dict[OrderStatus, str]
    lines_closed: str | None
