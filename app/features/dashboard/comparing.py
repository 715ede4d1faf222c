"""How much more or less a figure is than what it is compared with, short and in words. Pure.

Cards, lists, sentences and mails all say it from here. A growth is told in percent as long as these say something:
from MANIFOLD times what was before upward it is a factor, since "+4,468%" is read as a very great deal and no more.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.core.formats import Formats

MANIFOLD = 10
TIMES = "\u00d7"
Trend = Literal["up", "down", "same", "none"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`short` stands beside an arrow: "23%", "1.9 points", a factor with TIMES behind it.

    `more` says it by itself, and `than` leads on to what it is compared with: "23% more" "than", "45.7 times as much"
    "as". `is_manifold`: it is a factor.
    """

    trend: Trend = "none"
    short: str = ""
    more: str = ""
    than: str = ""
    is_manifold: bool = False

    @property
    def more_than(self) -> str:
        """To stand before what it is compared with."""
        return f"{self.more} {self.than}"


NOTHING = Comparison()
SAME = Comparison("same", "no change", "no change", "from")


def compared(value: int, before: int, formats: Formats, *, is_count: bool = False) -> Comparison:
    """Of two amounts or counts, as a part of what was before or as a multiple of it. `before` is not 0."""
    if value == before:
        return SAME
    if value >= MANIFOLD * before:
        times = formats.multiple(Decimal(value) / before)
        return Comparison(
            "up", f"{times}{TIMES}", f"{times} times as {'many' if is_count else 'much'}", "as", is_manifold=True
        )
    return _by(formats.share(abs(value - before), before), is_up=value > before, least=formats.share(1, 1000))


def growth(part: Decimal, formats: Formats) -> str:
    """By which part of itself something grew, in a column of such figures: "+23%", or as a factor."""
    if part >= MANIFOLD - 1:
        return f"{formats.multiple(part + 1)}{TIMES}"
    if _is_nothing(formats.share(abs(part), 1)):
        return formats.share(0, 1)
    return f"{'+' if part > 0 else ''}{formats.share(part, 1)}"


def compared_points(value: int, before: int, formats: Formats) -> Comparison:
    """Of two rates in ten-thousandths: by percentage points."""
    if value == before:
        return SAME
    points = [f"{formats.hundredths(each, decimals=1)} points" for each in (abs(value - before), 10)]
    return _by(points[0], is_up=value > before, least=points[1])


def _by(short: str, *, is_up: bool, least: str) -> Comparison:
    """`least` is the smallest difference that is told; of what is below it no more than that."""
    trend, way = ("up", "more") if is_up else ("down", "less")
    if _is_nothing(short):
        return Comparison(trend, f"<\u202f{least}", f"less than {least} {way}", "than")
    return Comparison(trend, short, f"{short} {way}", "than")


def _is_nothing(text: str) -> bool:
    """Whether a figure is rounded to nothing."""
    return not any(digit.isdigit() and int(digit) for digit in text)
