"""Whose orders figures may be about: for staff anybody's, for a customer their own and no others."""

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound
from app.features.dashboard.schemas import StatsQuery


def within_rights(actor: Actor, query: StatsQuery) -> StatsQuery:
    """The query as the actor may ask it: a customer's is about their own orders, whatever else it says.

    Whose orders they are stands in the query itself, so answers are shared by those alone who may have them. Raises
    NotFound for a customer who names somebody else: whether there is such a person is not told.
    """
    if actor.is_staff:
        return query
    if actor.user_id is None:
        raise Forbidden
    if not all(map(actor.owns, query.customer)):
        msg = "There is no such customer"
        raise NotFound(msg)
    return query.model_copy(update={"customer": (actor.user_id,)})
