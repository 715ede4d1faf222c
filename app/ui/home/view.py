"""`/`: the customer's own start page."""

import reflex as rx

from app.ui.components.blank import empty_state, skeleton
from app.ui.components.links import button_link, link
from app.ui.home.state import HomeState
from app.ui.home.year_view import my_year
from app.ui.orders.cards import cards_table
from app.ui.shell import ShellState, heading, shell


def home_page() -> rx.Component:
    """A welcome, the latest orders, the person's year, and the way to a new order; nothing for those who are led on."""
    return rx.cond(
        ShellState.role == "customer",
        shell(
            heading(
                rx.cond(ShellState.name != "", f"Welcome, {ShellState.name}", "Welcome"),
                button_link("Place an order", to="/orders/new", kind="primary"),
                note=_under_way(),
            ),
            # How high the list is depends on how many orders there are: the year has its place once that is known.
            rx.cond(
                HomeState.loaded, rx.fragment(_latest(), my_year()), skeleton(lines=5, label="Loading your orders")
            ),
        ),
        shell(rx.el.h1("Start", class_name="visually-hidden"), skeleton(lines=5, label="Loading your start page")),
    )


def _under_way() -> rx.Component:
    return rx.match(
        HomeState.under_way,
        (0, rx.fragment("Nothing is on its way at the moment.")),
        (1, rx.fragment("One order is on its way to you.")),
        rx.fragment(HomeState.under_way, " orders are on their way to you."),
    )


def _latest() -> rx.Component:
    return rx.cond(
        HomeState.cards.length() > 0,
        rx.el.section(
            rx.el.div(rx.el.h2("Your latest orders"), link("All orders", to="/orders"), class_name="sheet-head"),
            cards_table(HomeState.cards, label="Your latest orders"),
            class_name="sheet",
            aria_label="Your latest orders",
        ),
        empty_state(
            "No orders yet",
            "Choose something from the shop; you can watch here how it comes to you.",
            button_link("Place your first order", to="/orders/new", kind="primary"),
        ),
    )
