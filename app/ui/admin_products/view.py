"""`/admin/products`."""

import reflex as rx

from app.ui.admin_products.grid import COLUMNS
from app.ui.admin_products.state import AdminProductsState
from app.ui.components.buttons import button
from app.ui.components.dialog import dialog
from app.ui.components.fields import form_note, text_area, text_field
from app.ui.components.grid import record_grid
from app.ui.presence import presence_of
from app.ui.shell import heading, shell

ERRORS = AdminProductsState.errors


def admin_products_page() -> rx.Component:
    """The catalogue, to correct in place, and a dialog for what is new."""
    grid = record_grid(
        "products",
        COLUMNS,
        label="Products",
        noun=("product", "products"),
        tick=AdminProductsState.tick,
        ready=AdminProductsState.ready,
        view=AdminProductsState.view,
        time_zone=AdminProductsState.time_zone,
        search_label="Name or SKU",
        empty_text="Nothing in the catalogue yet. Add a product to begin.",
        **presence_of(AdminProductsState),
    )
    return shell(
        heading("Products", button("New product", kind="primary", on_click=AdminProductsState.ask)),
        rx.el.div(grid, class_name="grid-frame"),
        _dialog(),
        class_name="main-grid",
    )


def _dialog() -> rx.Component:
    return dialog(
        rx.el.form(
            form_note(ERRORS.get("form", "")),
            text_field("SKU", "sku", error=ERRORS.get("sku", ""), max_length=64, auto_complete="off"),
            text_field("Name", "name", error=ERRORS.get("name", ""), max_length=200, auto_complete="off"),
            text_field("Category", "category", error=ERRORS.get("category", ""), max_length=100, auto_complete="off"),
            text_field(
                rx.fragment("Price in ", AdminProductsState.currency),
                "price",
                error=ERRORS.get("price", ""),
                input_mode="decimal",
                auto_complete="off",
            ),
            text_area("Description", "description", error=ERRORS.get("description", ""), max_length=4000),
            rx.el.div(
                button("Add product", kind="primary", type="submit"),
                button("Discard", kind="quiet", on_click=AdminProductsState.stop),
                class_name="form-actions",
            ),
            on_submit=AdminProductsState.add,
            aria_label="New product",
            class_name="form",
        ),
        label="New product",
        is_open=AdminProductsState.adding,
        on_dismiss=AdminProductsState.stop,
    )
