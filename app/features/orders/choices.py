"""What can be chosen in a filter of orders."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import NotFound
from app.core.ids import parse_id
from app.core.paging import MAX_VALUES
from app.features.orders import choices_repository as repository
from app.features.orders.mapping import to_customer
from app.features.orders.reading import assert_staff
from app.features.orders.schemas import FilterChoice
from app.models import User

_OFFERED: Mapping[str, Callable[[AsyncSession, str], Awaitable[Sequence[FilterChoice]]]] = {
    "product": repository.products,
    "category": repository.categories,
    "channel": repository.channels,
    "currency": repository.currencies,
}


async def choices(actor: Actor, field: str, text: str) -> Sequence[FilterChoice]:
    """The first values of a filter that `text` is found in. Staff only; raises Forbidden, NotFound."""
    assert_staff(actor)
    async with read_session() as session:
        if field == "customer":
            return [_named(user, actor) for user in await repository.customers(session, text.strip())]
        if field not in _OFFERED:
            raise NotFound("There is nothing to choose from here")
        return await _OFFERED[field](session, text.strip())


async def names(actor: Actor, field: str, values: Sequence[str]) -> Sequence[FilterChoice]:
    """How the values of a filter by customer are read: at most MAX_VALUES; who is not there is left out.

    Staff only; raises Forbidden, NotFound.
    """
    assert_staff(actor)
    if field != "customer":
        raise NotFound("These values read as they are")
    ids = [user_id for value in values[:MAX_VALUES] if (user_id := parse_id(value))]
    async with read_session() as session:
        return [_named(user, actor) for user in await repository.people(session, ids)]


def _named(user: User, actor: Actor) -> FilterChoice:
    customer = to_customer(user, actor)
    return FilterChoice(value=str(customer.id), label=customer.name or "Erased customer", hint=customer.email)
