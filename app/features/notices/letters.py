"""The mails themselves: plain text that reads well on a phone. No personal data but the receiver's address.

A mail says what happened in one sentence, then the figures, where to see them, and how to stop it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from app.core.config import get_settings
from app.core.formats import Formats
from app.core.ranges import moment_text
from app.features.dashboard.boards import FILTERS, Board
from app.features.dashboard.measures import MEASURES, Measure, Reading, read
from app.features.dashboard.schemas import ProductFigure, Stats
from app.features.dashboard.waiting import OPEN
from app.features.notices import words
from app.features.notices.rules import When, is_inside
from app.features.notices.schemas import Letter, Metric, Side

PAGE, ORDERS = "/dashboard/notices", "/admin/orders"
TOP_PRODUCTS = 5
ONCE = (
    "You get this mail once each time the figure crosses the line. "
    "One that flickers about it for some minutes crosses it once."
)
MOVED = {"up", "down"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail by the clock is made of. `board` has the days it means, `range_words` say them."""

    title: str
    board: Board
    range_words: str
    when: When
    stats: Stats
    products: Sequence[ProductFigure]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What an alert's mail is made of. `before` is the figure at the look before, None where there was none."""

    name: str
    board: Board
    metric: Metric
    age_hours: int | None
    side: Side
    threshold: int
    value: int | None
    before: int | None
    at: datetime

    @property
    def currency(self) -> str:
        """The currency of its amounts."""
        return self.board.one("currency") or get_settings().currency


def report_letter(report: Report, formats: Formats) -> Letter:
    """The mail with the figures of a board."""
    stats = report.stats
    revenue = read(MEASURES[0], stats, formats)
    more = f", {revenue.change.more}" if revenue.change.trend in MOVED else ""
    zone_words = f"{formats.period(stats.from_, stats.to)} ({formats.time_zone})"
    only = words.filters_of(report.board)
    parts = [
        f"{report.title}\n{get_settings().shop_name}, {zone_words}" + (f"\nOnly {only}" if only else ""),
        _sentence(report, revenue, formats),
        "\n".join(_figures(report, formats)),
        _products(report.products, formats),
        f"See it live:\n{_link(report.board.address)}",
        f"You get this mail {words.when_of(report.when, formats)} ({formats.time_zone}).\n{_how_to_stop()}",
    ]
    return Letter(f"{report.title}: revenue {revenue.value}{more}", "\n\n".join(part for part in parts if part) + "\n")


def alert_letter(crossing: Crossing, formats: Formats) -> Letter:
    """The mail that a figure has crossed its line."""
    said = alert_sentence(crossing, formats)
    before = (
        "" if crossing.before is None else f" At the look before it was {_value(crossing, crossing.before, formats)}."
    )
    only = words.filters_of(crossing.board)
    parts = [
        crossing.name,
        f"{said}.{before}" + (f"\nOnly {only}." if only else ""),
        f"Seen on {formats.moment(crossing.at)} ({formats.time_zone}).",
        *_alert_links(crossing),
        f"{ONCE}\n{_how_to_stop()}",
    ]
    return Letter(f"Alert: {said}", "\n\n".join(part for part in parts if part) + "\n")


def alert_sentence(crossing: Crossing, formats: Formats) -> str:
    """Such as "Open orders older than 2 days: 23, above 20"; of a trial "…: 7, not above 20"."""
    named = words.metric_of(crossing.metric, crossing.age_hours, formats)
    span = "" if crossing.metric is Metric.OPEN_ORDERS else f" for {words.range_of(crossing.board, formats)}"
    value = "none" if crossing.value is None else _value(crossing, crossing.value, formats)
    inside = is_inside(crossing.value, side=crossing.side, threshold=crossing.threshold)
    side = crossing.side if inside else f"not {crossing.side}"
    return f"{named}{span}: {value}, {side} {_value(crossing, crossing.threshold, formats)}"


def as_trial(letter: Letter) -> Letter:
    """The mail as one that was asked for to try it."""
    return Letter(f"Trial: {letter.subject}", f"{letter.text}\nThis one was sent because you asked for it.\n")


def _sentence(report: Report, revenue: Reading, formats: Formats) -> str:
    stats, named = report.stats, report.range_words
    if stats.orders == 0:
        return f"There are no orders for {named}."
    text = f"Revenue is {revenue.value} for {named}"
    if stats.previous is None:
        return f"{text}."
    period = formats.period(stats.previous.from_, stats.previous.to)
    if stats.previous.orders == 0:
        return f"{text}. There are no orders in the period to compare with, {period}."
    cut = ", as far as this one has come" if stats.previous.is_cut else ""
    if revenue.change.trend in MOVED:
        return f"{text}, {revenue.change.more_than} for {period}{cut}."
    return f"{text}. It was {revenue.before} for {period}{cut}."


def _figures(report: Report, formats: Formats) -> Iterator[str]:
    shown = report.board.one("cards").split(",")
    chosen = [measure for measure in MEASURES if measure.key in shown] or MEASURES
    for measure in chosen:
        if line := _figure(measure, report.stats, formats):
            yield line


def _figure(measure: Measure, stats: Stats, formats: Formats) -> str:
    reading = read(measure, stats, formats)
    if reading.value is None:
        return ""
    if stats.previous is None or not stats.previous.orders:
        return f"{measure.title}: {reading.value}"
    former = f"was {reading.before}" if reading.before is not None and reading.change.trend != "same" else ""
    beside = ", ".join(part for part in (reading.change.more, former) if part)
    return f"{measure.title}: {reading.value}" + (f" ({beside})" if beside else "")


def _products(found: Sequence[ProductFigure], formats: Formats) -> str:
    lines = [
        f"{place}. {product.name}: {formats.money(product.revenue.amount, product.revenue.currency)}, "
        f"{formats.number(product.units)} {'piece' if product.units == 1 else 'pieces'}"
        for place, product in enumerate(found, 1)
    ]
    return "\n".join(["Top products", *lines]) if lines else ""


def _alert_links(crossing: Crossing) -> Iterator[str]:
    if crossing.metric is Metric.OPEN_ORDERS and (address := _open_orders(crossing)):
        yield f"See these orders:\n{_link(address)}"
    yield f"See the dashboard:\n{_link(crossing.board.address)}"


def _open_orders(crossing: Crossing) -> str:
    """The address of the open orders behind the figure in the record grid; "" where a value cannot stand in it."""
    board, until = crossing.board, crossing.at.replace(second=0, microsecond=0)
    wanted = board.all("status")
    given = {name: board.all(name) for name in FILTERS} | {
        "status": tuple(status.value for status in OPEN if not wanted or status.value in wanted)
    }
    if any("," in value for values in given.values() for value in values):
        return ""
    until -= timedelta(hours=crossing.age_hours or 0)
    narrowed = {name: ",".join(values) for name, values in given.items() if values} | {"to": moment_text(until)}
    return f"{ORDERS}?{urlencode(narrowed, safe=',:')}"


def _value(crossing: Crossing, value: int, formats: Formats) -> str:
    return words.value_of(crossing.metric, value, formats, currency=crossing.currency)


def _link(path: str) -> str:
    return f"{get_settings().public_url.rstrip('/')}{path}"


def _how_to_stop() -> str:
    return f"Pause, change or delete it:\n{_link(PAGE)}"
