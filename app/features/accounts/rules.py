"""The rules of accounts: values in, value out."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from app.core.actor import Role
from app.core.errors import FieldError, Invalid

# NIST SP 800-63B, 5.1.1.2: length counts, composition rules do not.
PASSWORD_SHORTEST = 8
PASSWORD_LONGEST = 1024

SESSION_IDLE = timedelta(days=30)
SESSION_LONGEST = timedelta(days=90)
SESSION_TOUCH = timedelta(minutes=5)
ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=30)
CONFIRM_LIFE = timedelta(hours=24)

_RANK = {Role.CUSTOMER: 0, Role.STAFF: 1, Role.ADMIN: 2}


def password_faults(password: str, *, name: str, email: str, field: str = "password") -> tuple[FieldError, ...]:
    """What is wrong with a new password of somebody called `name`; empty when it will do."""
    if len(password) < PASSWORD_SHORTEST:
        text = f"The password needs at least {PASSWORD_SHORTEST} characters"
        return (FieldError(f"/{field}", "too_short", text),)
    if len(password) > PASSWORD_LONGEST:
        text = f"The password may have at most {PASSWORD_LONGEST} characters"
        return (FieldError(f"/{field}", "too_long", text),)
    given = password.strip().casefold()
    if given == email.strip().casefold():
        return (FieldError(f"/{field}", "same_as_email", "The password must not be the e-mail address"),)
    if given == name.strip().casefold():
        return (FieldError(f"/{field}", "same_as_name", "The password must not be the name"),)
    return ()


def assert_good_password(password: str, *, name: str, email: str, field: str = "password") -> None:
    """Raises Invalid that names `field` unless the password will do."""
    faults = password_faults(password, name=name, email=email, field=field)
    if faults:
        raise Invalid(faults[0].detail, errors=faults)


def session_end(created_at: datetime, now: datetime) -> datetime:
    """Until when a session that is used `now` is good: it slides, but not past its longest life."""
    return min(now + SESSION_IDLE, created_at + SESSION_LONGEST)


def needs_touch(last_seen_at: datetime, now: datetime) -> bool:
    """Whether it is time to note that the session is in use."""
    return now - last_seen_at >= SESSION_TOUCH


def lowers(old: Role, new: Role) -> bool:
    """Whether the new role may less than the old one."""
    return _RANK[new] < _RANK[old]


def takes_last_admin(active_admins: AbstractSet[UUID], user_id: UUID, *, stays_admin: bool) -> bool:
    """Whether the shop would have no active admin any more."""
    return not stays_admin and active_admins == {user_id}


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def known_time_zone(name: str) -> str:
    """The name, where the IANA database has it; else ValueError."""
    if name not in _time_zones():
        msg = "must be a time zone of the IANA database, such as Europe/Berlin"
        raise ValueError(msg)
    return name
