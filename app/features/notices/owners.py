"""The owner of a mail or an alert: whether they may have it now, and how they read it."""

from dataclasses import dataclass
from uuid import UUID

from app.core.actor import Actor, Role, Source
from app.core.formats import Formats
from app.models import User


@dataclass(frozen=True, slots=True)
class Owner:
    """A person as the jobs see them."""

    actor: Actor
    email: str
    formats: Formats
    is_active: bool

    @property
    def may_have_mail(self) -> bool:
        """Whether figures may be mailed to them: active staff with an address."""
        return self.is_active and self.actor.is_staff and bool(self.email)

    @property
    def id(self) -> UUID:
        """Who they are."""
        assert self.actor.user_id is not None, "an owner is a person"
        return self.actor.user_id


def owner_of(user: User) -> Owner:
    """The person as they are now. An erased one has no address."""
    role = user.role if user.active else Role.CUSTOMER
    return Owner(
        actor=Actor(user.id, role, Source.SYSTEM),
        email=user.email.reveal() or "",
        formats=Formats(user.locale, user.time_zone),
        is_active=user.active,
    )
