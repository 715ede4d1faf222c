"""Orders and their line items."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.columns import Moment, key_to, vocabulary


class OrderStatus(StrEnum):
    """Where an order stands. The transitions are in `features/orders/rules.py`."""

    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


FILTERED = ("status", "total_amount", "ordered_at", "number", "channel", "user_id", "currency", "units")


def _covering(name: str, *columns: str) -> Index:
    """An index on the columns that holds all others that the grid filters by and the dashboard adds up."""
    return Index(name, *columns, *(column for column in FILTERED if column not in columns))


class Order(SQLModel, table=True):
    """An order. `number` is what people say on the phone; `reference` is the till's or shop's own, where imported.

    `total_amount` is in minor units of `currency` and is the sum of the items' `line_total_amount`; `units` that of
    their quantities.
    `import_digest` is a keyed hash of an imported order's content, to know the same order when it comes again.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_amount >= 0", name="total_not_negative"),
        CheckConstraint("number > 0", name="number_positive"),
        Index("ix_orders_created_at_id", "created_at", "id"),
        # Each holds all that the grid filters by, so that a window reads no row but its own (docs/adr/0008).
        _covering("ix_orders_by_ordered_at", "ordered_at", "id"),
        _covering("ix_orders_by_total", "total_amount", "id"),
        _covering("ix_orders_by_number", "number", "id"),
        _covering("ix_orders_by_status", "status", "ordered_at", "id"),
        _covering("ix_orders_by_user", "user_id", "ordered_at", "id"),
        Index("ix_orders_by_reference", "reference", "id", postgresql_ops={"reference": "varchar_pattern_ops"}),
    )
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int = Field(sa_type=BigInteger, unique=True)
    reference: str | None = Field(default=None, max_length=100, unique=True)
    import_digest: str | None = Field(default=None, max_length=64)
    channel: str = Field(default="web", max_length=40)
    user_id: UUID = Field(**key_to("users"))
    status: OrderStatus = Field(default=OrderStatus.PENDING, sa_type=vocabulary(OrderStatus))
    currency: str = Field(max_length=3)
    total_amount: int = Field(sa_type=BigInteger)
    units: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    ship_to_ct: str | None = None
    note_ct: str | None = None
    ordered_at: datetime = Field(sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int = 1

    ship_to = personal("orders", "ship_to")
    note = personal("orders", "note")


class OrderItem(SQLModel, table=True):
    """A line of an order, as it was sold: SKU, name and prices are copies from the catalogue of that moment.

    `unit_price_amount` is unknown (None) on lines of tills that keep totals only. A quantity of 0 is an adjustment
    that a till booked; what is sold here has at least 1.
    """

    __tablename__ = "order_items"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity >= 1 OR (quantity = 0 AND is_adjustment)", name="quantity_positive"),
        CheckConstraint("unit_price_amount IS NULL OR unit_price_amount >= 0", name="unit_price_not_negative"),
        CheckConstraint("line_total_amount >= 0", name="line_total_not_negative"),
        Index("ix_order_items_product_id_order_id", "product_id", "order_id"),
        # What an order holds, without a look at its lines: orders that are checked for goods, lines that are added up.
        Index("ix_order_items_by_order", "order_id", "product_id", "quantity", "line_total_amount"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(**key_to("orders", on_delete="CASCADE"))
    position: int
    product_id: UUID = Field(**key_to("products"))
    sku: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    unit_price_amount: int | None = Field(default=None, sa_type=BigInteger)
    quantity: int
    line_total_amount: int = Field(sa_type=BigInteger)
    is_adjustment: bool = False
