"""A figure as a table: of the whole range and over time, beside what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from app.features.dashboard.measures import WHOLE, Measure
from app.features.dashboard.schemas import Figures, Stats
from app.ui.dashboard import labels
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, Value

WHOLE_RANGE = "Whole range"


@dataclass(frozen=True, slots=True)
class _Part:
    """The figure of a part of a period; None where there is none, such as a rate of no orders."""

    start: datetime
    end: datetime
    value: int | None


def measured(measure: Measure, stats: Stats, seen: Seen) -> Table:
    """The whole range first, then each part of it; each beside its former self."""
    columns = [Column("from", "From", "moment"), Column("to", "To", "moment")]
    columns += [Column("value", measure.title, measure.unit)]
    if stats.previous is not None:
        columns += [Column("before_from", "Compared from", "moment"), Column("before_to", "Compared to", "moment")]
        columns += [Column("before", f"Compared {measure.title.lower()}", measure.unit)]
        columns += [Column("difference", "Difference", measure.unit)]
        columns += [Column("change", "Change", "share")] if measure.unit != "share" else []
    whole = _line(WHOLE_RANGE, _whole(measure, stats), _former(measure, stats), wide=len(columns))
    return Table("Period", tuple(columns), (whole, *_course(measure, stats, seen, wide=len(columns))), stats.currency)


def _course(measure: Measure, stats: Stats, seen: Seen, *, wide: int) -> Sequence[Line]:
    """A line for each part of the range, beside the same part of the period that is compared with."""
    former = _parts(measure, stats.previous) if stats.previous else ()
    return [
        _line(labels.slot_long(part.start, stats.grain, seen.formats), part, before, wide=wide)
        for part, before in zip_longest(_parts(measure, stats), former[: len(stats.series)])
    ]


def _whole(measure: Measure, figures: Figures) -> _Part:
    return _Part(figures.from_, figures.to, measure.of(figures))


def _former(measure: Measure, stats: Stats) -> _Part | None:
    return _whole(measure, stats.previous) if stats.previous else None


def _parts(measure: Measure, figures: Figures) -> Sequence[_Part]:
    ends = [*(point.at for point in figures.series[1:]), figures.to]
    return [_Part(point.at, end, measure.at(point)) for point, end in zip(figures.series, ends, strict=False)]


def _line(label: str, part: _Part, before: _Part | None, *, wide: int) -> Line:
    values: list[Value] = [part.start, part.end, part.value]
    if before is not None:
        difference = None if part.value is None or before.value is None else part.value - before.value
        change = round(WHOLE * difference / before.value) if difference is not None and before.value else None
        values += [before.start, before.end, before.value, difference, change]
    values += [None] * (wide - len(values))
    return Line(label, label, tuple(Mark(value) for value in values[:wide]))
