"""The catalogue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.models.columns import Moment


class Product(SQLModel, table=True):
    """Something that can be ordered. `price_amount` is in minor units of `currency`."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price_amount >= 0", name="price_not_negative"),
        Index("ix_products_name_id", "name", "id"),
        Index("ix_products_category_name_id", "category", "name", "id"),
        Index("ix_products_price_amount_id", "price_amount", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sku: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=200)
    description: str = Field(default="", max_length=4000)
    category: str = Field(default="", max_length=100)
    price_amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    active: bool = True
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    version: int = 1
