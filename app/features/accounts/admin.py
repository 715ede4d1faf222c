"""What an admin does with people: find them, and change their name, role and whether they may come in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor, Role
from app.core.database import read_session
from app.core.errors import NotFound, Stale, invalid
from app.core.ids import parse_id
from app.core.paging import GridQuery, Page, decode_cursor, encode_cursor
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import people, rules
from app.features.accounts.errors import LastAdmin, UserErased
from app.features.accounts.repository import listing, users
from app.features.accounts.schemas import UserGridRow, UserPatch, UserQuery, UserRow
from app.features.accounts.sessions import end_sessions, hint_user
from app.models import User


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


async def window_ids(actor: Actor, query: GridQuery) -> Sequence[UUID]:
    """The ids of the rows of a window, in their order. Raises Forbidden or Invalid."""
    people.need_admin(actor)
    async with read_session() as session:
        return await listing.window_ids(session, query)


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
        await users.lock_active_admins(uow.session)
        user = await users.lock(uow.session, user_id)
        if user is None:
            raise NotFound
        if user.version != patch.version:
            raise Stale(current=people.to_row(user).model_dump(mode="json"))
        await assert_may_change(uow, user, patch.wanted())
        await change(uow, actor, user, wanted=patch.wanted())
        return people.to_row(user)


async def assert_may_change(uow: UnitOfWork, user: User, wanted: Mapping[str, object]) -> None:
    """Raises UserErased, or LastAdmin where the shop would have no active admin any more.

    The active admins stay locked until the commit, so that two of them cannot demote each other.
    """
    if user.erased_at is not None:
        raise UserErased
    stays_admin = bool(wanted.get("active", user.active)) and Role(str(wanted.get("role", user.role))) is Role.ADMIN
    admins = await users.lock_active_admins(uow.session)
    if rules.takes_last_admin(admins, user.id, stays_admin=stays_admin):
        raise LastAdmin


async def change(
    uow: UnitOfWork, actor: Actor, user: User, *, wanted: Mapping[str, object], gesture_id: UUID | None = None
) -> None:
    """Write the change; the rules were asked before. Who may less, or nothing any more, is signed out everywhere."""
    role, active = Role(str(wanted.get("role", user.role))), bool(wanted.get("active", user.active))
    loses = rules.lowers(user.role, role) or (user.active and not active)
    changed = await people.change_user(uow, actor, user, wanted=wanted, gesture_id=gesture_id)
    if loses:
        await end_sessions(uow, user.id)
    elif changed & {"role", "active"}:
        hint_user(uow, user.id)


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
