"""The record grid: column declarations, the component, where its rows come from, and its messages.

A page declares columns and a source, follows the change log, and places the grid:

    ORDERS = ServiceSource(columns=COLUMNS, read_window=orders.window, read_rows=orders.rows, edit_cell=_edit)

    class AdminOrdersState(rx.State):
        tick: Tick = Tick()

        @rx.event(background=True)
        async def watch(self):
            async for batch in follow(self, [every(Entity.ORDER)]):
                async with self:
                    self.tick = self.tick.after(batch)

    record_grid("orders", COLUMNS, label="Orders", noun=("order", "orders"), tick=AdminOrdersState.tick)

`app/app.py` gives the sources to `grid_routes({"orders": ORDERS, ...})`. The grid fills its parent's height.
"""

from app.ui.components.grid.columns import (
    Choice,
    Column,
    Customer,
    Email,
    Facet,
    Flag,
    HoursOfWeek,
    Link,
    LongText,
    Moment,
    Money,
    Number,
    NumberLink,
    Option,
    Person,
    Text,
)
from app.ui.components.grid.component import record_grid
from app.ui.components.grid.messages import EditRequest, GridRow, GridTotal, GridWindow, plain
from app.ui.components.grid.source import GridSource, ServiceSource
from app.ui.components.grid.tick import RowChange, Tick

__all__ = [
    "Choice",
    "Column",
    "Customer",
    "EditRequest",
    "Email",
    "Facet",
    "Flag",
    "GridRow",
    "GridSource",
    "GridTotal",
    "GridWindow",
    "HoursOfWeek",
    "Link",
    "LongText",
    "Moment",
    "Money",
    "Number",
    "NumberLink",
    "Option",
    "Person",
    "RowChange",
    "ServiceSource",
    "Text",
    "Tick",
    "plain",
    "record_grid",
]
