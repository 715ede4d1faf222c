"""The catalogue for the record grid."""

from app.core.actor import Actor
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductGridRow
from app.ui.components.grid import EditRequest, Flag, LongText, Moment, Money, ServiceSource, Text, plain

COLUMNS = (
    Text(field="sku", label="SKU", width=130, pinned=True, sortable=True, filterable=True),
    Text(field="name", label="Name", width=220, sortable=True, filterable=True, editable=True, required=True),
    Text(field="category", label="Category", width=150, sortable=True, filterable=True, editable=True, max_length=100),
    Money(field="price", label="Price", width=130, sortable=True, filterable=True, editable=True, minimum=0),
    Flag(field="active", label="For sale", width=110, filterable=True, editable=True),
    LongText(field="description", label="Description", width=280, flex=1, editable=True, max_length=4000),
    Moment(field="updated_at", label="Changed"),
)


async def _edit(actor: Actor, edit: EditRequest) -> ProductGridRow:
    return await catalog.edit_field(
        actor, edit.id, field=edit.field, base=_text(edit.base), value=_text(edit.value), gesture_id=edit.key
    )


def _text(value: object) -> object:
    """What the catalogue keeps: minor units for money, and empty text rather than nothing."""
    kept = plain(value)
    return "" if kept is None else kept


PRODUCTS = ServiceSource(
    columns=COLUMNS, read_window=catalog.window, count_rows=catalog.count, read_rows=catalog.rows, edit_cell=_edit
)
