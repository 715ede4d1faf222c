"""The picture of any card."""

from collections.abc import Sequence

from app.features.dashboard.measures import Measure
from app.features.dashboard.schemas import Stats
from app.ui.dashboard import figures
from app.ui.dashboard.cards import card as figure_card
from app.ui.dashboard.pictures.chart import chart
from app.ui.dashboard.pictures.figure import figure
from app.ui.dashboard.pictures.frame import MARGIN, Caption, framed
from app.ui.dashboard.pictures.rows import rows
from app.ui.dashboard.pictures.shaded import shaded
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.deck import Panel
from app.ui.dashboard.sheets.sheet import sheet_of
from app.ui.dashboard.sheets.table import Table

NARROW, ORDINARY, WIDE = 440, 720, 960


def of_figure(measure: Measure, stats: Stats, seen: Seen, caption: Caption) -> str:
    """A figure card as an SVG document."""
    body = figure(figure_card(measure, stats, seen), wide=NARROW - 2 * MARGIN, is_loss=measure.is_loss)
    return framed(body, caption, wide=NARROW)


def of_table(panel: Panel, table: Table, stats: Stats, seen: Seen, caption: Caption) -> str:
    """A card that is more than a figure as an SVG document. `stats` are those of the page around it."""
    if panel.body == "bars":
        body = chart(figures.plot(stats, seen), wide=WIDE - 2 * MARGIN)
        return framed(body, caption, wide=WIDE)
    sheet = sheet_of(table, seen.formats, about=seen.about)
    if panel.body == "list":
        return framed(rows(sheet, wide=ORDINARY - 2 * MARGIN), caption, wide=ORDINARY)
    return framed(shaded(sheet, wide=WIDE - 2 * MARGIN), caption, wide=WIDE)


def about(stats: Stats, seen: Seen, filters: Sequence[str], *, is_of_range: bool = True) -> tuple[str, ...]:
    """The lines that say of what the figures are: the range, the filters, and what they are compared with."""
    narrowed = f"Filtered by {'; '.join(filters)}" if filters else ""
    compared = figures.compared_with(stats, seen) if is_of_range else ""
    period = seen.formats.period(stats.from_, stats.to) if is_of_range else ""
    return tuple(line for line in (period, narrowed, compared) if line)
