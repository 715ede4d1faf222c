"""The cells of the catalogue that admins correct in the grid."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, Invalid, invalid
from app.core.parsing import parse
from app.core.unit_of_work import UnitOfWork
from app.features.catalog import repository
from app.features.catalog.schemas import ProductPatch
from app.features.changes.service import Subject, record_fields
from app.models import Entity, Product


class ProductEditor:
    """Name, category, price, description and whether it is for sale; admins only."""

    entity = Entity.PRODUCT
    fields = frozenset({"name", "category", "price", "active", "description"})
    personal: frozenset[str] = frozenset()
    logged_as: Mapping[str, str] = {"price": "price_amount"}

    async def lock(self, uow: UnitOfWork, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Product]:
        """The products of these ids. Raises Forbidden for all but admins."""
        if not actor.is_admin:
            raise Forbidden
        return {product.id: product for product in await repository.lock_many(uow.session, ids)}

    def values(self, row: Product) -> Mapping[str, str | int | bool]:
        """The fields that can be changed; the price in minor units."""
        return {field: getattr(row, self.logged_as.get(field, field)) for field in self.fields}

    def parse(self, field: str, value: object) -> str | int | bool:
        """The value as it is kept. Raises Invalid at `/value` or `/field`."""
        if field not in self.fields:
            raise invalid("field", "not_editable", f"{field[:40]!r} cannot be edited")
        name = self.logged_as.get(field, field)
        try:
            wanted: str | int | bool = getattr(parse(ProductPatch, {name: "" if value is None else value}), name)
        except Invalid as wrong:
            raise invalid("value", wrong.errors[0].code, wrong.errors[0].detail) from None
        return wanted

    async def check(
        self, uow: UnitOfWork, actor: Actor, row: Product, *, field: str, value: object, reverting: bool
    ) -> None:
        """No rule stands against a value that can be kept."""
        del uow, actor, row, field, value, reverting

    async def write(
        self, uow: UnitOfWork, actor: Actor, row: Product, *, changes: Mapping[str, object], gesture_id: UUID
    ) -> None:
        """Write the changes with their log."""
        named = {self.logged_as.get(field, field): value for field, value in changes.items()}
        logged = {name: (getattr(row, name), value) for name, value in named.items()}
        for name, value in named.items():
            setattr(row, name, value)
        row.updated_at = uow.now
        row.version += 1
        record_fields(uow, actor, Subject(Entity.PRODUCT, row.id, row.version, gesture_id=gesture_id), changes=logged)
