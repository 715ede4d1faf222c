"""The cells of people that admins correct in the grid."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.core.actor import Actor, Role
from app.core.errors import invalid
from app.core.text import Name
from app.core.unit_of_work import UnitOfWork
from app.features.accounts import people
from app.features.accounts.admin import assert_may_change, change
from app.features.accounts.errors import UserErased
from app.features.accounts.repository import users
from app.models import Entity, User

EDITABLE: Mapping[str, TypeAdapter[Any]] = {
    "name": TypeAdapter[str](Name),
    "role": TypeAdapter(Role),
    "active": TypeAdapter(bool),
}


class UserEditor:
    """Name, role and whether they may come in; admins only."""

    entity = Entity.USER
    fields = frozenset(EDITABLE)
    personal = people.PERSONAL
    logged_as: Mapping[str, str] = {}

    async def lock(self, uow: UnitOfWork, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, User]:
        """The people of these ids, after the active admins. Raises Forbidden for all but admins."""
        people.need_admin(actor)
        await users.lock_active_admins(uow.session)
        return {user.id: user for user in await users.lock_many(uow.session, ids)}

    def values(self, row: User) -> Mapping[str, Any]:
        """The fields that can be changed, opened. Raises UserErased."""
        if row.erased_at is not None:
            raise UserErased
        return people.values_of(row)

    def parse(self, field: str, value: object) -> Any:
        """The value as it is kept. Raises Invalid at `/value` or `/field`."""
        if field not in EDITABLE:
            raise invalid("field", "not_editable", f"{field[:40]!r} cannot be edited here")
        try:
            return EDITABLE[field].validate_python(value, strict=field == "active")
        except ValidationError as error:
            fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
            raise invalid("value", fault["type"], fault["msg"].removeprefix("Value error, ")) from None

    async def check(
        self, uow: UnitOfWork, actor: Actor, row: User, *, field: str, value: object, reverting: bool
    ) -> None:
        """Raises LastAdmin where the shop would have no admin any more."""
        del actor, reverting
        await assert_may_change(uow, row, {field: value})

    async def write(
        self, uow: UnitOfWork, actor: Actor, row: User, *, changes: Mapping[str, object], gesture_id: UUID
    ) -> None:
        """Write the changes; who may less than before is signed out everywhere."""
        await change(uow, actor, row, wanted=changes, gesture_id=gesture_id)
