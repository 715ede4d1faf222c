"""`/admin/users`."""

import reflex as rx

from app.ui.admin_users.grid import COLUMNS
from app.ui.admin_users.state import AdminUsersState
from app.ui.components.grid import record_grid
from app.ui.presence import presence_of
from app.ui.shell import heading, shell


def admin_users_page() -> rx.Component:
    """Everybody with an account: name, role and whether they may come in are edited in place."""
    grid = record_grid(
        "users",
        COLUMNS,
        label="People",
        noun=("person", "people"),
        tick=AdminUsersState.tick,
        ready=AdminUsersState.ready,
        view=AdminUsersState.view,
        time_zone=AdminUsersState.time_zone,
        search_label="E-mail or beginning of a name",
        empty_text="Nobody has an account yet.",
        **presence_of(AdminUsersState),
    )
    return shell(
        heading("People"),
        rx.el.div(grid, class_name="grid-frame"),
        class_name="main-grid",
    )
