"""Orders for the record grid."""

from functools import partial

from app.features.changes.schemas import Entity
from app.features.orders import scanning
from app.features.orders import service as orders
from app.features.orders.rules import why_not
from app.features.orders.schemas import OrderStatus
from app.features.records import service as records
from app.ui.admin_orders.totals import totals
from app.ui.components.grid import (
    Choice,
    Customer,
    Email,
    Facet,
    HoursOfWeek,
    LongText,
    Moment,
    Money,
    Number,
    NumberLink,
    Option,
    ServiceSource,
    Text,
)
from app.ui.components.status import label_of

STATUSES = tuple(Option(status.value, label_of(status.value), status.value) for status in OrderStatus)
# Why an order that stands at one status cannot take another: the grid says so before anything is sent.
REFUSALS = {
    origin.value: {target.value: reason for target in OrderStatus if (reason := why_not(origin, target))}
    for origin in OrderStatus
}
COLUMNS = (
    NumberLink(
        field="number", label="Order", width=104, pinned=True, sortable=True, filterable=True, href="/orders/{id}"
    ),
    Customer(field="customer", label="Customer", width=180, filterable=True),
    Email(field="email", label="Email", width=200, hidden=True),
    Choice(
        field="status",
        label="Status",
        width=136,
        sortable=True,
        filterable=True,
        editable=True,
        options=STATUSES,
        refusals=REFUSALS,
    ),
    Money(field="total", label="Total", width=130, sortable=True, filterable=True),
    Moment(field="ordered_at", label="Ordered", sortable=True, filterable=True, editable=True),
    LongText(field="ship_to", label="Ship to", width=220, flex=1, editable=True, max_length=500),
    LongText(field="note", label="Note", width=200, flex=1, editable=True, max_length=2000),
    Number(field="items", label="Items", width=90, hidden=True),
    Text(field="reference", label="Reference", width=150, hidden=True),
    Text(field="channel", label="Channel", width=110, hidden=True),
    Moment(field="created_at", label="Added", hidden=True, sortable=True),
    Moment(field="updated_at", label="Changed", hidden=True),
)
FACETS = (
    Facet(field="product", label="Product"),
    Facet(field="category", label="Category"),
    Facet(field="channel", label="Channel"),
    Facet(field="currency", label="Currency"),
    HoursOfWeek(field="hours", label="Hour of the week"),
    Moment(field="first_order", label="First order of the customer", filterable=True),
    Text(field="reference", label="Reference", filterable=True),
)


ORDERS = ServiceSource(
    entity=Entity.ORDER,
    columns=COLUMNS,
    facets=FACETS,
    read_choices=orders.choices,
    read_names=orders.names,
    read_window=orders.window,
    count_rows=orders.count,
    sum_rows=orders.sums,
    read_totals=totals,
    read_rows=orders.rows,
    scan_rows=scanning.scan,
    edit_cells=partial(records.edit_cells, entity=Entity.ORDER),
    rehearse_cells=partial(records.rehearse_cells, entity=Entity.ORDER),
    read_ids=orders.window_ids,
)
