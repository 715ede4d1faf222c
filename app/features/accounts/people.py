"""What the use cases of accounts share: making a user, changing one with its log entries, and showing one."""

from collections.abc import Mapping
from uuid import UUID

from app.core.actor import Actor, Role, Source
from app.core.config import get_settings
from app.core.crypto import email_index
from app.core.errors import Forbidden, NotFound
from app.core.ids import new_id
from app.core.unit_of_work import UnitOfWork
from app.features.accounts.repository import users
from app.features.accounts.schemas import SignUp, UserDetail, UserRow
from app.features.changes.service import Subject, record_created, record_fields
from app.models import Entity, User

PERSONAL = frozenset({"name", "email"})
# What the log says instead of the value: that it changed is worth keeping, the hash is not.
HIDDEN = "changed"


def subject(user: User, gesture_id: UUID | None = None) -> Subject:
    """The user as the change log names them."""
    return Subject(Entity.USER, user.id, user.version, user.id, gesture_id or new_id())


async def create_user(
    uow: UnitOfWork,
    wanted: SignUp,
    *,
    password_hash: str,
    role: Role = Role.CUSTOMER,
    actor: Actor | None = None,
    source: Source = Source.SYSTEM,
) -> User:
    """Write a new user on behalf of `actor`, or of themselves coming through `source`. Raises EmailTaken."""
    user = User(
        email_index=email_index(wanted.email),
        password_hash=password_hash,
        role=role,
        time_zone=get_settings().time_zone,
        created_at=uow.now,
        updated_at=uow.now,
    )
    user.name, user.email = wanted.name, wanted.email
    await users.insert_user(uow.session, user)
    await users.write_name_terms(uow.session, user.id, wanted.name)
    record_created(
        uow,
        actor or Actor(user.id, role, source),
        subject(user),
        values={"role": user.role, "active": user.active, "locale": user.locale, "time_zone": user.time_zone},
        personal={"name": wanted.name, "email": wanted.email},
    )
    return user


async def change_user(
    uow: UnitOfWork, actor: Actor, user: User, *, wanted: Mapping[str, object], gesture_id: UUID | None = None
) -> frozenset[str]:
    """Write those of the `wanted` values that differ, as one new version. Returns the names of what changed."""
    before = values_of(user)
    changes = {name: (before[name], value) for name, value in wanted.items() if before[name] != value}
    if not changes:
        return frozenset()
    for name, (_old, new) in changes.items():
        setattr(user, name, new)
    step_version(uow, user)
    if "name" in changes:
        await users.write_name_terms(uow.session, user.id, shown(user, "name"))
    record_fields(uow, actor, subject(user, gesture_id), changes=changes, personal=PERSONAL)
    return frozenset(changes)


def set_password(uow: UnitOfWork, actor: Actor, user: User, *, password_hash: str) -> None:
    """Store a new password's hash; the log says only that it changed."""
    user.password_hash = password_hash
    step_version(uow, user)
    record_fields(uow, actor, subject(user), changes={"password": (None, HIDDEN)})


def step_version(uow: UnitOfWork, user: User) -> None:
    """The row is another one from here on."""
    user.version += 1
    user.updated_at = uow.now


def shown(user: User, field: str) -> str:
    """The text of a personal field, opened; empty where nothing is stored."""
    return getattr(user, field).reveal() or ""


def values_of(user: User) -> dict[str, object]:
    """The fields that can be changed, as they are, with the name opened."""
    return {
        "name": shown(user, "name"),
        "role": user.role,
        "active": user.active,
        "locale": user.locale,
        "time_zone": user.time_zone,
    }


def to_detail(user: User) -> UserDetail:
    """The person as they see themselves."""
    return UserDetail(
        id=user.id,
        name=shown(user, "name"),
        email=shown(user, "email"),
        role=user.role,
        locale=user.locale,
        time_zone=user.time_zone,
        created_at=user.created_at,
        version=user.version,
    )


def to_row(user: User) -> UserRow:
    """The person as an admin sees them."""
    return UserRow(
        id=user.id,
        name=shown(user, "name"),
        email=shown(user, "email"),
        role=user.role,
        active=user.active,
        created_at=user.created_at,
        version=user.version,
    )


def need_admin(actor: Actor) -> None:
    """Raises Forbidden unless the actor is an admin."""
    if not actor.is_admin:
        raise Forbidden


async def lock_self(uow: UnitOfWork, actor: Actor) -> User:
    """The actor's own row, locked. Raises NotFound for the system, which has none, and where the account is closed."""
    user = await users.lock(uow.session, actor.user_id) if actor.user_id else None
    if user is None or not user.active:
        raise NotFound
    return user
