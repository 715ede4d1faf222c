"""What sold best: top products and top categories, beside what the same brought in the period compared with."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import goods_repository as repository
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.joining import added, ranked
from app.features.dashboard.questions import Question, answer
from app.features.dashboard.repository import steady
from app.features.dashboard.schemas import CategoryFigure, ProductFigure, StatsQuery
from app.features.dashboard.segments import Segment
from app.features.orders.reading import assert_staff
from app.features.orders.schemas import MoneyOut

TOP = 8
MOST = 50
K = TypeVar("K")
Goods = tuple[tuple[ProductFigure, ...], tuple[CategoryFigure, ...]]


async def top_products(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[ProductFigure, ...]:
    """The products with the most revenue of a range, the greatest first. `limit` is at most 50; `since` as in `stats`.

    Under filters these are all lines of the orders that pass them, also those of other products. Raises Forbidden for
    customers, Invalid naming `from`, `to`, `tz` or what it is compared with.
    """
    products, _ = await _top(actor, query, since=since)
    return products[: max(1, limit)]


async def top_categories(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[CategoryFigure, ...]:
    """The categories with the most revenue of a range; all else is as with `top_products`."""
    _, categories = await _top(actor, query, since=since)
    return categories[: max(1, limit)]


async def _top(actor: Actor, query: StatsQuery, *, since: float | None) -> Goods:
    """The MOST of both, by one walk over what was sold, for all who ask for either."""
    assert_staff(actor)
    return await answer(query, _goods, about="goods", since=since)


async def _goods(question: Question) -> Goods:
    async with read_session() as session:
        await steady(session)
        products, categories = await ranked(
            session,
            "goods",
            question.segment,
            limit=MOST,
            tells=Aspect.REVENUE,
            top=lambda segment, limit: repository.top_goods(session, segment, limit=limit),
            since=lambda segment: repository.goods_since(session, segment),
        )
        names = await repository.names_of(session, [line.key for line in products])
        product_before = await former(
            session, question, [line.key for line in products], revenue_of=repository.revenue_of_products
        )
        category_before = await former(
            session, question, [line.key for line in categories], revenue_of=repository.revenue_of_categories
        )
    return (
        tuple(
            ProductFigure(
                product_id=line.key,
                sku=names[line.key][0],
                name=names[line.key][1],
                units=line.count,
                revenue=question.money(line.revenue),
                revenue_before=product_before(line.key),
            )
            for line in products
        ),
        tuple(
            CategoryFigure(
                category=line.key,
                units=line.count,
                revenue=question.money(line.revenue),
                revenue_before=category_before(line.key),
            )
            for line in categories
        ),
    )


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

    async def count(segment: Segment) -> Counter[K]:
        found: Sequence[Any] = await revenue_of(session, segment, keys) if keys else ()
        return Counter({key: int(revenue) for key, revenue in found})

    sums = await added(
        session,
        (revenue_of.__name__, frozenset(keys)),
        question.former,
        tells=Aspect.REVENUE,
        count=count,
        since=lambda cut: count(cut.recent),
        add=lambda one, other: one + other,
    )
    return lambda key: question.money(sums[key])
