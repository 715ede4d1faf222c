"""Orders by status."""

from app.features.dashboard.schemas import Stats
from app.ui.components.status import label_of
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.change import former, marks, was
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part

ORDERS = Column("orders", "Orders", "number")
COLUMNS = (ORDERS, Column("amount", "Amount", "money"))


def statuses(stats: Stats, seen: Seen) -> Table:
    """Each status with its orders, in the order of an order's life."""
    most = max(figure.orders for figure in stats.by_status.values())
    before = stats.previous.by_status if stats.previous else {}
    said, chosen = seen.formats.number, seen.address.all("status")
    lines = tuple(
        Line(
            key=name,
            label=label_of(name),
            marks=(
                Mark(figure.orders, rows, was=was(then, said)),
                Mark(figure.amount.amount, rows),
                *marks(figure.orders, then, said, seen.formats),
            ),
            narrow=seen.address.toggled("status", name).href,
            is_chosen=name in chosen,
            weight=part(figure.orders, most),
            tone=name,
        )
        for name, figure in stats.by_status.items()
        for rows in (seen.rows_between(stats.from_, stats.to, status=(name,)),)
        for then in (before[name].orders if before else None,)
    )
    columns = (*COLUMNS, *former(ORDERS)) if before else COLUMNS
    return Table("Status", columns, lines, stats.currency, sentence=_sentence(stats, seen))


def _sentence(stats: Stats, seen: Seen) -> str:
    if not stats.orders:
        return f"No orders for {seen.words}."
    name, figure = max(stats.by_status.items(), key=lambda item: item[1].orders)
    if stats.orders == 1:
        return f"The only order for {seen.words} is {label_of(name).lower()}."
    count, whole = seen.formats.number(figure.orders), seen.formats.number(stats.orders)
    return f"Most orders for {seen.words} are {label_of(name).lower()}: {count} of {whole}."
