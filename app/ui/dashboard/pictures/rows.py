"""Lines with their figures and a meter under each name."""

from app.ui.dashboard.pictures import ink
from app.ui.dashboard.pictures.frame import Body
from app.ui.dashboard.sheets.sheet import Head, Row, Sheet

LINE, HEAD, GAP = 34.0, 26.0, 24.0


def rows(sheet: Sheet, *, wide: float) -> Body:
    """The lines, or that there are none."""
    if sheet.nothing:
        return Body(24, [ink.text(ink.cut(sheet.nothing, 13, within=wide), 0, 14, fill="text-muted")])
    widths = [_column(sheet, place) for place in range(len(sheet.heads))]
    room = wide - sum(widths) - GAP * len(widths)
    ends = [wide - sum(widths[place + 1 :]) - GAP * (len(widths) - place - 1) for place in range(len(widths))]
    columns = list(zip(sheet.heads, ends, widths, strict=True))
    marks = [ink.text(ink.cut(sheet.head, 12, within=room), 0, 12, size=12, fill="text-muted")]
    for head, end, size in columns:
        marks.append(_cell(head.label, end, size, 12, is_number=head.is_number, size=12, fill="text-muted"))
    for number, row in enumerate(sheet.rows):
        marks += _row(row, HEAD + number * LINE, room, wide, columns)
    return Body(HEAD + LINE * len(sheet.rows), marks)


def _column(sheet: Sheet, place: int) -> float:
    """As wide as its widest text, but no wider than a third of an ordinary card."""
    texts = [row.cells[place].text for row in sheet.rows]
    return min(220.0, max(ink.width(sheet.heads[place].label, 12), *(ink.width(ink.clean(text), 13) for text in texts)))


def _row(row: Row, top: float, room: float, wide: float, columns: list[tuple[Head, float, float]]) -> list[str]:
    tone = f"status-{row.tone}" if f"status-{row.tone}" in ink.colours() else ""
    dot = [f'<circle cx="4" cy="{top + 17:.1f}" r="4" fill="{ink.colours()[tone]}"/>'] if tone else []
    start = 16.0 if tone else 0.0
    weight = 600 if row.is_chosen else 400
    name = ink.cut(row.label, 13, within=room - start, is_bold=row.is_chosen)
    marks = [ink.rule(0, top, wide), *dot, ink.text(name, start, top + 21, weight=weight)]
    if row.width > 0:
        marks.append(
            ink.box(0, top + LINE - 5, room * min(row.width, 100) / 100, 3, fill=tone or "chart-1", radius=1.5)
        )
    for cell, (head, end, size) in zip(row.cells, columns, strict=True):
        marks.append(_cell(cell.text, end, size, top + 21, is_number=head.is_number))
    return marks


def _cell(
    words: str, end: float, wide: float, y: float, *, is_number: bool, size: float = 13, fill: str = "text"
) -> str:
    """Numbers end, words begin where their column does."""
    shown = ink.cut(words, size, within=wide + 1)
    if is_number:
        return ink.text(shown, end, y, size=size, fill=fill, anchor="end")
    return ink.text(shown, end - wide, y, size=size, fill=fill)
