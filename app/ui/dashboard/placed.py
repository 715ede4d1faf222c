"""Any card by its key, in its place: which ones are shown, and in which order, is not known before."""

import reflex as rx

from app.ui.dashboard.cards import MEASURES
from app.ui.dashboard.chart import revenue_chart
from app.ui.dashboard.panels import shown_panel
from app.ui.dashboard.parts import card
from app.ui.dashboard.sheets.deck import PANELS
from app.ui.dashboard.state import DashboardState


def placed_figure(key: rx.Var[str]) -> rx.Component:
    """A figure card."""
    cards = ((measure.key, card(measure, getattr(DashboardState, measure.key))) for measure in MEASURES)
    return rx.el.div(rx.match(key, *cards, rx.fragment()), key=key, class_name="db-place")


def placed_panel(key: rx.Var[str]) -> rx.Component:
    """A card that is more than a figure."""
    panels = ((one.key, revenue_chart() if one.body == "bars" else shown_panel(one)) for one in PANELS)
    wide = rx.match(key, *((one.key, "true") for one in PANELS if one.is_wide), "false")
    return rx.el.div(rx.match(key, *panels, rx.fragment()), key=key, class_name="db-place", data_wide=wide)
