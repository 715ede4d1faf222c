"""From the tables to what the use cases hand out. Opening a sealed name is a visible call here."""

from app.core.config import get_settings
from app.core.formats import Formats
from app.features.dashboard.boards import Board, board_of
from app.features.notices import words
from app.features.notices.rules import When
from app.features.notices.schemas import AlertRow, ReportRow
from app.models import Alert, Metric, ReportSchedule


def name_of(notice: ReportSchedule | Alert) -> str:
    """What its owner called it, "" for nothing."""
    return notice.name.reveal() or ""


def when_of(schedule: ReportSchedule) -> When:
    """When it is due."""
    return When(schedule.minute, schedule.weekday)


def report_title(schedule: ReportSchedule, formats: Formats) -> str:
    """Its name, or else what it is about."""
    return name_of(schedule) or f"Figures for {words.range_of(board_of(schedule.about), formats)}"


def report_row(schedule: ReportSchedule, formats: Formats, *, is_waiting: bool) -> ReportRow:
    """A mail by the clock as its owner sees it."""
    board = board_of(schedule.about)
    return ReportRow(
        id=schedule.id,
        version=schedule.version,
        name=name_of(schedule),
        title=report_title(schedule, formats),
        about=schedule.about,
        paused=schedule.paused,
        last_sent_at=schedule.last_sent_at,
        words=_sentence(words.range_of(board, formats) if name_of(schedule) else "", words.filters_of(board)),
        cadence=schedule.cadence,
        when=when_of(schedule),
        next_due_at=schedule.next_due_at,
        is_waiting=is_waiting,
    )


def alert_row(alert: Alert, formats: Formats) -> AlertRow:
    """An alert as its owner sees it."""
    board = board_of(alert.about)
    currency = board.one("currency") or get_settings().currency
    threshold = words.value_of(alert.metric, alert.threshold, formats, currency=currency)
    named = words.metric_of(alert.metric, alert.age_hours, formats)
    return AlertRow(
        id=alert.id,
        version=alert.version,
        name=name_of(alert),
        title=name_of(alert) or f"{named} {alert.side} {threshold}",
        about=alert.about,
        paused=alert.paused,
        last_sent_at=alert.last_sent_at,
        words=_alert_words(alert, board, formats, f"{named} {alert.side} {threshold}"),
        metric=alert.metric,
        side=alert.side,
        threshold=threshold,
        typed=words.typed_of(alert.metric, alert.threshold, currency),
        age_hours=alert.age_hours,
        value=None if alert.value is None else words.value_of(alert.metric, alert.value, formats, currency=currency),
        is_inside=alert.is_inside,
        crossed_at=alert.crossed_at,
        checked_at=alert.checked_at,
    )


def _alert_words(alert: Alert, board: Board, formats: Formats, line: str) -> str:
    span = "" if alert.metric is Metric.OPEN_ORDERS else words.range_of(board, formats)
    return _sentence(line if name_of(alert) else "", span, words.filters_of(board))


def _sentence(*parts: str) -> str:
    text = ", ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}"
