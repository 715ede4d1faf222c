"""Buttons. What a button says is what it does."""

from typing import Any, Literal

import reflex as rx

Kind = Literal["primary", "plain", "quiet", "danger"]


def button(*children: Any, kind: Kind = "plain", **props: Any) -> rx.Component:
    """A button; `props` go to the element (on_click, disabled, type, aria_label …)."""
    props.setdefault("type", "button")
    return rx.el.button(*children, class_name=f"button button-{kind}", **props)
