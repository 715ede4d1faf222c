"""The cards that are more than a figure: their frame, and lines with a meter under each name."""

from typing import Any

import reflex as rx

from app.ui.components.links import link
from app.ui.components.status import status_badge
from app.ui.dashboard.heat import heat
from app.ui.dashboard.parts import card_head, moving
from app.ui.dashboard.sheets.deck import Panel
from app.ui.dashboard.sheets.sheet import Cell, Head, Row, Sheet
from app.ui.dashboard.state import DashboardState
from app.ui.sending import alike


@rx.serializer
def sent_sheet(sheet: Sheet) -> dict[str, Any]:
    """The sheet as it goes to the browser: made ready once for all who see the same."""
    return alike(lambda: sheet.sent, lambda: sheet.encoded)


def panel(card: Panel, sheet: rx.Var[Sheet] | Sheet, *, as_of: rx.Var[str] | str) -> rx.Component:
    """A card: title, definition, what it says in a sentence, and its lines, or why there are none.

    `as_of` is when its figures were read, said where that is longer ago than those of the page.
    """
    awaited = DashboardState.awaited.contains(card.key) | (sheet.phase == "waiting")
    says = rx.cond((sheet.phase == "ready") & ~awaited, as_of, "")
    return rx.el.section(
        card_head(
            card.key,
            card.title,
            card.definition,
            rx.cond(says != "", rx.el.span("as of ", says, class_name="db-as-of")),
            read=says,
            is_ranged=card.is_ranged,
        ),
        rx.cond(
            awaited & (sheet.rows.length() == 0),
            _waiting(),
            rx.cond(
                sheet.phase == "failed",
                rx.el.p(sheet.problem, class_name="db-nothing", role="alert"),
                rx.fragment(
                    rx.el.p(sheet.sentence, class_name="db-summary"),
                    rx.cond(sheet.nothing != "", rx.el.p(sheet.nothing, class_name="db-nothing"), _body(card, sheet)),
                ),
            ),
        ),
        class_name="sheet db-panel",
        data_phase=rx.cond(awaited, "waiting", sheet.phase),
        aria_busy=awaited,
        aria_label=card.title,
    )


def _waiting() -> rx.Component:
    waits = (rx.el.div(class_name="db-wait", aria_hidden="true") for _ in range(6))
    return rx.el.div(*waits, class_name="db-waits")


def _body(card: Panel, sheet: rx.Var[Sheet] | Sheet) -> rx.Component:
    return table(card.title, sheet) if card.body == "list" else heat(card.title, sheet, shape=card.body)


def table(title: str, sheet: rx.Var[Sheet] | Sheet) -> rx.Component:
    """The lines of a sheet, each figure with the orders behind it."""
    return rx.el.table(
        rx.el.caption(title, class_name="visually-hidden"),
        rx.el.thead(rx.el.tr(rx.el.th(sheet.head, scope="col"), rx.foreach(sheet.heads, _head))),
        rx.el.tbody(rx.foreach(sheet.rows, lambda row: _row(row, sheet))),
        class_name="db-table",
    )


def _head(head: rx.Var[Head]) -> rx.Component:
    return rx.el.th(head.label, scope="col", class_name=rx.cond(head.is_number, "db-num", ""))


def _row(row: rx.Var[Row], sheet: rx.Var[Sheet] | Sheet) -> rx.Component:
    """A line: its name narrows the dashboard to it, or takes that away; its figures open the orders behind them."""
    name = rx.cond(row.tone != "", status_badge(row.tone, row.label), rx.el.span(row.label, class_name="db-product"))
    says = rx.cond(row.is_chosen, ": show all again", ": show only this")
    return rx.el.tr(
        rx.el.th(
            rx.cond(
                row.narrow != "",
                link(
                    name,
                    rx.el.span(says, class_name="visually-hidden"),
                    to=row.narrow,
                    class_name="db-row-link",
                    title=row.title,
                    aria_current=rx.cond(row.is_chosen, "true", "false"),
                ),
                rx.cond(
                    row.record != "",
                    link(name, to=row.record, class_name="db-row-link", title=row.title),
                    rx.el.span(name, class_name="db-row-link", title=row.title),
                ),
            ),
            rx.el.span(
                rx.el.span(style={"width": f"{row.width}%"}, data_status=row.tone),
                class_name="db-meter",
                aria_hidden="true",
            ),
            scope="row",
        ),
        rx.foreach(row.cells, lambda cell, place: _cell(cell, sheet.heads[place], sheet)),
        key=row.key,
        data_chosen=row.is_chosen,
    )


def _cell(cell: rx.Var[Cell], head: rx.Var[Head], sheet: rx.Var[Sheet] | Sheet) -> rx.Component:
    """What a cell does not have is not sent at all."""
    value = moving(cell.text, about=rx.cond(head.passes, "", sheet.about))
    rows = f"{sheet.opens.before}{cell.href}{sheet.opens.after}"
    return rx.el.td(
        rx.cond(cell.href, link(value, to=rows, class_name="db-cell-link"), value),
        # The change beside it says the same to who listens.
        rx.cond(cell.was, rx.el.span(cell.was, class_name="db-former", aria_hidden="true")),
        rx.cond(cell.words, rx.el.span(", ", cell.words, class_name="visually-hidden"), rx.fragment()),
        title=cell.words,
        class_name=rx.cond(head.is_number, "db-num", ""),
    )


def shown_panel(card: Panel) -> rx.Component:
    """The card with what the state holds for it."""
    return panel(card, getattr(DashboardState, card.key), as_of=DashboardState.late[card.key])
