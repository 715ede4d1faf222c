"""What the dashboard answers about the real year, and the same from the package's own table, by pandas alone."""

from collections import Counter
from typing import Any

TOP = 10
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def answered(currency: str) -> dict[str, Any]:
    """The use cases' year, months, weekdays and ten best products, in UTC: cents and numbers of orders."""
    from app.core.actor import system_actor  # noqa: PLC0415 - after the settings are there
    from app.features.dashboard import service  # noqa: PLC0415
    from app.features.dashboard.schemas import Grain, StatsQuery  # noqa: PLC0415

    query = StatsQuery(currency=currency, grain=Grain.MONTH)
    stats = await service.stats(system_actor(), query)
    weekdays = Counter[str]()
    for hour in await service.hours(system_actor(), query):
        weekdays[WEEKDAYS[hour.weekday]] += hour.orders
    products = await service.top_products(system_actor(), query, limit=TOP)
    return {
        "revenue": stats.revenue.amount,
        "buyers": stats.customers,
        # The first order of the next year closes the last month; a month without orders is none here.
        "months": {f"{one.at:%Y-%m}": one.revenue.amount for one in stats.series if one.orders},
        "weekdays": dict(weekdays),
        "products": {one.sku: one.revenue.amount for one in products},
    }


def expected(lines: Any) -> dict[str, Any]:
    """The same of the package's table."""
    cents = (lines["sales_value"] * 100).round().astype("int64")
    at = lines["transaction_timestamp"]
    baskets = at.groupby(lines["basket_id"]).first()
    months = cents.groupby(at.dt.strftime("%Y-%m")).sum()
    products = cents.groupby(lines["product_id"]).sum().sort_values(ascending=False).head(TOP)
    return {
        "revenue": int(cents.sum()),
        "buyers": int(lines["household_id"].nunique()),
        "months": {str(month): int(amount) for month, amount in months.items()},
        "weekdays": {WEEKDAYS[day]: int(count) for day, count in baskets.dt.weekday.value_counts().items()},
        "products": {str(product): int(amount) for product, amount in products.items()},
    }
