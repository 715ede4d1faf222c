"""What pictures are drawn with: colours, text that holds nothing else, and how wide it is."""

import re
import unicodedata
from functools import cache
from html import escape
from itertools import accumulate, takewhile
from pathlib import Path

TOKENS = Path(__file__).parents[4] / "assets" / "css" / "tokens.css"
ELLIPSIS = "\u2026"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b")
# What an XML document cannot hold, and what would turn the order of the letters around it.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Widths of letters in thousandths of their size, on the wide side of common fonts of user interfaces.
_SLIM, _NARROW, _WIDE, _PLAIN, _CAPITAL, _DIGIT, _SQUARE = 320, 440, 960, 620, 720, 640, 1040
_BY_LETTER = {
    **dict.fromkeys("ijlI.,:;'|!` ", _SLIM),
    **dict.fromkeys('frt()[]{}/\\-"*°', _NARROW),
    **dict.fromkeys("mwMW@%&—…", _WIDE),
}


@cache
def colours() -> dict[str, str]:
    """The light theme's colours by the names of their tokens: the stylesheet is where they stand."""
    found: dict[str, str] = {}
    for name, value in _TOKEN.findall(TOKENS.read_text(encoding="utf-8")):
        found.setdefault(name, value)
    return found


def clean(text: str) -> str:
    """Text on one line that a document can hold; what it cannot is a replacement character."""
    return " ".join(_UNFIT.sub("\ufffd", _TURNS.sub("", text)).split())


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """About how wide text is, rather too much than too little."""
    return sum(map(_width_of, text)) * size / 1000 * (1.08 if is_bold else 1)


def _width_of(letter: str) -> int:
    if letter in _BY_LETTER:
        return _BY_LETTER[letter]
    if unicodedata.combining(letter) or letter in "\u200b\u200c\u200d\ufe0f":
        return 0
    if letter.isdigit():
        return _DIGIT
    if letter >= "\u1100" and (unicodedata.east_asian_width(letter) in "WF" or letter >= "\U00010000"):
        return _SQUARE
    return _CAPITAL if letter.isupper() else _PLAIN


def cut(text: str, size: float, *, within: float, is_bold: bool = False) -> str:
    """As much of the text as fits, with an ellipsis where that is not all."""
    text = clean(text)
    if width(text, size, is_bold=is_bold) <= within:
        return text
    room = within - width(ELLIPSIS, size)
    ends = accumulate(width(letter, size, is_bold=is_bold) for letter in text)
    kept = sum(1 for _ in takewhile(lambda end: end <= room, ends))
    # No letter loses the marks that belong to it.
    while kept and (unicodedata.combining(text[kept]) or text[kept] in "\u200d\ufe0f" or text[kept - 1] == "\u200d"):
        kept -= 1
    return text[:kept].rstrip() + ELLIPSIS


def wrapped(text: str, size: float, *, within: float, most: int = 3) -> list[str]:
    """The text in lines, at most `most`; the last one is cut where there is more."""
    lines: list[str] = []
    words = clean(text).split(" ")
    while words and words[0]:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size) <= within:
            count += 1
        if len(lines) == most - 1:
            return [*lines, cut(" ".join(words), size, within=within)]
        lines.append(cut(" ".join(words[:count]), size, within=within))
        words = words[count:]
    return lines


def text(
    words: str, x: float, y: float, *, size: float = 13, fill: str = "text", anchor: str = "start", weight: int = 400
) -> str:
    """Words whose base line begins, ends or is centred at a place. They are cleaned, but not cut."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colours()[fill]}" text-anchor="{anchor}"'
        f' font-weight="{weight}">{escape(clean(words))}</text>'
    )


def box(x: float, y: float, wide: float, high: float, *, fill: str, radius: float = 0, opacity: float = 1) -> str:
    """A filled rectangle."""
    more = (f' rx="{radius:g}"' if radius else "") + (f' fill-opacity="{opacity:.3f}"' if opacity < 1 else "")
    size = f'width="{max(0.0, wide):.1f}" height="{max(0.0, high):.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{colours()[fill]}"{more}/>'


def rule(x: float, y: float, to: float, *, stroke: str = "line", dashed: bool = False, wide: float = 1) -> str:
    """A level line."""
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to:.1f}" y2="{y:.1f}"'
    return f'<line {ends} stroke="{colours()[stroke]}" stroke-width="{wide:g}"{dashes}/>'
