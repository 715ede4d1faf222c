"""How long a bar of the time chart is, by hand; and the address that shows a part of the chart alone."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from app.core.errors import invalid
from app.core.ranges import moment, moment_text, zone
from app.features.dashboard.rules import Span, grain_for, is_too_fine, slots
from app.features.dashboard.schemas import Grain, Stats
from app.ui.dashboard.address import RANGE, Address
from app.ui.dashboard.ranges import Option
from app.ui.dashboard.seen import Seen

LABELS = {grain: grain.value.capitalize() for grain in Grain}


def grains(stats: Stats, seen: Seen) -> list[Option]:
    """The grains that suit the range and what it is compared with: neither too many bars, nor a single one.

    The one that is taken by itself is left out of the address.
    """
    tz, shown = zone(seen.formats.time_zone), Span(stats.from_, stats.to)
    spans = [shown, *([Span(stats.previous.from_, stats.previous.to)] if stats.previous else [])]
    suits = grain_for(shown)
    return [
        Option(
            grain.value,
            label,
            seen.address.having(grain="" if grain is suits else grain.value).href,
            grain is stats.grain,
        )
        for grain, label in LABELS.items()
        if grain is stats.grain
        or (not any(is_too_fine(span, tz=tz, grain=grain) for span in spans) and _has_several(shown, tz, grain))
    ]


def zoomed(address: Address, start: str, end: str, *, tz: ZoneInfo) -> str:
    """The address that shows the time between two moments (ISO 8601, `end` exclusive) with all else as it is.

    A grain that would leave a single bar of it is dropped. Raises Invalid naming `from` or `to`.
    """
    span = Span(moment(start, tz=tz, field="from"), moment(end, tz=tz, field="to"))
    if span.is_empty:
        raise invalid("to", "range_reversed", "must not lie before from")
    grain = address.one("grain")
    keeps = grain in set(Grain) and _has_several(span, tz, Grain(grain))
    ends = {"from": _end(span.start, tz), "to": _end(span.end, tz)}
    return address.without(*RANGE).having(grain=grain if keeps else "", **ends).href


def _has_several(span: Span, tz: ZoneInfo, grain: Grain) -> bool:
    """Whether the span has more than one bar; where there are many it is not counted."""
    return not is_too_fine(span, tz=tz, grain=grain) and len(slots(span, tz=tz, grain=grain)) > 1


def _end(at: datetime, tz: ZoneInfo) -> str:
    """A day where the moment is its midnight on the viewer's clock, else the moment itself."""
    local = at.astimezone(tz)
    return local.date().isoformat() if local.time() == time() else moment_text(at)
