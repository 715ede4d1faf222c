"""Repeat buying: a line for each month of first orders, a column for each month since."""

from collections.abc import Sequence

from app.core.config import get_settings
from app.features.dashboard.measures import WHOLE
from app.features.dashboard.schemas import Cohort
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table
from app.ui.dashboard.sheets.times import month_name

NOTHING = "Nobody ordered for the first time in these months."


def cohorts(found: Sequence[Cohort], seen: Seen) -> Table:
    """Each month in which somebody ordered first, and the share of them who ordered again in each month after it."""
    begun = [cohort for cohort in found if cohort.customers]
    length = max((len(cohort.again) for cohort in begun), default=0)
    most = max((count / cohort.customers for cohort in begun for count in cohort.again), default=0.0)
    lines = tuple(
        Line(
            key=cohort.month.isoformat(),
            label=month_name(cohort.month, seen.formats),
            marks=(Mark(cohort.customers), *_again(cohort, seen, most, length)),
        )
        for cohort in begun
    )
    after = (Column(f"after_{month}", f"+{month}", "share") for month in range(1, length + 1))
    columns = (Column("customers", "Customers", "number"), *after)
    sentence = _sentence(begun, seen)
    return Table("First order", columns, lines, get_settings().currency, sentence=sentence, nothing=NOTHING)


def _again(cohort: Cohort, seen: Seen, most: float, length: int) -> list[Mark]:
    """The months that have come, then as many empty ones as the longest line has more."""
    came = [
        Mark(
            round(WHOLE * count / cohort.customers),
            weight=round(count / cohort.customers / most, 4) if most else 0.0,
            words=_words(cohort, month, count, seen),
        )
        for month, count in enumerate(cohort.again, 1)
    ]
    return came + [Mark(None)] * (length - len(came))


def _words(cohort: Cohort, month: int, count: int, seen: Seen) -> str:
    """The share and the count in full."""
    number, formats = seen.formats.number, seen.formats
    later = "1 month later" if month == 1 else f"{month} months later"
    of_them = f"{number(count)} of {number(cohort.customers)} ({formats.share(count, cohort.customers)})"
    return f"First order in {month_name(cohort.month, formats)}: {of_them} ordered again {later}"


def _sentence(begun: Sequence[Cohort], seen: Seen) -> str:
    """How many of all who could already do so ordered again in the next month."""
    whole = sum(cohort.customers for cohort in begun if cohort.again)
    if not whole:
        return "Whether they order again shows from the month after their first order." if begun else ""
    again, number = sum(cohort.again[0] for cohort in begun if cohort.again), seen.formats.number
    share, counts = seen.formats.share(again, whole), f"{number(again)} of {number(whole)}"
    return f"Of those who ordered for the first time, {share} ordered in the next month: {counts}."
