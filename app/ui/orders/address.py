"""Which orders the list shows, as its address says it.

    from=2026-01-01&to=2027-01-01   by when they were ordered; `to` is exclusive, dates are midnights of the viewer
    status=paid,shipped             those that stand in one of these now
    currency=EUR                    those in this currency
    product=TEA-1                   those with a line of this product (a SKU)

What is left out lets all pass; a parameter that is not known says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from app.core.errors import DomainError, Invalid
from app.core.parsing import parse
from app.features.orders.schemas import OrderPick

PAGE = "/orders"
LONGEST, MOST_PARAMETERS = 2000, 50


@dataclass(frozen=True, slots=True)
class Picked:
    """The filters of a list; "" and () let all pass. `start` and `end` are ISO 8601, `end` is exclusive."""

    start: str = ""
    end: str = ""
    status: tuple[str, ...] = ()
    currency: str = ""
    product: str = ""

    def __bool__(self) -> bool:
        return self != Picked()

    @property
    def href(self) -> str:
        """The address of the list."""
        words = {
            "from": self.start,
            "to": self.end,
            "status": ",".join(self.status),
            "currency": self.currency,
            "product": self.product,
        }
        query = urlencode({name: word for name, word in words.items() if word}, safe=",:")
        return PAGE + (f"?{query}" if query else "")

    def without(self, *names: str) -> "Picked":
        """The same without these filters, by the names of the fields."""
        usual = {field.name: field.default for field in fields(Picked)}
        return replace(self, **{name: usual[name] for name in names})

    def query(self, *, tz: str, limit: int, cursor: str | None = None) -> OrderPick:
        """The question of a page. A range is read in the order of its dates. Raises Invalid naming what is wrong."""
        asked: dict[str, object] = {"tz": tz, "limit": limit, "cursor": cursor, "status": self.status}
        if self.start or self.end:
            asked["sort"] = "-ordered_at"
        named = {"from": self.start, "to": self.end, "currency": self.currency, "product": self.product}
        return parse(OrderPick, asked | {name: word for name, word in named.items() if word})


def read(query: str) -> Picked:
    """The filters of a query string. Raises Invalid for far too much; what values mean is for `Picked.query` to say."""
    try:
        if len(query) > LONGEST:
            raise ValueError
        given = dict(parse_qsl(query.removeprefix("?"), max_num_fields=MOST_PARAMETERS))
    except ValueError:
        raise Invalid("The address is too long") from None
    return Picked(
        start=given.get("from", ""),
        end=given.get("to", ""),
        status=_words(given.get("status", "").split(",")),
        currency=given.get("currency", ""),
        product=given.get("product", ""),
    )


def why(refused: DomainError) -> str:
    """Why the address cannot be read, as a sentence that names the parameter."""
    names = ", ".join(error.field for error in refused.errors)
    return f"In the address, {names} {refused.errors[0].detail}." if names else refused.detail


def _words(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in given if word))
