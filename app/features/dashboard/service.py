"""The use cases of the dashboard: a module for each question, and the currencies there are.

They are for staff. Customers may ask `stats`, `bought_most` and `own_reach`, about their own orders (`rights`).
"""

from time import monotonic

from app.core.actor import Actor
from app.core.config import get_settings
from app.core.database import read_session
from app.features.dashboard import segment_repository as repository
from app.features.dashboard.cohorts import cohorts as cohorts
from app.features.dashboard.folding import fold_rollups as fold_rollups
from app.features.dashboard.goods import top_categories as top_categories
from app.features.dashboard.goods import top_products as top_products
from app.features.dashboard.hours import hours as hours
from app.features.dashboard.naming import customer_names as customer_names
from app.features.dashboard.naming import product_names as product_names
from app.features.dashboard.own import bought_most as bought_most
from app.features.dashboard.own import own_reach as own_reach
from app.features.dashboard.people import top_customers as top_customers
from app.features.dashboard.people_course import people_course as people_course
from app.features.dashboard.people_course import with_people as with_people
from app.features.dashboard.sharing import get_shared
from app.features.dashboard.stats import stats as stats
from app.features.dashboard.waiting import open_older_than as open_older_than
from app.features.dashboard.waiting import waiting as waiting
from app.features.orders.reading import assert_staff


async def currencies(actor: Actor, *, since: float | None = None) -> tuple[str, ...]:
    """The currencies that orders are in, the shop's own first. `since` as in `stats`. Raises Forbidden."""
    assert_staff(actor)
    return await get_shared().since("currencies", monotonic() if since is None else since, _currencies_now)


async def _currencies_now() -> tuple[str, ...]:
    async with read_session() as session:
        found = await repository.currencies(session)
    return tuple(sorted(found, key=lambda name: (name != get_settings().currency, name)))
