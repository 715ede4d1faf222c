"""Top customers, beside what the same people brought in the period compared with."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.features.access.rules import may_see
from app.features.dashboard import people_repository as repository
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.goods import MOST, TOP, former
from app.features.dashboard.joining import ranked
from app.features.dashboard.questions import Question, answer
from app.features.dashboard.repository import steady
from app.features.dashboard.rules import Line
from app.features.dashboard.schemas import CustomerFigure, StatsQuery
from app.features.dashboard.segments import Segment
from app.features.dashboard.sharing import Shared
from app.features.orders.mapping import to_customer
from app.features.orders.reading import assert_staff
from app.features.orders.repository import users
from app.features.orders.schemas import MoneyOut
from app.models import Entity

Sold = tuple[tuple[UUID, int, MoneyOut, MoneyOut | None], ...]


async def top_customers(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[CustomerFigure, ...]:
    """The customers with the most revenue of a range, the greatest first. `limit` is at most 50; `since` as in `stats`.

    The sums are shared by all who ask; names, which are read after `since` too, by those of the same rights. Raises
    Forbidden for customers, Invalid naming `from`, `to`, `tz` or what it is compared with.
    """
    assert_staff(actor)
    limit = max(1, min(limit, MOST))

    async def compute(question: Question) -> Sold:
        async with read_session() as session:
            await steady(session)
            lines = await _lines(session, question, limit=limit)
            before = await former(
                session, question, [line.key for line in lines], revenue_of=repository.revenue_of_customers
            )
        return tuple((line.key, line.count, question.money(line.revenue), before(line.key)) for line in lines)

    sold = await answer(query, compute, about=("customers", limit), since=since)
    if since is None:
        return await _named(sold, actor)
    rights = tuple(may_see(actor, Entity.ORDER, "email", owner_id=user_id) for user_id, *_ in sold)
    read_for, figures = await _names().since((limit, query, rights), since, lambda: _with_names(sold, actor))
    # Others may be ahead with newer sums, or behind.
    return figures if read_for is sold else await _named(sold, actor)


async def _lines(session: AsyncSession, question: Question, *, limit: int) -> Sequence[Line]:
    async def top(segment: Segment, most: int) -> list[list[Line]]:
        return [await repository.top_customers(session, segment, limit=most)]

    async def since(segment: Segment) -> list[list[Line]]:
        return [await repository.customers_since(session, segment)]

    (lines,) = await ranked(
        session, "customers", question.segment, limit=limit, tells=Aspect.REVENUE, top=top, since=since
    )
    return lines


@cache
def _names() -> Shared:
    """The names that were read last for each board, apart from sums, which rest for longer before they are counted."""
    return Shared(every=0.0)


async def _with_names(sold: Sold, actor: Actor) -> tuple[Sold, tuple[CustomerFigure, ...]]:
    return sold, await _named(sold, actor)


async def _named(sold: Sold, actor: Actor) -> tuple[CustomerFigure, ...]:
    """The figures beside who they are of."""
    async with read_session() as session:
        known = await users(session, [user_id for user_id, *_ in sold])
    return tuple(
        CustomerFigure(
            customer=to_customer(known[user_id], actor), orders=orders, revenue=revenue, revenue_before=before
        )
        for user_id, orders, revenue, before in sold
        if user_id in known
    )
