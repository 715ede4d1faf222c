"""An order as a line of a list, in the viewer's words."""

from dataclasses import dataclass

import reflex as rx

from app.core.formats import Formats
from app.features.orders.schemas import OrderDetail
from app.ui.components.links import link
from app.ui.components.status import label_of, status_badge


@dataclass(frozen=True, slots=True)
class OrderCard:
    """What a list shows of an order; every text is formatted for the viewer."""

    id: str
    number: str
    status: str
    status_label: str
    what: str
    total: str
    ordered: str
    ordered_iso: str


def to_card(order: OrderDetail, formats: Formats) -> OrderCard:
    """The line of an order."""
    return OrderCard(
        id=str(order.id),
        number=f"#{order.number}",
        status=order.status.value,
        status_label=label_of(order.status.value),
        what=_what(order),
        total=formats.money(order.total_price.amount, order.total_price.currency),
        ordered=formats.day(order.ordered_at),
        ordered_iso=order.ordered_at.isoformat(),
    )


def _what(order: OrderDetail) -> str:
    """The first thing of the order, and how many others there are."""
    if not order.items:
        return ""
    others = len(order.items) - 1
    return order.items[0].name + (f" and {others} more" if others else "")


def cards_table(cards: rx.Var[list[OrderCard]], *, label: str) -> rx.Component:
    """The lines as a table; on a phone each becomes a block."""
    heads = (("Order", ""), ("Status", ""), ("Items", ""), ("Ordered", ""), ("Total", "number"))
    return rx.el.table(
        rx.el.caption(label, class_name="visually-hidden"),
        rx.el.thead(rx.el.tr(*(rx.el.th(text, scope="col", class_name=kind) for text, kind in heads))),
        rx.el.tbody(rx.foreach(cards, _row)),
        class_name="table order-table",
    )


def _row(card: rx.Var[OrderCard]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(link(card.number, to=f"/orders/{card.id}", class_name="row-link"), scope="row", class_name="o-number"),
        rx.el.td(status_badge(card.status, card.status_label), class_name="o-status"),
        rx.el.td(card.what, class_name="o-what"),
        rx.el.td(rx.el.time(card.ordered, date_time=card.ordered_iso), class_name="o-when"),
        rx.el.td(card.total, class_name="number o-total"),
        key=card.id,
        data_order=card.id,
    )
