"""`/orders`."""

import reflex as rx

from app.ui.components.blank import empty_state, skeleton
from app.ui.components.buttons import button
from app.ui.components.links import button_link
from app.ui.orders.cards import cards_table
from app.ui.orders.state import OrdersState
from app.ui.shell import ShellState, heading, shell


def orders_page() -> rx.Component:
    """The orders, the newest first."""
    return shell(
        heading(
            rx.cond(ShellState.role == "customer", "Your orders", "All orders"),
            button_link("New order", to="/orders/new", kind="primary"),
        ),
        rx.el.p(OrdersState.news, class_name="visually-hidden", role="status"),
        rx.cond(OrdersState.loaded, _list(), skeleton(lines=8, label="Loading orders")),
    )


def _list() -> rx.Component:
    return rx.cond(
        OrdersState.cards.length() > 0,
        rx.el.section(
            cards_table(OrdersState.cards, label="Orders, the newest first"),
            rx.cond(
                OrdersState.has_more,
                rx.el.div(button("Load more", on_click=OrdersState.load_more), class_name="more"),
            ),
            class_name="sheet",
            aria_label="Orders",
        ),
        empty_state(
            "No orders yet",
            "What you order stands here, and you can follow it from the shop to your door.",
            button_link("Place your first order", to="/orders/new", kind="primary"),
        ),
    )
