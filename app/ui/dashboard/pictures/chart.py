"""Bars over time, with the height of the same part of the period compared with as a dashed line."""

from collections.abc import Sequence

from app.ui.dashboard.figures import Bar, Plot
from app.ui.dashboard.pictures import ink
from app.ui.dashboard.pictures.frame import Body

PLOT = 260.0
OPEN = "open"


def chart(plot: Plot, *, wide: float) -> Body:
    """The chart, with what the dashes and the hatched bar mean below it."""
    left = max((ink.width(tick.label, 11) for tick in plot.axis), default=0) + 10
    marks = [_HATCH.format(colour=ink.colours()["chart-1"])]
    for number, tick in enumerate(plot.axis):
        y = PLOT * (1 - tick.at / 100) + 8
        marks.append(ink.rule(left, y, wide, stroke="line" if number else "line-strong"))
        marks.append(ink.text(tick.label, left - 10, y + 4, size=11, fill="text-muted", anchor="end"))
    step = (wide - left) / max(1, len(plot.bars))
    for number, bar in enumerate(plot.bars):
        marks += _bar(bar, left + number * step, step, is_first=number == 0)
    legend = _legend(plot.bars)
    return Body(PLOT + 30 + 24 * bool(legend), [*marks, *_placed(legend, left)])


_HATCH = (
    '<defs><pattern id="open" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="3" height="6" fill="{colour}"/></pattern></defs>'
)


def _bar(bar: Bar, x: float, step: float, *, is_first: bool) -> list[str]:
    wide = min(44.0, step * 0.72)
    high = PLOT * bar.height / 100
    start, top = x + (step - wide) / 2, PLOT - high + 8
    marks = [ink.box(start, top, wide, high, fill="chart-1", radius=min(2.0, wide / 4))]
    if bar.is_open:
        fill = f'fill="url(#{OPEN})" stroke="{ink.colours()["chart-1"]}"'
        marks = [f'<rect x="{start:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" {fill}/>']
    if bar.ghost >= 0:
        y = PLOT * (1 - bar.ghost / 100) + 8
        marks.append(ink.rule(x + step * 0.08, y, x + step * 0.92, stroke="line-strong", dashed=True, wide=2))
    if bar.tick:
        place, anchor = (x, "start") if is_first else (x + step / 2, "middle")
        marks.append(ink.text(bar.tick, place, PLOT + 26, size=11, fill="text-muted", anchor=anchor))
    # What a browser says of a bar that is pointed at; a reader of the file finds the values in it.
    return [f"<g><title>{ink.escape(ink.clean(bar.words))}</title>{''.join(marks)}</g>"]


def _legend(bars: Sequence[Bar]) -> list[tuple[str, str]]:
    dashes = [("dashed", "the period it is compared with") for bar in bars if bar.ghost >= 0][:1]
    return dashes + [(OPEN, "not over yet") for bar in bars if bar.is_open][:1]


def _placed(legend: Sequence[tuple[str, str]], left: float) -> list[str]:
    marks: list[str] = []
    for kind, words in legend:
        y = PLOT + 48
        if kind == OPEN:
            stroke = ink.colours()["chart-1"]
            marks.append(
                f'<rect x="{left:.1f}" y="{y - 9:.1f}" width="12" height="9" fill="url(#open)" stroke="{stroke}"/>'
            )
        else:
            marks.append(ink.rule(left, y - 4, left + 16, stroke="line-strong", dashed=True, wide=2))
        marks.append(ink.text(words, left + 22, y, size=11, fill="text-muted"))
        left += 22 + ink.width(words, 11) + 24
    return marks
