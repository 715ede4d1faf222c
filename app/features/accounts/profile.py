"""What people do with their own account: look, change, set another password, have it erased."""

from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.core.actor import Actor, Role
from app.core.database import read_session
from app.core.errors import NotFound, Stale, invalid
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import passwords, people, rules
from app.features.accounts.errors import LastAdmin
from app.features.accounts.repository import erasure, users
from app.features.accounts.schemas import Password, ProfilePatch, UserDetail
from app.features.accounts.sessions import end_sessions
from app.features.changes.service import Subject, record_fields
from app.models import Entity, User

_password = TypeAdapter[str](Password)


async def get_profile(actor: Actor) -> UserDetail:
    """The actor's own account. Raises NotFound for the system, which has none."""
    async with read_session() as session:
        user = await users.find(session, actor.user_id) if actor.user_id else None
    if user is None or not user.active:
        raise NotFound
    return people.to_detail(user)


async def update_profile(actor: Actor, patch: ProfilePatch) -> UserDetail:
    """Change what the patch names. Raises Stale (with `current`) when the account moved on since its version."""
    async with unit_of_work() as uow:
        user = await people.lock_self(uow, actor)
        if user.version != patch.version:
            raise Stale(current=people.to_detail(user).model_dump(mode="json"))
        await people.change_user(uow, actor, user, wanted=patch.wanted())
        return people.to_detail(user)


async def change_password(actor: Actor, current: str, new: str) -> None:
    """Set another password and end every other session and API token of the actor.

    Raises Invalid naming `current_password` or `new_password`.
    """
    stored = await _stored_hash(actor)
    if not (await passwords.check_password(_acceptable(current, "current_password"), stored)).is_right:
        raise invalid("current_password", "wrong_password", "This is not your present password")
    fresh = await passwords.hash_password(_acceptable(new, "new_password"))
    async with unit_of_work() as uow:
        user = await people.lock_self(uow, actor)
        if user.password_hash != stored:
            raise invalid("current_password", "wrong_password", "The password was changed a moment ago")
        name, email = people.shown(user, "name"), people.shown(user, "email")
        rules.assert_good_password(new, name=name, email=email, field="new_password")
        people.set_password(uow, actor, user, password_hash=fresh)
        await end_sessions(uow, user.id, except_session=actor.session_id)


async def delete_profile(actor: Actor) -> None:
    """Erase the actor's personal data and end their sessions; orders keep what the books need. Raises LastAdmin."""
    async with unit_of_work() as uow:
        admins = await users.lock_active_admins(uow.session)
        user = await users.lock(uow.session, actor.user_id, also_references=True) if actor.user_id else None
        if user is None or not user.active:
            raise NotFound
        if rules.takes_last_admin(admins, user.id, stays_admin=False):
            raise LastAdmin
        await _erase(uow, actor, user)


async def _erase(uow: UnitOfWork, actor: Actor, user: User) -> None:
    await end_sessions(uow, user.id)
    orders = await erasure.erase_orders(uow.session, user.id, uow.now)
    await erasure.erase_log(uow.session, user.id)
    await erasure.erase_reasons(uow.session, user.id)
    await erasure.delete_belongings(uow.session, user.id)
    await _forget(uow, user)
    whole = people.subject(user)
    erased = {"erased_at": (None, uow.now.isoformat()), "active": (True, False)}
    record_fields(uow, actor, whole, changes={"name": (None, None), "email": (None, None), **erased})
    for order in orders:
        about = Subject(Entity.ORDER, order.order_id, order.version, user.id, whole.gesture_id)
        record_fields(uow, actor, about, changes=dict.fromkeys(order.fields, (None, None)))


async def _forget(uow: UnitOfWork, user: User) -> None:
    user.name = user.email = None
    user.email_index = user.password_hash = None
    user.locale, user.time_zone = "en", "UTC"
    user.active, user.erased_at, user.role = False, uow.now, Role.CUSTOMER
    people.step_version(uow, user)
    await users.write_name_terms(uow.session, user.id, None)


async def _stored_hash(actor: Actor) -> str | None:
    async with read_session() as session:
        user = await users.find(session, _own_id(actor))
    if user is None or not user.active:
        raise NotFound
    return user.password_hash


def _own_id(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotFound
    return actor.user_id


def _acceptable(password: str, field: str) -> str:
    try:
        return _password.validate_python(password)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise invalid(field, fault["type"], f"The password is not acceptable: {fault['msg']}") from None
