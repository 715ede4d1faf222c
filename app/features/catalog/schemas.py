"""What goes into and comes out of the catalogue. Prices are integer minor units with their currency."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.money import MAX_AMOUNT
from app.core.paging import DEFAULT_LIMIT, MAX_LIMIT
from app.core.text import LongText, Name, clean_text, not_blank, single_line

Sku = Annotated[str, StringConstraints(max_length=64), AfterValidator(single_line), AfterValidator(not_blank)]
Category = Annotated[str, StringConstraints(max_length=100), AfterValidator(single_line)]


class Frozen(BaseModel):
    """A value: unknown fields are refused, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PriceOut(Frozen):
    """An amount of minor units with its currency."""

    amount: int
    currency: str


class ProductCreate(Frozen):
    """A new product. `price_amount` is in minor units of the shop's currency."""

    sku: Sku
    name: Name
    description: LongText = ""
    category: Category = ""
    price_amount: int = Field(ge=0, le=MAX_AMOUNT, strict=True)
    active: bool = True


class ProductPatch(Frozen):
    """The fields to change; those that are not named stay as they are."""

    name: Name = "-"
    description: LongText = ""
    category: Category = ""
    price_amount: int = Field(default=0, ge=0, le=MAX_AMOUNT, strict=True)
    active: bool = True

    @property
    def changes(self) -> dict[str, object]:
        """The fields that were named, by name."""
        return {field: getattr(self, field) for field in self.model_fields_set}


class ProductDetail(Frozen):
    """A product as everybody may see it."""

    id: UUID
    sku: str
    name: str
    description: str
    category: str
    price: PriceOut
    active: bool
    version: int


class ProductGridRow(Frozen):
    """A product as one row of the grid. `price` is in minor units of `currency`."""

    id: UUID
    version: int
    sku: str
    name: str
    description: str
    category: str
    price: int
    currency: str
    active: bool
    updated_at: datetime


class ProductQuery(Frozen):
    """Which products, by name. `q` is looked for in name and SKU."""

    q: Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_text)] = ""
    category: Annotated[str, StringConstraints(max_length=100), AfterValidator(clean_text)] | None = None
    cursor: str | None = Field(default=None, max_length=2000)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
