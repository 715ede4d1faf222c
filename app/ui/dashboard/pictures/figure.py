"""A figure, what it is compared with, and its course."""

from app.ui.dashboard.cards import SPARK_HEIGHT, SPARK_WIDTH, Card
from app.ui.dashboard.pictures import ink
from app.ui.dashboard.pictures.frame import Body

SIGNS = {"up": "\u25b2", "down": "\u25bc", "same": "="}
COURSE = 72


def figure(card: Card, *, wide: float, is_loss: bool) -> Body:
    """The figure large, its change below it, and its course with that of the period compared with behind."""
    marks = [ink.text(ink.cut(card.value, 34, within=wide, is_bold=True), 0, 30, size=34, weight=600)]
    change = f"{SIGNS[card.trend]} {card.change}" if card.trend in SIGNS else ""
    if change:
        marks.append(ink.text(change, 0, 56, fill=_tone(card.trend, is_loss=is_loss), weight=600))
    beside = ink.width(change, 13, is_bold=True) + 8 if change else 0
    if card.against:
        marks.append(ink.text(ink.cut(card.against, 13, within=wide - beside), beside, 56, fill="text-muted"))
    high = 64.0 if change or card.against else 38.0
    if card.note:
        marks.append(ink.text(ink.cut(card.note, 12, within=wide), 0, high + 12, size=12, fill="text-muted"))
        high += 18
    if card.spark:
        marks += _course(card, high + 14, wide)
        high += 14 + COURSE
    return Body(high, marks)


def _tone(trend: str, *, is_loss: bool) -> str:
    if trend == "same":
        return "text"
    return "ok" if (trend == "up") != is_loss else "danger"


def _course(card: Card, top: float, wide: float) -> list[str]:
    ghost = [_line(card.ghost, top, wide, stroke="line-strong", more=' stroke-dasharray="3 3"')] if card.ghost else []
    return [ink.rule(0, top + COURSE, wide), *ghost, _line(card.spark, top, wide, stroke="chart-1")]


def _line(points: str, top: float, wide: float, *, stroke: str, more: str = "") -> str:
    pairs = (point.split(",") for point in points.split())
    placed = " ".join(
        f"{float(x) * wide / SPARK_WIDTH:.1f},{top + float(y) * COURSE / SPARK_HEIGHT:.1f}" for x, y in pairs
    )
    colour = ink.colours()[stroke]
    return f'<polyline points="{placed}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"{more}/>'
