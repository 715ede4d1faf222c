"""What a dashboard shows, as it stands in its address: everything, so that a link shows it to another as it is.

    range=30d                       a range by name; or from=&to= (to is exclusive)
    compare=none|previous|year      or compare=custom with compare_from= and compare_to=
    currency=EUR  grain=week        the series by the hour, day, week, month or year
    status=paid&status=shipped      filters, by any of their values: status, channel, category (- is none), product (a
                                    SKU), customer (an id), hours (of the week, such as 1-13 for Tuesday, 13:00)
    cards=revenue,series,products   the cards that are shown, in their order; cards=none hides every one. No other card
                                    comes by itself, not even one that Daybook has since: "Arrange" says it is hidden
    view=<id>                       a saved dashboard; beside it a parameter stands for what was changed of it, an empty
                                    one for what was taken away

What is left out has its usual value; a name that is not known is dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from app.core.errors import Invalid
from app.features.dashboard.boards import BLANK, FILTERS, value_of, word_of
from app.features.dashboard.presets import DEFAULT

PAGE = "/dashboard"
VIEW = "view"
# The saved dashboards that a wall shows one after the other.
TURNS = "boards"
RANGE = ("range", "from", "to")
COMPARED = ("compare", "compare_from", "compare_to")
NAMES = (*RANGE, *COMPARED, "currency", "grain", *FILTERS, "cards")
# What a dashboard shows where its address does not say it.
USUAL = {("range", (DEFAULT,)), ("compare", ("previous",))}
MOST_PARAMETERS = 600
LONGEST = 16_000

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Address:
    """The values of each name. `view` is the saved dashboard that it stands on, `base` what that one holds."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    view: str = ""
    base: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a name."""
        return dict(self.pairs).get(name, ())

    def one(self, name: str) -> str:
        """The first value of a name, "" where there is none."""
        return next(iter(self.all(name)), "")

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters that say something."""
        return {name: values for name, values in self.pairs if name in FILTERS}

    @property
    def is_changed(self) -> bool:
        """Whether it shows anything else than the saved dashboard that it stands on, or the usual one."""
        return set(self.pairs) - USUAL != set(self.base) - USUAL

    def having(self, **values: str | Sequence[str]) -> "Address":
        """The same with these values in the place of what they had; an empty one takes the name away."""
        given = {name: _given(value) for name, value in values.items()}
        return replace(self, pairs=_pairs({**dict(self.pairs), **given}))

    def without(self, *names: str) -> "Address":
        """The same without these names."""
        return self.having(**dict.fromkeys(names, ()))

    def toggled(self, name: str, value: str) -> "Address":
        """The same with one value more of a filter, or without it where it is there."""
        values = self.all(name)
        if value in values:
            return self.having(**{name: tuple(one for one in values if one != value)})
        return self.having(**{name: (*values, value)})

    @property
    def href(self) -> str:
        """The address itself: on a saved dashboard only what differs from it."""
        base = dict(self.base)
        parts = [(VIEW, self.view)] if self.view else []
        for name, values in self.pairs:
            if not self.view or values != base.get(name):
                parts += [(name, word_of(name, value)) for value in values]
        parts += [(name, "") for name in base if self.view and not self.all(name)]
        return PAGE + (f"?{urlencode(parts, safe=',:')}" if parts else "")


def read(query: str, *, view: str = "", base: Values | None = None) -> Address:
    """The address of a query string, on a saved dashboard where `view` names one. Raises Invalid for far too much."""
    given = values_of(query)
    held = _pairs(base or {})
    return Address(_pairs({**dict(held), **given}), view=view, base=held if view else ())


def values_of(query: str) -> dict[str, tuple[str, ...]]:
    """What a query string says of each known name; none for one that is given empty. Raises Invalid."""
    try:
        if len(query) > LONGEST:
            raise ValueError
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise Invalid("The address is too long") from None
    found: dict[str, tuple[str, ...]] = {}
    for name, word in pairs:
        if name in NAMES:
            values = (value_of(name, word),) if word else ()
            found[name] = (*found.get(name, ()), *values) if name in FILTERS else values
    return found


def view_of(query: str) -> str:
    """The saved dashboard that a query string names, "" for none; on a wall the first of several."""
    names = dict(parse_qsl(query[:LONGEST], max_num_fields=MOST_PARAMETERS))
    return names.get(VIEW) or names.get(TURNS, "").split(",")[0]


def _pairs(values: Values) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """In the one order, each value once, without empty ones but where that says something."""
    kept = {name: dict.fromkeys(value for value in values.get(name, ()) if value or name in BLANK) for name in NAMES}
    return tuple((name, tuple(found)) for name, found in kept.items() if found)


def _given(values: str | Sequence[str]) -> tuple[str, ...]:
    if not isinstance(values, str):
        return tuple(values)
    return (values,) if values else ()
