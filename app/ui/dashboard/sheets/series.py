"""Revenue and orders over time."""

from app.features.dashboard.schemas import Stats
from app.ui.dashboard import figures, labels
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part

COLUMNS = (Column("orders", "Orders", "number"), Column("revenue", "Revenue", "money"))


def series(stats: Stats, seen: Seen) -> Table:
    """Each part of the range, the first one first."""
    most = max((point.revenue.amount for point in stats.series), default=0)
    ends = [*(point.at for point in stats.series[1:]), stats.to]
    lines = tuple(
        Line(
            key=point.at.isoformat(),
            at=point.at,
            label=labels.slot_long(point.at, stats.grain, seen.formats),
            marks=(Mark(point.orders, rows), Mark(point.revenue.amount, rows)),
            weight=part(point.revenue.amount, most),
        )
        for point, end in zip(stats.series, ends, strict=False)
        for rows in (seen.rows_between(point.at, end),)
    )
    sentence = figures.summary(stats, seen)
    return Table("Time", COLUMNS, lines, stats.currency, sentence=sentence)
