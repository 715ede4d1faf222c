"""The rollups that the dashboard reads."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.models.columns import BigId, Moment, vocabulary
from app.models.order import OrderStatus


class OrderRollup(SQLModel, table=True):
    """Signed deltas of orders by quarter hour (UTC), currency, status and channel, in the transaction of the order.

    The sum over rows is exact at any time. Rows are appended, never updated in place, so that no row becomes a hot
    lock; a job folds many rows of one key into one. Each zone in use is a whole number of quarter hours off UTC.
    """

    __tablename__ = "order_rollups"
    __table_args__ = (
        Index("ix_order_rollups_by_bucket", "currency", "bucket", "status", "channel", "orders", "amount", "units"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    bucket: datetime = Field(sa_type=Moment)
    currency: str = Field(max_length=3)
    status: OrderStatus = Field(sa_type=vocabulary(OrderStatus))
    channel: str = Field(max_length=40)
    orders: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    units: int = Field(sa_type=BigInteger)


class Tier(StrEnum):
    """How long a time one row of the coarser rollups is about, in UTC."""

    HOUR = "hour"
    DAY = "day"
    FOUR_WEEKS = "four_weeks"


class OrderSum(SQLModel, table=True):
    """The deltas of `order_rollups` once more, by hour and by day, so that a long range is the sum of few rows.

    `bucket` counts whole hours or days since the year 1 began (UTC). `id` is a random number that tells rows
    of one key apart: the table is its own index, and the whole of it is read in the order of the key.
    """

    __tablename__ = "order_sums"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tier: Tier = Field(primary_key=True, sa_type=vocabulary(Tier))
    currency: str = Field(primary_key=True, max_length=3)
    bucket: int = Field(primary_key=True, sa_type=BigInteger)
    status: OrderStatus = Field(primary_key=True, sa_type=vocabulary(OrderStatus))
    channel: str = Field(primary_key=True, max_length=40)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    orders: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    units: int = Field(sa_type=BigInteger)


class ProductSum(SQLModel, table=True):
    """Signed deltas of the lines of orders that count as revenue, by product, by day and by four weeks.

    Else as `order_sums`.
    """

    __tablename__ = "product_sums"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tier: Tier = Field(primary_key=True, sa_type=vocabulary(Tier))
    currency: str = Field(primary_key=True, max_length=3)
    bucket: int = Field(primary_key=True, sa_type=BigInteger)
    product_id: UUID = Field(primary_key=True)
    status: OrderStatus = Field(primary_key=True, sa_type=vocabulary(OrderStatus))
    channel: str = Field(primary_key=True, max_length=40)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    units: int = Field(sa_type=BigInteger)
