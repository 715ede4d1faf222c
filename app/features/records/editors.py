"""What each entity brings so that its cells can be changed: reading, parsing, rules and writing."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from app.core.actor import Actor
from app.core.unit_of_work import UnitOfWork
from app.features.accounts.editor import UserEditor
from app.features.catalog.editor import ProductEditor
from app.features.orders.editor import OrderEditor
from app.features.records.schemas import Value
from app.models import Entity


class Editor(Protocol):
    """The cells of one entity. A row is the entity's table; only the editor looks inside."""

    entity: Entity
    fields: frozenset[str]
    """The fields that can be changed, as the grid calls them."""
    personal: frozenset[str]
    """Those of them that are sealed, in the log too."""
    logged_as: Mapping[str, str]
    """What the log calls a field, where it calls it otherwise."""

    async def lock(self, uow: UnitOfWork, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
        """The rows of these ids that are there, locked in the order of their ids. Raises Forbidden for the role."""
        ...

    def values(self, row: Any) -> Mapping[str, Value]:
        """The row's fields as they stand, personal ones opened. Raises a DomainError for a row that is past editing."""
        ...

    def parse(self, field: str, value: Value) -> Value:
        """The value as it is kept. Raises Invalid at `/value`, or at `/field` for one that cannot be edited."""
        ...

    async def check(
        self, uow: UnitOfWork, actor: Actor, row: Any, *, field: str, value: Value, reverting: bool
    ) -> None:
        """Raises the DomainError of the rule that stands against `value` in `field`.

        `reverting`: the change takes back an earlier one, so a status may go back the way it came.
        """
        ...

    async def write(
        self, uow: UnitOfWork, actor: Actor, row: Any, *, changes: Mapping[str, Value], gesture_id: UUID
    ) -> None:
        """Write the changes as one new version, with the log and all that follows from them."""
        ...


EDITORS: Mapping[Entity, Editor] = {
    Entity.ORDER: OrderEditor(),
    Entity.PRODUCT: ProductEditor(),
    Entity.USER: UserEditor(),
}


def editor_of(entity: Entity) -> Editor:
    """The editor of an entity."""
    return EDITORS[entity]
