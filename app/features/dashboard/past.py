"""What lies before the present hour is counted once, and kept until something there changes (docs/adr/0014).

A question about a range is cut in two at the border, the last full hour. What the part before it comes to is kept, the
part after it is counted each time, and the answer is made of both: sums by adding, counts of people by counting those
anew who ordered since. Each session looks whether anything before the border is another by now: an order that was
edited or came in late, a product that moved to another category. Then all of it is counted again; where nothing but
statuses is another, only what tells of them is, or is mended by what the log says of them.
"""

import itertools
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from time import monotonic
from typing import Any, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.features.dashboard import past_repository as repository
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.past_repository import Sight
from app.features.dashboard.segments import Segment

T = TypeVar("T")
# Answers that are kept, and for how many seconds: what the log does not tell of, such as a repair, shows after that.
KEPT, SECONDS = 512, 600.0
# What a sight is compared with is taken anew after so many entries of the log, so that comparing reads few.
FAR = 500
# After so many entries an answer is not mended but counted again.
MOST_MENDED = 5_000
# So often a session looks again where another one was ahead of it meanwhile.
LOOKS = 3
# What a session knows of the past.
SEEN = "daybook_past"


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of all that lies before the border, by aspect a number that no other state has; None where not known.

    It is what the entries of the log up to `change` have led to; later ones may have left it as it is.
    """

    border: datetime
    epochs: tuple[int | None, ...]
    change: int = field(compare=False)

    @property
    def is_sure(self) -> bool:
        """Whether it is known which state it is."""
        return None not in self.epochs

    def told(self, aspect: Aspect) -> "Mark":
        """The state of as much of it as is told."""
        return replace(self, epochs=self.epochs[:aspect])

    def without(self, changed: Collection[Aspect]) -> "Mark":
        """What is known of the state after those have changed."""
        pairs = zip(Aspect, self.epochs, strict=True)
        return replace(self, epochs=tuple(None if aspect in changed else epoch for aspect, epoch in pairs))

    def renewed(self, epoch: int, *, change: int) -> "Mark":
        """The state where what was not known is the `epoch`, by the entries up to `change`."""
        return Mark(self.border, tuple(epoch if old is None else old for old in self.epochs), change)


@dataclass(frozen=True, slots=True)
class Cut:
    """A segment in two: `past` stands as `mark` says."""

    past: Segment
    recent: Segment
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Known:
    """Since that sight nothing before the border has changed."""

    mark: Mark
    sight: Sight


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept: of that state, and until that moment of `time.monotonic()`."""

    mark: Mark
    until: float
    value: Any


class Past:
    """What is kept, and since when nothing has changed before the border."""

    def __init__(self, kept: int = KEPT, *, seconds: float = SECONDS) -> None:
        self._kept, self._seconds = kept, seconds
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._epochs = itertools.count()
        self._known: _Known | None = None

    async def cut(self, session: AsyncSession, segment: Segment) -> Cut | None:
        """The segment in two for this session, whose queries all see one state of the data.

        None where nothing of it is kept, since it lies after the border or is of some customers alone, whose orders are
        few, or the session sees less than others did.
        """
        if segment.customer:
            return None
        border = _full_hour(clock.now())
        # A period that is compared up to this minute ends a minute later in the next one: its last hour is not kept.
        at = min(border, _full_hour(segment.span.end))
        past = segment.before(at)
        if past.span.is_empty:
            return None
        # The session goes on seeing what it saw first.
        if (border, SEEN) not in session.info:
            session.info[border, SEEN] = await self._look(session, border)
        mark: Mark | None = session.info[border, SEEN]
        return mark and Cut(past, segment.since(at), mark)

    async def kept(
        self,
        question: Hashable,
        mark: Mark,
        count: Callable[[], Awaitable[T]],
        *,
        mend: Callable[[T, int], Awaitable[T]] | None = None,
    ) -> T:
        """The answer to a question about what lies before the border, counted where none is kept of that state.

        Where one is kept that differs by statuses alone, it is made of that by `mend`, if there is such a way: it gets
        what is kept, and the entry of the log since which orders have got another status.
        """
        known = self._answers.get(question)
        if known is None or known.until < monotonic():
            found = _Answer(mark, monotonic() + self._seconds, await count())
        elif known.mark == mark:
            found = replace(known, mark=mark)
        elif mend and _leads_to(known.mark, mark):
            found = replace(known, mark=mark, value=await mend(known.value, known.mark.change))
        else:
            found = _Answer(mark, monotonic() + self._seconds, await count())
        if mark.is_sure:
            self._answers[question] = found
            self._answers.move_to_end(question)
            while len(self._answers) > self._kept:
                self._answers.popitem(last=False)
        return cast("T", found.value)

    async def _look(self, session: AsyncSession, border: datetime) -> Mark | None:
        """The state that the session sees; None where that is not known."""
        for _ in range(LOOKS):
            known = self._known
            beside = known.sight if known and known.mark.border == border else None
            sight = await repository.sight(session, border=border, beside=beside)
            if self._known is known:
                return self._met(border, known, sight)
        return None

    def _met(self, border: datetime, known: _Known | None, sight: Sight) -> Mark | None:
        if known is not None and (border < known.mark.border or sight.is_before(known.sight)):
            return None
        mark = known.mark if known and known.mark.border == border else Mark(border, (None,) * len(Aspect), 0)
        mark = mark.without(sight.changed)
        is_far = known is not None and sight.change - known.sight.change > FAR
        if sight.is_whole and (is_far or not mark.is_sure):
            mark = mark.renewed(next(self._epochs), change=sight.change)
            self._known = _Known(mark, sight)
        return mark if mark.told(Aspect.ORDERS).is_sure else None


def _leads_to(earlier: Mark, later: Mark) -> bool:
    """Whether one state has become another by not too many entries of the log, which are of statuses alone."""
    return (
        earlier.told(Aspect.ORDERS) == later.told(Aspect.ORDERS)
        and earlier.change <= later.change <= earlier.change + MOST_MENDED
    )


def _full_hour(moment: datetime) -> datetime:
    """The last full hour, of UTC, that is not after a moment."""
    return moment.replace(minute=0, second=0, microsecond=0)


@cache
def get_past() -> Past:
    """The past of this process."""
    return Past()
