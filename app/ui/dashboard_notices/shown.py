"""What the page shows of mails and alerts: cards, and a form's first values. Pure."""

from dataclasses import dataclass

from app.core.formats import Formats
from app.features.dashboard.boards import Board, board_of
from app.features.dashboard.presets import BY_KEY, DEFAULT, OVER, PRESETS
from app.features.notices import words
from app.features.notices.schemas import HOURS_OF, AlertRow, Metric, ReportRow, Side

# Value of a range's or a comparison's option that leaves the board's own days as they are.
OWN = "own"
RANGES = (*OVER, *PRESETS)
COMPARISONS = {"previous": "The period before", "year": "The year before", "none": "Nothing"}
METRICS = {
    Metric.OPEN_ORDERS: "Open orders older than …",
    Metric.REVENUE: "Revenue",
    Metric.ORDERS: "Orders",
    Metric.AVERAGE: "Average order value",
    Metric.REFUNDS: "Refund rate",
    Metric.CANCELLATIONS: "Cancellation rate",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A mail or an alert in the list. `state` is on, crossed or paused."""

    id: str = ""
    title: str = ""
    about: str = ""
    board: str = ""
    state: str = "on"
    state_words: str = ""
    next: str = ""
    last: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form begins with. `id` is empty for a new one; `filters` and `days` are words, "" for none."""

    id: str = ""
    version: int = 0
    title: str = ""
    name: str = ""
    span: str = DEFAULT
    compare: str = "previous"
    filters: str = ""
    days: str = ""
    compares_own: bool = False
    cadence: str = "daily"
    weekday: str = "0"
    at: str = "08:00"
    metric: str = Metric.OPEN_ORDERS.value
    side: str = Side.ABOVE.value
    threshold: str = ""
    age: str = "2"
    age_unit: str = "days"


def report_card(row: ReportRow, formats: Formats) -> Card:
    """A mail by the clock."""
    due = "" if row.paused else f"Next: {formats.moment(row.next_due_at)}"
    last = f"Last: {formats.moment(row.last_sent_at)}" if row.last_sent_at else "Not sent yet"
    return Card(
        id=str(row.id),
        title=row.title,
        about=row.words,
        board=board_of(row.about).address,
        state="paused" if row.paused else "on",
        state_words="Paused" if row.paused else _sentence(words.when_of(row.when, formats)),
        next=due,
        last=f"{last}, waits in the outbox" if row.is_waiting else last,
        paused=row.paused,
    )


def alert_card(row: AlertRow, formats: Formats) -> Card:
    """An alert, with its figure at the last look."""
    state = "paused" if row.paused else "crossed" if row.is_inside else "on"
    value = "no figure" if row.value is None else row.value
    # Over its line when it was made, changed or resumed: that was no crossing, and there was no mail.
    crossed = "Crossed" if row.crossed_at else f"Already {row.side} the line"
    said = {"paused": "Paused", "crossed": f"{crossed}: {value} now", "on": f"Quiet: {value} now"}[state]
    looked = f"Looked at {formats.moment(row.checked_at)}" if row.checked_at and not row.paused else ""
    last = f"Last mail: {formats.moment(row.last_sent_at)}" if row.last_sent_at else "No mail yet"
    return Card(
        id=str(row.id),
        title=row.title,
        about=row.words,
        board=board_of(row.about).address,
        state=state,
        state_words=said,
        next=looked,
        last=last,
        paused=row.paused,
    )


def board_words(board: Board, formats: Formats) -> str:
    """What a board shows, in words: its range, and what it is narrowed to."""
    filters = words.filters_of(board)
    return _sentence(words.range_of(board, formats)) + (f", only {filters}" if filters else "")


def report_draft(board: Board, formats: Formats, row: ReportRow | None = None) -> Draft:
    """What the form of a mail begins with: the mail, or a new one about the board."""
    days = "" if board.words else words.range_of(board, formats)
    common = Draft(
        span=OWN if days else board.one("range") or DEFAULT,
        compare=OWN if board.one("compare") == "custom" else board.one("compare") or "previous",
        filters=words.filters_of(board),
        days=days,
        compares_own=board.one("compare") == "custom",
    )
    if row is None:
        return common
    hour, minute = divmod(row.when.minute, 60)
    return Draft(
        **_kept(common, "span", "compare", "filters", "days", "compares_own"),
        id=str(row.id),
        version=row.version,
        title=row.title,
        name=row.name,
        cadence=row.cadence,
        weekday=str(row.when.weekday or 0),
        at=f"{hour:02}:{minute:02}",
    )


def alert_draft(board: Board, formats: Formats, row: AlertRow | None = None) -> Draft:
    """What the form of an alert begins with: the alert, or a new one about the board."""
    days = "" if board.words else words.range_of(board, formats)
    common = Draft(span=OWN if days else board.one("range") or DEFAULT, filters=words.filters_of(board), days=days)
    if row is None:
        return common
    unit = "days" if (row.age_hours or 0) % HOURS_OF["days"] == 0 else "hours"
    return Draft(
        **_kept(common, "span", "filters", "days"),
        id=str(row.id),
        version=row.version,
        title=row.title,
        name=row.name,
        metric=row.metric.value,
        side=row.side.value,
        threshold=row.typed,
        age=str((row.age_hours or 2 * HOURS_OF["days"]) // HOURS_OF[unit]),
        age_unit=unit,
    )


def asked_board(board: Board, form: dict[str, str]) -> Board:
    """The board with the range and the comparison that a form chose."""
    chosen, compared = form.get("range", OWN), form.get("compare", OWN)
    if chosen in BY_KEY:
        board = board.having(range=chosen, **{"from": "", "to": ""})
    if compared in COMPARISONS:
        board = board.having(compare=compared, compare_from="", compare_to="")
    return board


def _kept(draft: Draft, *names: str) -> dict[str, str]:
    return {name: getattr(draft, name) for name in names}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
