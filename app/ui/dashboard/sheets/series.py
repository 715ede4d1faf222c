"""Revenue and orders over time, beside the revenue of the same part of the period compared with."""

from functools import partial

from app.features.dashboard.schemas import Stats
from app.ui.dashboard import figures, labels
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.change import former, marks
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part

REVENUE = Column("revenue", "Revenue", "money")
COLUMNS = (Column("orders", "Orders", "number"), REVENUE)
NONE = (Mark(None),) * len(former(REVENUE))


def series(stats: Stats, seen: Seen) -> Table:
    """Each part of the range, the first one first."""
    most = max((point.revenue.amount for point in stats.series), default=0)
    ends = [*(point.at for point in stats.series[1:]), stats.to]
    lines = tuple(
        Line(
            key=point.at.isoformat(),
            at=point.at,
            label=labels.slot_long(point.at, stats.grain, seen.formats),
            marks=(Mark(point.orders, rows), Mark(point.revenue.amount, rows), *_beside(number, stats, seen)),
            weight=part(point.revenue.amount, most),
        )
        for number, (point, end) in enumerate(zip(stats.series, ends, strict=False))
        for rows in (seen.rows_between(point.at, end),)
    )
    columns = (*COLUMNS, *former(REVENUE)) if stats.previous else COLUMNS
    return Table("Time", columns, lines, stats.currency, sentence=figures.summary(stats, seen))


def _beside(number: int, stats: Stats, seen: Seen) -> tuple[Mark, ...]:
    """The revenue of the part with that number before, and how it has changed; none where there is no such part."""
    if stats.previous is None:
        return ()
    if number >= len(stats.previous.series):
        return NONE
    now, before = (period.series[number].revenue.amount for period in (stats, stats.previous))
    return marks(now, before, partial(seen.formats.money, currency=stats.currency), seen.formats)
