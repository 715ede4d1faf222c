"""People for the record grid. Names and addresses are sealed: they can be searched, but not sorted."""

from functools import partial

from app.core.actor import Role
from app.features.accounts import scanning
from app.features.accounts import service as accounts
from app.features.changes.schemas import Entity
from app.features.records import service as records
from app.ui.components.grid import Choice, Email, Flag, Moment, Number, Option, Person, ServiceSource

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


USERS = ServiceSource(
    entity=Entity.USER,
    columns=COLUMNS,
    read_window=accounts.window,
    count_rows=accounts.count_users,
    read_rows=accounts.rows,
    scan_rows=scanning.scan,
    edit_cells=partial(records.edit_cells, entity=Entity.USER),
    rehearse_cells=partial(records.rehearse_cells, entity=Entity.USER),
    read_ids=accounts.window_ids,
)
