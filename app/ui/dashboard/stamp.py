"""How fresh the figures are, and holding them still.

"Live" while nothing newer is known than what is shown; "4 s behind" once a change waits longer than a second to be
shown (an import, a long count); "paused" by the viewer, with how many orders changed meanwhile; "offline since 10:42"
when the line is down, which only the browser knows.
"""

from collections.abc import Sequence
from datetime import datetime

import reflex as rx

from app.core.actor import Role
from app.core.formats import Formats
from app.features.changes.schemas import Batch, Entity
from app.ui.dashboard import labels
from app.ui.session import require

# So many changed orders are told apart.
MANY = 10_000


class Freshness(rx.State, mixin=True):
    """`as_of` is a time of day, `dated` the same moment to the minute with its day, for paper.

    `behind` is how many seconds the oldest change not shown has waited as it was noticed, 0 where there is none.
    """

    as_of: str = ""
    dated: str = ""
    behind: float = 0.0
    paused: bool = False
    waiting: str = ""
    _changed: set[str] = set()

    @rx.event
    async def pause(self) -> None:
        """Hold the figures still."""
        await require(self, Role.STAFF)
        self.paused = True
        self._forget_changes()

    def _dated(self, moment: datetime, formats: Formats) -> None:
        """What is shown now is of this moment."""
        self.as_of, self.dated = labels.clock_time(moment, formats), formats.moment(moment)

    def _forget_changes(self) -> None:
        self.waiting, self._changed = "", set()

    def _noted(self, batches: Sequence[Batch]) -> None:
        """Changes that are not shown, since the figures are held still. What is called otherwise is no order."""
        for batch in batches:
            if len(self._changed) < MANY:
                self._changed |= {str(row) for row in batch.rows.get(Entity.ORDER, ())}
        count = len(self._changed)
        told = f"{MANY:,}+" if count >= MANY else f"{count:,}"
        self.waiting = f"{told} {'order' if count == 1 else 'orders'} changed since" if count else ""


class Stamp(rx.Component):
    """The adapter in `assets/components/stamp.jsx`."""

    library = "$/public/components/stamp.jsx"
    tag = "Stamp"

    phase: rx.Var[str]
    as_of: rx.Var[str]
    behind: rx.Var[float]
    paused: rx.Var[bool]
    waiting: rx.Var[str]
    locale: rx.Var[str]
    time_zone: rx.Var[str]
    on_pause: rx.EventHandler[rx.event.no_args_event_spec]
    on_resume: rx.EventHandler[rx.event.no_args_event_spec]
