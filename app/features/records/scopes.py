"""What a bulk change is about: the rows of an entity, the value of one field in each, and what stands against a change.

A scope looks at many rows by a few columns, where an editor (`editors.py`) locks few and sees all of them. Both ask
the same rules, and the editor has the last word when the change is made.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core import clock
from app.core.actor import Actor, Role
from app.core.crypto import Place, unseal
from app.core.errors import Conflict, DomainError, Forbidden
from app.core.paging import GridQuery
from app.core.ranges import moment_text
from app.features.accounts.errors import LastAdmin, UserErased
from app.features.accounts.repository import listing
from app.features.accounts.repository import users as people
from app.features.catalog import repository as catalog
from app.features.orders import grid_repository as orders
from app.features.orders.editing import PERSONAL
from app.features.orders.reading import assert_staff
from app.features.orders.rules import NotYet, TransitionNotAllowed, why_not, why_not_yet
from app.features.records.schemas import Value
from app.models import Entity, Order, OrderStatus, Product, User

NONE: frozenset[UUID] = frozenset()


class OtherCurrency(Conflict):
    """An amount stays in the currency that the row has."""

    code = "other_currency"
    title = "This row is in another currency"


class Scope(ABC):
    """The rows of one entity. `values` below are what `columns` name, by the names of the table's columns."""

    model: ClassVar[Any]

    @abstractmethod
    def matching(self, actor: Actor, query: GridQuery) -> Select[Any]:
        """The rows that the filters and the search let through. Raises Forbidden for the role, Invalid."""

    @abstractmethod
    def columns(self, field: str) -> Sequence[str]:
        """The columns of the table that tell of a field, that of its value first."""

    def value(self, field: str, row_id: UUID, values: Mapping[str, Any]) -> Value:
        """The field's value, opened."""
        name = self.columns(field)[0]
        stored = values[name]
        if not name.endswith("_ct"):
            return stored
        return "" if stored is None else unseal(stored, Place(self.model.__tablename__, field, row_id))

    def refusal(self, field: str, values: Mapping[str, Any], wanted: Value) -> DomainError | None:
        """What stands against the change in this row."""
        del field, values, wanted

    async def scarce(self, session: AsyncSession) -> frozenset[UUID]:
        """Rows of which one must stay as it is."""
        del session
        return NONE

    def gives_up(self, field: str, wanted: Value) -> bool:
        """Whether the change makes a scarce row an ordinary one."""
        del field, wanted
        return False

    def column(self, name: str) -> Any:
        """A column of the table."""
        return col(getattr(self.model, name))


class OrderScope(Scope):
    """Orders, for staff."""

    model = Order

    def matching(self, actor: Actor, query: GridQuery) -> Select[Any]:
        """The orders that pass."""
        assert_staff(actor)
        return orders.filtered(actor, query)

    def columns(self, field: str) -> Sequence[str]:
        """Address and note are sealed."""
        return (f"{field}_ct" if field in PERSONAL else field,)

    def value(self, field: str, row_id: UUID, values: Mapping[str, Any]) -> Value:
        """A moment as its text."""
        stored = super().value(field, row_id, values)
        return moment_text(stored) if isinstance(stored, datetime) else stored

    def refusal(self, field: str, values: Mapping[str, Any], wanted: Value) -> DomainError | None:
        """The order's life may not lead there, or it would not have been placed yet."""
        if field == "ordered_at" and (late := why_not_yet(datetime.fromisoformat(str(wanted)), now=clock.now())):
            return NotYet(late)
        reason = why_not(values["status"], OrderStatus(str(wanted))) if field == "status" else None
        return TransitionNotAllowed(reason) if reason else None


class ProductScope(Scope):
    """The catalogue, for admins."""

    model = Product

    def matching(self, actor: Actor, query: GridQuery) -> Select[Any]:
        """The products that pass."""
        _assert_admin(actor)
        return catalog.filtered(actor, query)

    def columns(self, field: str) -> Sequence[str]:
        """A price is an amount and its currency."""
        return ("price_amount", "currency") if field == "price" else (field,)


class UserScope(Scope):
    """People, for admins."""

    model = User

    def matching(self, actor: Actor, query: GridQuery) -> Select[Any]:
        """The people that pass."""
        _assert_admin(actor)
        return listing.filtered(query)

    def columns(self, field: str) -> Sequence[str]:
        """A name is sealed; an erased account changes no more."""
        return ("name_ct" if field == "name" else field, "erased_at")

    def refusal(self, field: str, values: Mapping[str, Any], wanted: Value) -> DomainError | None:
        """An erased account stays as it is."""
        del field, wanted
        return UserErased() if values["erased_at"] is not None else None

    async def scarce(self, session: AsyncSession) -> frozenset[UUID]:
        """The active admins."""
        return await people.active_admins(session)

    def gives_up(self, field: str, wanted: Value) -> bool:
        """An admin who is demoted, or may not come in any more."""
        return (field == "role" and wanted != Role.ADMIN) or (field == "active" and not wanted)


LAST_ONE = LastAdmin
SCOPES: Mapping[Entity, Scope] = {
    Entity.ORDER: OrderScope(),
    Entity.PRODUCT: ProductScope(),
    Entity.USER: UserScope(),
}


def scope_of(entity: Entity) -> Scope:
    """The scope of an entity."""
    return SCOPES[entity]


def _assert_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden
