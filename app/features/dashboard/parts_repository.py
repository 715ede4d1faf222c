"""The SQL of parts of a range: which rollups know them, and the rows of each part beside its slot and its sign."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, column, values
from sqlmodel import col

from app.features.dashboard.rules import Part
from app.features.dashboard.segments import Segment
from app.features.orders.tiers import STEPS, number_of
from app.models import Tier
from app.models.columns import Moment

TIER_OF = {step: tier for tier, step in STEPS.items()}


def by_step(parts: Sequence[Part]) -> dict[timedelta | None, list[Part]]:
    """The parts that one table knows, together."""
    found: defaultdict[timedelta | None, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.step].append(part)
    return found


def moments(parts: Sequence[Part]) -> Any:
    """The parts as a table of slot, low, high and sign; the ends are moments."""
    return _table("parts", Moment, [(part.slot, part.span.start, part.span.end, part.sign) for part in parts])


def numbers(parts: Sequence[Part], step: timedelta) -> Any:
    """The parts as a table of slot, low, high and sign; the ends are buckets of a tier."""
    ends = ((part, number_of(part.span.start, step), number_of(part.span.end, step)) for part in parts)
    return _table(
        f"parts_of_{tier_of(step)}", BigInteger, [(part.slot, low, high, part.sign) for part, low, high in ends]
    )


def tier_of(step: timedelta) -> Tier:
    """The tier whose rows are that long."""
    return TIER_OF[step]


def within(bucket: Any, cut: Any) -> ColumnElement[bool]:
    """That something lies in a part."""
    return (bucket >= cut.c.low) & (bucket < cut.c.high)


def passing(table: Any, segment: Segment) -> list[ColumnElement[bool]]:
    """What rollups can check of a segment: currency, status and channel."""
    conditions = [col(table.currency) == segment.currency]
    if segment.status:
        conditions.append(col(table.status).in_(segment.status))
    if segment.channel:
        conditions.append(col(table.channel).in_(segment.channel))
    return conditions


def _table(name: str, kind: Any, rows: Sequence[tuple[Any, ...]]) -> Any:
    columns = (column("slot", Integer), column("low", kind), column("high", kind), column("sign", Integer))
    return values(*columns, name=name).data(list(rows)).cte(name)
