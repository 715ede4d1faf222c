"""What a viewer of the dashboard sees of the figures, drawn once for all who see the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from app.core.clock import now
from app.features.dashboard.schemas import Stats
from app.ui.dashboard import figures
from app.ui.dashboard.cards import Card, cards
from app.ui.dashboard.figures import Plot
from app.ui.dashboard.grains import grains
from app.ui.dashboard.ranges import Option
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.deck import Panel
from app.ui.dashboard.sheets.sheet import Sheet, sheet_of

# Drawings of so many cards of different looks, each of the last answers: people of different rights get different ones.
KEPT, ANSWERS = 1024, 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that follows from the figures, as text."""

    cards: dict[str, Card]
    plot: Plot
    grains: list[Option]
    summary: str
    counted: str
    compared: str
    title: str


class Drawn:
    """The last drawings by what is looked at, each beside the answer that it was drawn from and the minute it is of."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, list[tuple[object, datetime, Any]]] = OrderedDict()

    def of(self, source: object, *viewed: Hashable, draw: Callable[[], T]) -> T:
        """The drawing of `source` for such a viewer, made by `draw` where there is none of this minute.

        An answer is known again by identity.
        """
        drawings, at = self._kept.setdefault(viewed, []), minute()
        self._kept.move_to_end(viewed)
        for known, drawn_at, drawing in drawings:
            if known is source and drawn_at == at:
                return cast("T", drawing)
        drawing = draw()
        drawings[:] = [(source, at, drawing), *drawings[: ANSWERS - 1]]
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return drawing


@cache
def _drawn() -> Drawn:
    return Drawn()


@cache
def _pen() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")


async def draw(stats: Stats, seen: Seen) -> Drawing:
    """The figures as this viewer reads them. Good for the present minute."""
    return await _in_thread(lambda: _drawn().of(stats, seen, draw=lambda: _draw(stats, seen)))


async def draw_sheet(panel: Panel, answer: object, seen: Seen) -> Sheet:
    """A card as this viewer reads it, from what its use case said to them."""
    return await _in_thread(lambda: _drawn().of(answer, panel.key, seen, draw=lambda: _sheet(panel, answer, seen)))


async def _in_thread(work: Callable[[], T]) -> T:
    """A drawing takes some milliseconds of nothing but work, in which the event loop answers others meanwhile."""
    run = copy_context().run
    return await asyncio.get_running_loop().run_in_executor(_pen(), lambda: run(work))


def _sheet(panel: Panel, answer: object, seen: Seen) -> Sheet:
    sheet = sheet_of(panel.draw(answer, seen), seen.formats, about=seen.about)
    # What is sent of it is made here as well.
    _ = sheet.encoded
    return sheet


def minute() -> datetime:
    """The present minute, for which a drawing is good: cards tell times that pass, to the minute."""
    return now().replace(second=0, microsecond=0)


def _draw(stats: Stats, seen: Seen) -> Drawing:
    plot = figures.plot(stats, seen)
    _ = plot.encoded
    return Drawing(
        cards=cards(stats, seen),
        plot=plot,
        grains=grains(stats, seen),
        summary=figures.summary(stats, seen),
        counted=figures.counted(stats, seen.formats),
        compared=figures.compared_with(stats, seen),
        title=seen.formats.period(stats.from_, stats.to),
    )
