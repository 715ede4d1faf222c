"""The catalogue for the record grid."""

from functools import partial

from app.features.catalog import scanning
from app.features.catalog import service as catalog
from app.features.changes.schemas import Entity
from app.features.records import service as records
from app.ui.components.grid import Flag, LongText, Moment, Money, ServiceSource, Text

COLUMNS = (
    Text(field="sku", label="SKU", width=152, pinned=True, sortable=True, filterable=True),
    Text(field="name", label="Name", width=220, sortable=True, filterable=True, editable=True, required=True),
    Text(field="category", label="Category", width=150, sortable=True, filterable=True, editable=True, max_length=100),
    Money(field="price", label="Price", width=130, sortable=True, filterable=True, editable=True, minimum=0),
    Flag(field="active", label="For sale", width=110, filterable=True, editable=True),
    LongText(field="description", label="Description", width=280, flex=1, editable=True, max_length=4000),
    Moment(field="updated_at", label="Changed"),
)


PRODUCTS = ServiceSource(
    entity=Entity.PRODUCT,
    columns=COLUMNS,
    read_window=catalog.window,
    count_rows=catalog.count,
    read_rows=catalog.rows,
    scan_rows=scanning.scan,
    edit_cells=partial(records.edit_cells, entity=Entity.PRODUCT),
    rehearse_cells=partial(records.rehearse_cells, entity=Entity.PRODUCT),
    read_ids=catalog.window_ids,
)
