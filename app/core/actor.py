"""Who acts, and through which door."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may do; each role includes the one before."""

    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


class Source(StrEnum):
    """The door a change came through."""

    WEB = "web"
    GRID = "grid"
    API = "api"
    CLI = "cli"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or process on whose behalf a use case runs. `user_id` is None only for the system itself."""

    user_id: UUID | None
    role: Role
    source: Source
    session_id: UUID | None = None

    @property
    def is_staff(self) -> bool:
        """Staff and admins: may see every order."""
        return self.role in {Role.STAFF, Role.ADMIN}

    @property
    def is_admin(self) -> bool:
        """Admins: may edit users and products."""
        return self.role is Role.ADMIN

    def owns(self, owner_id: UUID | None) -> bool:
        """Whether a record of `owner_id` is this person's own."""
        return owner_id is not None and owner_id == self.user_id


def system_actor(source: Source = Source.SYSTEM) -> Actor:
    """The process itself: the command line, jobs and imports, with an admin's rights."""
    return Actor(user_id=None, role=Role.ADMIN, source=source)
