"""The look, as files: the stylesheets in the order in which they apply, and what stands in every page's head."""

import reflex as rx

from app.ui.components.brand import shop_metas

STYLESHEETS = (
    "/css/tokens.css",
    "/css/base.css",
    "/css/components.css",
    "/css/offers.css",
    "/css/shell.css",
    "/css/pages/door.css",
    "/css/pages/orders.css",
    "/css/pages/shop.css",
    "/css/pages/profile.css",
    "/css/pages/changes.css",
    "/css/pages/notices.css",
    "/css/dashboard/frame.css",
    "/css/dashboard/head.css",
    "/css/dashboard/boards.css",
    "/css/dashboard/arrange.css",
    "/css/dashboard/calendar.css",
    "/css/dashboard/filters.css",
    "/css/dashboard/cards.css",
    "/css/dashboard/menu.css",
    "/css/dashboard/chart.css",
    "/css/dashboard/tables.css",
    "/css/pages/my_year.css",
    "/css/dashboard/heat.css",
    "/css/dashboard/wall.css",
    "/css/dashboard/wall_cards.css",
    "/css/dashboard/wall_heat.css",
    "/css/dashboard/wall_words.css",
    "/css/print.css",
)


def head() -> list[rx.Component]:
    """The mark in the browser's tab, and the colour of the browser's own frame."""
    return [
        rx.el.link(rel="icon", type="image/svg+xml", href="/mark.svg"),
        # `media` would be taken for a style.
        rx.el.meta(name="theme-color", content="#f4f6f5", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#0f1413", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
        *shop_metas(),
    ]
