"""How long something takes, and hours and days of the week, as the viewer reads them."""

from babel.units import format_unit

from app.core.formats import Formats

HOUR, DAY = 60, 24 * 60
# From two of a unit on it is told in that unit.
TWICE = 2


def minutes_text(minutes: int, formats: Formats) -> str:
    """So many minutes in whole days, hours or minutes."""
    for size, unit in ((DAY, "day"), (HOUR, "hour")):
        if minutes >= TWICE * size:
            return format_unit(minutes // size, f"duration-{unit}", locale=formats.place)
    return format_unit(minutes, "duration-minute", locale=formats.place)
