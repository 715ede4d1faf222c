"""Answers made of what was kept of the past and of what is counted since (see `past`)."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.dashboard import rules
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.past import Cut, Mark, get_past
from app.features.dashboard.rules import Line
from app.features.dashboard.segments import Segment

T = TypeVar("T")
# So many lines are kept of each ranking, of which some fifty are shown: the rest tells whether the others matter.
LINES = 1_000


async def added(
    session: AsyncSession,
    about: Hashable,
    segment: Segment,
    *,
    tells: Aspect,
    count: Callable[[Segment], Awaitable[T]],
    since: Callable[[Cut], Awaitable[T]],
    add: Callable[[T, T], T],
    mend: Callable[[Segment, T, int], Awaitable[T]] | None = None,
) -> T:
    """What `count` finds in a segment: that of its past, and what `since` finds that the rest adds to it.

    `tells`: what the answer tells of the orders of the segment. `mend`: what has become of an answer about the past by
    the entries of the log after one, which changed nothing but statuses; not asked where they make out the segment.
    """
    cut = await get_past().cut(session, segment)
    if cut is None:
        return await count(segment)
    kept = await get_past().kept(
        (about, cut.past),
        _state(cut, tells),
        lambda: count(cut.past),
        mend=partial(mend, cut.past) if mend and not segment.status else None,
    )
    return kept if cut.recent.span.is_empty else add(kept, await since(cut))


async def ranked(
    session: AsyncSession,
    about: Hashable,
    segment: Segment,
    *,
    limit: int,
    tells: Aspect,
    top: Callable[[Segment, int], Awaitable[Sequence[Sequence[Line]]]],
    since: Callable[[Segment], Awaitable[Sequence[Sequence[Line]]]],
) -> list[Sequence[Line]]:
    """The first `limit` lines of some rankings: `top` counts those of a segment, `since` all lines of a short one.

    `tells` as in `added`.
    """
    cut = await get_past().cut(session, segment)
    if cut is not None:
        kept = await get_past().kept((about, cut.past), _state(cut, tells), lambda: top(cut.past, LINES))
        if cut.recent.span.is_empty:
            return [lines[:limit] for lines in kept]
        pairs = zip(kept, await since(cut.recent), strict=True)
        found = [rules.joined(*pair, limit=limit, most=LINES) for pair in pairs]
        if all(lines is not None for lines in found):
            return [lines for lines in found if lines is not None]
    return list(await top(segment, limit))


def _state(cut: Cut, tells: Aspect) -> Mark:
    """The state of what is told; which orders there are in a segment of some statuses is told by their status."""
    return cut.mark.told(Aspect.STATUS if cut.past.status else tells)
