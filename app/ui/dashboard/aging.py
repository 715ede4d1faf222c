"""How old what a card shows is. A slow card is counted with rests, and may be older than the page: then it says so."""

from collections.abc import Mapping
from datetime import timedelta
from time import monotonic

from app.core.clock import now
from app.core.formats import Formats
from app.ui.dashboard import labels

# Seconds: a card that is so much older than the page says of when it is.
LATE = 3.0


def late(waiting: Mapping[str, float], since: float, formats: Formats) -> dict[str, str]:
    """Of when the cards are that are still counted while the page shows all of `since`, by their keys.

    `waiting` says from when on each may have missed something. These are moments of `time.monotonic()`.
    """
    present = now() - timedelta(seconds=monotonic())
    return {
        key: labels.clock_time(present + timedelta(seconds=asked), formats)
        for key, asked in waiting.items()
        if since - asked > LATE
    }
