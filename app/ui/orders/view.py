"""`/orders`."""

import reflex as rx

from app.ui.components.blank import empty_state, skeleton
from app.ui.components.buttons import button
from app.ui.components.links import button_link, link
from app.ui.orders.cards import cards_table
from app.ui.orders.chips import Chip
from app.ui.orders.state import OrdersState
from app.ui.shell import ShellState, heading, shell


def orders_page() -> rx.Component:
    """The orders, the newest first."""
    return shell(
        heading(
            rx.cond(ShellState.role == "customer", "Your orders", "All orders"),
            button_link("New order", to="/orders/new", kind="primary"),
        ),
        rx.cond(OrdersState.chips.length() > 0, _picked()),
        rx.el.p(OrdersState.news, class_name="visually-hidden", role="status"),
        rx.cond(
            OrdersState.problem != "",
            empty_state("The list cannot be shown", OrdersState.problem, _all()),
            rx.cond(OrdersState.loaded, _list(), skeleton(lines=8, label="Loading orders")),
        ),
    )


def _picked() -> rx.Component:
    """What the list is filtered by, each to be taken away, and what it comes to."""
    return rx.el.div(
        rx.el.ul(rx.foreach(OrdersState.chips, _chip), class_name="db-chips", aria_label="Filters"),
        rx.el.p(OrdersState.totals, class_name="order-totals"),
        class_name="order-picked",
    )


def _chip(chip: rx.Var[Chip]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(chip.field, ": ", class_name="db-chip-field"),
            chip.value,
            rx.el.span(" \u00d7", aria_hidden="true"),
            rx.el.span(", take this filter away", class_name="visually-hidden"),
            to=chip.href,
            class_name="db-chip",
        ),
        key=chip.key,
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
        rx.cond(OrdersState.chips.length() > 0, _nothing(), _no_orders()),
    )


def _nothing() -> rx.Component:
    return empty_state("No such orders", "No order passes all of these filters.", _all())


def _no_orders() -> rx.Component:
    return empty_state(
        "No orders yet",
        "What you order stands here, and you can follow it from the shop to your door.",
        button_link("Place your first order", to="/orders/new", kind="primary"),
    )


def _all() -> rx.Component:
    return button_link("Show all orders", to="/orders")
