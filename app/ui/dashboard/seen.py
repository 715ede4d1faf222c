"""How somebody looks at the dashboard, and the way from what they see to the orders behind it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack
from zlib import crc32

from app.core.config import get_settings
from app.core.formats import Formats
from app.core.ranges import moment, zone
from app.ui.dashboard.address import Address
from app.ui.dashboard.ranges import Choice
from app.ui.dashboard.rows import End, Narrowed, rows_address


@dataclass(frozen=True, slots=True)
class Seen:
    """How a viewer looks at the dashboard: their formats, the address, and the range that it names.

    `own` is the filter of the address that what is drawn leaves aside (see `sheets.deck.Panel`).
    """

    formats: Formats
    address: Address
    choice: Choice
    own: str = ""

    @property
    def words(self) -> str:
        """The range in words: completes "Revenue is … for …"."""
        return self.choice.words or self._own_words()

    @property
    def about(self) -> str:
        """A word that is another when something else is asked: what differs under one word has moved."""
        return f"{crc32(self.address.href.encode()):x}"

    def _own_words(self) -> str:
        tz = zone(self.formats.time_zone)
        start, end = (
            moment(text, tz=tz, field=field) if text else None
            for text, field in ((self.choice.start, "from"), (self.choice.end, "to"))
        )
        if start and end:
            return self.formats.period(start, end)
        if start:
            return f"the time since {self.formats.day(start)}"
        return f"the time up to {self.formats.day(end - timedelta(microseconds=1))}" if end else "all time"

    def rows(self, **narrowed: Unpack[Narrowed]) -> str:
        """The address of the orders of the range, filtered as the dashboard is and narrowed further."""
        return self._rows(self.choice.start, self.choice.end, narrowed)

    def rows_between(self, start: End, end: End, **narrowed: Unpack[Narrowed]) -> str:
        """As `rows`, between two moments; "" is open."""
        return self._rows(start, end, narrowed)

    def _rows(self, start: End, end: End, narrowed: Narrowed) -> str:
        filters = {name: values for name, values in self.address.filters.items() if name != self.own}
        shown = {**filters, "currency": self.address.one("currency") or get_settings().currency}
        return rows_address(shown, start, end, tz=self.formats.time_zone, **narrowed)
