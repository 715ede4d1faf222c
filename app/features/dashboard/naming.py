"""How the products and customers that a dashboard is filtered by are called."""

from collections.abc import Mapping, Sequence

from app.core.actor import Actor
from app.core.database import read_session
from app.core.ids import parse_id
from app.features.dashboard import naming_repository as repository
from app.features.dashboard.schemas import MOST_VALUES
from app.features.orders.mapping import to_customer
from app.features.orders.reading import assert_staff
from app.features.orders.repository import users

ERASED = "Erased customer"


async def product_names(actor: Actor, skus: Sequence[str]) -> Mapping[str, str]:
    """The names of products by their SKUs, of at most MOST_VALUES; what is not there is left out. Raises Forbidden."""
    assert_staff(actor)
    async with read_session() as session:
        return await repository.product_names(session, skus[:MOST_VALUES])


async def customer_names(actor: Actor, ids: Sequence[str]) -> Mapping[str, str]:
    """The names of customers by their ids, as the actor may see them, likewise. Raises Forbidden."""
    assert_staff(actor)
    wanted = [user_id for text in ids[:MOST_VALUES] if (user_id := parse_id(text))]
    async with read_session() as session:
        known = await users(session, wanted)
    return {str(user_id): to_customer(user, actor).name or ERASED for user_id, user in known.items()}
