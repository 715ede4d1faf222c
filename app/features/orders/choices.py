"""What can be chosen in a filter of orders."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import NotFound
from app.features.orders import choices_repository as repository
from app.features.orders.reading import assert_staff
from app.features.orders.schemas import FilterChoice

_OFFERED: Mapping[str, Callable[[AsyncSession, str], Awaitable[Sequence[FilterChoice]]]] = {
    "product": repository.products,
    "category": repository.categories,
    "channel": repository.channels,
}


async def choices(actor: Actor, field: str, text: str) -> Sequence[FilterChoice]:
    """The first values of a filter that `text` is found in. Staff only; raises Forbidden, NotFound."""
    assert_staff(actor)
    if field not in _OFFERED:
        raise NotFound("There is nothing to choose from here")
    async with read_session() as session:
        return await _OFFERED[field](session, text.strip())
