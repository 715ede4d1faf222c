"""One condition as a word of an address, and back."""

from app.core.paging import Filter
from app.ui.components.grid.columns import Column

BETWEEN = ".."


def word_of(column: Column, part: Filter) -> str | None:
    """The short form of a condition; None where it has none that reads back as just this condition."""
    word = ("!" if part.negated else "") + _plain(part)
    return word if word and condition_of(column, word) == part else None


def _plain(part: Filter) -> str:
    if part.kind == "range":
        low, high = ("" if end is None else str(end) for end in (part.low, part.high))
        return f"{low}{BETWEEN}{high}"
    forms = {
        "set": ",".join(part.values),
        "when": part.span,
        "contains": f"*{part.text}*",
        "starts": f"{part.text}*",
        "equals": part.text,
    }
    return forms.get(part.kind, "")


def condition_of(column: Column, word: str) -> Filter | None:
    """The condition that a word stands for; None where it stands for none. It is not checked against the column yet."""
    bare = word.removeprefix("!")
    negated = bare != word
    try:
        part = _CONDITIONS[column.filter_kind](column.field, bare)
    except (KeyError, ValueError):
        return None
    return part.model_copy(update={"negated": True}) if negated else part


def _set(field: str, word: str) -> Filter:
    return Filter(field=field, kind="set", values=tuple(dict.fromkeys(value for value in word.split(",") if value)))


def _range(field: str, word: str) -> Filter:
    low, high = (int(end) if end else None for end in word.split(BETWEEN))
    return Filter(field=field, kind="range", low=low, high=high)


def _time(field: str, word: str) -> Filter:
    if BETWEEN not in word:
        return Filter(field=field, kind="when", span=word)
    low, high = (end or None for end in word.split(BETWEEN))
    return Filter(field=field, kind="range", low=low, high=high)


def _text(field: str, word: str) -> Filter:
    if word.startswith("*") and word.endswith("*") and len(word) > 1:
        return Filter(field=field, kind="contains", text=word[1:-1])
    if word.endswith("*"):
        return Filter(field=field, kind="starts", text=word[:-1])
    return Filter(field=field, kind="equals", text=word)


# What is asked about people has no word: it never stands in an address.
_CONDITIONS = {"set": _set, "range": _range, "time": _time, "text": _text}
