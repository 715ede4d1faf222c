"""How somebody looks at the dashboard, and the way from what they see to the orders behind it."""

from dataclasses import dataclass
from typing import Unpack

from app.core.formats import Formats
from app.ui.dashboard.address import Address
from app.ui.dashboard.ranges import Choice
from app.ui.dashboard.rows import End, Narrowed, rows_address


@dataclass(frozen=True, slots=True)
class Seen:
    """How a viewer looks at the dashboard: their formats, the address, and the range that it names."""

    formats: Formats
    address: Address
    choice: Choice

    @property
    def words(self) -> str:
        """The range in words: completes "Revenue is … for …"."""
        return self.choice.words

    def rows(self, **narrowed: Unpack[Narrowed]) -> str:
        """The address of the orders of the range, filtered as the dashboard is and narrowed further."""
        return self._rows(self.choice.start, self.choice.end, narrowed)

    def rows_between(self, start: End, end: End, **narrowed: Unpack[Narrowed]) -> str:
        """As `rows`, between two moments; "" is open."""
        return self._rows(start, end, narrowed)

    def _rows(self, start: End, end: End, narrowed: Narrowed) -> str:
        return rows_address(self.address.filters, start, end, tz=self.formats.time_zone, **narrowed)
