"""The frame of the pages before sign-in: the shop's mark, one card, a way to the other page."""

from typing import Any

import reflex as rx

from app.ui.components.brand import ShopName


def door_frame(title: str, *content: Any, intro: str = "", more: rx.Component | None = None) -> rx.Component:
    """A page with one form. `title` is its h1."""
    return rx.el.div(
        rx.el.header(
            rx.el.img(src="/mark.svg", alt="", class_name="mark"),
            ShopName.create(),
            class_name="door-brand",
        ),
        rx.el.main(
            rx.el.h1(title),
            rx.el.p(intro, class_name="muted") if intro else rx.fragment(),
            *content,
            more if more is not None else rx.fragment(),
            class_name="door-card",
            id="main",
        ),
        class_name="door",
    )
