"""What sold best: top products and top categories."""

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import goods_repository as repository
from app.features.dashboard.questions import Question, answer, plain
from app.features.dashboard.repository import steady
from app.features.dashboard.schemas import CategoryFigure, ProductFigure, StatsQuery
from app.features.orders.reading import assert_staff

TOP = 8
MOST = 50


async def top_products(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[ProductFigure, ...]:
    """The products with the most revenue of a range, the greatest first. `limit` is at most 50; `since` as in `stats`.

    Under filters these are all lines of the orders that pass them, also those of other products. Raises Forbidden for
    customers, Invalid naming `from`, `to` or `tz`.
    """
    assert_staff(actor)
    limit = max(1, min(limit, MOST))

    async def compute(question: Question) -> tuple[ProductFigure, ...]:
        async with read_session() as session:
            await steady(session)
            rows = await repository.top_products(session, question.segment, limit=limit)
        return tuple(
            ProductFigure(
                product_id=product_id, sku=sku, name=name, units=int(units), revenue=question.money(int(revenue))
            )
            for product_id, sku, name, units, revenue in rows
        )

    return await answer(plain(query), compute, about=("products", limit), since=since)


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
        return tuple(
            CategoryFigure(category=category, units=int(units), revenue=question.money(int(revenue)))
            for category, units, revenue in rows
        )

    return await answer(plain(query), compute, about=("categories", limit), since=since)
