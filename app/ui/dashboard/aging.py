"""How old what a card shows is. A slow card is counted with rests, and may be older than the page: then it says so."""

from dataclasses import replace
from datetime import timedelta
from time import monotonic

from app.core.clock import now
from app.core.formats import Formats
from app.ui.dashboard import labels
from app.ui.dashboard.sheets.sheet import Sheet

# Seconds: a card that is so much older than the page says of when it is.
LATE = 3.0


def aged(sheet: Sheet, read: float, since: float, formats: Formats) -> Sheet:
    """The sheet, which shows all that was true at `read`, on a page that shows all of `since`.

    Both are moments of `time.monotonic()`. It says its own moment where that is much earlier.
    """
    is_late = sheet.phase == "ready" and since - read > LATE
    if is_late == bool(sheet.as_of):
        return sheet
    moment = now() - timedelta(seconds=monotonic() - read)
    return replace(sheet, as_of=labels.clock_time(moment, formats) if is_late else "")
