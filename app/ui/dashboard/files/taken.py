"""A card as somebody takes it away: asked for, drawn and named exactly as on their page."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.core import clock
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.formats import Formats
from app.core.ranges import zone
from app.features.accounts import service as accounts
from app.features.dashboard import service as dashboard
from app.features.dashboard.measures import BY_KEY as MEASURES
from app.features.dashboard.measures import Measure
from app.features.dashboard.schemas import Stats
from app.ui.dashboard.address import Address
from app.ui.dashboard.boards.opening import open_board
from app.ui.dashboard.cards import PEOPLES
from app.ui.dashboard.chips import chips, names_of
from app.ui.dashboard.looking import look
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.deck import BY_KEY as PANELS
from app.ui.dashboard.sheets.deck import Panel
from app.ui.dashboard.sheets.measured import measured
from app.ui.dashboard.sheets.table import Table

_APART = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """A card with the figures of the page around it. `as_of` is when they were read; `filters` are in words."""

    card: Measure | Panel
    table: Table
    stats: Stats
    seen: Seen
    as_of: datetime
    filters: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The viewer's clock."""
        return zone(self.seen.formats.time_zone)

    @property
    def is_of_range(self) -> bool:
        """Whether it is of the orders of the range; who waits now has waited whenever they came."""
        return isinstance(self.card, Measure) or self.card.is_ranged

    @property
    def name(self) -> str:
        """The name of its file, without what comes after the dot: card, first day and last day."""
        last = max(self.stats.from_, self.stats.to - timedelta(microseconds=1))
        ends = (self.stats.from_, last) if self.is_of_range else (self.as_of,)
        days = "--".join(moment.astimezone(self.zone).date().isoformat() for moment in ends)
        return f"daybook-{_APART.sub('-', self.card.title.lower()).strip('-')}-{days}"


async def take(actor: Actor, key: str, query: str) -> Taken:
    """The card of this key as the query string of a dashboard says, under the actor's rights.

    Raises NotFound for a card that is not there, Invalid naming the field, and Forbidden.
    """
    card = MEASURES.get(key) or PANELS.get(key)
    if card is None:
        raise NotFound
    person = await accounts.get_profile(actor)
    address = (await open_board(actor, query)).address
    looked = await look(actor, Formats(person.locale, person.time_zone), address)
    as_of, asked, seen = clock.now(), looked.query, looked.seen
    stats, filters = await dashboard.stats(actor, asked), await _filters(actor, address, seen.formats)
    if isinstance(card, Measure):
        if card.key in PEOPLES:
            stats = dashboard.with_people(stats, await dashboard.people_course(actor, asked))
        return Taken(card, measured(card, stats, seen), stats, seen, as_of, filters)
    answer = stats if card.is_of(asked) else await card.answer(actor, asked)
    return Taken(card, card.draw(answer, seen), stats, seen, as_of, filters)


async def _filters(actor: Actor, address: Address, formats: Formats) -> tuple[str, ...]:
    """Each field with what it is filtered by, by the names that the actor may see."""
    found = chips(address, await names_of(actor, address), formats)
    return tuple(f"{chip.label}: {', '.join(value.label for value in chip.values)}" for chip in found)
