"""The use cases of orders, for the doors."""

from app.features.orders.choices import choices, names
from app.features.orders.editing import cancel_order, patch_order
from app.features.orders.placing import Placed, place_order, placed_earlier
from app.features.orders.reading import (
    count,
    customer_of,
    email_of_customer,
    get_order,
    history,
    list_orders,
    list_totals,
    rows,
    status_counts,
    sums,
    window,
    window_ids,
)
from app.features.orders.totals import totals

__all__ = [
    "Placed",
    "cancel_order",
    "choices",
    "count",
    "customer_of",
    "email_of_customer",
    "get_order",
    "history",
    "list_orders",
    "list_totals",
    "names",
    "patch_order",
    "place_order",
    "placed_earlier",
    "rows",
    "status_counts",
    "sums",
    "totals",
    "window",
    "window_ids",
]
