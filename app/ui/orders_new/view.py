"""`/orders/new`."""

import reflex as rx

from app.core.actor import Role
from app.features.orders.schemas import MAX_QUANTITY
from app.ui.components.blank import empty_state, skeleton
from app.ui.components.buttons import button
from app.ui.components.chrome import jump
from app.ui.components.fields import text_area
from app.ui.components.links import button_link
from app.ui.components.quantity import quantity
from app.ui.orders_new.shown import CartLine, ProductShown
from app.ui.orders_new.state import ShopState
from app.ui.shell import ShellState, heading, shell


def shop_page() -> rx.Component:
    """The shelves on the left, the cart on the right; on a phone one below the other."""
    return shell(
        heading("New order"),
        rx.el.p(ShopState.news, class_name="visually-hidden", role="status"),
        rx.cond(
            ShopState.count > 0,
            jump("Cart · ", ShopState.count, " · ", ShopState.total, target="cart", class_name="cart-jump"),
        ),
        rx.el.div(
            rx.el.section(
                _filters(),
                rx.cond(ShopState.loaded, _shelves(), skeleton(lines=10, label="Loading the shop")),
                class_name="shelves",
                aria_label="Products",
            ),
            _cart(),
            class_name="shop",
        ),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="search",
            class_name="field-input shop-search",
            placeholder="Search products",
            aria_label="Search products",
            default_value=ShopState.search,
            on_change=ShopState.find.debounce(250),
            max_length=200,
        ),
        rx.el.select(
            rx.el.option("All categories", value=""),
            rx.foreach(ShopState.categories, lambda name: rx.el.option(name, value=name)),
            class_name="field-input",
            aria_label="Category",
            value=ShopState.category,
            on_change=ShopState.choose,
        ),
        class_name="shop-filters",
    )


def _shelves() -> rx.Component:
    return rx.cond(
        ShopState.products.length() > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(ShopState.products, _product), class_name="products"),
            rx.cond(
                ShopState.has_more, rx.el.div(button("Load more", on_click=ShopState.load_more), class_name="more")
            ),
        ),
        rx.cond(
            (ShopState.search != "") | (ShopState.category != ""),
            empty_state("Nothing matches", "Try another word, or look through all categories."),
            rx.cond(
                ShellState.role == Role.ADMIN.value,
                empty_state(
                    "Nothing is for sale yet",
                    "Once there is a product, it can be ordered here.",
                    button_link("Add products", to="/admin/products", kind="primary"),
                ),
                empty_state("Nothing is for sale yet", "Come back a little later: the shop is filling its shelves."),
            ),
        ),
    )


def _product(product: rx.Var[ProductShown]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(product.name, class_name="product-name"),
            rx.el.p(product.category, class_name="product-category"),
            rx.cond(product.description != "", rx.el.p(product.description, class_name="product-text")),
            class_name="product-about",
        ),
        rx.el.p(product.price, class_name="product-price"),
        button("Add", on_click=ShopState.add(product.id), aria_label=f"Add {product.name}"),
        class_name="product",
        key=product.id,
    )


def _cart() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Your cart", id="cart-title", class_name="card-title"),
        rx.cond(
            ShopState.lines.length() > 0,
            rx.el.ul(rx.foreach(ShopState.lines, _line), class_name="cart-lines"),
            rx.el.p("Nothing in it yet. Add something from the shop.", class_name="muted"),
        ),
        # Hidden rather than left out: what was typed outlives a break of the connection.
        rx.el.div(_checkout(), hidden=ShopState.lines.length() == 0),
        id="cart",
        tab_index=-1,
        class_name="card cart",
        aria_labelledby="cart-title",
    )


def _line(line: rx.Var[CartLine]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(line.name, class_name="cart-name"),
            rx.el.p(line.price, class_name="muted"),
            rx.cond(line.problem != "", rx.el.p(line.problem, class_name="field-error", role="alert")),
            rx.cond(line.notice != "", rx.el.p(line.notice, class_name="cart-notice", role="alert")),
            class_name="cart-about",
        ),
        rx.el.div(
            rx.cond(
                line.problem == "",
                quantity(
                    of=line.name,
                    value=line.quantity,
                    most=MAX_QUANTITY,
                    on_quantity=lambda number: ShopState.set_quantity(line.id, number),
                ),
            ),
            button(
                "Remove", kind="quiet", on_click=ShopState.set_quantity(line.id, 0), aria_label=f"Remove {line.name}"
            ),
            rx.el.p(line.total, class_name="cart-sum"),
            class_name="cart-tools",
        ),
        class_name="cart-line",
        key=line.id,
    )


def _checkout() -> rx.Component:
    errors = ShopState.errors
    return rx.el.form(
        rx.el.p(rx.el.span("Total"), rx.el.strong(ShopState.total, id="cart-total"), class_name="cart-total"),
        text_area(
            "Ship to",
            "ship_to",
            default_value=ShopState.ship_to,
            error=errors.get("ship_to", ""),
            max_length=500,
            auto_complete="street-address",
        ),
        text_area("Note", "note", error=errors.get("note", ""), max_length=2000, rows="2"),
        rx.cond(errors.get("cart", "") != "", rx.el.p(errors.get("cart", ""), class_name="form-error", role="alert")),
        button("Place order", kind="primary", type="submit", disabled=ShopState.stuck),
        on_submit=ShopState.place,
        aria_label="Place the order",
        class_name="form",
    )
