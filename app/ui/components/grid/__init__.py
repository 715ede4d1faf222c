"""The record grid: column declarations, the component, and the messages between browser and door."""

from app.ui.components.grid.columns import (
    Choice,
    Column,
    Email,
    Flag,
    Link,
    LongText,
    Moment,
    Money,
    Number,
    Option,
    Text,
)
from app.ui.components.grid.component import record_grid
from app.ui.components.grid.messages import CellConflict, EditRequest, GridRow, GridWindow, RowChange, Tick

__all__ = [
    "CellConflict",
    "Choice",
    "Column",
    "EditRequest",
    "Email",
    "Flag",
    "GridRow",
    "GridWindow",
    "Link",
    "LongText",
    "Moment",
    "Money",
    "Number",
    "Option",
    "RowChange",
    "Text",
    "Tick",
    "record_grid",
]
