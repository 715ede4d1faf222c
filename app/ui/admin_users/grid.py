"""People for the record grid. Names and addresses are sealed: they can be searched, but not sorted."""

from app.core.actor import Actor, Role
from app.features.accounts import service as accounts
from app.features.accounts.schemas import UserGridRow
from app.ui.components.grid import (
    Choice,
    EditRequest,
    Email,
    Flag,
    Moment,
    Number,
    Option,
    Person,
    ServiceSource,
    plain,
)

ROLES = (
    Option(Role.CUSTOMER.value, "Customer"),
    Option(Role.STAFF.value, "Staff", "paid"),
    Option(Role.ADMIN.value, "Admin", "ok"),
)
COLUMNS = (
    Person(field="name", label="Name", width=200, pinned=True, filterable=True, editable=True, required=True),
    Email(field="email", label="Email", width=240, flex=1, filterable=True),
    Choice(field="role", label="Role", width=130, sortable=True, filterable=True, editable=True, options=ROLES),
    Flag(field="active", label="Active", width=100, sortable=True, filterable=True, editable=True),
    Number(field="orders", label="Orders", width=100),
    Moment(field="created_at", label="Since", sortable=True, filterable=True),
)


async def _edit(actor: Actor, edit: EditRequest) -> UserGridRow:
    return await accounts.edit_user_field(
        actor, edit.id, edit.field, base=plain(edit.base), value=plain(edit.value), gesture_id=edit.key
    )


USERS = ServiceSource(
    columns=COLUMNS,
    read_window=accounts.window,
    count_rows=accounts.count_users,
    read_rows=accounts.rows,
    edit_cell=_edit,
)
