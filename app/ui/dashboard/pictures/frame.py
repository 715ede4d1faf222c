"""What stands around every picture: title, range, filters, sentence, whose figures they are and as of when."""

from dataclasses import dataclass, field
from html import escape

from app.ui.dashboard.pictures import ink

MARGIN = 24
# What the name of the shop has at least.
SHOP = 60


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a picture. `about` are lines such as the range, the filters and what it is compared with."""

    title: str
    about: tuple[str, ...]
    sentence: str
    as_of: str
    shop: str


@dataclass(frozen=True, slots=True)
class Body:
    """What a kind of card draws: elements from the top left corner at (0, 0), and how high they are."""

    high: float
    marks: list[str] = field(default_factory=list[str])


def framed(body: Body, caption: Caption, *, wide: float) -> str:
    """The whole document, `wide` across; the body has `wide` less twice MARGIN."""
    head, top = _head(caption, wide)
    high = top + body.high + 52
    foot = high - 18
    parts = [
        ink.box(0, 0, wide, high, fill="surface"),
        *head,
        f'<g transform="translate({MARGIN} {top:.1f})">{"".join(body.marks)}</g>',
        ink.rule(MARGIN, foot - 20, wide - MARGIN),
        *_foot(caption, wide, foot),
    ]
    words = " ".join(ink.clean(part) for part in (caption.sentence, *caption.about) if part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}"'
        f' viewBox="0 0 {wide:.0f} {high:.0f}" role="img" font-family="{ink.FONT}"'
        ' style="font-variant-numeric: tabular-nums">'
        f"<title>{escape(ink.clean(caption.title))}</title><desc>{escape(words)}</desc>"
        f"{''.join(parts)}</svg>\n"
    )


def _head(caption: Caption, wide: float) -> tuple[list[str], float]:
    """The lines above the body, and where it begins."""
    room, y = wide - 2 * MARGIN, MARGIN + 16.0
    marks = [
        ink.text(ink.cut(caption.title, 18, within=room, is_bold=True), MARGIN, y, size=18, weight=600),
    ]
    for about in caption.about:
        for line in ink.wrapped(about, 12, within=room):
            y += 18
            marks.append(ink.text(line, MARGIN, y, size=12, fill="text-muted"))
    y += 6 if caption.sentence else 0
    for line in ink.wrapped(caption.sentence, 13, within=room, most=4):
        y += 19
        marks.append(ink.text(line, MARGIN, y))
    return marks, y + 22


def _foot(caption: Caption, wide: float, y: float) -> list[str]:
    as_of = ink.cut(caption.as_of, 11, within=wide - 3 * MARGIN - SHOP)
    shop = ink.cut(caption.shop, 11, within=wide - 3 * MARGIN - ink.width(as_of, 11))
    return [
        ink.text(shop, MARGIN, y, size=11, fill="text-muted"),
        ink.text(as_of, wide - MARGIN, y, size=11, fill="text-muted", anchor="end"),
    ]
