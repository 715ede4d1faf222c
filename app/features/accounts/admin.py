"""What an admin does with people: find them, and change their name, role and whether they may come in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.core.actor import Actor, Role
from app.core.database import read_session
from app.core.errors import FieldConflict, NotFound, Stale, invalid
from app.core.ids import parse_id
from app.core.paging import GridQuery, Page, decode_cursor, encode_cursor
from app.core.text import Name
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import people, rules
from app.features.accounts.errors import LastAdmin, UserErased
from app.features.accounts.repository import listing, users
from app.features.accounts.schemas import UserGridRow, UserPatch, UserQuery, UserRow
from app.features.accounts.sessions import end_sessions, hint_user
from app.features.changes.service import was_done
from app.models import User

EDITABLE: Mapping[str, TypeAdapter[Any]] = {
    "name": TypeAdapter[str](Name),
    "role": TypeAdapter(Role),
    "active": TypeAdapter(bool),
}


async def list_users(actor: Actor, query: UserQuery) -> Page[UserRow]:
    """A page of users, newest first. Raises Forbidden, or Invalid for a cursor that is not ours."""
    people.need_admin(actor)
    after = _place(query.cursor) if query.cursor else None
    async with read_session() as session:
        found = await listing.page(session, query, after)
    rows, last = found[: query.limit], found[query.limit - 1 : query.limit]
    is_more = len(found) > query.limit
    cursor = encode_cursor((last[0].created_at.isoformat(), str(last[0].id))) if is_more else None
    return Page(items=tuple(people.to_row(user) for user in rows), next_cursor=cursor)


async def get_user(actor: Actor, user_id: UUID) -> UserRow:
    """One user: for admins, and for people themselves. Raises NotFound for all others."""
    async with read_session() as session:
        user = await users.find(session, user_id)
    if user is None or not (actor.is_admin or actor.owns(user.id)):
        raise NotFound
    return people.to_row(user)


async def window(actor: Actor, query: GridQuery) -> tuple[UserGridRow, ...]:
    """The rows of a grid's window. Raises Forbidden, or Invalid naming the sort or filter."""
    people.need_admin(actor)
    async with read_session() as session:
        found = await listing.window(session, query)
        orders = await listing.orders_by_user(session, [user.id for user in found])
    return tuple(_to_grid_row(user, orders) for user in found)


async def count_users(actor: Actor, query: GridQuery) -> int:
    """How many users pass the grid's filters and search. Raises Forbidden or Invalid."""
    people.need_admin(actor)
    async with read_session() as session:
        return await listing.count(session, query)


async def rows(actor: Actor, ids: Sequence[UUID]) -> tuple[UserGridRow, ...]:
    """Those of these users that are there, in any order. Raises Forbidden."""
    people.need_admin(actor)
    async with read_session() as session:
        found = await users.of_ids(session, ids)
        orders = await listing.orders_by_user(session, ids)
    return tuple(_to_grid_row(user, orders) for user in found)


async def update_user(actor: Actor, user_id: UUID, patch: UserPatch) -> UserRow:
    """Change what the patch names. Raises Forbidden, NotFound, Stale (with `current`), UserErased or LastAdmin."""
    people.need_admin(actor)
    async with unit_of_work() as uow:
        user, admins = await _lock(uow, user_id)
        if user.version != patch.version:
            raise Stale(current=people.to_row(user).model_dump(mode="json"))
        await _change(uow, actor, user, patch.wanted(), admins=admins)
        return people.to_row(user)


async def edit_user_field(
    actor: Actor, user_id: UUID, field: str, *, base: object, value: object, gesture_id: UUID | None = None
) -> UserGridRow:
    """Change one field that was `base` when the actor saw it; changes of other fields meanwhile do not matter.

    Raises FieldConflict (with `field`, `base`, `mine`, `theirs`) when this field is no longer `base`, unless it is
    already what is wanted; Invalid at `/value`; Forbidden, NotFound, UserErased or LastAdmin.
    """
    people.need_admin(actor)
    wanted = _parse(field, value)
    async with unit_of_work() as uow:
        user, admins = await _lock(uow, user_id)
        theirs = people.values_of(user)[field]
        if not await was_done(uow, gesture_id, row_id=user.id, field=field, wanted=wanted):
            if theirs not in (base, wanted):
                raise FieldConflict(field=field, base=base, mine=wanted, theirs=theirs)
            await _change(uow, actor, user, {field: wanted}, admins=admins, gesture_id=gesture_id)
        orders = await listing.orders_by_user(uow.session, [user.id])
        return _to_grid_row(user, orders)


async def _lock(uow: UnitOfWork, user_id: UUID) -> tuple[User, frozenset[UUID]]:
    """The user and the ids of the active admins, locked in this order of all: admins, then the user."""
    admins = await users.lock_active_admins(uow.session)
    user = await users.lock(uow.session, user_id)
    if user is None:
        raise NotFound
    if user.erased_at is not None:
        raise UserErased
    return user, admins


async def _change(
    uow: UnitOfWork,
    actor: Actor,
    user: User,
    wanted: Mapping[str, object],
    *,
    admins: frozenset[UUID],
    gesture_id: UUID | None = None,
) -> None:
    """Write the change. Who may less than before, or nothing any more, is signed out everywhere."""
    role = Role(str(wanted.get("role", user.role)))
    active = bool(wanted.get("active", user.active))
    if rules.takes_last_admin(admins, user.id, stays_admin=active and role is Role.ADMIN):
        raise LastAdmin
    loses = rules.lowers(user.role, role) or (user.active and not active)
    changed = await people.change_user(uow, actor, user, wanted=wanted, gesture_id=gesture_id)
    if loses:
        await end_sessions(uow, user.id)
    elif changed & {"role", "active"}:
        hint_user(uow, user.id)


def _parse(field: str, value: object) -> Any:
    if field not in EDITABLE:
        raise invalid("field", "not_editable", f"{field[:40]!r} cannot be edited here")
    try:
        return EDITABLE[field].validate_python(value, strict=field == "active")
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise invalid("value", fault["type"], fault["msg"].removeprefix("Value error, ")) from None


def _place(cursor: str) -> tuple[datetime, UUID]:
    written, text = decode_cursor(cursor, length=2)
    user_id = parse_id(text)
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        moment = None
    if user_id is None or moment is None or moment.tzinfo is None:
        raise invalid("cursor", "invalid_cursor", "this cursor is not one of ours; start from the first page")
    return moment, user_id


def _to_grid_row(user: User, orders: Mapping[UUID, int]) -> UserGridRow:
    return UserGridRow(**people.to_row(user).model_dump(), orders=orders.get(user.id, 0))
