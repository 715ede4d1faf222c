"""Shapes that only the API has; the rest are the features' own. Lists, and bodies whose version comes by If-Match."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.core.actor import Role
from app.core.paging import DEFAULT_LIMIT, MAX_LIMIT, Page
from app.core.text import Name
from app.features.accounts.schemas import Locale, TimeZone, UserQuery, UserRow
from app.features.catalog.schemas import ProductDetail
from app.features.changes.schemas import ChangeRow
from app.features.orders.schemas import OrderDetail, OrderQuery

ItemT = TypeVar("ItemT", bound=BaseModel)
ListT = TypeVar("ListT")
OPAQUE_TOKEN = Field(min_length=1, max_length=512, repr=False)


class Body(BaseModel):
    """What a caller sends: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def given(self) -> dict[str, Any]:
        """The fields that were sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ListOf(BaseModel, Generic[ItemT]):
    """One page. `next_cursor` is null on the last; `total` is there where it was counted."""

    items: tuple[ItemT, ...]
    next_cursor: str | None
    total: int | None = Field(default=None, exclude_if=lambda total: total is None)


class OrderList(ListOf[OrderDetail]):
    """A page of orders."""


class ProductList(ListOf[ProductDetail]):
    """A page of products."""


class UserList(ListOf[UserRow]):
    """A page of users."""


def listed(page: Page[ItemT], of: Callable[..., ListT]) -> ListT:
    """A page of a use case as the API answers it."""
    return of(items=page.items, next_cursor=page.next_cursor, total=page.total)


class Account(BaseModel):
    """A new account."""

    id: UUID
    name: str
    email: str
    role: Role
    created_at: datetime


class CheckMail(BaseModel):
    """A mail was sent, whether or not there was an account: the answer tells nobody who has one."""

    status: Literal["check_mail"] = "check_mail"


class RefreshBody(Body):
    """A refresh token, good for one use."""

    refresh_token: Annotated[str, OPAQUE_TOKEN]


class ProfileBody(Body):
    """What to change about oneself; what is left out stays."""

    name: Name = ""
    locale: Locale = ""
    time_zone: TimeZone = ""


class UserBody(Body):
    """What to change about a user; what is left out stays."""

    name: Name = ""
    role: Role = Role.CUSTOMER
    active: bool = True


class OrderFilter(OrderQuery):
    """Which orders, in which order. `from` is inclusive, `to` exclusive; dates are midnights in `tz`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


class UserFilter(Body):
    """Which users, newest first. To look for names or addresses use the search, which keeps them out of URLs."""

    role: Role | None = None
    active: bool | None = None
    cursor: str | None = Field(default=None, max_length=400)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)


class UserSearch(UserQuery):
    """Which users, newest first. `q` is an e-mail address or the beginnings of the words of a name."""


class History(BaseModel):
    """What happened to an order, oldest first."""

    items: tuple[ChangeRow, ...]


class Health(BaseModel):
    """Whether the process lives."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether the process can do its work; `degraded` without Redis: hints and limits stay inside the process."""

    status: Literal["ok", "degraded"]
    checks: dict[str, str]
