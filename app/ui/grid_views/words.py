"""One condition as a word of an address, and back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.core.errors import Invalid
from app.core.ids import parse_id
from app.core.paging import Filter
from app.core.ranges import moment, moment_text, zone
from app.ui.components.grid.columns import Column

BETWEEN, CLOCK = "..", "@"


def word_of(column: Column, part: Filter) -> str | None:
    """The short form of a condition; None where it has none that reads back as just this condition."""
    word = ("!" if part.negated else "") + _plain(part)
    return word if word and condition_of(column, word) == part else None


def _plain(part: Filter) -> str:
    if part.kind == "range":
        low, high = ("" if end is None else str(end) for end in (part.low, part.high))
        return f"{low}{BETWEEN}{high}"
    forms = {
        "set": ",".join(part.values) + (f"{CLOCK}{part.tz}" if part.tz else ""),
        "when": part.span,
        "contains": f"*{part.text}*",
        "starts": f"{part.text}*",
        "equals": part.text,
    }
    return forms.get(part.kind, "")


def condition_of(column: Column, word: str, *, tz: str = "") -> Filter | None:
    """The condition that a word stands for; None where it stands for none. It is not checked against the column yet.

    Dates and hours are of the clock of `tz` where the word names no other.
    """
    bare = word.removeprefix("!")
    negated = bare != word
    try:
        part = _CONDITIONS[column.filter_kind](column.field, bare, tz)
    except (KeyError, ValueError, Invalid):
        return None
    return part.model_copy(update={"negated": True}) if negated and part else part


def _set(field: str, word: str, _tz: str) -> Filter:
    return Filter(field=field, kind="set", values=tuple(dict.fromkeys(value for value in word.split(",") if value)))


def _people(field: str, word: str, tz: str) -> Filter | None:
    """Nothing but ids: a name that somebody wrote into an address is not asked for."""
    part = _set(field, word, tz)
    return part if all(map(parse_id, part.values)) else None


def _hours(field: str, word: str, tz: str) -> Filter:
    values, _, own = word.partition(CLOCK)
    return _set(field, values, tz).model_copy(update={"tz": own or tz})


def _range(field: str, word: str, _tz: str) -> Filter:
    low, high = (int(end) if end else None for end in word.split(BETWEEN))
    return Filter(field=field, kind="range", low=low, high=high)


def _time(field: str, word: str, tz: str) -> Filter:
    if BETWEEN not in word:
        return Filter(field=field, kind="when", span=word)
    low, high = (_moment(end, tz) if end else None for end in word.split(BETWEEN))
    return Filter(field=field, kind="range", low=low, high=high)


def _moment(text: str, tz: str) -> str:
    """A date or a time without an offset is of the clock; what has one stays as it is written."""
    value = datetime.fromisoformat(text)
    return text if value.tzinfo or not tz else moment_text(moment(text, tz=zone(tz), field="tz"))


def _text(field: str, word: str, _tz: str) -> Filter:
    if word.startswith("*") and word.endswith("*") and len(word) > 1:
        return Filter(field=field, kind="contains", text=word[1:-1])
    if word.endswith("*"):
        return Filter(field=field, kind="starts", text=word[:-1])
    return Filter(field=field, kind="equals", text=word)


# What may name people has no word: it never stands in an address.
_CONDITIONS: Mapping[str, Callable[[str, str, str], Filter | None]] = {
    "set": _set,
    "range": _range,
    "time": _time,
    "text": _text,
    "customer": _people,
    "hours": _hours,
}
