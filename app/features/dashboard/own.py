"""What a person asks about their own orders, beside `stats`: how far they reach, and what was bought most."""

from app.core.actor import Actor
from app.core.config import get_settings
from app.core.database import read_session
from app.features.dashboard import own_repository as repository
from app.features.dashboard.questions import Question, answer, plain
from app.features.dashboard.repository import steady
from app.features.dashboard.rights import within_rights
from app.features.dashboard.schemas import BoughtFigure, Reach, StatsQuery

TOP = 5
MOST = 50


async def own_reach(actor: Actor) -> tuple[Reach, ...]:
    """From when to when the actor has ordered, in each currency, the shop's own first. None of those who never did."""
    if actor.user_id is None:
        return ()
    async with read_session() as session:
        rows = await repository.reach(session, actor.user_id)
    found = [Reach(currency=currency, first=first, last=last) for currency, first, last in rows]
    return tuple(sorted(found, key=lambda one: (one.currency != get_settings().currency, one.currency)))


async def bought_most(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[BoughtFigure, ...]:
    """The products of which most pieces were bought in a range, for a customer in their own orders.

    `limit` is at most 50; `since` as in `stats`. Raises NotFound as `within_rights`, Invalid naming `from`, `to`, `tz`.
    """
    limit = max(1, min(limit, MOST))

    async def compute(question: Question) -> tuple[BoughtFigure, ...]:
        async with read_session() as session:
            await steady(session)
            rows = await repository.bought(session, question.segment, limit=limit)
        return tuple(
            BoughtFigure(sku=sku, name=name, units=int(units), orders=orders, revenue=question.money(int(revenue)))
            for sku, name, units, orders, revenue in rows
        )

    return await answer(within_rights(actor, plain(query)), compute, about=("bought", limit), since=since)
