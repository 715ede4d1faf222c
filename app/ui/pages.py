"""Every page: its route, view, title and what runs when it loads. Who may see it stands in `door/guard.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from app.ui.admin_changes.state import ChangesState
from app.ui.admin_changes.view import changes_page
from app.ui.admin_orders.state import AdminOrdersState
from app.ui.admin_orders.view import admin_orders_page
from app.ui.admin_products.state import AdminProductsState
from app.ui.admin_products.view import admin_products_page
from app.ui.admin_users.state import AdminUsersState
from app.ui.admin_users.view import admin_users_page
from app.ui.components.brand import PRODUCT
from app.ui.dashboard.state import DashboardState
from app.ui.dashboard.view import dashboard_page
from app.ui.dashboard.wall.view import wall_page
from app.ui.dashboard_notices.state import NoticesState
from app.ui.dashboard_notices.view import notices_page
from app.ui.door.guard import AUDIENCES
from app.ui.home.state import HomeState
from app.ui.home.view import home_page
from app.ui.login.state import DoorState
from app.ui.login.view import login_page
from app.ui.order_detail.state import OrderState
from app.ui.order_detail.view import order_page
from app.ui.orders.state import OrdersState
from app.ui.orders.view import orders_page
from app.ui.orders_new.state import ShopState
from app.ui.orders_new.view import shop_page
from app.ui.profile.state import ProfileState
from app.ui.profile.view import profile_page
from app.ui.setup.view import setup_page
from app.ui.shell import ShellState
from app.ui.signup.view import signup_page


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `on_load` are event handlers in the order in which they run."""

    route: str
    view: Callable[[], rx.Component]
    title: str
    on_load: Sequence[Any] = field(default_factory=tuple)


FRAME = ShellState.load
PAGES: tuple[Page, ...] = (
    Page("/", home_page, "Start", on_load=(FRAME, HomeState.go, HomeState.watch)),
    Page("/login", login_page, "Sign in", on_load=(DoorState.load,)),
    Page("/signup", signup_page, "Create account"),
    Page("/setup", setup_page, "Set up"),
    Page("/profile", profile_page, "Profile", on_load=(FRAME, ProfileState.load)),
    Page("/orders", orders_page, "Orders", on_load=(FRAME, OrdersState.watch)),
    Page("/orders/new", shop_page, "New order", on_load=(FRAME, ShopState.watch)),
    Page("/orders/[order_id]", order_page, "Order", on_load=(FRAME, OrderState.watch)),
    Page("/dashboard", dashboard_page, "Dashboard", on_load=(FRAME, DashboardState.watch)),
    Page("/dashboard/notices", notices_page, "Mails and alerts", on_load=(FRAME, NoticesState.watch)),
    Page("/dashboard/wall", wall_page, "Dashboard", on_load=(FRAME, DashboardState.watch)),
    Page(
        "/admin/orders",
        admin_orders_page,
        "Orders",
        on_load=(FRAME, AdminOrdersState.load, AdminOrdersState.watch, AdminOrdersState.meet),
    ),
    Page(
        "/admin/products",
        admin_products_page,
        "Products",
        on_load=(FRAME, AdminProductsState.load, AdminProductsState.watch, AdminProductsState.meet),
    ),
    Page(
        "/admin/users",
        admin_users_page,
        "People",
        on_load=(FRAME, AdminUsersState.load, AdminUsersState.watch, AdminUsersState.meet),
    ),
    Page("/admin/changes", changes_page, "Changes", on_load=(FRAME, ChangesState.watch)),
)


def add_pages(app: rx.App) -> None:
    """Register every page. Raises KeyError for a route without an audience."""
    for page in PAGES:
        _ = AUDIENCES[page.route]
        app.add_page(page.view, route=page.route, title=f"{page.title} · {PRODUCT}", on_load=list(page.on_load) or None)
