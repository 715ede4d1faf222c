"""What a viewer of the dashboard sees of the figures, drawn once for all who see the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from app.core.clock import now
from app.core.formats import Formats
from app.features.dashboard.schemas import ProductFigure, Stats
from app.ui.dashboard import figures
from app.ui.dashboard.cards import Card, cards
from app.ui.dashboard.figures import Bar, ProductRow, StatusRow
from app.ui.dashboard.labels import Tick
from app.ui.dashboard.ranges import Choice

KEPT = 128
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that follows from the figures, as text."""

    cards: dict[str, Card]
    bars: list[Bar]
    axis: list[Tick]
    statuses: list[StatusRow]
    summary: str
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


def draw(stats: Stats, formats: Formats, *, words: str) -> Drawing:
    """The figures as this viewer reads them. `words` name the range. Good for the present minute."""
    minute = now().replace(second=0, microsecond=0)
    return _drawn().of(stats, formats, words, minute, draw=lambda: _draw(stats, formats, words))


def draw_products(found: tuple[ProductFigure, ...], formats: Formats, choice: Choice) -> list[ProductRow]:
    """The top products of a range as this viewer reads them."""
    return _drawn().of(found, formats, choice, draw=lambda: figures.products(found, formats, choice))


def _draw(stats: Stats, formats: Formats, words: str) -> Drawing:
    bars, axis = figures.bars(stats, formats)
    return Drawing(
        cards=cards(stats, formats),
        bars=bars,
        axis=axis,
        statuses=figures.statuses(stats, formats),
        summary=figures.summary(stats, formats, words=words),
        compared=figures.compared_with(stats, formats),
        title=formats.period(stats.from_, stats.to),
    )
