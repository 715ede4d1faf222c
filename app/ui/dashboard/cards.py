"""The cards: each figure beside its former self, with its course over the range. Pure, as the viewer reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.features.dashboard.measures import MEASURES as MEASURES
from app.features.dashboard.measures import REVENUE as REVENUE
from app.features.dashboard.measures import Measure as Measure
from app.features.dashboard.measures import read
from app.features.dashboard.schemas import Stats
from app.ui.dashboard.seen import Seen

DASH = "\u2013"
SPARK_WIDTH, SPARK_HEIGHT = 100, 24


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. `trend` is up, down, same or none (nothing to compare with); `moved` counts live changes.

    `spark` and `ghost` are points of a line in a box of SPARK_WIDTH by SPARK_HEIGHT: the course of the figure over the
    range, and over the period that is compared with; empty where there is none.
    """

    value: str = ""
    note: str = ""
    trend: str = "none"
    change: str = ""
    against: str = ""
    spark: str = ""
    ghost: str = ""
    href: str = ""
    moved: int = 0


def cards(stats: Stats, seen: Seen) -> dict[str, Card]:
    """Every card by its key, with what it is compared with."""
    return {measure.key: card(measure, stats, seen) for measure in MEASURES}


def card(measure: Measure, stats: Stats, seen: Seen) -> Card:
    """A figure beside its former self; where there is none, nothing is said rather than an infinite growth."""
    reading = read(measure, stats, seen.formats)
    spark, ghost = _lines(measure, stats)
    return Card(
        value=DASH if reading.value is None else reading.value,
        note=measure.note(stats, seen.formats),
        trend=reading.trend,
        change=reading.change,
        against="" if reading.before is None else f"was {reading.before}",
        spark=spark,
        ghost=ghost,
        href=seen.rows_between(stats.from_, stats.to, status=measure.statuses),
    )


def _lines(measure: Measure, stats: Stats) -> tuple[str, str]:
    """The courses of the figure, on one scale so that they can be held against each other."""
    if measure.at is None or len(stats.series) < 2:  # noqa: PLR2004 - a line has two ends
        return "", ""
    now = [measure.at(point) for point in stats.series]
    before = [measure.at(point) for point in stats.previous.series] if stats.previous else []
    length, top = max(len(now), len(before)), max([*now, *before, 1])
    return _line(now, length, top), _line(before, length, top) if len(before) > 1 else ""


def _line(values: Sequence[int], length: int, top: int) -> str:
    step = SPARK_WIDTH / (length - 1)
    return " ".join(
        f"{place * step:.1f},{SPARK_HEIGHT - 1 - (SPARK_HEIGHT - 2) * value / top:.1f}"
        for place, value in enumerate(values)
    )
