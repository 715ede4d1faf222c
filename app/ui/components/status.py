"""The status of an order: a coloured dot and a word, never colour alone."""

import reflex as rx

LABELS = {
    "pending": "Pending",
    "paid": "Paid",
    "shipped": "Shipped",
    "delivered": "Delivered",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
}


def label_of(status: str) -> str:
    """The word people read."""
    return LABELS[status]


def status_badge(status: rx.Var[str], label: rx.Var[str]) -> rx.Component:
    """Dot and word; `status` is the stored value, which chooses the colour."""
    return rx.el.span(
        rx.el.span(class_name="status-dot", aria_hidden="true"), label, class_name="status", data_status=status
    )
