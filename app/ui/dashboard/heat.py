"""A table of shaded cells."""

import reflex as rx

from app.ui.dashboard.sheets.sheet import Sheet


class Heat(rx.Component):
    """The adapter in `assets/components/heat.jsx`. `shape` says how it fits a narrow screen: hours turn it."""

    library = "$/public/components/heat.jsx"
    tag = "Heat"

    title: rx.Var[str]
    sheet: rx.Var[Sheet]
    shape: rx.Var[str]


def heat(title: str, sheet: rx.Var[Sheet] | Sheet, *, shape: str) -> rx.Component:
    """The sheet with its cells shaded."""
    return Heat.create(title=title, sheet=sheet, shape=shape)
