"""The cells of orders that staff correct in the grid."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.actor import Actor
from app.core.errors import Invalid, invalid
from app.core.parsing import parse
from app.core.ranges import moment, moment_text
from app.core.unit_of_work import UnitOfWork
from app.features.orders import repository
from app.features.orders.editing import PERSONAL, apply, current
from app.features.orders.reading import assert_staff
from app.features.orders.rules import assert_can_move, assert_can_return, assert_was_ordered
from app.features.orders.schemas import OrderPatch
from app.models import Entity, Order, OrderStatus

UTC = ZoneInfo("UTC")


class OrderEditor:
    """Status, address, note, and when it was placed (a till sends late, a telephone order is written down later).

    Staff only.
    """

    entity = Entity.ORDER
    fields = frozenset({*OrderPatch.model_fields, "ordered_at"})
    personal = PERSONAL
    logged_as: Mapping[str, str] = {}

    async def lock(self, uow: UnitOfWork, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Order]:
        """The orders of these ids. Raises Forbidden for customers."""
        assert_staff(actor)
        return {order.id: order for order in await repository.lock_many(uow.session, actor, ids)}

    def values(self, row: Order) -> Mapping[str, str]:
        """The fields that can be changed, opened."""
        return current(row)

    def parse(self, field: str, value: object) -> str:
        """The value as it is kept. Raises Invalid at `/value` or `/field`."""
        if field not in self.fields:
            raise invalid("field", "not_editable", f"{field[:40]!r} cannot be edited")
        if field == "ordered_at":
            return moment_text(moment(str(value or ""), tz=UTC, field="value"))
        try:
            return str(parse(OrderPatch, {field: "" if value is None else value}).changes[field])
        except Invalid as wrong:
            raise invalid("value", wrong.errors[0].code, wrong.errors[0].detail) from None

    async def check(
        self, uow: UnitOfWork, actor: Actor, row: Order, *, field: str, value: object, reverting: bool
    ) -> None:
        """Raises TransitionNotAllowed, NotYet."""
        del actor
        if field == "status":
            assert_may = assert_can_return if reverting else assert_can_move
            assert_may(row.status, OrderStatus(str(value)))
        elif field == "ordered_at":
            assert_was_ordered(datetime.fromisoformat(str(value)), now=uow.now)

    async def write(
        self, uow: UnitOfWork, actor: Actor, row: Order, *, changes: Mapping[str, object], gesture_id: UUID
    ) -> None:
        """Write the changes with log and rollups."""
        wanted = {field: str(value) for field, value in changes.items()}
        await apply(uow, actor, row, wanted=wanted, gesture_id=gesture_id)
