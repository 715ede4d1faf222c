"""`/dashboard/notices`."""

from typing import Any

import reflex as rx

from app.ui.components.blank import empty_state, skeleton
from app.ui.components.buttons import button
from app.ui.components.links import button_link, link
from app.ui.dashboard_notices.forms import alert_dialog, letter_dialog, report_dialog
from app.ui.dashboard_notices.shown import Card
from app.ui.dashboard_notices.state import NoticesState
from app.ui.shell import heading, shell


def notices_page() -> rx.Component:
    """The person's own mails and alerts."""
    return shell(
        heading(
            "Mails and alerts",
            button_link("Dashboard", to="/dashboard"),
            note=rx.fragment("Figures by mail, to ", NoticesState.email, "."),
        ),
        rx.cond(NoticesState.loaded, _content(), skeleton(lines=8, label="Loading your mails and alerts")),
        report_dialog(),
        alert_dialog(),
        letter_dialog(),
    )


def _content() -> rx.Component:
    return rx.el.div(
        rx.cond(NoticesState.has_mail_server, rx.fragment(), _no_mail_server()),
        rx.cond(
            NoticesState.board_error != "", rx.el.p(NoticesState.board_error, class_name="form-error", role="alert")
        ),
        rx.cond(NoticesState.board != "", _board()),
        _undo(),
        _section(
            "Scheduled mails",
            "report",
            NoticesState.reports,
            new="New scheduled mail",
            nothing="No scheduled mails yet",
            what="The figures of the dashboard, each day or each week at a time of your own clock.",
        ),
        _section(
            "Alerts",
            "alert",
            NoticesState.alerts,
            new="New alert",
            nothing="No alerts yet",
            what="A mail once each time a figure crosses a line, such as more than 20 orders that wait for two days.",
        ),
        class_name="notices",
    )


def _no_mail_server() -> rx.Component:
    return rx.el.p(
        rx.el.strong("No mail server is set. "),
        "Mails are written and wait in the outbox until whoever runs this shop sets DAYBOOK_SMTP_URL. "
        "Of each scheduled mail the newest one waits.",
        class_name="notice-warning",
        role="note",
    )


def _board() -> rx.Component:
    """From the dashboard: what it showed, and what can be made of it."""
    return rx.el.section(
        rx.el.h2("What the dashboard shows", class_name="card-title"),
        rx.el.p(NoticesState.board),
        rx.el.div(
            button("Mail me these figures", kind="primary", on_click=NoticesState.begin("report")),
            button("Alert me about them", on_click=NoticesState.begin("alert")),
            class_name="form-actions",
        ),
        class_name="card",
    )


def _undo() -> rx.Component:
    return rx.el.div(
        rx.cond(
            NoticesState.deleted_id != "",
            rx.el.p(
                rx.el.span(NoticesState.deleted_title, " is deleted. "),
                button("Bring it back", kind="quiet", id="bring-back", on_click=NoticesState.bring_back),
                class_name="notice-undo",
            ),
        ),
        role="status",
    )


def _section(title: str, kind: str, cards: rx.Var[list[Card]], *, new: str, nothing: str, what: str) -> rx.Component:
    begin = NoticesState.begin(kind)
    return rx.el.section(
        rx.el.div(rx.el.h2(title), button(new, on_click=begin), class_name="sheet-head"),
        rx.cond(
            cards.length() > 0,
            rx.el.ul(rx.foreach(cards, lambda card: _card(card, kind)), class_name="notice-list"),
            empty_state(nothing, what),
        ),
        class_name="sheet",
        aria_label=title,
    )


def _card(card: rx.Var[Card], kind: str) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(link(card.title, to=card.board, class_name="notice-title")),
            rx.el.p(card.about, class_name="notice-about"),
            rx.el.p(
                rx.el.span(class_name="notice-dot", aria_hidden="true"),
                card.state_words,
                class_name="notice-state",
                data_state=card.state,
            ),
            rx.el.p(rx.cond(card.next != "", rx.el.span(card.next)), rx.el.span(card.last), class_name="notice-times"),
            class_name="notice-body",
        ),
        rx.el.div(
            _act("Send me one now", card, on_click=NoticesState.send_now(kind, card.id)),
            rx.cond(
                card.paused,
                _act("Resume", card, on_click=NoticesState.resume(kind, card.id)),
                _act("Pause", card, on_click=NoticesState.pause(kind, card.id)),
            ),
            _act("Edit", card, on_click=NoticesState.edit(kind, card.id), class_name="notice-edit"),
            _act("Delete", card, on_click=NoticesState.delete(kind, card.id)),
            class_name="notice-acts",
        ),
        id=f"notice-{card.id}",
        key=card.id,
        class_name="notice",
    )


def _act(words: str, card: rx.Var[Card], *, on_click: Any, class_name: str = "") -> rx.Component:
    """A button that says to a screen reader which one it acts on."""
    return rx.el.button(
        words,
        rx.el.span(": ", card.title, class_name="visually-hidden"),
        type="button",
        on_click=on_click,
        class_name=f"button button-quiet {class_name}".strip(),
    )
