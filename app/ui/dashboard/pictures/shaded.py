"""A field of shaded cells: hours of the week, months of repeat buying."""

from app.ui.dashboard.pictures import ink
from app.ui.dashboard.pictures.frame import Body
from app.ui.dashboard.sheets.sheet import Cell, Sheet

HIGH, HEAD, FAINT = 26.0, 22.0, 0.55


def shaded(sheet: Sheet, *, wide: float) -> Body:
    """Every cell with its shade, and its text where that fits. The darkest is the most."""
    if sheet.nothing or not sheet.rows:
        return Body(24, [ink.text(ink.cut(sheet.nothing, 13, within=wide), 0, 14, fill="text-muted")])
    left = (
        min(160.0, max(ink.width(ink.clean(words), 12) for words in (sheet.head, *(r.label for r in sheet.rows)))) + 12
    )
    step = (wide - left) / max(1, len(sheet.heads))
    marks = [ink.text(ink.cut(sheet.head, 11, within=left), 0, 12, size=11, fill="text-muted")]
    marks += _heads(sheet, left, step)
    for number, row in enumerate(sheet.rows):
        top = HEAD + number * HIGH
        marks.append(ink.text(ink.cut(row.label, 12, within=left - 12), 0, top + 17, size=12))
        for place, cell in enumerate(row.cells):
            marks += _cell(cell, left + place * step, top, step)
    return Body(HEAD + HIGH * len(sheet.rows), marks)


def _heads(sheet: Sheet, left: float, step: float) -> list[str]:
    """As many as do not touch each other."""
    widest = max((ink.width(ink.clean(head.label), 11) for head in sheet.heads), default=0.0)
    every = max(1, -(-int(widest + 8) // max(1, int(step))))
    return [
        ink.text(head.label, left + (place + 0.5) * step, 12, size=11, fill="text-muted", anchor="middle")
        for place, head in enumerate(sheet.heads)
        if place % every == 0
    ]


def _cell(cell: Cell, x: float, top: float, step: float) -> list[str]:
    shade = max(0.0, min(1.0, cell.shade / 100))
    marks = [ink.box(x + 1, top + 1, step - 2, HIGH - 2, fill="surface-2", radius=2)]
    if shade:
        marks.append(ink.box(x + 1, top + 1, step - 2, HIGH - 2, fill="chart-1", radius=2, opacity=shade))
    words = ink.clean(cell.text)
    if words and ink.width(words, 10) <= step - 4:
        fill = "accent-contrast" if shade > FAINT else "text"
        marks.append(ink.text(words, x + step / 2, top + 17, size=10, fill=fill, anchor="middle"))
    told = f"<title>{ink.escape(ink.clean(cell.words))}</title>" if cell.words else ""
    return [f"<g>{told}{''.join(marks)}</g>"]
