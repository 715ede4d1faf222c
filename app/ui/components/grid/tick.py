"""What a page's state tells its grid about rows that changed, small enough to be a var of the state."""

from dataclasses import dataclass

from app.core.ids import new_id
from app.features.changes.schemas import Batch

# How many changes a tick holds at most, and how many of those that were told before it repeats.
KEPT, REPEATED = 200, 40
BY = 12


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row changed; `seq` counts the changes of a stream. `created` when the row is new.

    `by` is the end of the id of the person who did it, enough to tell those apart who are here; empty for the system.
    """

    seq: int
    id: str
    created: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """The last changes of one stream: all of those after `since`.

    The browser draws only the newest state, so a grid may miss a tick: each repeats the last changes. A grid that meets
    another stream, or has seen less than `since`, reads every row it shows again. The numbers count what this page was
    told and are not ids of the change log, which may arrive out of order.
    """

    stream: str = ""
    since: int = 0
    seq: int = 0
    changes: tuple[RowChange, ...] = ()

    def after(self, batch: Batch) -> "Tick":
        """The next tick. A batch that missed something begins a new stream, as does the first one of a page."""
        if batch.missed or not self.stream:
            return Tick(stream=str(new_id()))
        skipped = max(0, len(batch.notices) - KEPT)
        fresh = tuple(
            RowChange(
                seq=self.seq + place,
                id=str(notice.row_id),
                created=notice.is_creation,
                by=str(notice.actor_id)[-BY:] if notice.actor_id else "",
            )
            for place, notice in enumerate(batch.notices[skipped:], start=skipped + 1)
        )
        every = (*self.changes, *fresh)
        kept = every[-min(KEPT, len(fresh) + REPEATED) :]
        seq = self.seq + len(batch.notices)
        return Tick(stream=self.stream, since=seq - len(kept), seq=seq, changes=kept)
