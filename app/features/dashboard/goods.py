"""What sold best: top products and top categories, beside what the same brought in the period compared with."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import goods_repository as repository
from app.features.dashboard.questions import Question, answer
from app.features.dashboard.repository import steady
from app.features.dashboard.schemas import CategoryFigure, ProductFigure, StatsQuery
from app.features.dashboard.segments import Segment
from app.features.orders.reading import assert_staff
from app.features.orders.schemas import MoneyOut

TOP = 8
MOST = 50
K = TypeVar("K")


async def top_products(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[ProductFigure, ...]:
    """The products with the most revenue of a range, the greatest first. `limit` is at most 50; `since` as in `stats`.

    Under filters these are all lines of the orders that pass them, also those of other products. Raises Forbidden for
    customers, Invalid naming `from`, `to`, `tz` or what it is compared with.
    """
    assert_staff(actor)
    limit = max(1, min(limit, MOST))

    async def compute(question: Question) -> tuple[ProductFigure, ...]:
        async with read_session() as session:
            await steady(session)
            rows = await repository.top_products(session, question.segment, limit=limit)
            before = await former(
                session, question, [row[0] for row in rows], revenue_of=repository.revenue_of_products
            )
        return tuple(
            ProductFigure(
                product_id=product_id,
                sku=sku,
                name=name,
                units=int(units),
                revenue=question.money(int(revenue)),
                revenue_before=before(product_id),
            )
            for product_id, sku, name, units, revenue in rows
        )

    return await answer(query, compute, about=("products", limit), since=since)


async def top_categories(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[CategoryFigure, ...]:
    """The categories with the most revenue of a range; all else is as with `top_products`."""
    assert_staff(actor)
    limit = max(1, min(limit, MOST))

    async def compute(question: Question) -> tuple[CategoryFigure, ...]:
        async with read_session() as session:
            await steady(session)
            rows = await repository.top_categories(session, question.segment, limit=limit)
            before = await former(
                session, question, [row[0] for row in rows], revenue_of=repository.revenue_of_categories
            )
        return tuple(
            CategoryFigure(
                category=category,
                units=int(units),
                revenue=question.money(int(revenue)),
                revenue_before=before(category),
            )
            for category, units, revenue in rows
        )

    return await answer(query, compute, about=("categories", limit), since=since)


async def former(
    session: AsyncSession,
    question: Question,
    keys: Sequence[K],
    *,
    revenue_of: Callable[[AsyncSession, Segment, Sequence[K]], Awaitable[Sequence[Any]]],
) -> Callable[[K], MoneyOut | None]:
    """What each of the lines by these keys brought in the period compared with; None where there is no such period."""
    if question.former is None:
        return lambda _key: None
    sums = {key: int(revenue) for key, revenue in await revenue_of(session, question.former, keys)} if keys else {}
    return lambda key: question.money(sums.get(key, 0))
