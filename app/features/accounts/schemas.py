"""What goes into accounts and what comes out. Tables never leave; what may be shown has its own type."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from app.core.actor import Role
from app.core.paging import DEFAULT_LIMIT, MAX_LIMIT
from app.core.text import Email, Line, Name, clean_text
from app.features.accounts.rules import PASSWORD_LONGEST, known_time_zone

Password = Annotated[str, StringConstraints(max_length=PASSWORD_LONGEST), AfterValidator(clean_text)]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Locale = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(known_time_zone)]


class Schema(BaseModel):
    """Frozen; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _without_default(schema: dict[str, Any]) -> None:
    """In OpenAPI a field of a patch has no default: what is left out stays as it is."""
    schema.pop("default", None)


def _optional() -> Any:
    """A field that need not be given."""
    return Field(default=None, json_schema_extra=_without_default)


class Patch(Schema):
    """What to change. A field that is not given stays as it is, and reads as None here; null is not a value."""

    version: Version

    def wanted(self) -> dict[str, object]:
        """The fields that were given, without the version."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class SignUp(Schema):
    """A new account. What makes a good password is in `rules.password_faults`."""

    name: Name
    email: Email
    password: Password = Field(repr=False)


class Credentials(Schema):
    """What a person proves who they are with. The address is not checked for its shape: a wrong one is just wrong."""

    email: Annotated[Line, Field(min_length=1)]
    password: Password = Field(min_length=1, repr=False)
    otp: Annotated[str, StringConstraints(max_length=40), AfterValidator(clean_text)] | None = Field(
        default=None, repr=False
    )


class ProfilePatch(Patch):
    """What people change about themselves."""

    name: Name = _optional()
    locale: Locale = _optional()
    time_zone: TimeZone = _optional()


class UserPatch(Patch):
    """What an admin changes about somebody."""

    name: Name = _optional()
    role: Role = _optional()
    active: StrictBool = _optional()


class UserQuery(Schema):
    """Which users, newest first. `q` is an e-mail address or the beginnings of the words of a name."""

    q: Line = ""
    role: Role | None = None
    active: bool | None = None
    cursor: Annotated[str, Field(max_length=400)] | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT


class UserDetail(Schema):
    """A person as they see themselves. `name` and `email` are empty once erased."""

    id: UUID
    name: str
    email: str
    role: Role
    locale: str
    time_zone: str
    created_at: datetime
    version: int


class UserRow(Schema):
    """A person as an admin sees them in a list. `name` and `email` are empty once erased."""

    id: UUID
    name: str
    email: str
    role: Role
    active: bool
    created_at: datetime
    version: int


class UserGridRow(UserRow):
    """A person in the grid; `orders` counts all their orders."""

    orders: int


class SignedIn(Schema):
    """A browser's new session. `token` goes into the cookie and is not kept."""

    token: str = Field(repr=False)
    session_id: UUID
    user: UserDetail
    expires_at: datetime


class TokenPair(Schema):
    """What an API client gets. `expires_in` is the life of the access token in seconds."""

    access_token: str = Field(repr=False)
    refresh_token: str = Field(repr=False)
    token_type: str = "bearer"  # noqa: S105 - RFC 6750's word for the kind of token
    expires_in: int
