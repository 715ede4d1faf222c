"""The cards: each figure beside its former self, with its course over the range. Pure, as the viewer reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.features.dashboard.measures import MEASURES as MEASURES
from app.features.dashboard.measures import REVENUE as REVENUE
from app.features.dashboard.measures import Measure as Measure
from app.features.dashboard.measures import read
from app.features.dashboard.schemas import PeopleCourse, Stats
from app.ui.dashboard.seen import Seen

PEOPLE, NEW = "customers", "fresh"
# The figures whose courses are a question of their own.
PEOPLES = frozenset({PEOPLE, NEW})
DASH = "\u2013"
SPARK_WIDTH, SPARK_HEIGHT = 100, 24
# A line has two.
TWO_ENDS = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. `trend` is up, down, same or none (nothing to compare with); `change` is short, `more` in words.

    `spark` and `ghost` are as in `Course`. `href` opens the orders behind the figure, `note_href` those behind its
    note.
    """

    value: str = ""
    note: str = ""
    trend: str = "none"
    change: str = ""
    more: str = ""
    against: str = ""
    spark: str = ""
    ghost: str = ""
    href: str = ""
    note_href: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Points of a line in a box of SPARK_WIDTH by SPARK_HEIGHT.

    `spark` is the course of a figure over the range, `ghost` that over the period that is compared with; empty where
    there is none.
    """

    spark: str = ""
    ghost: str = ""


@dataclass(frozen=True, slots=True)
class Courses:
    """The courses of PEOPLES, by the keys of their cards."""

    customers: Course = Course()
    fresh: Course = Course()


def courses(found: PeopleCourse) -> Courses:
    """How many people ordered, and how many for the first time."""
    now, before = found.points, found.before
    return Courses(
        customers=_course([point.customers for point in now], [point.customers for point in before]),
        fresh=_course([point.new_customers for point in now], [point.new_customers for point in before]),
    )


def cards(stats: Stats, seen: Seen) -> dict[str, Card]:
    """Every card by its key, with what it is compared with."""
    return {measure.key: card(measure, stats, seen) for measure in MEASURES}


def card(measure: Measure, stats: Stats, seen: Seen) -> Card:
    """A figure beside its former self; where there is none, nothing is said rather than an infinite growth."""
    reading = read(measure, stats, seen.formats)
    former = stats.previous.series if stats.previous else ()
    course = _course([measure.at(point) for point in stats.series], [measure.at(point) for point in former])
    came_back = measure.key == PEOPLE and stats.customers > stats.new_customers
    return Card(
        value=DASH if reading.value is None else reading.value,
        note=measure.note(stats, seen.formats),
        trend=reading.change.trend,
        change=reading.change.short,
        more=reading.change.more,
        against="" if reading.before is None else f"was {reading.before}",
        spark=course.spark,
        ghost=course.ghost,
        href=_rows(measure, stats, seen),
        note_href=seen.rows_between(stats.from_, stats.to, first_order=("", stats.from_)) if came_back else "",
    )


def _rows(measure: Measure, stats: Stats, seen: Seen) -> str:
    """The orders behind a figure: of new customers those of people whose first order lies in the range."""
    start, end = stats.from_, stats.to
    if measure.key == NEW:
        return seen.rows_between(start, end, first_order=(start, end))
    return seen.rows_between(start, end, status=measure.statuses)


def _course(now: Sequence[int | None], before: Sequence[int | None]) -> Course:
    """Both on one scale so that they can be held against each other."""
    if len(now) < TWO_ENDS:
        return Course()
    length, top = max(len(now), len(before)), max([value for value in (*now, *before) if value] or [1])
    return Course(_line(now, length, top), _line(before, length, top))


def _line(values: Sequence[int | None], length: int, top: int) -> str:
    """A line over the values there are; nothing where there are less than two."""
    if len([value for value in values if value is not None]) < TWO_ENDS:
        return ""
    step = SPARK_WIDTH / (length - 1)
    return " ".join(
        f"{place * step:.1f},{SPARK_HEIGHT - 1 - (SPARK_HEIGHT - 2) * value / top:.1f}"
        for place, value in enumerate(values)
        if value is not None
    )
