"""From an address to what is asked: the same for the page and for the files that are taken from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from app.core.actor import Actor
from app.core.clock import now
from app.core.config import get_settings
from app.core.formats import Formats
from app.core.parsing import parse
from app.core.ranges import zone
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import StatsQuery
from app.ui.dashboard.address import Address
from app.ui.dashboard.chips import asked_filters
from app.ui.dashboard.ranges import choose, comparison
from app.ui.dashboard.seen import Seen


@dataclass(frozen=True)
class Look:
    """How somebody looks at a dashboard: what they ask, with the currencies there are."""

    seen: Seen
    asked: Mapping[str, object]
    currency: str
    currencies: tuple[str, ...]

    @cached_property
    def query(self) -> StatsQuery:
        """The question. Raises Invalid that names each field of the address that cannot be read."""
        return parse(StatsQuery, self.asked)


async def look(actor: Actor, formats: Formats, address: Address, *, since: float | None = None) -> Look:
    """What the address asks at this moment. Raises Forbidden."""
    found = await dashboard.currencies(actor, since=since)
    return _look(formats, address, found, now().replace(second=0, microsecond=0))


# Many look at the same, and again at each change.
@lru_cache(maxsize=1024)
def _look(formats: Formats, address: Address, found: tuple[str, ...], minute: datetime) -> Look:
    choice = choose(address, tz=zone(formats.time_zone), now=minute)
    currency = address.one("currency") or (found[0] if found else get_settings().currency)
    asked = {
        **choice.query,
        **comparison(address),
        "tz": formats.time_zone,
        "currency": currency,
        **asked_filters(address),
    }
    return Look(Seen(formats, address, choice), asked, currency, found)
