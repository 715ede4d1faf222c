"""`/orders/[order_id]`."""

import reflex as rx

from app.features.access.rules import DOT
from app.ui.components.blank import not_found, skeleton
from app.ui.components.buttons import button
from app.ui.components.dialog import dialog
from app.ui.components.fields import text_area
from app.ui.components.here import only_at
from app.ui.components.links import link
from app.ui.components.status import status_badge
from app.ui.order_detail.shown import Line, Move, Step
from app.ui.order_detail.state import OrderState
from app.ui.shell import ShellState, heading, shell

ORDER = OrderState.order


def order_page() -> rx.Component:
    """One order, or the words for an address where nothing is for the viewer."""
    waiting = rx.fragment(
        rx.el.h1("Order", class_name="visually-hidden"), skeleton(lines=10, label="Loading the order")
    )
    return shell(
        only_at(OrderState.path, rx.cond(OrderState.missing, not_found(), _order()), otherwise=waiting),
    )


def _order() -> rx.Component:
    return rx.fragment(
        link(
            "Orders",
            to=rx.cond(ShellState.role == "customer", "/orders", "/admin/orders"),
            class_name="link back",
        ),
        heading(
            f"Order {ORDER.number}",
            _actions(),
            note=rx.fragment(
                "Ordered ",
                rx.el.time(ORDER.ordered, date_time=ORDER.ordered_iso),
                rx.cond(ORDER.reference != "", f" · Reference {ORDER.reference}", ""),
            ),
        ),
        rx.el.p(OrderState.news, class_name="visually-hidden", role="status"),
        rx.el.div(
            rx.el.div(_lines(), class_name="order-main"),
            rx.el.div(_standing(), _delivery(), _customer(), _timeline(), class_name="order-side"),
            class_name="order-grid",
        ),
        _cancel_dialog(),
        _refund_dialog(),
    )


def _actions() -> rx.Component:
    return rx.fragment(
        rx.foreach(ORDER.moves, _move),
        rx.cond(ORDER.can_cancel, button("Cancel order", kind="danger", on_click=OrderState.ask("cancelled"))),
    )


def _move(move: rx.Var[Move]) -> rx.Component:
    return rx.cond(
        move.status == "refunded",
        button(move.label, kind="danger", on_click=OrderState.ask(move.status)),
        button(move.label, kind="primary", on_click=OrderState.move(move.status)),
    )


def _lines() -> rx.Component:
    heads = (("Item", ""), ("Quantity", "number"), ("Price", "number l-price"), ("Total", "number"))
    return rx.el.section(
        rx.el.table(
            rx.el.caption("Items", class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(*(rx.el.th(text, scope="col", class_name=kind) for text, kind in heads))),
            rx.el.tbody(rx.foreach(ORDER.lines, _line)),
            rx.el.tfoot(
                rx.el.tr(
                    rx.el.th("Total", scope="row", col_span=2),
                    rx.el.td("", class_name="l-price"),
                    rx.el.td(ORDER.total, class_name="number strong"),
                )
            ),
            class_name="table line-table",
        ),
        class_name="sheet",
        aria_label="Items",
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.span(line.name), rx.el.span(line.sku, class_name="sku"), scope="row"),
        rx.el.td(line.quantity, class_name="number"),
        rx.el.td(line.unit_price, class_name="number l-price"),
        rx.el.td(line.total, class_name="number"),
    )


def _standing() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Status", class_name="card-title"),
        rx.el.p(status_badge(ORDER.status, ORDER.status_label), class_name="order-status"),
        class_name="card",
    )


def _delivery() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Delivery", class_name="card-title"),
            rx.cond(OrderState.editing, rx.fragment(), rx.cond(ORDER.can_edit, _edit_button())),
            class_name="card-head",
        ),
        rx.cond(OrderState.editing, _form(), _delivery_shown()),
        class_name="card",
    )


def _edit_button() -> rx.Component:
    return button("Edit", kind="quiet", on_click=OrderState.edit, id="edit-order", aria_label="Edit address and note")


def _delivery_shown() -> rx.Component:
    return rx.el.dl(
        rx.el.dt("Ship to"),
        rx.el.dd(rx.cond(ORDER.ship_to != "", ORDER.ship_to, "Not given"), class_name="as-written"),
        rx.cond(
            ORDER.note != "",
            rx.fragment(rx.el.dt("Note"), rx.el.dd(ORDER.note, class_name="as-written")),
        ),
        class_name="facts",
    )


def _form() -> rx.Component:
    errors = OrderState.errors
    return rx.el.form(
        text_area("Ship to", "ship_to", default_value=ORDER.ship_to, error=errors.get("ship_to", ""), max_length=500),
        text_area("Note", "note", default_value=ORDER.note, error=errors.get("note", ""), max_length=2000),
        rx.el.div(
            button("Save", kind="primary", type="submit"),
            button("Discard", kind="quiet", on_click=OrderState.stop_editing),
            class_name="form-actions",
        ),
        on_submit=OrderState.save,
        aria_label="Delivery",
        class_name="form",
    )


def _customer() -> rx.Component:
    return rx.cond(
        (ShellState.role != "customer") & (OrderState.customer_email != ""),
        rx.el.section(
            rx.el.h2("Customer", class_name="card-title"),
            rx.el.p(OrderState.customer_name),
            rx.cond(
                OrderState.customer_email.contains(DOT),
                rx.el.p(
                    OrderState.customer_email,
                    class_name="muted",
                    title="Masked; the grid of orders reveals it for a reason",
                ),
                rx.el.p(
                    rx.el.a(OrderState.customer_email, href=f"mailto:{OrderState.customer_email}", class_name="link")
                ),
            ),
            class_name="card",
        ),
    )


def _timeline() -> rx.Component:
    return rx.el.section(
        rx.el.h2("What happened", class_name="card-title"),
        rx.cond(
            OrderState.steps.length() > 0,
            rx.el.ol(rx.foreach(OrderState.steps, _step), class_name="timeline"),
            rx.el.p("Nothing has changed since the order was placed.", class_name="muted"),
        ),
        class_name="card",
    )


def _step(step: rx.Var[Step]) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="status-dot", aria_hidden="true"),
        rx.el.div(
            rx.el.p(step.what, class_name="step-what"),
            rx.el.p(step.who, " · ", rx.el.time(step.at, date_time=step.at_iso), class_name="step-who"),
        ),
        class_name="step",
        data_status=step.status,
        key=step.id,
    )


def _cancel_dialog() -> rx.Component:
    return dialog(
        rx.el.p(f"Order {ORDER.number} will be called off. This cannot be undone."),
        rx.el.div(
            button("Keep the order", on_click=OrderState.keep),
            button("Cancel the order", kind="danger", on_click=OrderState.cancel),
            class_name="form-actions",
        ),
        label="Cancel this order?",
        is_open=OrderState.asking == "cancelled",
        on_dismiss=OrderState.keep,
    )


def _refund_dialog() -> rx.Component:
    return dialog(
        rx.el.p(f"{ORDER.total} of order {ORDER.number} is noted as given back. This cannot be undone."),
        rx.el.div(
            button("Do not refund", on_click=OrderState.keep),
            button("Refund the order", kind="danger", on_click=OrderState.move("refunded")),
            class_name="form-actions",
        ),
        label="Refund this order?",
        is_open=OrderState.asking == "refunded",
        on_dismiss=OrderState.keep,
    )
