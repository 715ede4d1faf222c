"""What a viewer of the dashboard sees of the figures, drawn once for all who see the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
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

KEPT = 128
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
    """The last drawings. What they were drawn from is kept with them and known again by identity."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()

    def of(self, source: object, *viewed: Hashable, draw: Callable[[], T]) -> T:
        """The drawing of `source` for a viewer with these properties, made by `draw` where there is none yet."""
        key = (id(source), *viewed)
        if key not in self._kept:
            self._kept[key] = (source, draw())
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return cast("T", self._kept[key][1])


@cache
def _drawn() -> Drawn:
    return Drawn()


def draw(stats: Stats, seen: Seen) -> Drawing:
    """The figures as this viewer reads them. Good for the present minute."""
    return _drawn().of(stats, seen, _minute(), draw=lambda: _draw(stats, seen))


def draw_sheet(panel: Panel, answer: object, seen: Seen) -> Sheet:
    """A card as this viewer reads it, from what its use case said. What is personal is drawn for each, and not kept."""
    if panel.is_personal:
        return _sheet(panel, answer, seen)
    return _drawn().of(answer, panel.key, seen, _minute(), draw=lambda: _sheet(panel, answer, seen))


def _sheet(panel: Panel, answer: object, seen: Seen) -> Sheet:
    return sheet_of(panel.draw(answer, seen), seen.formats, about=seen.about)


def _minute() -> datetime:
    return now().replace(second=0, microsecond=0)


def _draw(stats: Stats, seen: Seen) -> Drawing:
    return Drawing(
        cards=cards(stats, seen),
        plot=figures.plot(stats, seen),
        grains=grains(stats, seen),
        summary=figures.summary(stats, seen),
        counted=figures.counted(stats, seen.formats),
        compared=figures.compared_with(stats, seen),
        title=seen.formats.period(stats.from_, stats.to),
    )
