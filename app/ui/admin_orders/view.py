"""`/admin/orders`."""

import reflex as rx

from app.ui.admin_orders.grid import COLUMNS, FACETS
from app.ui.admin_orders.state import AdminOrdersState
from app.ui.components.grid import record_grid
from app.ui.components.links import button_link
from app.ui.presence import presence_of
from app.ui.shell import heading, shell


def admin_orders_page() -> rx.Component:
    """Every order, to search, filter and correct in place."""
    grid = record_grid(
        "orders",
        COLUMNS,
        label="Orders",
        noun=("order", "orders"),
        tick=AdminOrdersState.tick,
        ready=AdminOrdersState.ready,
        view=AdminOrdersState.view,
        time_zone=AdminOrdersState.time_zone,
        search_label="Number, reference, SKU, e-mail or name",
        empty_text="No orders yet. They appear here as customers place them.",
        facets=FACETS,
        **presence_of(AdminOrdersState),
    )
    return shell(
        heading("Orders", button_link("New order", to="/orders/new", kind="primary")),
        rx.el.div(grid, class_name="grid-frame"),
        class_name="main-grid",
    )
